package dev.migrate.apply;

import dev.migrate.database.Identifier;
import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.engine.ScriptFailure;
import dev.migrate.history.HistoryTable;
import dev.migrate.history.Unchanged;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One run at a time on one history: an advisory lock of the session, which dies with it. Behind a pooler that keeps no
 * session, one writer at a time: the same lock, held by each transaction that writes, for as long as it lasts.
 */
public final class RunLock {
    private static final long FIRST_PAUSE_MS = 25;
    private static final long LONGEST_PAUSE_MS = 1000;

    /** Error code of {@link #within}; PostgreSQL itself has none of this class. */
    private static final String TAKEN = "MG001";

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String SERIALIZATION_FAILURE = "40001";

    private final Session session;
    private final HistoryTable table;
    private final Interruption interruption;
    private final boolean keepsSession;
    private Duration longest = Duration.ZERO;
    private Consumer<String> waiting = holder -> {};

    public RunLock(Session session, HistoryTable table, Interruption interruption) {
        this.keepsSession = session.facts().pooling().keepsSession();
        this.session = session;
        this.table = table;
        this.interruption = interruption;
    }

    /**
     * Takes the lock, asking again and again until the time is over. Where it is one of transactions, nothing is taken
     * yet: see {@link #within}.
     *
     * @param listener told once, who holds it, when it is not free at first
     * @param then queries, answered once the lock is held
     * @return the rows of each of them
     * @throws MigrationFailure exit code 5, naming the holder
     */
    public List<List<List<String>>> take(Duration atMost, Consumer<String> listener, List<String> then) {
        longest = atMost;
        waiting = listener;
        if (!keepsSession) {
            return session.results(then);
        }
        Optional<List<List<List<String>>>> atOnce = session.advisoryLock().tryToTake(key(), then);
        if (atOnce.isPresent()) {
            return atOnce.get();
        }
        await(() -> session.advisoryLock().tryToTake(key(), List.of())); // the history may be long, and so may the wait
        return session.results(then);
    }

    /** Gives the lock back. */
    public void release() {
        if (keepsSession && !session.lost()) {
            session.advisoryLock().release();
        }
    }

    /**
     * What a transaction begins with that writes to the history: takes the lock until its end, or fails at once, and
     * fails where the history has moved. Empty where the session holds the lock since before the history was read.
     *
     * @param unchanged statements that look whether the history is still what it was
     */
    public List<String> within(List<String> unchanged) {
        if (keepsSession) {
            return List.of();
        }
        var statements = new ArrayList<String>();
        statements.add("DO "
                + Identifier.literal("BEGIN IF NOT pg_catalog.pg_try_advisory_xact_lock(" + key()
                        + ") THEN RAISE EXCEPTION USING ERRCODE = '" + TAKEN + "', MESSAGE = "
                        + Identifier.literal("another run holds the lock of " + table) + "; END IF; END"));
        statements.addAll(unchanged);
        return statements;
    }

    /**
     * Tells whether what failed, failed because of another run; if need be, waits for that first.
     *
     * @param recording whether it failed where the history is written, and not in a script
     * @param unchanged as it was given to {@link #within}
     * @throws HistoryMoved where the history is to be read again, and all that comes of it
     * @throws MigrationFailure exit code 5 where the other run does not end in time
     */
    public void lookInto(ServerError error, boolean recording, List<String> unchanged) {
        if (keepsSession) {
            return;
        }
        if (error.is(TAKEN)) {
            await(this::free);
            throw new HistoryMoved(false);
        }
        if (error.is(Unchanged.MOVED)) {
            throw new HistoryMoved(true);
        }
        // Under a stricter isolation level the look at the history may be older than the lock; its key is never.
        if (recording && error.is(SERIALIZATION_FAILURE)) {
            throw new HistoryMoved(false);
        }
        if (recording && error.is(UNIQUE_VIOLATION) && !unchanged.isEmpty()) {
            Optional<ServerError> now =
                    session.ask(String.join(";\n", unchanged)).error();
            if (now.isPresent() && now.get().is(Unchanged.MOVED)) {
                throw new HistoryMoved(true);
            }
        }
    }

    /** Likewise of a script with its record. */
    public void lookInto(ScriptFailure failure, List<String> unchanged) {
        boolean recording = failure.doing()
                .filter(doing -> doing.startsWith("recording") || doing.equals("committing"))
                .isPresent();
        lookInto(failure.error(), recording, unchanged);
    }

    /** Whether nobody has it; the transaction of the question gives it back at once. */
    private Optional<Boolean> free() {
        boolean free = session.rows("select pg_catalog.pg_try_advisory_xact_lock(" + key() + ")")
                .get(0)
                .get(0)
                .equals("t");
        return free ? Optional.of(true) : Optional.empty();
    }

    private <T> T await(Supplier<Optional<T>> attempt) {
        long deadline = System.nanoTime() + longest.toNanos();
        var pauses = new Pauses(FIRST_PAUSE_MS, LONGEST_PAUSE_MS, interruption);
        boolean told = false;
        while (true) {
            Optional<T> answer = attempt.get();
            if (answer.isPresent()) {
                return answer.get();
            }
            if (interruption.requested()) {
                throw interrupted();
            }
            if (!told) {
                waiting.accept(holder());
                told = true;
            }
            if (System.nanoTime() >= deadline) {
                throw new MigrationFailure(
                        ExitCode.LOCKED,
                        Problem.of(
                                "another run holds the lock of " + table + ": " + holder(),
                                "wait for it and run it again, wait longer with --lock-wait, or end it with"
                                        + " select pg_terminate_backend(PID)"));
            }
            pauses.pause(TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()) + 1);
        }
    }

    private MigrationFailure interrupted() {
        return new MigrationFailure(
                ExitCode.INTERRUPTED,
                Problem.of(
                        "interrupted while waiting for another run; nothing was "
                                + (keepsSession ? "begun" : "running"),
                        "run it again"));
    }

    private String holder() {
        long key = key();
        List<List<String>> rows = session.rows("""
                select a.pid, coalesce(a.usename, '?'), coalesce(nullif(a.application_name, ''), 'no name'),
                       coalesce(a.client_addr::pg_catalog.text, 'this machine or unknown'),
                       coalesce(pg_catalog.to_char(a.backend_start at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') || ' UTC', 'unknown')
                  from pg_catalog.pg_locks l
                  join pg_catalog.pg_stat_activity a on a.pid = l.pid
                 where l.locktype = 'advisory' and l.granted and l.objsubid = 1
                   and l.database = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
                   and l.classid::pg_catalog.int8 = %d and l.objid::pg_catalog.int8 = %d
                """.formatted((key >>> 32) & 0xFFFFFFFFL, key & 0xFFFFFFFFL));
        if (rows.isEmpty()) {
            return "a session that has just ended";
        }
        List<String> row = rows.get(0);
        return "process " + row.get(0) + " of user " + row.get(1) + " (" + row.get(2) + ", from " + row.get(3)
                + ", connected since " + row.get(4) + ")";
    }

    /** The same for every run on the same history; advisory locks are the database's own, so its name is not in it. */
    private long key() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(("migrate " + table).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
