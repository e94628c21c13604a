package dev.migrate.apply;

import dev.migrate.database.Session;
import dev.migrate.history.History;
import dev.migrate.history.HistoryReader;
import dev.migrate.history.HistoryTable;
import dev.migrate.history.Recorded;
import dev.migrate.problem.MigrationFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * What became of work whose connection is gone, and with it perhaps the answer to COMMIT: another connection looks
 * into the history. It looks when the server process of the lost connection has ended, and not before: a process that
 * has the whole message goes on with it, and commits, though nobody listens any more.
 */
public final class LostSession {
    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 500;
    /** A server that has lost a process restarts all others, and takes no connection meanwhile. */
    private static final long RECONNECTING_SECONDS = 5;

    /** How long the server process of the lost connection may take to end. */
    static final Duration ENDING = Duration.ofSeconds(20);

    private final Session lost;
    private final HistoryTable table;
    private final Interruption interruption;
    private final Duration ending;

    /**
     * What could be seen.
     *
     * @param stillRunning the process of the server that goes on with what it was sent; empty where it has ended
     * @param history as it is now; empty where it could not be read, or is not final yet
     */
    public record Seen(OptionalInt stillRunning, Optional<History> history) {
        /** The row of a migration. */
        public Optional<Recorded> row(String id) {
            return history.flatMap(now ->
                    now.rows().stream().filter(row -> row.id().equals(id)).findFirst());
        }
    }

    /** Looks with the usual patience. */
    public static Seen of(Session lost, HistoryTable table, Interruption interruption) {
        return new LostSession(lost, table, interruption, ENDING).look();
    }

    LostSession(Session lost, HistoryTable table, Interruption interruption, Duration ending) {
        this.lost = lost;
        this.table = table;
        this.interruption = interruption;
        this.ending = ending;
    }

    Seen look() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(RECONNECTING_SECONDS);
        var pauses = new Pauses(FIRST_PAUSE_MS, LONGEST_PAUSE_MS, interruption);
        while (true) {
            try (Session other = Session.open(lost.target(), "migrate")) {
                return ended(other)
                        ? new Seen(OptionalInt.empty(), Optional.of(new HistoryReader(other, table).read()))
                        : new Seen(OptionalInt.of(lost.facts().backend()), Optional.empty());
            } catch (MigrationFailure unreachable) {
                if (System.nanoTime() > deadline || interruption.requested()) {
                    return new Seen(OptionalInt.empty(), Optional.empty());
                }
                pauses.pause(Long.MAX_VALUE);
            }
        }
    }

    private boolean ended(Session other) {
        long deadline = System.nanoTime() + ending.toNanos();
        var pauses = new Pauses(FIRST_PAUSE_MS, LONGEST_PAUSE_MS, interruption);
        while (!other.rows("select 1 from pg_catalog.pg_stat_activity where pid = "
                        + lost.facts().backend()
                        + " and datname = pg_catalog.current_database() and usename = session_user")
                .isEmpty()) {
            if (System.nanoTime() > deadline || interruption.requested()) {
                return false;
            }
            pauses.pause(Long.MAX_VALUE);
        }
        return true;
    }
}
