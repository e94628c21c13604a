package dev.migrate.apply;

import dev.migrate.database.Identifier;
import dev.migrate.database.Reply;
import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.engine.Engine;
import dev.migrate.engine.EngineSettings;
import dev.migrate.engine.ScriptFailure;
import dev.migrate.engine.ScriptResult;
import dev.migrate.history.Author;
import dev.migrate.history.History;
import dev.migrate.history.HistoryReader;
import dev.migrate.history.HistoryTable;
import dev.migrate.history.HistoryWriter;
import dev.migrate.history.Recorded;
import dev.migrate.history.Unchanged;
import dev.migrate.plan.Inventory;
import dev.migrate.plan.Plan;
import dev.migrate.plan.Standing;
import dev.migrate.plan.Step;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Brings a database to where the files are: lock, history, plan, checks, then one migration after the other. */
public final class Apply {
    private static final long FIRST_PAUSE_MS = 250;
    private static final long LONGEST_PAUSE_MS = 10_000;
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String DEADLOCK_DETECTED = "40P01";

    private final Session session;
    private final HistoryTable table;
    private final Engine engine;
    private final HistoryWriter writer;
    private final RunLock lock;
    private final Unchanged unchanged;
    private final Verification verification;
    private final Interruption interruption;
    private History planned = History.NONE;

    /**
     * A run on one target.
     *
     * @param verification looks at each migration before its commit
     */
    public Apply(
            Session session,
            EngineSettings settings,
            HistoryTable table,
            Author author,
            Verification verification,
            Interruption interruption) {
        this.session = session;
        this.table = table;
        this.engine = new Engine(session, settings);
        this.writer = new HistoryWriter(table, author, session.facts().unicode());
        this.lock = new RunLock(session, table, interruption);
        this.unchanged = new Unchanged(table);
        this.verification = verification;
        this.interruption = interruption;
    }

    /**
     * What a run would do. Reads only.
     *
     * @throws MigrationFailure where the run would not even begin
     */
    public ApplyResult rehearse(Inventory inventory, ApplyOptions options, ApplyListener listener) {
        long start = System.nanoTime();
        Plan plan = plan(new HistoryReader(session, table).read(), inventory, options, listener);
        Preflight.check(plan.steps(), options.singleTransaction(), session);
        List<String> pending =
                plan.steps().stream().map(step -> step.migration().id()).toList();
        return new ApplyResult(List.of(), pending, Optional.empty(), true, millisecondsSince(start));
    }

