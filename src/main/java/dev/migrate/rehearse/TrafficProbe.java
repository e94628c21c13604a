package dev.migrate.rehearse;

import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.engine.Recorder;
import dev.migrate.problem.MigrationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Somebody who writes to every table while a statement runs that no transaction can hold open: where the statement waits
 * for the writer, what it waits for shows, and the writer goes away. Behind a statement that does not wait the writer goes
 * away as well.
 */
final class TrafficProbe implements Recorder.Watch {
    private final int pid;
    private final Session writer;
    private final Session onlooker;
    private final Thread watching;
    private volatile boolean answered;
    private volatile List<List<String>> seen = List.of();
    private final List<List<String>> files = new ArrayList<>();

    /**
     * Begins.
     *
     * @param further opens a session on the scratch database
     * @param pid of the server process that is about to run the statement
     * @throws MigrationFailure where the server has no room for so many locks or sessions; nothing of it is left then
     */
    TrafficProbe(Supplier<Session> further, int pid) {
        this.pid = pid;
        this.writer = further.get();
        try {
            this.onlooker = further.get();
        } catch (MigrationFailure refused) {
            writer.close();
            throw refused;
        }
        Optional<ServerError> error = writer.ask(FactQueries.WRITE_TO_ALL).error();
        if (error.isPresent()) {
            MigrationFailure refused = writer.refused(error.get());
            writer.close();
            onlooker.close();
            throw refused;
        }
        this.watching = new Thread(this::watch, "watch a statement");
        watching.setDaemon(true);
        watching.start();
    }

    /** Ends with the wait or with the statement, and in any case lets the writer go. */
    private void watch() {
        try {
            while (!answered && seen.isEmpty()) {
                seen = onlooker.rows(FactQueries.WAITING.formatted(pid));
                if (seen.isEmpty()) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
                }
            }
        } finally {
            writer.close();
        }
    }

    /** The statement is answered. */
    @Override
    public void close() {
        answered = true;
        boolean interrupted = false;
        while (watching.isAlive()) {
            try {
                watching.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        files.addAll(onlooker.rows(FactQueries.FILES));
        onlooker.close();
    }

    /** What the session waited for, with each of its locks: wait event, relation, mode, whether it has it. */
    List<List<String>> seen() {
        return seen;
    }

    /** Relations that have another file now than before the first migration, with that file. */
    List<List<String>> files() {
        return files;
    }
}
