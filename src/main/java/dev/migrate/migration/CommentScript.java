package dev.migrate.migration;

import dev.migrate.problem.Place;
import java.util.Objects;

/**
 * SQL that stands in a comment, without the marks of the comment; line for line as in the file.
 *
 * @param text where it holds expectations, they are comments in it: {@code -- Expected: 2}
 * @param where its first line is; line n of the text is line {@code where.line() + n - 1} of the file
 */
public record CommentScript(String text, Place where) {
    public CommentScript {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(where, "where");
    }
}
