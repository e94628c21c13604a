package dev.migrate.engine;

import dev.migrate.script.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One message under construction: statements of the script and statements of our own, and who stands where. */
final class Message {
    /**
     * One statement of the message.
     *
     * @param start index in the message of its first character
     * @param number of the statement in the script, from 1; 0 for one of our own
     */
    private record Part(int start, int number, int line, int column, String doing) {}

    /** A place in the script: the number of a statement with a line and a column. */
    record Found(int statement, int line, int column, Optional<String> doing) {}

    private final StringBuilder sql = new StringBuilder();
    private final List<Part> parts = new ArrayList<>();

    /** Adds statements of our own. */
    Message own(String doing, List<String> statements) {
        for (String statement : statements) {
            parts.add(new Part(sql.length(), 0, 0, 0, doing));
            sql.append(statement).append(";\n");
        }
        return this;
    }

    /** Adds a statement of the script. */
    Message script(Statement statement, int number) {
        parts.add(new Part(sql.length(), number, statement.line(), statement.column(), ""));
        sql.append(statement.text()).append(";\n");
        return this;
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    int length() {
        return sql.length();
    }

    int statements() {
        return parts.size();
    }

    /** Number, line and summary are told of the first statement of the script in here. */
    Optional<Found> firstOfScript() {
        return parts.stream()
                .filter(part -> part.number > 0)
                .findFirst()
                .map(part -> new Found(part.number, part.line, part.column, Optional.empty()));
    }

    /** The line of the script at which a statement of the message begins; 0 for one of our own. */
    int line(int statement) {
        return statement < parts.size() ? parts.get(statement).line : 0;
    }

    String text() {
        return sql.toString();
    }

    void clear() {
        sql.setLength(0);
        parts.clear();
    }

    /**
     * Where in the script an error stands.
     *
     * @param completed number of statements of the message that ended well
     * @param position as the server gives it, in characters from 1; 0 for none
     */
    Found find(int completed, int position) {
        if (position > 0) {
            int offset = offsetOf(position);
            Part part = partAt(offset);
            if (part.number > 0) {
                return within(part, offset);
            }
        }
        Part part = parts.get(Math.min(completed, parts.size() - 1));
        return new Found(
                part.number, part.line, part.column, part.number > 0 ? Optional.empty() : Optional.of(part.doing));
    }

    /** The server counts characters (code points), Java counts UTF-16 units. */
    private int offsetOf(int position) {
        int characters = sql.codePointCount(0, sql.length());
        return sql.offsetByCodePoints(0, Math.min(position - 1, characters));
    }

    private Part partAt(int offset) {
        Part found = parts.get(0);
        for (Part part : parts) {
            if (part.start > offset) {
                break;
            }
            found = part;
        }
        return found;
    }

    private Found within(Part part, int offset) {
        int line = part.line;
        int lineStart = part.start;
        for (int i = part.start; i < offset; i++) {
            if (sql.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        int before = sql.codePointCount(lineStart, offset);
        int column = line == part.line ? part.column + before : before + 1;
        return new Found(part.number, line, column, Optional.empty());
    }
}
