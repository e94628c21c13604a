package dev.migrate.apply;

import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import dev.migrate.engine.Engine;
import dev.migrate.engine.EngineSettings;
import dev.migrate.history.Author;
import dev.migrate.history.History;
import dev.migrate.history.HistoryReader;
import dev.migrate.history.HistoryTable;
import dev.migrate.history.HistoryWriter;
import dev.migrate.history.Recorded;
import dev.migrate.history.RecordedState;
import dev.migrate.history.Unchanged;
import dev.migrate.plan.Inventory;
import dev.migrate.plan.Plan;
import dev.migrate.plan.Selection;
import dev.migrate.plan.Standing;
import dev.migrate.plan.State;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.time.Duration;
import java.util.List;

/** Puts the history right where only a person knows what is right; each repair leaves a line with its reason. */
public final class Repair {
    private final Session session;
    private final HistoryTable table;
    private final HistoryWriter writer;
    private final RunLock lock;
    private final HistoryTables tables;
    private final Unchanged unchanged;
    private History read = History.NONE;

    public Repair(Session session, EngineSettings settings, HistoryTable table, Author author) {
        this.session = session;
        this.table = table;
        this.writer = new HistoryWriter(table, author, session.facts());
        this.lock = new RunLock(session, table, new Interruption());
        this.tables = new HistoryTables(session, new Engine(session, settings), table, writer, lock);
        this.unchanged = new Unchanged(table);
    }

    /** What a repair is to do; {@link #WHATEVER_IS_WRONG} takes the one that the state calls for. */
    public enum Action {
        WHATEVER_IS_WRONG,
        /** Takes the file as it is now for what was applied. */
        ACCEPT,
        /** Takes the row out: the migration is pending again. */
        FORGET,
        /** Records the migration as applied without running it. */
        MARK_APPLIED
    }

    /**
     * Repairs one migration.
     *
     * @return what was done, one sentence
     * @throws MigrationFailure where there is nothing to repair, or the database refuses
     */
    public String repair(Inventory inventory, String id, Action action, String reason, Duration lockWait) {
        return locked(lockWait, () -> {
            History history = existing();
            Plan plan = Plan.of(inventory, history, false, Selection.ALL);
            Standing standing = Plan.find(plan.standings(), id);
            Action chosen = action == Action.WHATEVER_IS_WRONG ? fitting(standing) : action;
            return switch (chosen) {
                case ACCEPT -> accept(inventory, standing, reason);
                case FORGET -> forget(standing, reason);
                case MARK_APPLIED -> markApplied(inventory, standing, reason);
                case WHATEVER_IS_WRONG -> throw new IllegalStateException("an action was chosen");
            };
        });
    }

    /**
     * Says how much of a run that did not end is done, where nobody but the user can know.
     *
     * @param done number of leading statements that are done; {@code apply} goes on behind them
     */
    public String done(Inventory inventory, String id, int done, String reason, Duration lockWait) {
        return locked(lockWait, () -> {
            History history = existing();
            Plan plan = Plan.of(inventory, history, false, Selection.ALL);
            Standing standing = Plan.find(plan.standings(), id);
            Recorded row = standing.recorded()
                    .filter(recorded -> recorded.state() == RecordedState.RUNNING
                            || recorded.state() == RecordedState.FAILED
                            || recorded.state() == RecordedState.ROLLING_BACK)
                    .orElseThrow(() -> nothing(standing.id() + " has no run that did not end"));
            int at = row.statements();
            if (done != at && done != at + 1) {
                throw nothing("of " + standing.id() + " statements 1 to " + at + " are recorded as done, so that only "
                        + at + " and " + (at + 1) + " are in question");
            }
            boolean back = row.state() == RecordedState.ROLLING_BACK;
            // Only one way back is ever under way, and all that it undoes go on together.
            List<Recorded> rows = !back
                    ? List.of(row)
                    : history.rows().stream()
                            .filter(other -> other.state() == RecordedState.ROLLING_BACK)
                            .toList();
            own(
                    still(standing),
                    rows.stream()
                            .flatMap(one -> writer.looked(one, done, reason).stream())
                            .toList());
            return "recorded that " + (done == 0 ? "no statement" : "statements 1 to " + done) + " of "
                    + (back ? "the way back of " : "") + standing.id() + " are done: migrate "
                    + (back ? "rollback " + row.id() : "apply") + " goes on behind them";
        });
    }

