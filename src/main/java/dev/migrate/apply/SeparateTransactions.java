package dev.migrate.apply;

import dev.migrate.database.ServerError;
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
    private static final long FIRST_PAUSE_MS = 250;
    private static final long LONGEST_PAUSE_MS = 10_000;
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String DEADLOCK_DETECTED = "40P01";
    private static final String SERIALIZATION_FAILURE = "40001";

    private final Session session;
    private final Engine engine;
    private final Recorders recorders;
    private final Failures failures;
    private final Interruption interruption;
    private final ApplyListener listener;
    private final int retries;
    private final List<Applied> applied = new ArrayList<>();
    private List<Pending> pending = List.of();
    private int begun;
    private long since;

    SeparateTransactions(
            Session session,
            Engine engine,
            Recorders recorders,
            Failures failures,
            Interruption interruption,
            ApplyListener listener,
            int retries) {
        this.session = session;
        this.engine = engine;
        this.recorders = recorders;
        this.failures = failures;
        this.interruption = interruption;
        this.listener = listener;
        this.retries = retries;
    }

    ApplyResult run(List<Pending> all, long start) {
        pending = all;
        Flight flight = flight(0);
        while (applied.size() < pending.size()) {
            if (interruption.requested()) {
                throw interruptedBetween();
            }
            int first = applied.size();
            int behind = first + flight.size();
            begin();
            Optional<ScriptResult> ended = Optional.empty();
            CompletableFuture<Flight> next = null;
            if (flight.size() > 0) {
                next = readyMeanwhile(behind);
                ended = engine.fly(flight, landed -> applied(first + landed)).stream()
                        .filter(result -> !result.ok())
                        .findFirst();
            }
            if (flight.size() == 0 || ended.isPresent()) {
                ScriptResult result = alone(pending.get(applied.size()), ended);
                if (!result.ok()) {
                    return failed(result.failure().orElseThrow(), start);
                }
                applied(applied.size() + 1);
            }
            flight = next != null && ended.isEmpty() && applied.size() == behind ? next.join() : flight(applied.size());
        }
        return new ApplyResult(applied, List.of(), Optional.empty(), false, Apply.millisecondsSince(start));
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
        for (int i = from; i < pending.size(); i++) {
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
        if (begun <= applied.size()) {
            begun = applied.size() + 1;
            since = System.nanoTime();
            listener.started(pending.get(applied.size()).step(), begun, pending.size());
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
        listener.applied(one);
        if (count < pending.size()) {
            begin();
        }
    }

    private ApplyResult failed(ScriptFailure failure, long start) {
        List<String> rest = Apply.ids(pending.subList(applied.size() + 1, pending.size()));
        return new ApplyResult(
                applied,
                rest,
                Optional.of(failures.explain(pending.get(applied.size()), failure, applied.size())),
                false,
                Apply.millisecondsSince(start));
    }

    /**
     * Where a lock was not to be had, the same again after a pause: nothing of it was kept but what is recorded.
     *
     * @param tried how it ended in the flight
     */
    private ScriptResult alone(Pending next, Optional<ScriptResult> tried) {
        var news = new StepListener(next, listener);
        var pauses = new Pauses(FIRST_PAUSE_MS, LONGEST_PAUSE_MS, interruption);
        MigrationRecorder recorder = recorders.of(next);
        int done = next.step().done();
        ScriptResult result;
        if (tried.isEmpty()) {
            result = engine.run(next.script(), next.shape(), done, recorder, news);
        } else {
            result = session.lost()
                    ? tried.get()
                    : engine.orStepwise(tried.get(), next.script(), next.shape(), recorder, news);
        }
        for (int left = retries; left > 0 && worthAnotherTry(result); left--) {
            listener.warning(next.step().migration().file() + ": "
                    + result.failure().get().error().message() + ": trying again");
            pauses.pause(Long.MAX_VALUE);
            if (interruption.requested()) {
                return result;
            }
            boolean begunStepwise = recorder.begunStepwise();
            done = begunStepwise ? result.failure().get().kept() : done;
            recorder = recorders.again(next, begunStepwise || recorder.replaces(), done);
            result = engine.run(next.script(), next.shape(), done, recorder, news);
        }
        return result;
    }

    private boolean worthAnotherTry(ScriptResult result) {
        ServerError error = result.failure().map(ScriptFailure::error).orElse(null);
        return error != null
                && error.is(LOCK_NOT_AVAILABLE, DEADLOCK_DETECTED, SERIALIZATION_FAILURE)
                && !session.lost();
    }

    private MigrationFailure interruptedBetween() {
        return new MigrationFailure(
                ExitCode.INTERRUPTED,
                Problem.of(
                        "interrupted between two migrations; " + applied.size() + " were applied and stay",
                        "run migrate apply again to go on"));
    }
}
