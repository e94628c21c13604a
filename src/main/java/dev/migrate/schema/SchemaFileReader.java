package dev.migrate.schema;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import dev.migrate.schema.SchemaStatement.Span;
import dev.migrate.script.Comment;
import dev.migrate.script.CopyData;
import dev.migrate.script.Item;
import dev.migrate.script.Position;
import dev.migrate.script.ScriptReader;
import dev.migrate.script.Statement;
import dev.migrate.script.UnterminatedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes a schema file apart: statements, and which comments belong to them.
 *
 * <p>A comment directly above a statement, with no empty line between them, is the statement's; so is one behind it on
 * its line. The comment at the top of a file is the file's, whatever follows it.
 */
final class SchemaFileReader {
    private final String shown;
    private final byte[] bytes;
    private final List<Comment> comments = new ArrayList<>();
    private final List<Item> items = new ArrayList<>();

    private SchemaFileReader(String shown, byte[] bytes) {
        this.shown = shown;
        this.bytes = bytes;
    }

    /**
     * Reads one file.
     *
     * @param name within its folder
     * @param shown as the user would name it
     * @throws MigrationFailure exit code 2 where it is no UTF-8 or ends within a quote
     */
    static SchemaFile read(String name, String shown, byte[] bytes) {
        var reader = new SchemaFileReader(shown, bytes);
        reader.scan();
        return new SchemaFile(name, bytes, reader.statements());
    }

    private void scan() {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException notUtf8) {
            throw new MigrationFailure(ExitCode.USAGE, Problem.at(Place.of(shown), "is not UTF-8", "save it as UTF-8"));
        }
        var in = new ByteArrayInputStream(bytes);
        try (ScriptReader reader = ScriptReader.of(in, Position.START, true, comments::add)) {
            for (Item item = reader.next(); item != null; item = reader.next()) {
                items.add(item);
            }
        } catch (UnterminatedException open) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.at(
                            new Place(shown, open.where().line(), open.where().column()),
                            open.getMessage(),
                            "close it"));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private List<SchemaStatement> statements() {
        var statements = new ArrayList<SchemaStatement>();
        int before = 0;
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i) instanceof Statement statement) {
                boolean withRows = i + 1 < items.size() && items.get(i + 1) instanceof CopyData;
                int start = Math.toIntExact(statement.start());
                int semicolon = semicolon(Math.toIntExact(statement.end()));
                int end = withRows ? behindRows(items.get(i + 1)) : behindComment(semicolon);
                var span = new Span(aboveFrom(start, before), end);
                statements.add(new SchemaStatement(
                        statements.size() + 1,
                        statement.line(),
                        span,
                        new Span(start, withRows ? end : semicolon),
                        statement.text(),
                        within(start, semicolon)));
                before = end;
            }
        }
        return statements;
    }

    private List<Comment> within(int from, int to) {
        return comments.stream()
                .filter(comment -> comment.start() > from && comment.end() < to)
                .toList();
    }

    /** Behind the semicolon that ends a statement; comments may stand before it. */
    private int semicolon(int end) {
        int at = end;
        while (at < bytes.length) {
            int here = at;
            var comment = comments.stream().filter(one -> one.start() == here).findFirst();
            if (comment.isPresent()) {
                at = Math.toIntExact(comment.get().end());
            } else if (bytes[at] == ';') {
                return at + 1;
            } else if (isSpace(bytes[at])) {
                at++;
            } else {
                break;
            }
        }
        return end;
    }

    private int behindRows(Item rows) {
        int at = Math.toIntExact(rows.end());
        // The line that ends the rows is not among them.
        while (at < bytes.length && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    /** Behind a comment that follows on the same line; else here. */
    private int behindComment(int end) {
        int line = endOfLine(end);
        return comments.stream()
                .filter(comment -> comment.start() >= end && comment.start() < line && comment.end() <= line)
                .filter(comment -> blank(end, Math.toIntExact(comment.start())))
                .findFirst()
                .map(comment -> Math.toIntExact(comment.end()))
                .orElse(end);
    }

    /** Where the comments directly above a statement begin; else where it begins itself. */
    private int aboveFrom(int start, int before) {
        int from = start;
        for (int i = comments.size() - 1; i >= 0; i--) {
            Comment comment = comments.get(i);
            int end = Math.toIntExact(comment.end());
            if (comment.start() >= before
                    && end <= from
                    && comment.startsLine()
                    && blank(end, from)
                    && lines(end, from) == 1
                    && !ofFile(comment)) {
                from = Math.toIntExact(comment.start());
            }
        }
        return from;
    }

    /** Whether it is of the comments at the top of the file, with no empty line between them. */
    private boolean ofFile(Comment comment) {
        int reached = 0;
        for (Comment one : comments) {
            int start = Math.toIntExact(one.start());
            if (!blank(reached == 0 ? byteOrderMark() : reached, start) || (reached > 0 && lines(reached, start) > 1)) {
                return false;
            }
            if (one.start() == comment.start()) {
                return true;
            }
            reached = Math.toIntExact(one.end());
        }
        return false;
    }

    private int byteOrderMark() {
        boolean there =
                bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF;
        return there ? 3 : 0;
    }

    private int endOfLine(int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != '\n') {
            at++;
        }
        return at;
    }

    private boolean blank(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isSpace(bytes[i])) {
                return false;
            }
        }
        return true;
    }

    private int lines(int from, int to) {
        int lines = 0;
        for (int i = from; i < to; i++) {
            lines += bytes[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\n' || b == '\r' || b == '\f';
    }
}
