package dev.migrate.apply;

import java.util.List;
import java.util.Optional;

/**
 * How a run ended.
 *
 * @param applied in the order in which they were applied
 * @param pending ids of what is still to be done, the failed one not among them
 * @param failure what stopped it
 * @param dryRun whether nothing was to be run
 * @param durationMs of the whole run, in milliseconds
 */
public record ApplyResult(
        List<Applied> applied, List<String> pending, Optional<ApplyFailure> failure, boolean dryRun, long durationMs) {
    public ApplyResult {
        applied = List.copyOf(applied);
        pending = List.copyOf(pending);
    }
}
