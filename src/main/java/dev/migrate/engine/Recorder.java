package dev.migrate.engine;

import dev.migrate.database.Session;
import dev.migrate.script.Statement;
import java.util.List;
import java.util.Optional;

/**
 * What is written about a script, and where: SQL that the engine puts into the script's own transactions. All
 * statements are complete, schema-qualified, and without a semicolon.
 */
public interface Recorder {
    /** What a failure of {@link #opening} is named. */
    String OPENING = "looking whether the migration may run";

    /** Only in one transaction: what is to be known before the script's first statement, right behind BEGIN. */
    default List<String> opening() {
        return List.of();
    }

    /**
     * What goes out right before a statement of the script, in whatever transaction that runs; not before one that begins
     * or ends a transaction. Must take no snapshot: {@code SET TRANSACTION} has to come before any.
     *
     * @param number of the statement in the script, from 1
     */
    default List<String> before(int number, Statement statement) {
        return List.of();
    }

    /**
     * What goes out right behind a statement of the script, where that ended well and its transaction is still open; not
     * behind one that begins or ends a transaction.
     *
     * @param number of the statement in the script, from 1
     */
    default List<String> behind(int number, Statement statement) {
        return List.of();
    }

    /**
     * Only statement by statement: begins to watch a statement that runs outside any transaction block, where nothing can
     * go out behind it.
     */
    default Watch watch(int number, Statement statement) {
        return () -> {};
    }

    /** Ends when the server has answered. */
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }

    /** Writes that the script ran; the last thing before its COMMIT. */
    List<String> done(int statements);

    /**
     * Behind scripts whose commits did not wait for the disk: SQL of which the commit does, and with it all before it. It
     * changes nothing, but has to write to the write-ahead log.
     */
    default List<String> settling() {
        return List.of();
    }

    /** Only where a script runs statement by statement: writes that it begins, in a transaction of its own. */
    List<String> begun();

    /** Only statement by statement: writes that the first {@code statements} are done, with the last of them. */
    List<String> progress(int statements);

    /** Only statement by statement: writes that it stopped behind {@code statements}, with what the server said. */
    List<String> stopped(int statements, ScriptFailure failure);

    /**
     * Only statement by statement: whether an earlier run may have run the statement behind those that are done, without
     * a record of it.
     */
    default boolean mayHaveBegun() {
        return false;
    }

    /** Whether {@link #check} has anything to do; it costs round trips. */
    default boolean checks() {
        return false;
    }

    /** Looks at the result of the script inside its transaction, before COMMIT; a failure rolls it back. */
    default Optional<ScriptFailure> check(Session session) {
        return Optional.empty();
    }
}
