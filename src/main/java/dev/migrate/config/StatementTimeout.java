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
}
