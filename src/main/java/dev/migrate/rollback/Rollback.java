package dev.migrate.rollback;

import dev.migrate.apply.Attempts;
import dev.migrate.apply.HistoryMoved;
import dev.migrate.apply.HistoryTables;
import dev.migrate.apply.Interruption;
import dev.migrate.apply.ReadyScript;
import dev.migrate.apply.RunLock;
import dev.migrate.database.Session;
import dev.migrate.engine.Engine;
import dev.migrate.engine.EngineSettings;
import dev.migrate.engine.ScriptResult;
import dev.migrate.history.Author;
import dev.migrate.history.History;
import dev.migrate.history.HistoryReader;
import dev.migrate.history.HistoryTable;
import dev.migrate.history.HistoryWriter;
import dev.migrate.history.RollbackWriter;
import dev.migrate.history.Unchanged;
import dev.migrate.keep.GiveBack;
import dev.migrate.plan.Inventory;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Undoes applied migrations: plan, consent, lock, then one way back after the other, each with its record. */
public final class Rollback {
    private final Session session;
    private final EngineSettings settings;
    private final HistoryTable table;
    private final Engine engine;
    private final RunLock lock;
    private final HistoryTables tables;
    private final RollbackWriter writer;
    private final Unchanged unchanged;
    private final Foresight destruction;
    private final Interruption interruption;

    /**
     * A rollback on one target.
     *
     * @param destruction what the user is told and asked about, and who needs what is undone
     */
    public Rollback(
            Session session,
            EngineSettings settings,
            HistoryTable table,
            Author author,
            Foresight destruction,
            Interruption interruption) {
        this.session = session;
        this.settings = settings;
        this.table = table;
        this.engine = new Engine(session, settings);
        this.lock = new RunLock(session, table, interruption);
        var rows = new HistoryWriter(table, author, session.facts());
        this.tables = new HistoryTables(session, engine, table, rows, lock);
        this.writer = new RollbackWriter(table, rows);
        this.unchanged = new Unchanged(table);
        this.destruction = destruction;
        this.interruption = interruption;
    }

    /**
     * What a rollback would do. Reads only.
     *
     * @param proof looks at the plan before it is shown as one that would run
     * @throws MigrationFailure where it would not even begin
     */
    public RollbackResult rehearse(
            Inventory inventory, RollbackOptions options, Consumer<RollbackPlan> proof, RollbackListener listener) {
        long start = System.nanoTime();
        var planning = new Planning(session, table, inventory, options.fromFiles(), Optional.of(destruction));
        RollbackPlan plan = planning.of(read(), options.selection(), listener::warning);
        Readiness.check(plan, session);
        listener.planned(plan, destruction);
        proof.accept(plan);
        return new RollbackResult(List.of(), plan.ids(), Optional.empty(), true, millisecondsSince(start));
    }

    /**
     * Undoes what is selected. What fails is part of the result, with everything before it; what keeps the run from
     * beginning is thrown.
     */
    public RollbackResult run(
            Inventory inventory, RollbackOptions options, Consent consent, RollbackListener listener) {
        long start = System.nanoTime();
        interruption.during(session);
        try {
            var planning = new Planning(session, table, inventory, options.fromFiles(), Optional.of(destruction));
            History history = read();
            RollbackPlan plan = planning.of(history, options.selection(), listener::warning);
            List<ReadyScript> scripts = Readiness.check(plan, session);
            listener.planned(plan, destruction);
            if (plan.steps().isEmpty()) {
                return new RollbackResult(List.of(), List.of(), Optional.empty(), false, millisecondsSince(start));
            }
            consent.ask(plan, destruction);
            // Nobody holds a lock while a person thinks; so what was shown has to be what is there afterwards.
            History now = underLock(history, options, listener);
            if (!now.equals(history)) {
                planning.stillThe(plan, now, options.selection());
            }
            prepare(now);
            return new Steps(planning, plan, scripts, options, listener, start).run();
        } catch (MigrationFailure failure) {
            throw interruption.requested() && failure.exitCode() != ExitCode.INTERRUPTED
                    ? new MigrationFailure(ExitCode.INTERRUPTED, failure.problems(), failure)
                    : failure;
        } finally {
            lock.release();
        }
    }

    private History read() {
        return new HistoryReader(session, table).read();
    }

