package dev.migrate.apply;

import dev.migrate.database.Session;
import dev.migrate.history.HistoryTable;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One run at a time on one history: an advisory lock of the session, which dies with it. */
final class RunLock {
    private static final long FIRST_PAUSE_MS = 25;
    private static final long LONGEST_PAUSE_MS = 1000;

    private final Session session;
    private final HistoryTable table;

    private final Interruption interruption;

    RunLock(Session session, HistoryTable table, Interruption interruption) {
        this.session = session;
        this.table = table;
        this.interruption = interruption;
    }

    /**
     * Takes the lock, asking again and again until the time is over.
     *
     * @param waiting told once, who holds it, when it is not free at first
     * @param then queries, answered once the lock is held
     * @return the rows of each of them
     * @throws MigrationFailure exit code 5, naming the holder
     */
    List<List<List<String>>> take(Duration atMost, Consumer<String> waiting, List<String> then) {
        long deadline = System.nanoTime() + atMost.toNanos();
        var pauses = new Pauses(FIRST_PAUSE_MS, LONGEST_PAUSE_MS, interruption);
        boolean told = false;
        while (true) {
            Optional<List<List<List<String>>>> answers = session.tryLock(key(), then);
            if (answers.isPresent()) {
                return answers.get();
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

    private static MigrationFailure interrupted() {
        return new MigrationFailure(
                ExitCode.INTERRUPTED,
                Problem.of("interrupted while waiting for another run; nothing was begun", "run it again"));
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
