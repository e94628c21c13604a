/**
 * What migrations destroy, kept so that a rollback gives it back: which rows a migration would destroy (observed on a
 * scratch database that is made like the target), their copies in the schema {@code migrate_kept}, and their way back.
 *
 * <p>Knows no plan and no run: {@code apply} and {@code rollback} ask it what to put into their transactions.
 */
package dev.migrate.keep;
