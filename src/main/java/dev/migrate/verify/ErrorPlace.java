package dev.migrate.verify;

import dev.migrate.database.ServerError;
import dev.migrate.script.Statement;

/** Where in its file the server's complaint about a statement stands. */
record ErrorPlace(int line, int column) {
    /** The beginning of the statement where the server gives no position. */
    static ErrorPlace of(Statement statement, ServerError error) {
        String text = statement.text();
        int before = Math.max(0, error.position() - 1);
        // The server counts characters (code points), Java counts UTF-16 units.
        int offset = text.offsetByCodePoints(0, Math.min(before, text.codePointCount(0, text.length())));
        int lineStart = text.lastIndexOf('\n', offset - 1) + 1;
        int lines =
                (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
        int column = text.codePointCount(lineStart, offset);
        return new ErrorPlace(statement.line() + lines, (lines == 0 ? statement.column() : 1) + column);
    }
}
