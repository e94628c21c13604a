/**
 * Runs a plan on a target: the lock, the order, the checks before, the record with each, and what is said when it
 * stops. Also the answers that need no run: how everything stands, and how a row is put right.
 *
 * <p>How one script goes through is the {@code engine}'s, what is to be done is the {@code plan}'s.
 */
package dev.migrate.apply;
