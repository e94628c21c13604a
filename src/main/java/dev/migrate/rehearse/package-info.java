/**
 * Runs migrations on a scratch database and observes what they do there.
 *
 * <p>Knows nothing of targets, history tables and locks: nobody else is on a scratch database, and nothing of it is kept.
 */
package dev.migrate.rehearse;
