package dev.migrate.config;

import java.time.Duration;
import java.util.Objects;

/**
 * Longest time for one statement.
 *
 * @param atMost sent as {@code statement_timeout}, in whole milliseconds; zero means no limit
 * @see <a href="https://www.postgresql.org/docs/current/runtime-config-client.html">statement_timeout</a>
 */
public record StatementTimeout(Duration atMost) {
    /** No limit: a migration may take its time as long as nobody waits for its locks. */
    public static final StatementTimeout DEFAULT = new StatementTimeout(Duration.ZERO);

    public StatementTimeout {
        Objects.requireNonNull(atMost, "atMost");
    }

    /**
     * Reads it as PostgreSQL writes it: {@code 5s}, {@code 500ms}, {@code 2min}, {@code 0}.
     *
     * @throws IllegalArgumentException with a sentence for the user where it is none
     */
    public static StatementTimeout parse(String text) {
        return new StatementTimeout(PostgresDuration.parse(text));
    }
}
