package dev.migrate.apply;

import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.engine.Engine;
import dev.migrate.engine.EngineSettings;
import dev.migrate.engine.Flight;
import dev.migrate.engine.FlightListener;
import dev.migrate.engine.ScriptFailure;
import dev.migrate.engine.ScriptListener;
import dev.migrate.engine.ScriptResult;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Runs a script, and the same again after a pause where others were in its way: nothing of it was kept then but what is
 * recorded.
 */
public final class Attempts implements AutoCloseable {
    private static final long FIRST_PAUSE_MS = 250;
    private static final long LONGEST_PAUSE_MS = 10_000;

    /**
     * What passes when others have gone.
     *
     * @see <a href="https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html">13.5</a>
     */
    private static final String[] PASSING = {
        "55P03", // lock_not_available
        "40P01", // deadlock_detected
        "40001" // serialization_failure
    };

    private final Session session;
    private final EngineSettings settings;
    private final Engine engine;
    private final Interruption interruption;
    private final int retries;
    private final Consumer<String> warnings;
    private final LockWatch watch;
    private volatile String file = "";
    private List<String> inTheWay = List.of();

    /**
     * Runs on one session.
     *
     * @param retries how often a script is tried again
     * @param warnings told what the user should know meanwhile
     */
    public Attempts(
            Session session,
            EngineSettings settings,
            Engine engine,
            Interruption interruption,
            int retries,
            Consumer<String> warnings) {
        this.session = session;
        this.settings = settings;
        this.engine = engine;
        this.interruption = interruption;
        this.retries = retries;
        this.warnings = warnings;
        this.watch = new LockWatch(
                session, settings.lockTimeout(), holders -> warnings.accept(file + ": waiting: " + holders));
    }

    /**
     * Several migrations in one flight, once.
     *
     * @param listener as {@link Engine#fly} tells it
     */
    List<ScriptResult> fly(Flight flight, List<Pending> passengers, FlightListener listener) {
        file = file(passengers.get(0));
        return watch.during(() -> engine.fly(flight, new FlightListener() {
            @Override
            public void committed(int count) {
                listener.committed(count);
                file = file(passengers.get(Math.min(count, passengers.size() - 1)));
            }

            @Override
            public void durable(int count) {
                listener.durable(count);
            }
        }));
    }

    /**
     * One script.
     *
     * @param done number of statements that an earlier run has done
     * @param tried how it ended in a flight; empty where it was in none
     */
    public ScriptResult run(
            ReadyScript script, int done, RunRecorder recorder, ScriptListener news, Optional<ScriptResult> tried) {
        file = script.source().file();
        var pauses = new Pauses(FIRST_PAUSE_MS, LONGEST_PAUSE_MS, interruption);
        int behind = done;
        RunRecorder next = recorder;
        ScriptResult result =
                tried.isEmpty() ? run(script, behind, next, news) : inSteps(script, tried.get(), next, news);
        for (int number = 1; again(result.failure(), number, pauses); number++) {
            if (next.begunStepwise()) {
                ScriptFailure failure = result.failure().orElseThrow();
                boolean recording = failure.doing().isPresent();
                boolean mayHaveBegun = recording || (next.mayHaveBegun() && failure.kept() == behind);
                behind = failure.kept();
                next = next.again(behind, mayHaveBegun);
            } else {
                next = next.again();
            }
            result = run(script, behind, next, news);
        }
        return result;
    }

    private ScriptResult run(ReadyScript script, int done, RunRecorder recorder, ScriptListener news) {
        ScriptResult result = watch.during(() -> engine.run(script.source(), script.shape(), done, recorder, news));
        result.failure().ifPresent(recorder::lookInto);
        return result;
    }

    /** What failed in a flight only because of its transaction runs without one. */
    private ScriptResult inSteps(ReadyScript script, ScriptResult tried, RunRecorder recorder, ScriptListener news) {
        return engine.callsForSteps(tried, script.shape())
                ? watch.during(() -> engine.orStepwise(tried, script.source(), script.shape(), recorder, news))
                : tried;
    }

    private static String file(Pending pending) {
        return pending.step().migration().file();
    }

    /**
     * All in one transaction.
     *
     * @param scripts made anew for each attempt
     */
    List<ScriptResult> together(Supplier<List<Engine.Together>> scripts) {
        file = "the transaction of all";
        var pauses = new Pauses(FIRST_PAUSE_MS, LONGEST_PAUSE_MS, interruption);
        for (int number = 1; ; number++) {
            List<ScriptResult> results = watch.during(() -> engine.runTogether(scripts.get()));
            if (!again(results.get(results.size() - 1).failure(), number, pauses)) {
                return results;
            }
        }
    }

    /** Who was in the way of the last attempt, in words; empty where nobody was or nobody knows. */
    public Optional<String> inTheWay() {
        return inTheWay.isEmpty() ? Optional.empty() : Optional.of(LockHolders.joined(inTheWay));
    }

    private boolean again(Optional<ScriptFailure> failure, int number, Pauses pauses) {
        inTheWay = List.of();
        if (failure.isEmpty() || !failure.get().error().is(PASSING) || session.lost()) {
            return false;
        }
        ServerError error = failure.get().error();
        inTheWay = watch.seen();
        boolean waited = error.is("55P03") && error.message().contains("timeout");
        if (inTheWay.isEmpty() && waited) {
            inTheWay = watch.candidates(settings.lockTimeout()).stream()
                    .map(one -> "perhaps " + one)
                    .toList();
        }
        // What a procedure committed itself would be done twice.
        if (number > retries || failure.get().partly() || interruption.requested()) {
            return false;
        }
        warnings.accept(file + ": " + error.message()
                + inTheWay().map(holders -> " (" + holders + ")").orElse("") + ": trying again, " + number + " of "
                + retries);
        pauses.pause(Long.MAX_VALUE);
        return !interruption.requested();
    }

    @Override
    public void close() {
        watch.close();
    }
}
