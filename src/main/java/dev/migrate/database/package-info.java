/**
 * Where the database is and what it says: URL, connection, server facts, the message that goes out and the error
 * that comes back.
 *
 * <p>Everything that knows the driver is in here. What a script means, or what a migration is, belongs higher up.
 */
package dev.migrate.database;
