package dev.migrate.apply;

import dev.migrate.database.Session;
import dev.migrate.engine.Recorder;
import dev.migrate.engine.ScriptFailure;
import dev.migrate.history.Entry;
import dev.migrate.history.HistoryWriter;
import dev.migrate.history.RecordedState;
import dev.migrate.history.Unchanged;
import dev.migrate.migration.Migration;
import dev.migrate.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records one migration, in whichever way the engine runs it. */
final class MigrationRecorder implements Recorder {
    private final HistoryWriter writer;
    private final RunLock lock;
    private final Unchanged unchanged;
    private final Step step;
    private final Verification verification;
    private final Entry entry;
    private final boolean replaces;
    private final int done;
    private boolean stepwise;

    /**
     * Records one run.
     *
     * @param replaces whether there is a row of an earlier run
     * @param done number of statements that the earlier run has done
     */
    MigrationRecorder(
            HistoryWriter writer,
            RunLock lock,
            Unchanged unchanged,
            Verification verification,
            Step step,
            boolean replaces,
            int done) {
        this.lock = lock;
        this.unchanged = unchanged;
        this.replaces = replaces;
        this.writer = writer;
        this.verification = verification;
        this.step = step;
        this.entry = Ledger.entry(step.migration());
        this.done = done;
    }

    @Override
    public List<String> opening() {
        return lock.within(guards());
    }

    /** Looks into a failure: see {@link RunLock#lookInto}. */
    void lookInto(ScriptFailure failure) {
        boolean recording = failure.doing()
                .filter(doing -> doing.startsWith("recording") || doing.equals("committing"))
                .isPresent();
        lock.lookInto(failure.error(), recording, guards());
    }

    private List<String> guards() {
        var statements = new ArrayList<String>();
        statements.add(unchanged.row(entry.id(), step.replaces()));
        unchanged.absent(step.covers().stream().map(Migration::id).toList()).ifPresent(statements::add);
        return statements;
    }

    @Override
    public List<String> done(int statements) {
        if (stepwise) {
            return writer.ended(entry, statements);
        }
        var sql = new ArrayList<>(writer.applied(entry, statements, replaces, "apply"));
        step.covers()
                .forEach(covered -> sql.addAll(writer.recorded(
                        Ledger.entry(covered),
                        RecordedState.COVERED,
                        false,
                        "cover",
                        "by " + step.migration().id())));
        return sql;
    }

    /** Whether the run has a row of its own by now, although it did not end well. */
    boolean begunStepwise() {
        return stepwise;
    }

    @Override
    public List<String> begun() {
        stepwise = true;
        return writer.begun(entry, replaces, done);
    }

    @Override
    public List<String> progress(int statements) {
        return writer.progress(entry, statements);
    }

    @Override
    public List<String> stopped(int statements, ScriptFailure failure) {
        return writer.failed(entry, statements, failure.error().toString());
    }

    @Override
    public boolean checks() {
        return !step.migration().verify().isEmpty();
    }

    @Override
    public Optional<ScriptFailure> check(Session session) {
        return verification.check(session, step.migration());
    }
}
