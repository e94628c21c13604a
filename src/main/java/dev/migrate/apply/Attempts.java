package dev.migrate.apply;

import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.engine.Engine;
import dev.migrate.engine.EngineSettings;
import dev.migrate.engine.ScriptFailure;
import dev.migrate.engine.ScriptResult;
import dev.migrate.history.HistoryWriter;
import dev.migrate.history.RecordedState;
import dev.migrate.plan.Step;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Runs a migration, and the same again after a pause where others were in its way: nothing of it was kept then but what
 * is recorded.
 */
final class Attempts implements AutoCloseable {
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
    private final HistoryWriter writer;
    private final Verification verification;
    private final Interruption interruption;
    private final int retries;
    private final ApplyListener listener;
    private final LockWatch watch;
    private volatile String file = "";
    private List<String> inTheWay = List.of();

    /**
     * Attempts of one run.
     *
     * @param engine that of the run, which has set up the session
     */
    Attempts(
            Session session,
            Engine engine,
            EngineSettings settings,
            HistoryWriter writer,
            Verification verification,
            Interruption interruption,
            int retries,
            ApplyListener listener) {
        this.session = session;
        this.settings = settings;
        this.engine = engine;
        this.writer = writer;
        this.verification = verification;
        this.interruption = interruption;
        this.retries = retries;
        this.listener = listener;
        this.watch = new LockWatch(
                session, settings.lockTimeout(), holders -> listener.warning(file + ": waiting: " + holders));
    }

    /** One migration. */
    ScriptResult run(Pending next) {
        Step step = next.step();
        file = step.migration().file();
        var pauses = new Pauses(FIRST_PAUSE_MS, LONGEST_PAUSE_MS, interruption);
        boolean replaces = step.replaces().isPresent();
        int done = step.done();
        boolean mayHaveBegun = step.replaces()
                .filter(row -> row.state() == RecordedState.RUNNING)
                .isPresent();
        for (int number = 1; ; number++) {
            var recorder = new MigrationRecorder(writer, verification, step, replaces, done, mayHaveBegun);
            int behind = done;
            ScriptResult result = watch.during(
                    () -> engine.run(next.script(), next.shape(), behind, recorder, new StepListener(next, listener)));
            if (!again(result.failure(), number, pauses)) {
                return result;
            }
            if (recorder.begunStepwise()) {
                ScriptFailure failure = result.failure().orElseThrow();
                boolean recording = failure.doing().isPresent();
                mayHaveBegun = recording || (mayHaveBegun && failure.kept() == done);
                replaces = true;
                done = failure.kept();
            }
        }
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
    Optional<String> inTheWay() {
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
        listener.warning(file + ": " + error.message()
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
