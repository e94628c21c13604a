package dev.migrate.shadow;

import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.problem.MigrationFailure;
import java.util.Optional;
import java.util.Set;

/** A server on which scratch databases are made: one of our own, or one that the config names. */
interface ScratchServer extends AutoCloseable {
    /** A session on a database of the server that is no scratch database; the one from which these are made. */
    Session session();

    /** A name that no database of the server should have. */
    String newName();

    /** The database with the prelude in it, to which nobody is connected. */
    String template();

    /**
     * Makes a database out of another one.
     *
     * @return why it was not made
     */
    Optional<ServerError> make(String name, String of);

    /** An error that the server raised on a statement of our own, with what to do. */
    MigrationFailure refused(ServerError error);

    /** Whether the server ends with the run, with all that is on it. */
    boolean ours();

    /** What becomes of the roles that a script makes in a scratch database. */
    ScratchRoles roles();

    /** Roles that were made only because the target has them. */
    Set<String> standInRoles();

    String description();

    /** Ends what was begun for this run; where the server is not ours, all scratch databases are dropped before. */
    @Override
    void close();
}
