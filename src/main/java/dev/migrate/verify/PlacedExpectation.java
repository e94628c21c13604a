package dev.migrate.verify;

import java.util.Objects;

/**
 * An expectation and where it is written.
 *
 * @param line in its file, from 1
 * @param column in code points, from 1
 */
public record PlacedExpectation(Expectation expectation, int line, int column) {
    public PlacedExpectation {
        Objects.requireNonNull(expectation, "expectation");
    }
}
