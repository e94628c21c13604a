package dev.migrate.shadow;

/**
 * Roles belong to the whole server, so those that a script makes in a scratch database would be in the way of the next
 * one. They go with the database in which they were made.
 */
interface ScratchRoles {
    /** A database was made, with nothing that a script made in it. */
    void made(String database);

    /** A database was made that holds what another one holds. */
    void copied(String from, String to);

    /** A database is about to be dropped. */
    void dropping(String database);

    /** A database was dropped. */
    void dropped(String database);
}
