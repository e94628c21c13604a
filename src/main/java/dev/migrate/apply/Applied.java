package dev.migrate.apply;

import dev.migrate.migration.Migration;

/**
 * One migration that was applied: its commit is known.
 *
 * @param durationMs in milliseconds, as the user waited for it
 */
public record Applied(Migration migration, long durationMs, int statements) {}