    /**
     * Runs what is pending. What fails is part of the result, with everything before it; what keeps the run from
     * beginning is thrown.
     */
    public ApplyResult run(Inventory inventory, ApplyOptions options, ApplyListener listener) {
        long start = System.nanoTime();
        interruption.during(session);
        try {
            lock.take(options.lockWait(), listener::waiting);
            var applied = new ArrayList<Applied>();
            while (true) {
                try {
                    return whatIsPending(inventory, options, listener, applied, start);
                } catch (HistoryMoved moved) {
                    // Another run was faster, and every time it was, less is left to do.
                    if (!moved.surely()) {
                        planned = History.NONE;
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

    private ApplyResult whatIsPending(
            Inventory inventory, ApplyOptions options, ApplyListener listener, List<Applied> applied, long start) {
        History history = new HistoryReader(session, table).read();
        if (history.exists() && history.equals(planned)) {
            throw new IllegalStateException("the history " + table + " was said to have changed, and has not");
        }
        planned = history;
        Plan plan = plan(history, inventory, options, listener);
        List<Pending> pending = Preflight.check(plan.steps(), options.singleTransaction(), session);
        prepare(plan, history.exists());
        return options.singleTransaction() && !pending.isEmpty()
                ? together(pending, listener, start)
                : oneByOne(pending, options.retries(), listener, applied, start);
    }

    private Plan plan(History history, Inventory inventory, ApplyOptions options, ApplyListener listener) {
        boolean fresh = new Emptiness(session, table).callsFor(inventory, history);
        Plan plan = Plan.of(inventory, history, fresh, options.selection());
        new Obstacles(new HistoryReader(session, table), listener).check(plan, history, options);
        plan.steps().forEach(new Resumption(session, table)::check);
        listener.planned(plan);
        return plan;
    }

    /** The first thing that is written, and only where there is something to write. */
    private void prepare(Plan plan, boolean historyExists) {
        var renamed = plan.standings().stream()
                .filter(standing -> standing.renamed() && standing.migration().isPresent())
                .toList();
        if (plan.steps().isEmpty() && renamed.isEmpty()) {
            return;
        }
        if (session.facts().readOnly()) {
            throw readOnly();
        }
        if (!historyExists) {
            create(List.of(unchanged.missing()), writer.create());
        }
        if (table.supabase()) {
            create(List.of(), writer.createMirror());
        }
        for (Standing standing : renamed) {
            Recorded row = standing.recorded().orElseThrow();
            Reply reply = own(
                    "recording a new name",
                    List.of(unchanged.row(row.id(), Optional.of(row))),
                    writer.renamed(row.id(), Ledger.entry(standing.migration().orElseThrow())));
            reply.error().ifPresent(error -> {
                throw session.refused(error);
            });
        }
    }

    private MigrationFailure readOnly() {
        boolean standby = session.facts().standby();
        return new MigrationFailure(
                ExitCode.NO_CONNECTION,
                Problem.of(
                        "transactions are read-only here: "
                                + (standby ? "the server is a standby" : "default_transaction_read_only is on"),
                        standby
                                ? "connect to the primary server"
                                : "connect to the primary server, or set default_transaction_read_only = off for this"
                                        + " user or database"));
    }

    /** A transaction of our own, behind what it begins with. */
    private Reply own(String doing, List<String> guards, List<String> statements) {
        var all = new ArrayList<>(lock.within(guards));
        all.addAll(statements);
        Reply reply = engine.own(doing, all);
        reply.error().ifPresent(error -> lock.lookInto(error, true, guards));
        return reply;
    }

    private void create(List<String> guards, List<String> statements) {
        Reply reply = own("creating the history " + table, guards, statements);
        reply.error().ifPresent(error -> {
            if (!error.is("42501")) {
                throw session.refused(error);
            }
            throw new MigrationFailure(
                    ExitCode.NO_CONNECTION,
                    Problem.of(
                            "the history " + table + " cannot be made: " + error,
                            "let its owner run: grant create on database "
                                    + Identifier.quoted(session.facts().database()) + " to "
                                    + Identifier.quoted(session.facts().user())));
        });
    }

    private ApplyResult oneByOne(
            List<Pending> pending, int retries, ApplyListener listener, List<Applied> applied, long start) {
        for (int i = 0; i < pending.size(); i++) {
            if (interruption.requested()) {
                throw interruptedBetween(applied);
            }
            Pending next = pending.get(i);
            listener.started(next.step(), i + 1, pending.size());
            long began = System.nanoTime();
            ScriptResult result = run(next, retries, listener);
            if (!result.ok()) {
                List<String> rest = ids(pending.subList(i + 1, pending.size()));
                var failures = new Failures(session, table, interruption);
                return new ApplyResult(
                        applied,
                        rest,
                        Optional.of(failures.explain(next, result.failure().orElseThrow(), applied.size())),
                        false,
                        millisecondsSince(start));
            }
            var one = new Applied(next.step().migration(), millisecondsSince(began), result.statements());
            applied.add(one);
            listener.applied(one);
        }
        return new ApplyResult(applied, List.of(), Optional.empty(), false, millisecondsSince(start));
    }

    /** All in one transaction: nothing is applied until the last one is. */
    private ApplyResult together(List<Pending> pending, ApplyListener listener, long start) {
        var scripts = new ArrayList<Engine.Together>();
        var recorders = new ArrayList<MigrationRecorder>();
        for (Pending one : pending) {
            Step step = one.step();
            recorders.add(new MigrationRecorder(
                    writer, lock, unchanged, verification, step, step.replaces().isPresent(), 0));
            scripts.add(new Engine.Together(
                    one.script(), one.shape(), recorders.get(recorders.size() - 1), new StepListener(one, listener)));
        }
        List<ScriptResult> results = engine.runTogether(scripts);
        ScriptResult last = results.get(results.size() - 1);
        last.failure().ifPresent(recorders.get(results.size() - 1)::lookInto);
        if (!last.ok()) {
            Pending failed = pending.get(results.size() - 1);
            var failures = new Failures(session, table, interruption);
            var rest = new ArrayList<>(ids(pending));
            rest.remove(failed.step().migration().id());
            return new ApplyResult(
                    List.of(),
                    rest,
                    Optional.of(failures.explain(failed, last.failure().orElseThrow(), 0)),
                    false,
                    millisecondsSince(start));
        }
        var applied = new ArrayList<Applied>();
        for (int i = 0; i < pending.size(); i++) {
            var one = new Applied(
                    pending.get(i).step().migration(),
                    millisecondsSince(start),
                    results.get(i).statements());
            applied.add(one);
            listener.started(pending.get(i).step(), i + 1, pending.size());
            listener.applied(one);
        }
        return new ApplyResult(applied, List.of(), Optional.empty(), false, millisecondsSince(start));
    }

    /** Where a lock was not to be had, the same again after a pause: nothing of it was kept but what is recorded. */
    private ScriptResult run(Pending next, int retries, ApplyListener listener) {
        Step step = next.step();
        var pauses = new Pauses(FIRST_PAUSE_MS, LONGEST_PAUSE_MS, interruption);
        boolean replaces = step.replaces().isPresent();
        int done = step.done();
        for (int left = retries; ; left--) {
            var recorder = new MigrationRecorder(writer, lock, unchanged, verification, step, replaces, done);
            ScriptResult result =
                    engine.run(next.script(), next.shape(), done, recorder, new StepListener(next, listener));
            result.failure().ifPresent(recorder::lookInto);
            ServerError error = result.failure().map(ScriptFailure::error).orElse(null);
            if (error == null || left == 0 || !error.is(LOCK_NOT_AVAILABLE, DEADLOCK_DETECTED) || session.lost()) {
                return result;
            }
            listener.warning(step.migration().file() + ": " + error.message() + ": trying again");
            pauses.pause(Long.MAX_VALUE);
            if (interruption.requested()) {
                return result;
            }
            if (recorder.begunStepwise()) {
                replaces = true;
                done = result.failure().get().kept();
            }
        }
    }

    private static MigrationFailure interruptedBetween(List<Applied> applied) {
        return new MigrationFailure(
                ExitCode.INTERRUPTED,
                Problem.of(
                        "interrupted between two migrations; " + applied.size() + " were applied and stay",
                        "run migrate apply again to go on"));
    }

    static List<String> ids(List<Pending> pending) {
        return pending.stream().map(one -> one.step().migration().id()).toList();
    }

    static long millisecondsSince(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanoTime);
    }
}
