package dev.migrate.migration;

import dev.migrate.script.Comment;
import dev.migrate.script.CommentListener;
import dev.migrate.script.Item;
import dev.migrate.script.Position;
import dev.migrate.script.ScriptReader;
import dev.migrate.script.UnterminatedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes the marks of comments off lines, and finds out where the SQL in them ends. */
final class CommentLines {
    private CommentLines() {}

    /** One line of the file, from {@code column} on. */
    record Line(String text, int line, int column) {}

    /** SQL that came out, and where its first line is. */
    record Script(String text, int line, int column) {}

    /** The lines within a block comment, without its marks and without stars that lead all of them. */
    static List<Line> ofBlock(Comment comment) {
        String text = comment.text();
        String inner = text.substring(2, text.endsWith("*/") && text.length() > 3 ? text.length() - 2 : text.length());
        String[] parts = inner.split("\r?\n", -1);
        boolean starred = parts.length > 1;
        for (int i = 1; i < parts.length && starred; i++) {
            starred = parts[i].isBlank() || parts[i].stripLeading().startsWith("*");
        }
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            int column = i == 0 ? comment.column() + 2 : 1;
            String part = parts[i];
            if (starred && i > 0) {
                int star = part.indexOf('*') + 1;
                int skip = star > 0 && star < part.length() && part.charAt(star) == ' ' ? star + 1 : star;
                part = part.substring(skip);
                column += skip;
            }
            lines.add(new Line(part, comment.line() + i, column));
        }
        return lines;
    }

    /** What a block comment holds, as a whole; empty where it holds no SQL. */
    static Optional<Script> block(Heading.Purpose purpose, List<Line> lines) {
        int first = firstSql(lines);
        return first < 0 ? Optional.empty() : joined(purpose, lines.subList(first, lines.size()));
    }

    /** What lines that each begin with {@code --} hold; empty where they hold no SQL. */
    static Optional<Script> script(Heading.Purpose purpose, List<Line> lines) {
        int first = firstSql(lines);
        if (first < 0) {
            return Optional.empty();
        }
        List<Line> rest = lines.subList(first, lines.size());
        if (rest.get(0).text().stripLeading().startsWith("/*")) {
            List<Line> marked = marked(rest);
            return firstSql(marked) < 0 ? Optional.empty() : block(purpose, marked);
        }
        return joined(purpose, untilProse(purpose, rest));
    }

    /** Prose may stand before the first statement; a comment by itself is not yet SQL. */
    private static int firstSql(List<Line> lines) {
        boolean sql = false;
        int first = -1;
        for (int i = 0; i < lines.size() && !sql; i++) {
            String text = lines.get(i).text().strip();
            if (Heading.looksLikeSql(text)) {
                first = first < 0 ? i : first;
                sql = !text.startsWith("--");
            } else if (!text.isEmpty()) {
                first = -1;
            }
        }
        return sql ? first : -1;
    }

    /** The lines between the marks of a block comment; marks within marks count. */
    private static List<Line> marked(List<Line> lines) {
        List<Line> inner = new ArrayList<>();
        int depth = 0;
        for (Line line : lines) {
            String text = line.text();
            int start = 0;
            for (int i = 0; i + 1 < text.length(); i++) {
                if (text.startsWith("/*", i)) {
                    depth++;
                    i++;
                    start = depth == 1 ? i + 1 : start;
                } else if (text.startsWith("*/", i)) {
                    depth--;
                    if (depth == 0) {
                        inner.add(new Line(text.substring(start, i), line.line(), line.column() + start));
                        return inner;
                    }
                    i++;
                }
            }
            inner.add(new Line(text.substring(start), line.line(), line.column() + start));
        }
        return inner;
    }

    /** Behind a complete statement, what neither begins a statement nor is an expectation is not part of the script. */
    private static List<Line> untilProse(Heading.Purpose purpose, List<Line> lines) {
        List<Line> script = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        boolean complete = true;
        for (Line line : lines) {
            boolean expected = purpose == Heading.Purpose.VERIFICATION && Heading.isExpectation(line.text());
            boolean fits = line.text().isBlank() || expected || Heading.looksLikeSql(line.text());
            if (complete && !fits) {
                break;
            }
            script.add(line);
            text.append(expected ? "-- " : "").append(line.text()).append('\n');
            if (line.text().contains(";") || !complete) {
                complete = line.text().contains(";") && isComplete(text.toString());
            } else if (!line.text().isBlank()
                    && !expected
                    && !line.text().strip().startsWith("--")) {
                complete = false;
            }
        }
        return script;
    }

    private static boolean isComplete(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (ScriptReader reader =
                ScriptReader.of(new ByteArrayInputStream(bytes), Position.START, false, CommentListener.NONE)) {
            long end = -1;
            for (Item item = reader.next(); item != null; item = reader.next()) {
                end = item.end();
            }
            // Behind the last statement only its semicolon can stand, for comments may as well hold one.
            return end < 0
                    || new String(bytes, (int) end, bytes.length - (int) end, StandardCharsets.UTF_8)
                            .stripLeading()
                            .startsWith(";");
        } catch (UnterminatedException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Line for line as in the file, so that a line of the text can be found there. */
    private static Optional<Script> joined(Heading.Purpose purpose, List<Line> lines) {
        int from = 0;
        int to = lines.size();
        while (from < to && lines.get(from).text().isBlank()) {
            from++;
        }
        while (to > from && lines.get(to - 1).text().isBlank()) {
            to--;
        }
        if (from == to) {
            return Optional.empty();
        }
        Line first = lines.get(from);
        int indent = first.text().length() - first.text().stripLeading().length();
        StringBuilder text = new StringBuilder();
        int at = first.line();
        for (Line line : lines.subList(from, to)) {
            text.append("\n".repeat(line.line() - at));
            at = line.line();
            boolean expected = purpose == Heading.Purpose.VERIFICATION && Heading.isExpectation(line.text());
            String sql = expected || text.isEmpty()
                    ? line.text().strip()
                    : line.text().stripTrailing();
            text.append(expected ? "-- " : "").append(sql);
        }
        return Optional.of(new Script(text.toString(), first.line(), first.column() + indent));
    }
}
