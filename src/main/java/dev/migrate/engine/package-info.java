/**
 * Runs one script on one connection: in one transaction or statement by statement, in few messages, with COPY data,
 * and says exactly what failed and what is left.
 *
 * <p>Knows scripts and sessions. What a migration is, what is recorded of it, and in which order migrations run, are
 * questions of the rooms above.
 */
package dev.migrate.engine;
