package dev.migrate.apply;

import dev.migrate.database.Session;
import dev.migrate.history.History;
import dev.migrate.history.HistoryReader;
import dev.migrate.history.HistoryTable;
import dev.migrate.history.Recorded;
import dev.migrate.history.RecordedState;
import dev.migrate.problem.MigrationFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What became of a migration whose connection is gone, and with it perhaps the answer to COMMIT: another connection looks
 * into the history. It looks when the server process of the lost connection has ended, and not before: a process that
 * has the whole message goes on with it, and commits, though nobody listens any more.
 */
final class LostSession {
    private static final long FIRST_PAUSE_MS = 50;
    private static final long LONGEST_PAUSE_MS = 500;
    /** A server that has lost a process restarts all others, and takes no connection meanwhile. */
    private static final long RECONNECTING_SECONDS = 5;

    /** How long the server process of the lost connection may take to end. */
    static final Duration ENDING = Duration.ofSeconds(20);

    private static final String AGAIN = "look at the log of the server, then run migrate apply again";

    private final Session lost;
    private final HistoryTable table;
    private final Interruption interruption;
    private final Duration ending;

    /**
     * What is known, in words.
     *
     * @param alsoApplied ids of those that were sent behind it and are applied
     */
    record Outcome(String kept, String fix, List<String> alsoApplied) {
        Outcome(String kept, String fix) {
            this(kept, fix, List.of());
        }
    }

    LostSession(Session lost, HistoryTable table, Interruption interruption, Duration ending) {
        this.lost = lost;
        this.table = table;
        this.interruption = interruption;
        this.ending = ending;
    }

    /**
     * Looks.
     *
     * @param id of the migration whose answer is missing
     * @param behind ids of those that were sent behind it without waiting for that answer
     */
    Outcome of(String id, List<String> behind) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(RECONNECTING_SECONDS);
        var pauses = new Pauses(FIRST_PAUSE_MS, LONGEST_PAUSE_MS, interruption);
        while (true) {
            try (Session other = Session.open(lost.target(), "migrate")) {
                return ended(other) ? recorded(other, id, behind) : stillRunning();
            } catch (MigrationFailure unreachable) {
                if (System.nanoTime() > deadline || interruption.requested()) {
                    return new Outcome(
                            "The connection was lost, and the database cannot be reached to see what was kept: either all"
                                    + " of it with its record, or nothing.",
                            AGAIN);
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

    private Outcome stillRunning() {
        int process = lost.facts().backend();
        return new Outcome(
                "The connection was lost, and process " + process + " of the server still works for it: it may yet be"
                        + " applied, as a whole and with its record, or nothing of it will be kept.",
                "wait until process " + process + " has ended, or end it with select pg_terminate_backend(" + process
                        + "); then run migrate apply again");
    }

    private Outcome recorded(Session other, String id, List<String> behind) {
        History history = new HistoryReader(other, table).read();
        Outcome outcome = history.rows().stream()
                .filter(row -> row.id().equals(id))
                .findFirst()
                .map(LostSession::recorded)
                .orElse(new Outcome(
                        "The connection was lost, and nothing of it was kept: the history does not have it.", AGAIN));
        List<String> applied = history.rows().stream()
                .filter(row -> row.state() == RecordedState.APPLIED)
                .map(Recorded::id)
                .filter(behind::contains)
                .toList();
        String also = applied.isEmpty() ? "" : " Applied as well, behind it: " + String.join(", ", applied) + ".";
        return new Outcome(outcome.kept + also, outcome.fix, applied);
    }

    private static Outcome recorded(Recorded row) {
        return switch (row.state()) {
            case APPLIED ->
                new Outcome(
                        "The connection was lost when its COMMIT had been sent, and the history says that it is applied as a"
                                + " whole.",
                        "nothing is to be mended: run migrate apply again for what is left");
            case RUNNING, FAILED ->
                new Outcome(
                        "The connection was lost. The history says that "
                                + (row.statements() == 0 ? "no statement" : "statements 1 to " + row.statements())
                                + " of it are done; the one after that may be done as well.",
                        "look at the log of the server, then run migrate apply again: it looks what became of that"
                                + " statement, and goes on");
            case COVERED, BASELINED, ROLLED_BACK ->
                new Outcome("The connection was lost, and nothing of it was kept.", AGAIN);
        };
    }
}
