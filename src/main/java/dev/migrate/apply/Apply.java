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
import dev.migrate.history.Unchanged;
import dev.migrate.keep.Keep;
import dev.migrate.keep.Keeping;
import dev.migrate.migration.UpScript;
import dev.migrate.plan.Inventory;
import dev.migrate.plan.Plan;
import dev.migrate.plan.Standing;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Brings a database to where the files are: lock, history, plan, checks, then one migration after the other. */
public final class Apply {
    private final Session session;
    private final EngineSettings settings;
    private final HistoryTable table;
    private final Engine engine;
    private final HistoryWriter writer;
    private final RunLock lock;
    private final HistoryTables tables;
    private final Unchanged unchanged;
    private final Verification verification;
    private final Keep keep;
    private final Interruption interruption;

    /**
     * A run on one target.
     *
     * @param verification looks at each migration before its commit
     * @param keep keeps what migrations destroy
     */
    public Apply(
            Session session,
            EngineSettings settings,
            HistoryTable table,
            Author author,
            Verification verification,
            Keep keep,
            Interruption interruption) {
        this.session = session;
        this.settings = settings;
        this.table = table;
        this.engine = new Engine(session, settings);
        this.writer = new HistoryWriter(table, author, session.facts());
        this.lock = new RunLock(session, table, interruption);
        this.tables = new HistoryTables(session, engine, table, writer, lock);
        this.unchanged = new Unchanged(table);
        this.verification = verification;
        this.keep = keep;
        this.interruption = interruption;
    }

    /**
     * What a run would do. Reads only.
     *
     * @throws MigrationFailure where the run would not even begin
     */
    public ApplyResult rehearse(Inventory inventory, ApplyOptions options, ApplyListener listener) {
        long start = System.nanoTime();
        List<String> pending = ids(foresee(inventory, options, listener));
        return new ApplyResult(List.of(), pending, Optional.empty(), true, millisecondsSince(start));
    }

    /**
     * What a run would run, in this order. Reads only.
     *
     * @throws MigrationFailure where the run would not even begin
     */
    public List<Pending> foresee(Inventory inventory, ApplyOptions options, ApplyListener listener) {
        Plan plan = plan(new HistoryReader(session, table).read(), inventory, options, listener);
        return Preflight.check(plan.steps(), options.singleTransaction(), session);
    }

    /**
     * Runs what is pending. What fails is part of the result, with everything before it; what keeps the run from
     * beginning is thrown.
     */
    public ApplyResult run(Inventory inventory, ApplyOptions options, ApplyListener listener) {
        long start = System.nanoTime();
        interruption.during(session);
        try {
            History history = new HistoryReader(session, table).read();
            if (hasWork(history, inventory, options)) {
                history = underLock(history, options, listener);
            }
            var applied = new ArrayList<Applied>();
            while (true) {
                try {
                    return whatIsPending(history, inventory, options, listener, applied, start);
                } catch (HistoryMoved moved) {
                    // Another run was faster, and every time it was, less is left to do.
                    History before = moved.surely() ? history : History.NONE;
                    history = new HistoryReader(session, table).read();
                    if (history.exists() && history.equals(before)) {
                        throw new IllegalStateException(
                                "the history " + table + " was said to have changed, and has not", moved);
                    }
                }
            }
        } catch (MigrationFailure failure) {
            // A statement of our own that was cancelled fails like any other.
            throw interruption.requested() && failure.exitCode() != ExitCode.INTERRUPTED
                    ? new MigrationFailure(ExitCode.INTERRUPTED, failure.problems(), failure)
                    : failure;
        } finally {
            lock.release();
        }
    }

    /** What another run would change under our hands is looked at again once nobody else can. */
    private History underLock(History before, ApplyOptions options, ApplyListener listener) {
        var reader = new HistoryReader(session, table);
        return reader.since(before, lock.take(options.lockWait(), listener::waiting, reader.queriesSince(before)));
    }

    private static boolean hasWork(History history, Inventory inventory, ApplyOptions options) {
        if (history.rows().isEmpty()) {
            return true;
        }
        Plan plan = Plan.of(inventory, history, false, options.selection());
        return !plan.steps().isEmpty() || !renamed(plan).isEmpty();
    }

    private static List<Standing> renamed(Plan plan) {
        return plan.standings().stream()
                .filter(standing -> standing.renamed() && standing.migration().isPresent())
                .toList();
    }

    private ApplyResult whatIsPending(
            History history,
            Inventory inventory,
            ApplyOptions options,
            ApplyListener listener,
            List<Applied> applied,
            long start) {
        Plan plan = plan(history, inventory, options, listener);
        List<Pending> pending = Preflight.check(plan.steps(), options.singleTransaction(), session);
        var ledger = new Ledger(inventory);
        Keeping keeping = keeping(pending);
        prepare(plan, history, ledger);
        var recorders =
                new Recorders(writer, lock, unchanged, verification, keeping, ledger, history.logged(), plan.steps());
        var failures = new Failures(session, table, interruption);
        try (var attempts =
                new Attempts(session, settings, engine, interruption, options.retries(), listener::warning)) {
            return options.singleTransaction() && !pending.isEmpty()
                    ? new SingleTransaction(attempts, recorders, failures, listener).run(pending, start)
                    : new SeparateTransactions(session, engine, recorders, attempts, failures, interruption, listener)
                            .run(pending, applied, start);
        }
    }

    private Keeping keeping(List<Pending> pending) {
        List<UpScript> scripts = pending.stream()
                .filter(one -> one.step().done() == 0)
                .map(one -> UpScript.of(one.step().migration()))
                .toList();
        Set<String> resumed = pending.stream()
                .filter(one -> one.step().done() > 0)
                .map(one -> one.step().migration().id())
                .collect(Collectors.toSet());
        return keep.of(session, scripts, resumed);
    }

    private Plan plan(History history, Inventory inventory, ApplyOptions options, ApplyListener listener) {
        boolean fresh = new Emptiness(session, table).callsFor(inventory, history);
        Plan plan = Plan.of(inventory, history, fresh, options.selection());
        new Obstacles(new HistoryReader(session, table), listener).check(plan, history, options);
        plan.steps().forEach(new Resumption(session, table)::check);
        listener.planned(plan);
        return plan;
    }

    /** Only where there is something to write. */
    private void prepare(Plan plan, History history, Ledger ledger) {
        List<Standing> renamed = renamed(plan);
        if (plan.steps().isEmpty() && renamed.isEmpty()) {
            return;
        }
        tables.prepare(history);
        for (Standing standing : renamed) {
            Recorded row = standing.recorded().orElseThrow();
            Reply reply = tables.write(
                    "recording a new name",
                    List.of(unchanged.row(row.id(), Optional.of(row))),
                    writer.renamed(row.id(), ledger.entry(standing.migration().orElseThrow())));
            reply.error().ifPresent(error -> {
                throw session.refused(error);
            });
        }
    }

    static List<String> ids(List<Pending> pending) {
        return pending.stream().map(one -> one.step().migration().id()).toList();
    }

    static long millisecondsSince(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanoTime);
    }
}