    private History underLock(History before, RollbackOptions options, RollbackListener listener) {
        var reader = new HistoryReader(session, table);
        return reader.since(before, lock.take(options.lockWait(), listener::waiting, reader.queriesSince(before)));
    }

    private void prepare(History read) {
        History history = read;
        while (true) {
            try {
                tables.prepare(history);
                return;
            } catch (HistoryMoved moved) {
                history = read();
            }
        }
    }

    private static long millisecondsSince(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanoTime);
    }

    /** The steps of one plan, one after the other. */
    private final class Steps {
        private final Planning planning;
        private final RollbackPlan plan;
        private final List<ReadyScript> scripts;
        private final RollbackOptions options;
        private final RollbackListener listener;
        private final long start;
        private final List<RolledBack> done = new ArrayList<>();

        Steps(
                Planning planning,
                RollbackPlan plan,
                List<ReadyScript> scripts,
                RollbackOptions options,
                RollbackListener listener,
                long start) {
            this.planning = planning;
            this.plan = plan;
            this.scripts = scripts;
            this.options = options;
            this.listener = listener;
            this.start = start;
        }

        RollbackResult run() {
            try (var attempts =
                    new Attempts(session, settings, engine, interruption, options.retries(), listener::warning)) {
                while (done.size() < plan.steps().size()) {
                    goOn();
                    int next = done.size();
                    RollbackStep step = plan.steps().get(next);
                    long since = System.nanoTime();
                    listener.started(step, next + 1, plan.steps().size());
                    GiveBack giveBack = toGiveBack(step);
                    ScriptResult result = attempt(attempts, step, scripts.get(next), giveBack);
                    if (!result.ok()) {
                        return failed(step, result, attempts.inTheWay());
                    }
                    var one = new RolledBack(step.ids(), step, millisecondsSince(since));
                    done.add(one);
                    listener.rolledBack(one);
                    giveBack.news().forEach(listener::remark);
                    giveBack.notGiven().forEach(listener::warning);
                }
            }
            return new RollbackResult(done, List.of(), Optional.empty(), false, millisecondsSince(start));
        }

        /** Where the connection turns out to be lost here, nothing is under way: all before this step is committed. */
        private GiveBack toGiveBack(RollbackStep step) {
            try {
                return GiveBack.of(session, step.ids(), settings.role());
            } catch (MigrationFailure failure) {
                goOn();
                throw failure;
            }
        }

        private ScriptResult attempt(Attempts attempts, RollbackStep step, ReadyScript script, GiveBack giveBack) {
            var news = new StepNews(step, script.shape().statements(), listener);
            while (true) {
                try {
                    var recorder = new RollbackRecorder(writer, lock, unchanged, step, giveBack);
                    return attempts.run(script, step.done(), recorder, news, Optional.empty());
                } catch (HistoryMoved moved) {
                    RollbackPlan left = plan.from(done.size());
                    planning.stillThe(left, read(), RollbackSelection.of(left.ids()));
                }
            }
        }

        private RollbackResult failed(RollbackStep step, ScriptResult result, Optional<String> inTheWay) {
            List<String> left = plan.from(done.size()).ids();
            int statements = scripts.get(done.size()).shape().statements();
            RollbackFailure failure = new StepFailures(session, table, interruption)
                    .explain(step, result.failure().orElseThrow(), statements, left, inTheWay);
            return new RollbackResult(
                    done, plan.from(done.size() + 1).ids(), Optional.of(failure), false, millisecondsSince(start));
        }

        /** The lock of this run goes with its connection: another run may be at work by now. */
        private void goOn() {
            boolean lost = session.lost();
            if (!lost && !interruption.requested()) {
                return;
            }
            int count = done.stream().mapToInt(one -> one.ids().size()).sum();
            String command = "migrate rollback "
                    + String.join(" ", plan.from(done.size()).ids());
            throw new MigrationFailure(
                    lost ? ExitCode.NO_CONNECTION : ExitCode.INTERRUPTED,
                    Problem.of(
                            (lost ? "the connection to " + session.target() + " was lost" : "interrupted")
                                    + " between two migrations; " + count + (count == 1 ? " was" : " were")
                                    + " rolled back",
                            "to go on: " + command));
        }
    }
}