    /** Takes history and log as they are now, after somebody changed them by hand. */
    public String acceptLog(String reason, Duration lockWait) {
        return locked(lockWait, () -> {
            History history = existing();
            if (history.breaks().isEmpty()) {
                throw nothing("history and log hold together");
            }
            own(List.of(), writer.restated(history.rows(), reason));
            return "accepted the history as it is: " + String.join("; ", history.breaks());
        });
    }

    private static Action fitting(Standing standing) {
        return switch (standing.state()) {
            case CHANGED -> Action.ACCEPT;
            case FAILED, RUNNING, MISSING, ROLLED_BACK -> Action.FORGET;
            case ROLLING_BACK ->
                throw new MigrationFailure(
                        ExitCode.USAGE,
                        Problem.of(
                                "the rollback of " + standing.id() + " did not end",
                                "go on with it: migrate rollback " + standing.id()
                                        + ". Or end it by hand, and say how: --forget where the migration is undone,"
                                        + " --mark-applied where it is there again"));
            case APPLIED, PENDING, ARCHIVED, COVERED, BASELINED, OPTIONAL, OUT_OF_ORDER, NOT_NEEDED ->
                throw nothing(standing.id() + " is " + standing.state().word().replace('_', ' ')
                        + ", and nothing is wrong with it");
        };
    }

    private String accept(Inventory inventory, Standing standing, String reason) {
        if (standing.state() != State.CHANGED) {
            throw nothing(standing.id() + " was not edited after it was applied");
        }
        own(
                still(standing),
                writer.accepted(new Ledger(inventory).entry(standing.migration().orElseThrow()), reason));
        return "accepted " + standing.file() + " as it is now";
    }

    private String forget(Standing standing, String reason) {
        Recorded row = standing.recorded().orElseThrow(() -> nothing(standing.id() + " is not in the history"));
        own(still(standing), writer.forgotten(row, reason));
        String now = standing.migration().isPresent() ? ": it is pending again" : "";
        return "forgot the " + row.state().word() + " run of " + standing.id() + now;
    }

    private String markApplied(Inventory inventory, Standing standing, String reason) {
        boolean inEffect =
                standing.recorded().map(row -> row.state().inEffect()).orElse(false);
        if (inEffect || standing.migration().isEmpty()) {
            throw nothing(standing.id() + " is recorded as "
                    + standing.recorded().map(row -> row.state().word()).orElse("nothing"));
        }
        own(
                still(standing),
                writer.recorded(
                        new Ledger(inventory).entry(standing.migration().get()),
                        RecordedState.APPLIED,
                        standing.recorded().isPresent(),
                        "repair",
                        "marked by hand: " + reason));
        return "recorded " + standing.id() + " as applied, without running it";
    }

    private History existing() {
        History history = new HistoryReader(session, table).read();
        if (!history.exists()) {
            throw nothing("there is no history " + table + " in this database");
        }
        read = history;
        return history;
    }

    private interface Work {
        String done();
    }

    private String locked(Duration lockWait, Work work) {
        lock.take(lockWait, holder -> {}, List.of());
        try {
            while (true) {
                try {
                    return work.done();
                } catch (HistoryMoved moved) {
                    // What another run has recorded meanwhile may be what was to be repaired.
                }
            }
        } finally {
            lock.release();
        }
    }

    private void own(List<String> guards, List<String> statements) {
        tables.prepare(read);
        Reply reply = tables.write("repairing the history", guards, statements);
        reply.error().ifPresent(error -> {
            throw session.refused(error);
        });
    }

    /** That the row which is to be repaired is still the one that was read. */
    private List<String> still(Standing standing) {
        String id = standing.recorded().map(Recorded::id).orElse(standing.id());
        return List.of(unchanged.row(id, standing.recorded()));
    }

    private static MigrationFailure nothing(String what) {
        return new MigrationFailure(ExitCode.USAGE, Problem.of(what, "migrate status shows what is wrong"));
    }
}
