package dev.migrate.apply;

import dev.migrate.database.Session;
import dev.migrate.problem.MigrationFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Looks over a second connection for whom a session waits, while it waits: afterwards the server does not know any more.
 * The connection is opened for work that takes longer than a moment, and not before.
 */
final class LockWatch implements AutoCloseable {
    private static final long LONGEST_PAUSE_MS = 400; // a deadlock is broken after a second, deadlock_timeout
    private static final long SHORTEST_PAUSE_MS = 20;
    /** Longer than most waits last, be it until the lock is there or until the wait is given up. */
    private static final long TELLING_MS = 5500;

    private final Session session;
    private final long pause;
    private final Consumer<String> waiting;
    private Session other;
    private volatile List<String> seen = List.of();

    /**
     * A watch on one session.
     *
     * @param lockTimeout how long a statement of it waits; zero for ever
     * @param waiting told once of a wait that is long
     */
    LockWatch(Session session, Duration lockTimeout, Consumer<String> waiting) {
        this.session = session;
        this.waiting = waiting;
        long third = lockTimeout.isZero() ? LONGEST_PAUSE_MS : lockTimeout.toMillis() / 3;
        this.pause = Math.max(SHORTEST_PAUSE_MS, Math.min(LONGEST_PAUSE_MS, third));
    }

    /** Does something with the session, and looks on. */
    <T> T during(Supplier<T> work) {
        seen = List.of();
        var over = new CountDownLatch(1);
        var watcher = new Thread(() -> watch(over), "watching for locks");
        watcher.setDaemon(true);
        watcher.start();
        try {
            return work.get();
        } finally {
            over.countDown();
            join(watcher);
        }
    }

    /** Who was in the way when the work waited last, a sentence about each; empty where nobody was seen. */
    List<String> seen() {
        return seen;
    }

    /** Who may have been in the way of a wait so short that nobody was seen. */
    List<String> candidates(Duration wait) {
        try {
            return session.lost()
                    ? List.of()
                    : LockHolders.candidates(connected(), session.facts().backend(), wait);
        } catch (MigrationFailure unreachable) {
            return List.of();
        }
    }

    private void watch(CountDownLatch over) {
        long waits = 0;
        boolean told = false;
        try {
            while (!over.await(pause, TimeUnit.MILLISECONDS)) {
                List<String> holders =
                        LockHolders.of(connected(), session.facts().backend());
                if (!holders.isEmpty()) {
                    seen = holders;
                }
                waits = holders.isEmpty() ? 0 : waits + pause;
                if (waits >= TELLING_MS && !told) {
                    told = true;
                    waiting.accept(LockHolders.joined(holders));
                }
            }
        } catch (MigrationFailure unreachable) {
            // Whom it waits for stays unknown; the run itself does not need to know.
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Session connected() {
        if (other == null || other.lost()) {
            other = Session.open(session.target(), "migrate, looking for locks");
            other.ask("set search_path = ''"); // names of tables then come with their schema
        }
        return other;
    }

    private static void join(Thread watcher) {
        boolean interrupted = false;
        while (watcher.isAlive()) {
            try {
                watcher.join();
            } catch (InterruptedException later) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (other != null) {
            other.close();
        }
    }
}
