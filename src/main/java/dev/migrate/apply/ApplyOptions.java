package dev.migrate.apply;

import dev.migrate.plan.Selection;
import java.time.Duration;

/**
 * What the user asks of a run.
 *
 * @param singleTransaction all migrations in one transaction
 * @param outOfOrder what to do with migrations that are older than something applied
 * @param acceptBrokenHistory go on although history or log were changed by hand
 * @param retries how often a migration is tried again that did not get a lock
 * @param lockWait how long to wait for another run to end
 */
public record ApplyOptions(
        Selection selection,
        boolean singleTransaction,
        OutOfOrder outOfOrder,
        boolean acceptBrokenHistory,
        int retries,
        Duration lockWait) {
    /** What to do with a migration that is older than something applied. */
    public enum OutOfOrder {
        REFUSE,
        WARN,
        ALLOW
    }
}
