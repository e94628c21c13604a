package dev.migrate.verify;

import dev.migrate.database.ServerError;
import java.util.Optional;

/**
 * Something in a script of queries that is not as it has to be.
 *
 * @param line in its file, from 1
 * @param column in code points, from 1
 * @param error what PostgreSQL said of the query; where it said nothing, in the same shape what does not hold, with
 *     SQLSTATE P0004 (assert_failure)
 */
public record Unmet(int line, int column, ServerError error) {
    private static final String ASSERT_FAILURE = "P0004";

    static Unmet of(int line, int column, String message, Optional<String> detail, Optional<String> hint) {
        return new Unmet(
                line,
                column,
                new ServerError(
                        "ERROR", ASSERT_FAILURE, message, detail, hint, Optional.empty(), 0, Optional.empty(), 0));
    }

    static Unmet of(int line, int column, String message, String hint) {
        return of(line, column, message, Optional.empty(), Optional.of(hint));
    }
}
