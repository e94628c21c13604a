package dev.migrate.apply;

import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.engine.Engine;
import dev.migrate.engine.Flight;
import dev.migrate.engine.FlightListener;
import dev.migrate.engine.ScriptFailure;
import dev.migrate.engine.ScriptResult;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Each migration in a transaction of its own, one after the other; small ones several in one flight. While one flight is
 * under way, the next is made ready.
 */
final class SeparateTransactions {
    private final Session session;
    private final Engine engine;
    private final Recorders recorders;
    private final Attempts attempts;
    private final Failures failures;
    private final Interruption interruption;
    private final ApplyListener listener;
    private List<Applied> applied = List.of();
    private List<Pending> pending = List.of();
    /** How many of these are applied, and told so. */
    private int done;
    /** Behind those: committed, and perhaps not on the disk of the server yet. */
    private final List<Applied> committed = new ArrayList<>();

    private Optional<Earlier> doubtful = Optional.empty();
    private int begun;
    private long since;

    SeparateTransactions(
            Session session,
            Engine engine,
            Recorders recorders,
            Attempts attempts,
            Failures failures,
            Interruption interruption,
            ApplyListener listener) {
        this.session = session;
        this.engine = engine;
        this.recorders = recorders;
        this.attempts = attempts;
        this.failures = failures;
        this.interruption = interruption;
        this.listener = listener;
    }

    /**
     * Runs what is pending.
     *
     * @param before what this run has applied before; is added to
     */
    ApplyResult run(List<Pending> all, List<Applied> before, long start) {
        pending = all;
        applied = before;
        try {
            return run(start);
        } catch (MigrationFailure failure) {
            // A question of our own, outside of any message with a COMMIT: of the migration that it was for nothing is
            // kept.
            throw session.lost() && failure.exitCode() == ExitCode.NO_CONNECTION
                    ? lostBetween(doubtful.orElse(Earlier.applied(applied.size())), failure)
                    : failure;
        }
    }

    private ApplyResult run(long start) {
        Flight flight = flight(0);
        while (done < pending.size()) {
            if (interruption.requested()) {
                throw interruptedBetween();
            }
            if (session.lost()) {
                throw lost();
            }
            int first = done;
            int behind = first + flight.size();
            begin();
            Optional<ScriptResult> ended = Optional.empty();
            CompletableFuture<Flight> next = null;
            if (flight.size() > 0) {
                next = readyMeanwhile(behind);
                ended = attempts.fly(flight, pending.subList(first, behind), new Landing(first)).stream()
                        .filter(result -> !result.ok())
                        .findFirst();
            }
            if (!committed.isEmpty()) {
                Optional<ApplyResult> stopped = lookFor(ended.flatMap(ScriptResult::failure), behind, start);
                if (stopped.isPresent()) {
                    return stopped.get();
                }
            }
            if (flight.size() == 0 || ended.isPresent()) {
                ScriptResult result = run(pending.get(done), ended);
                if (!result.ok()) {
                    return failed(done, result.failure().orElseThrow(), Earlier.applied(applied.size()), behind, start);
                }
                committed(done + 1);
                durable(done + 1);
            }
            flight = next != null && ended.isEmpty() && done == behind ? next.join() : flight(done);
        }
        return new ApplyResult(applied, List.of(), Optional.empty(), false, Apply.millisecondsSince(start));
    }

    private ScriptResult run(Pending next, Optional<ScriptResult> ended) {
        return attempts.run(
                next.ready(), next.step().done(), recorders.of(next), new StepListener(next, listener), ended);
    }

