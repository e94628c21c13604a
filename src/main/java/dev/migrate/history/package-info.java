/**
 * The ledger in the database: what was recorded of each migration, and the log of everything done to it.
 *
 * <p>Reads it, checks it, and gives the SQL that writes it; the engine puts that SQL into the transaction of the
 * migration. What follows from a row for the next run is decided in {@code plan}.
 */
package dev.migrate.history;
