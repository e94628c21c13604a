package dev.migrate.verify;

import java.util.Objects;

/**
 * An expectation and where it is written.
 *
 * @param text as it is written, without the marks of the comment
 * @param line in its file, from 1
 * @param column in code points, from 1
 */
public record PlacedExpectation(Expectation expectation, String text, int line, int column) {
    public PlacedExpectation {
        Objects.requireNonNull(expectation, "expectation");
        Objects.requireNonNull(text, "text");
    }
}
