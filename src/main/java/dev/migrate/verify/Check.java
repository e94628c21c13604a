package dev.migrate.verify;

import dev.migrate.problem.MigrationFailure;

/**
 * One question that {@code migrate verify} asks of database, files and history. A new one needs this interface and a
 * line in {@link Checks#all}.
 */
public interface Check {
    /** As {@code --only} and {@code --skip} name it, and as it stands in JSON. */
    String name();

    /**
     * Looks, and changes nothing. The session is given idle, and is to be left so.
     *
     * @throws MigrationFailure where it cannot look; that counts as failed, with the problems as findings
     */
    Outcome look(Evidence evidence);
}
