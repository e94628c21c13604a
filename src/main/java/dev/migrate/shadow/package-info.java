/**
 * Scratch servers and databases, and the local server behind {@code --embedded}: PostgreSQL as this program starts
 * it itself, and what the platform provides before the first migration.
 *
 * <p>{@link dev.migrate.shadow.Shadow} is where scratch databases come from. Behind it is a server of our own, whose
 * data are a copy of what the cache keeps and which a watchdog ends with the run ({@code CachedServer}), or the one
 * that the config names, on which only what is marked as ours is touched ({@code NamedServer}).
 *
 * <p>What is run on such a server, and what is read from it, belongs to other rooms.
 */
package dev.migrate.shadow;
