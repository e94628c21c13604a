package dev.migrate.verify;

import dev.migrate.database.ServerError;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Something in a script of queries that is not as it has to be.
 *
 * @param line in its file, from 1
 * @param column in code points, from 1
 * @param error what PostgreSQL said of the query; where it said nothing, in the same shape what does not hold, with
 *     SQLSTATE P0004 (assert_failure)
 * @param refused whether PostgreSQL said it
 * @param difference of a query that ran; empty for what is no query, and where nobody knows what was expected
 */
public record Unmet(int line, int column, ServerError error, boolean refused, Optional<Difference> difference) {
    private static final String ASSERT_FAILURE = "P0004";
    private static final Pattern OPENING = Pattern.compile("^expect(?:ed)?\\s*:\\s*", Pattern.CASE_INSENSITIVE);

    /**
     * What was expected and what came.
     *
     * @param expected as it is written in the file, without the word with which it begins
     * @param actual the first rows
     */
    public record Difference(String expected, String actual) {}

    /** PostgreSQL does not run it. */
    static Unmet refused(ErrorPlace place, ServerError error) {
        return new Unmet(place.line(), place.column(), error, true, Optional.empty());
    }

    /** It is not what it has to be. */
    static Unmet of(int line, int column, String message, String hint) {
        return new Unmet(line, column, own(message, Optional.empty(), Optional.of(hint)), false, Optional.empty());
    }

    /** It returned something else. */
    static Unmet of(PlacedExpectation placed, String message, QueryResult result) {
        var difference = new Difference(
                OPENING.matcher(placed.text()).replaceFirst(""), result.sample().strip());
        return new Unmet(
                placed.line(),
                placed.column(),
                own(message, Optional.of("the query returned " + result.sample()), Optional.empty()),
                false,
                Optional.of(difference));
    }

    private static ServerError own(String message, Optional<String> detail, Optional<String> hint) {
        return new ServerError(
                "ERROR", ASSERT_FAILURE, message, detail, hint, Optional.empty(), 0, Optional.empty(), 0);
    }
}
