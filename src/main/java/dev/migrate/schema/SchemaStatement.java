package dev.migrate.schema;

import dev.migrate.script.Comment;
import java.util.List;

/**
 * One statement of a schema file, with the comments that people wrote around it.
 *
 * @param number in its file, from 1
 * @param line of its first word, from 1
 * @param span what belongs to it: comments directly above it, its semicolon, a comment behind it on its line
 * @param own the statement itself with its semicolon
 * @param sql as the server is sent it, without the semicolon
 * @param inside comments within the statement
 */
public record SchemaStatement(int number, int line, Span span, Span own, String sql, List<Comment> inside) {
    /** A part of a file, in bytes; {@code to} is behind the last. */
    public record Span(int from, int to) {}

    public SchemaStatement {
        inside = List.copyOf(inside);
    }
}
