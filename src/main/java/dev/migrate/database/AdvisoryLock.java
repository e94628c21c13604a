package dev.migrate.database;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The session-level advisory lock of a session, which dies with it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS">13.3.5 Advisory Locks</a>
 */
public final class AdvisoryLock {
    private final Session session;
    private Optional<Long> key = Optional.empty();

    AdvisoryLock(Session session) {
        this.session = session;
    }

    /** The key of the lock that is held; empty where none is. */
    public Optional<Long> key() {
        return key;
    }

    /**
     * Tries to take the lock, without waiting: a session that waits inside the function holds a snapshot, and
     * {@code CREATE INDEX CONCURRENTLY} of the holder would wait for that in turn.
     *
     * @param queries answered once the lock is held
     * @return the rows of each query; empty where the lock is not free
     */
    public Optional<List<List<List<String>>>> tryToTake(long wanted, List<String> queries) {
        var message = new ArrayList<String>();
        // Each query is to see what is committed when its turn comes, whatever isolation is the default here.
        message.add("begin isolation level read committed read only");
        message.add(Session.PINNED);
        message.add("select case when pg_catalog.pg_backend_pid() = "
                + session.facts().backend() + " then pg_catalog.pg_try_advisory_lock(" + wanted + ") end");
        message.addAll(queries);
        message.add("commit");
        Reply reply = session.ask(String.join(";\n", message));
        if (!reply.ok()) {
            session.ask("rollback");
            throw session.refused(reply.error().get());
        }
        List<List<List<String>>> results = reply.results();
        String answer = results.get(0).get(0).get(0);
        if (answer == null) {
            throw new MigrationFailure(
                    ExitCode.NO_CONNECTION,
                    Problem.of(
                            "the server process behind this connection has changed, and nothing can rely on its session",
                            "run it again; if it stays so, " + session.withSession()));
        }
        if (!answer.equals("t")) {
            return Optional.empty();
        }
        key = Optional.of(wanted);
        return Optional.of(results.subList(1, results.size()));
    }

    /** A message has given the lock back. */
    public void givenBack() {
        key = Optional.empty();
    }

    /** Gives the lock back, where it is held. */
    public void release() {
        key.ifPresent(held -> session.ask("select pg_catalog.pg_advisory_unlock(" + held + ")"));
        givenBack();
    }
}