    private CompletableFuture<Flight> readyMeanwhile(int from) {
        return CompletableFuture.supplyAsync(() -> flight(from), task -> {
            var thread = new Thread(task, "ready the next flight");
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** As many migrations from there on as fit; none where the first has to go alone. */
    private Flight flight(int from) {
        Flight flight = engine.flight();
        for (int i = from; i < pending.size() && session.facts().pooling().keepsSession(); i++) {
            Pending next = pending.get(i);
            boolean flies = next.step().done() == 0 && next.step().migration().size() <= Session.FLIGHT_BYTES;
            if (!flies || !board(flight, next, i + 1 == pending.size())) {
                break;
            }
        }
        return flight;
    }

    private boolean board(Flight flight, Pending next, boolean last) {
        try {
            var script = new Engine.Together(
                    next.script(), next.shape(), recorders.of(next), new StepListener(next, listener));
            return flight.board(script, last);
        } catch (MigrationFailure unreadable) {
            return false; // told when its turn comes
        }
    }

    private void begin() {
        int next = done + committed.size();
        if (begun <= next && next < pending.size()) {
            begun = next + 1;
            since = System.nanoTime();
            listener.started(pending.get(next).step(), begun, pending.size());
        }
    }

    /** What a flight has done, of which the first migration is one of the run. */
    private final class Landing implements FlightListener {
        private final int first;

        Landing(int first) {
            this.first = first;
        }

        @Override
        public void committed(int count) {
            SeparateTransactions.this.committed(first + count);
        }

        @Override
        public void durable(int count) {
            SeparateTransactions.this.durable(first + count);
        }
    }

    /** The first {@code count} migrations of the run are committed by now. */
    private void committed(int count) {
        Pending landed = pending.get(count - 1);
        committed.add(new Applied(
                landed.step().migration(),
                Apply.millisecondsSince(since),
                landed.shape().statements()));
        begin();
    }

    /** The first {@code count} are applied, and that can be told. */
    private void durable(int count) {
        while (done < count) {
            Applied one = committed.remove(0);
            applied.add(one);
            done++;
            listener.applied(one);
            recorders.tellKept(one, listener);
        }
    }

    /**
     * The connection was lost before those that are committed were on the disk of the server: the history says whether they
     * still are.
     *
     * @param failure of the migration behind them
     * @param sent behind how many migrations of the run nothing was sent
     * @return how the run ends, where one of them is gone or nobody knows
     */
    private Optional<ApplyResult> lookFor(Optional<ScriptFailure> failure, int sent, long start) {
        int stopped = done + committed.size();
        Earlier found = failures.earlier(committed);
        durable(done + found.applied());
        if (committed.isEmpty()) {
            return Optional.empty();
        }
        var earlier = new Earlier(applied.size(), found.unsure(), found.forgotten());
        if (failure.isEmpty()) {
            doubtful = Optional.of(earlier);
            throw lost();
        }
        return Optional.of(failed(stopped, failure.get(), earlier, sent, start));
    }

    /**
     * What stopped the run.
     *
     * @param index of the migration that did
     * @param sent behind how many migrations of the run nothing was sent
     */
    private ApplyResult failed(int index, ScriptFailure failure, Earlier earlier, int sent, long start) {
        List<String> behind = Apply.ids(pending.subList(index + 1, Math.max(index + 1, sent)));
        ApplyFailure failed = failures.explain(pending.get(index), failure, earlier, attempts.inTheWay(), behind);
        var rest = new ArrayList<>(earlier.unsure());
        rest.addAll(Apply.ids(pending.subList(index + 1, pending.size())));
        rest.removeAll(failed.alsoApplied());
        return new ApplyResult(applied, rest, Optional.of(failed), false, Apply.millisecondsSince(start));
    }

    private MigrationFailure interruptedBetween() {
        return new MigrationFailure(
                ExitCode.INTERRUPTED,
                Problem.of(
                        "interrupted between two migrations; " + applied.size() + " were applied and stay",
                        "run migrate apply again to go on"));
    }

    private MigrationFailure lost() {
        return session.refused(ServerError.own("the connection is closed", "08006"));
    }

    /** The lock of this run went with its connection: another run may be at work by now. */
    private MigrationFailure lostBetween(Earlier earlier, MigrationFailure cause) {
        return new MigrationFailure(
                ExitCode.NO_CONNECTION,
                List.of(Problem.of(
                        "the connection to " + session.target() + " was lost between two migrations; "
                                + earlier.applied() + (earlier.applied() == 1 ? " was" : " were") + " applied and stay"
                                + (earlier.applied() == 1 ? "s" : "") + earlier.doubt(),
                        "look at the log of the server, then run migrate apply again to go on")),
                cause);
    }
}
