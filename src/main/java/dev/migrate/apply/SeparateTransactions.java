package dev.migrate.apply;

import dev.migrate.database.Session;
import dev.migrate.engine.Engine;
import dev.migrate.engine.Flight;
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
    /** How many of these are applied. */
    private int done;

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
        Flight flight = flight(0);
        while (done < pending.size()) {
            if (interruption.requested()) {
                throw interruptedBetween();
            }
            if (session.lost()) {
                throw lostBetween();
            }
            int first = done;
            int behind = first + flight.size();
            begin();
            Optional<ScriptResult> ended = Optional.empty();
            CompletableFuture<Flight> next = null;
            if (flight.size() > 0) {
                next = readyMeanwhile(behind);
                ended = attempts.fly(flight, pending.subList(first, behind), landed -> applied(first + landed)).stream()
                        .filter(result -> !result.ok())
                        .findFirst();
            }
            if (flight.size() == 0 || ended.isPresent()) {
                ScriptResult result = run(pending.get(done), ended);
                if (!result.ok()) {
                    return failed(result.failure().orElseThrow(), behind, start);
                }
                applied(done + 1);
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
        if (begun <= done) {
            begun = done + 1;
            since = System.nanoTime();
            listener.started(pending.get(done).step(), begun, pending.size());
        }
    }

    /** The first {@code count} migrations of the run are applied by now. */
    private void applied(int count) {
        Pending landed = pending.get(count - 1);
        var one = new Applied(
                landed.step().migration(),
                Apply.millisecondsSince(since),
                landed.shape().statements());
        applied.add(one);
        done = count;
        listener.applied(one);
        if (count < pending.size()) {
            begin();
        }
    }

    /**
     * What stopped the run.
     *
     * @param sent behind how many migrations of the run nothing was sent
     */
    private ApplyResult failed(ScriptFailure failure, int sent, long start) {
        int index = done;
        List<String> behind = Apply.ids(pending.subList(index + 1, Math.max(index + 1, sent)));
        ApplyFailure failed =
                failures.explain(pending.get(index), failure, applied.size(), attempts.inTheWay(), behind);
        var rest = new ArrayList<>(Apply.ids(pending.subList(index + 1, pending.size())));
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

    /** The lock of this run went with its connection: another run may be at work by now. */
    private MigrationFailure lostBetween() {
        return new MigrationFailure(
                ExitCode.NO_CONNECTION,
                Problem.of(
                        "the connection to " + session.target() + " was lost between two migrations; " + applied.size()
                                + " were applied and stay",
                        "look at the log of the server, then run migrate apply again to go on"));
    }
}
