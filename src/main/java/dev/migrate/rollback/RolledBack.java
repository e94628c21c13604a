package dev.migrate.rollback;

import java.util.List;

/**
 * Migrations that were undone by one script: its commit is known.
 *
 * @param ids newest first
 * @param durationMs in milliseconds, as the user waited for it
 */
public record RolledBack(List<String> ids, RollbackStep step, long durationMs) {
    public RolledBack {
        ids = List.copyOf(ids);
    }
}
