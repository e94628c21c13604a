package dev.migrate.config;

import java.time.Duration;
import java.util.Objects;

/**
 * Longest wait for a lock before a step gives up, so that other queries do not queue up behind it.
 *
 * @param atMost sent as {@code lock_timeout}, in whole milliseconds; zero means wait for ever
 * @see <a href="https://www.postgresql.org/docs/current/runtime-config-client.html">lock_timeout</a>
 */
public record LockTimeout(Duration atMost) {
    /** Where neither config nor option says otherwise. */
    public static final LockTimeout DEFAULT = new LockTimeout(Duration.ofSeconds(5));

    public LockTimeout {
        Objects.requireNonNull(atMost, "atMost");
    }
}
