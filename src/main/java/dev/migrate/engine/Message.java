package dev.migrate.engine;

import dev.migrate.database.ServerError;
import dev.migrate.script.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One message under construction: statements of the script and statements of our own, and who stands where. */
final class Message {
    /**
     * One statement of the message.
     *
     * @param start index in the message of its first character
     * @param number of the statement in the script, from 1; 0 for one of our own
     * @param completions how often the server says that a statement is complete; more than once for joined ones
     */
    private record Part(int start, int number, int line, int column, int completions, String doing) {}

    /** A place in the script: the number of a statement with a line and a column. */
    record Found(int statement, int line, int column, Optional<String> doing) {}

    private static final Pattern DRIVERS_OWN =
            Pattern.compile("\\b(datestyle|client_encoding|names)\\b", Pattern.CASE_INSENSITIVE);

    private final StringBuilder sql = new StringBuilder();
    private final List<Part> parts = new ArrayList<>();
    private boolean changesDriver;

    /** Adds statements of our own. */
    Message own(String doing, List<String> statements) {
        for (String statement : statements) {
            parts.add(new Part(sql.length(), 0, 0, 0, 1, doing));
            sql.append(statement).append(";\n");
        }
        return this;
    }

    /** Adds what is to go out before a statement of the script. */
    Message before(Recorder recorder, Statement statement, int number) {
        boolean control = statement.kind().control();
        return control ? this : own("preparing for the statement", recorder.before(number, statement));
    }

    /** Adds what is to go out behind a statement of the script. */
    Message behind(Recorder recorder, Statement statement, int number) {
        boolean control = statement.kind().control();
        return control ? this : own("looking at what the statement did", recorder.behind(number, statement));
    }

    /** Adds a statement of the script. */
    Message script(Statement statement, int number) {
        parts.add(new Part(sql.length(), number, statement.line(), statement.column(), statement.joined(), ""));
        sql.append(statement.text()).append(";\n");
        boolean setting =
                statement.summary().equals("SET") || statement.summary().equals("SELECT");
        changesDriver |= setting && DRIVERS_OWN.matcher(statement.text()).find();
        return this;
    }

    /** Whether a statement of the script may have changed a setting on which the driver relies. */
    boolean changesDriver() {
        return changesDriver;
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    int length() {
        return sql.length();
    }

    /** How many statements the server will have completed when all went well. */
    int statements() {
        return parts.stream().mapToInt(Part::completions).sum();
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
        return partBehind(statement).line;
    }

    String text() {
        return sql.toString();
    }

    void clear() {
        sql.setLength(0);
        parts.clear();
        changesDriver = false;
    }

    /**
     * Where in the script an error stands.
     *
     * @param completed number of statements of the message that ended well
     * @param error what the server said, with or without a position
     */
    Found find(int completed, ServerError error) {
        if (error.position() > 0) {
            int offset = offsetOf(0, error.position());
            Part part = partAt(offset);
            if (part.number > 0) {
                return within(part, offset);
            }
        }
        Part part = partBehind(completed);
        if (part.number == 0) {
            return new Found(0, 0, 0, Optional.of(part.doing));
        }
        int inner = error.internalQuery().map(query -> only(part, query)).orElse(-1);
        return within(part, inner < 0 ? part.start : offsetOf(inner, Math.max(1, error.internalPosition())));
    }

    /** Where a query of a function's body stands in the statement; negative where it does not, or more than once. */
    private int only(Part part, String query) {
        int next = parts.indexOf(part) + 1;
        int end = next < parts.size() ? parts.get(next).start : sql.length();
        int found = query.isBlank() ? -1 : sql.indexOf(query, part.start);
        boolean once = found >= 0 && found + query.length() <= end;
        int again = once ? sql.indexOf(query, found + 1) : -1;
        return once && (again < 0 || again >= end) ? found : -1;
    }

    private Part partBehind(int completed) {
        int left = completed;
        for (Part part : parts) {
            if (left < part.completions) {
                return part;
            }
            left -= part.completions;
        }
        return parts.get(parts.size() - 1);
    }

    /** The server counts characters (code points), Java counts UTF-16 units. */
    private int offsetOf(int from, int position) {
        int characters = sql.codePointCount(from, sql.length());
        return sql.offsetByCodePoints(from, Math.min(position - 1, characters));
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
