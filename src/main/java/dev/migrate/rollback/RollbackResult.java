package dev.migrate.rollback;

import java.util.List;
import java.util.Optional;

/**
 * How a rollback ended.
 *
 * @param rolledBack in the order in which they were undone
 * @param pending ids of what was still to be undone, those of the failed step not among them
 * @param failure what stopped it
 * @param dryRun whether nothing was to be run
 * @param durationMs of the whole run, in milliseconds
 */
public record RollbackResult(
        List<RolledBack> rolledBack,
        List<String> pending,
        Optional<RollbackFailure> failure,
        boolean dryRun,
        long durationMs) {
    public RollbackResult {
        rolledBack = List.copyOf(rolledBack);
        pending = List.copyOf(pending);
    }

    /** How many migrations were undone. */
    public int count() {
        return rolledBack.stream().mapToInt(one -> one.ids().size()).sum();
    }
}
