/**
 * Scratch servers and databases, and the local server behind {@code --embedded}: PostgreSQL as this program starts
 * it itself, and what the platform provides before the first migration.
 *
 * <p>What is run on such a server, and what is read from it, belongs to other rooms.
 */
package dev.migrate.shadow;
