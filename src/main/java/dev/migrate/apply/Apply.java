package dev.migrate.apply;

import dev.migrate.database.Identifier;
import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import dev.migrate.engine.Engine;
import dev.migrate.engine.EngineSettings;
import dev.migrate.engine.ScriptResult;
import dev.migrate.history.Author;
import dev.migrate.history.History;
import dev.migrate.history.HistoryReader;
import dev.migrate.history.HistoryTable;
import dev.migrate.history.HistoryWriter;
import dev.migrate.plan.Inventory;
import dev.migrate.plan.Plan;
import dev.migrate.plan.Standing;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Brings a database to where the files are: lock, history, plan, checks, then one migration after the other. */
public final class Apply {
    private final Session session;
    private final EngineSettings settings;
    private final HistoryTable table;
    private final Engine engine;
    private final HistoryWriter writer;
    private final Verification verification;
    private final Interruption interruption;

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
        this.settings = settings;
        this.table = table;
        this.engine = new Engine(session, settings);
        this.writer = new HistoryWriter(table, author, session.facts().unicode());
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
        Preflight.check(
                plan.steps(), options.singleTransaction(), session.facts().database());
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
            new RunLock(session, table, interruption).take(options.lockWait(), listener::waiting);
            History history = new HistoryReader(session, table).read();
            Plan plan = plan(history, inventory, options, listener);
            List<Pending> pending = Preflight.check(
                    plan.steps(), options.singleTransaction(), session.facts().database());
            prepare(plan, history.exists());
            try (var attempts = new Attempts(
                    session, engine, settings, writer, verification, interruption, options.retries(), listener)) {
                return options.singleTransaction() && !pending.isEmpty()
                        ? together(pending, attempts, listener, start)
                        : oneByOne(pending, attempts, listener, start);
            }
        } catch (MigrationFailure failure) {
            // A statement of our own that was cancelled fails like any other.
            throw interruption.requested() && failure.exitCode() != ExitCode.INTERRUPTED
                    ? new MigrationFailure(ExitCode.INTERRUPTED, failure.problems(), failure)
                    : failure;
        } finally {
            if (!session.lost()) {
                session.unlock();
            }
        }
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
            create(writer.create());
        }
        if (table.supabase()) {
            create(writer.createMirror());
        }
        for (Standing standing : renamed) {
            own(
                    "recording a new name",
                    writer.renamed(
                            standing.recorded().orElseThrow().id(),
                            Ledger.entry(standing.migration().orElseThrow())));
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

    private void create(List<String> statements) {
        Reply reply = engine.own("creating the history " + table, statements);
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

    private void own(String doing, List<String> statements) {
        Reply reply = engine.own(doing, statements);
        reply.error().ifPresent(error -> {
            throw session.refused(error);
        });
    }

    private ApplyResult oneByOne(List<Pending> pending, Attempts attempts, ApplyListener listener, long start) {
        var applied = new ArrayList<Applied>();
        for (int i = 0; i < pending.size(); i++) {
            if (interruption.requested()) {
                throw interruptedBetween(applied);
            }
            if (session.lost()) {
                throw lostBetween(applied);
            }
            Pending next = pending.get(i);
            listener.started(next.step(), i + 1, pending.size());
            long began = System.nanoTime();
            ScriptResult result = attempts.run(next);
            if (!result.ok()) {
                List<String> rest = ids(pending.subList(i + 1, pending.size()));
                var failures = new Failures(session, table, interruption);
                return new ApplyResult(
                        applied,
                        rest,
                        Optional.of(failures.explain(
                                next, result.failure().orElseThrow(), applied.size(), attempts.inTheWay())),
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
    private ApplyResult together(List<Pending> pending, Attempts attempts, ApplyListener listener, long start) {
        List<ScriptResult> results = attempts.together(() -> pending.stream()
                .map(one -> new Engine.Together(
                        one.script(),
                        one.shape(),
                        new MigrationRecorder(
                                writer,
                                verification,
                                one.step(),
                                one.step().replaces().isPresent(),
                                0,
                                false),
                        new StepListener(one, listener)))
                .toList());
        ScriptResult last = results.get(results.size() - 1);
        if (!last.ok()) {
            Pending failed = pending.get(results.size() - 1);
            var failures = new Failures(session, table, interruption);
            var rest = new ArrayList<>(ids(pending));
            rest.remove(failed.step().migration().id());
            return new ApplyResult(
                    List.of(),
                    rest,
                    Optional.of(failures.explain(failed, last.failure().orElseThrow(), 0, attempts.inTheWay())),
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

    private static MigrationFailure interruptedBetween(List<Applied> applied) {
        return new MigrationFailure(
                ExitCode.INTERRUPTED,
                Problem.of(
                        "interrupted between two migrations; " + applied.size() + " were applied and stay",
                        "run migrate apply again to go on"));
    }

    /** The lock of this run went with its connection: another run may be at work by now. */
    private MigrationFailure lostBetween(List<Applied> applied) {
        return new MigrationFailure(
                ExitCode.NO_CONNECTION,
                Problem.of(
                        "the connection to " + session.target() + " was lost between two migrations; " + applied.size()
                                + " were applied and stay",
                        "look at the log of the server, then run migrate apply again to go on"));
    }

    static List<String> ids(List<Pending> pending) {
        return pending.stream().map(one -> one.step().migration().id()).toList();
    }

    static long millisecondsSince(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanoTime);
    }
}
