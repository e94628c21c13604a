package dev.migrate.verify;

import dev.migrate.script.Comment;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of a comment without the marks around it.
 *
 * @param start offset in bytes at which its comment begins
 * @param line in the file, from 1
 * @param column of its first character that is no blank and no mark, in code points, from 1
 */
record CommentLine(long start, int line, int column, String text) {
    static List<CommentLine> of(Comment comment) {
        if (!comment.block()) {
            return List.of(of(comment, comment.line(), comment.column(), comment.text()));
        }
        var lines = new ArrayList<CommentLine>();
        String[] parts = comment.text().replaceAll("\\*+/$", "").split("\n", -1);
        for (int i = 0; i < parts.length; i++) {
            lines.add(of(comment, comment.line() + i, i == 0 ? comment.column() : 1, parts[i]));
        }
        return lines;
    }

    private static CommentLine of(Comment comment, int line, int column, String raw) {
        int from = 0;
        while (from < raw.length()
                && (Character.isWhitespace(raw.charAt(from)) || "-*/".indexOf(raw.charAt(from)) >= 0)) {
            from++;
        }
        return new CommentLine(
                comment.start(),
                line,
                column + raw.codePointCount(0, from),
                raw.substring(from).strip());
    }

    /** This line with the next one, where it ends in a comma and the next one is no expectation of its own. */
    CommentLine joined(CommentLine next) {
        return new CommentLine(start, line, column, text + " " + next.text);
    }
}
