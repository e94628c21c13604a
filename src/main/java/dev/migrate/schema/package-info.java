/**
 * The structure of a database as SQL files that people read: which file holds what, how it is written anew without
 * losing what people wrote around it, and what differs between two structures.
 *
 * <p>What an object is and how its SQL reads is {@code catalog}; where a statement goes is here. Where a statement stands
 * and what it makes is read and observed, never parsed.
 */
package dev.migrate.schema;
