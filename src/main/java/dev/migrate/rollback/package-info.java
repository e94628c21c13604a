/**
 * The way back: finds what undoes an applied migration, in the history first and in the files, plans in which order, and
 * runs it with its record.
 *
 * <p>Lock, attempts and lost connections are those of {@code apply}, which this room stands on.
 */
package dev.migrate.rollback;
