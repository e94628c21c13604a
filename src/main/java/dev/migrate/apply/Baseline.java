package dev.migrate.apply;

import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import dev.migrate.engine.Engine;
import dev.migrate.engine.EngineSettings;
import dev.migrate.history.Author;
import dev.migrate.history.Entry;
import dev.migrate.history.History;
import dev.migrate.history.HistoryReader;
import dev.migrate.history.HistoryTable;
import dev.migrate.history.HistoryWriter;
import dev.migrate.history.RecordedState;
import dev.migrate.history.Unchanged;
import dev.migrate.migration.Migration;
import dev.migrate.plan.Inventory;
import dev.migrate.plan.Plan;
import dev.migrate.plan.Selection;
import dev.migrate.plan.Step;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Records migrations without running them, for a database that has what they make already. */
public final class Baseline {
    private final Session session;
    private final HistoryTable table;
    private final Engine engine;
    private final HistoryWriter writer;
    private final RunLock lock;
    private final Unchanged unchanged;

    public Baseline(
            Session session, EngineSettings settings, HistoryTable table, Author author, Interruption interruption) {
        this.session = session;
        this.table = table;
        this.engine = new Engine(session, settings);
        this.writer = new HistoryWriter(table, author, session.facts());
        this.lock = new RunLock(session, table, interruption);
        this.unchanged = new Unchanged(table);
    }

    /**
     * What would be recorded, in the order in which a fresh database would run it. Reads only.
     *
     * @param to the last one: an id, a file, or a version that only one has; empty for all
     * @throws MigrationFailure exit code 2 where there is no such migration, 3 where one of them stopped half way
     */
    public List<Step> steps(Inventory inventory, Optional<String> to) {
        return steps(new HistoryReader(session, table).read(), inventory, to);
    }

    private static List<Step> steps(History history, Inventory inventory, Optional<String> to) {
        boolean fresh = history.rows().isEmpty();
        var selection = new Selection(to, OptionalInt.empty(), false);
        List<Step> steps = Plan.of(inventory, history, fresh, selection).steps();
        List<Problem> halfWay = steps.stream()
                .filter(step -> step.replaces()
                        .filter(row -> row.state() == RecordedState.RUNNING || row.state() == RecordedState.FAILED)
                        .isPresent())
                .map(step -> Problem.of(
                        step.migration().id()
                                + " was begun and has not ended, so that nobody knows what of it is there",
                        "let migrate apply end it, or forget the run: migrate repair "
                                + step.migration().id() + " --forget --reason \"…\""))
                .toList();
        if (!halfWay.isEmpty()) {
            throw new MigrationFailure(ExitCode.FINDING, halfWay);
        }
        return steps;
    }

    /**
     * Records them, all in one transaction.
     *
     * @param steps that were looked at; nothing is recorded where the history calls for others by now
     * @param detail for the log: what was proven, or why not
     * @param waiting told once, who holds the lock, when it is not free at first
     */
    public void record(
            List<Step> steps,
            Inventory inventory,
            Optional<String> to,
            String detail,
            Duration lockWait,
            Consumer<String> waiting) {
        lock.take(lockWait, waiting, List.of());
        try {
            History history = new HistoryReader(session, table).read();
            if (!ids(steps(history, inventory, to)).equals(ids(steps))) {
                throw moved();
            }
            own(steps, history, new Ledger(inventory), detail);
        } catch (HistoryMoved another) {
            throw moved();
        } finally {
            lock.release();
        }
    }

    private void own(List<Step> steps, History history, Ledger ledger, String detail) {
        var guards = new ArrayList<String>();
        var statements = new ArrayList<String>();
        if (!history.exists()) {
            guards.add(unchanged.missing());
            statements.addAll(writer.create());
        }
        if (history.outdated()) {
            statements.addAll(writer.upgrade());
        }
        if (table.supabase()) {
            statements.addAll(writer.createMirror());
        }
        for (Step step : steps) {
            if (history.exists()) {
                guards.add(unchanged.row(step.migration().id(), step.replaces()));
            }
            statements.addAll(recorded(
                    ledger.entry(step.migration()),
                    RecordedState.BASELINED,
                    step.replaces().isPresent(),
                    detail));
            for (Migration covered : step.covers()) {
                statements.addAll(recorded(
                        ledger.entry(covered),
                        RecordedState.COVERED,
                        false,
                        "by " + step.migration().id()));
            }
        }
        var all = new ArrayList<>(lock.within(guards));
        all.addAll(statements);
        Reply reply = engine.own("recording the baseline", all);
        reply.error().ifPresent(error -> {
            lock.lookInto(error, true, guards);
            throw session.refused(error);
        });
    }

    private List<String> recorded(Entry entry, RecordedState state, boolean replaces, String detail) {
        return writer.recorded(entry, state, replaces, "baseline", detail);
    }

    private static List<String> ids(List<Step> steps) {
        return steps.stream().map(step -> step.migration().id()).toList();
    }

    private static MigrationFailure moved() {
        return new MigrationFailure(
                ExitCode.FINDING,
                Problem.of(
                        "another run has written to the history meanwhile; nothing was recorded",
                        "look with migrate status at what it did, and run it again"));
    }
}
