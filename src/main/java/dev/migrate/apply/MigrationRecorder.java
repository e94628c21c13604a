package dev.migrate.apply;

import dev.migrate.database.Session;
import dev.migrate.engine.ScriptFailure;
import dev.migrate.history.Entry;
import dev.migrate.history.RecordedState;
import dev.migrate.migration.Migration;
import dev.migrate.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records one migration, in whichever way the engine runs it. */
final class MigrationRecorder implements RunRecorder {
    private final Recorders run;
    private final Step step;
    private Entry entry;
    private final boolean replaces;
    private final int done;
    private final boolean logged;
    private final boolean mayHaveBegun;
    private boolean stepwise;
    private int lastDone;

    /**
     * Records one run.
     *
     * @param replaces whether there is a row of an earlier run
     * @param done number of statements that the earlier run has done
     * @param mayHaveBegun whether it may have run the next one without recording it
     * @param logged whether the log is sure to have a row
     */
    MigrationRecorder(Recorders run, Step step, boolean replaces, int done, boolean mayHaveBegun, boolean logged) {
        this.run = run;
        this.logged = logged;
        this.replaces = replaces;
        this.step = step;
        this.done = done;
        this.lastDone = done;
        this.mayHaveBegun = mayHaveBegun;
    }

    @Override
    public boolean mayHaveBegun() {
        return mayHaveBegun;
    }

    /** Made when it is first written: the checksum of a large file takes as long as the file runs. */
    private Entry entry() {
        if (entry == null) {
            entry = run.ledger().entry(step.migration());
        }
        return entry;
    }

    @Override
    public List<String> opening() {
        var statements = new ArrayList<>(run.lock().within(guards()));
        statements.addAll(run.keeping().before(step.migration().id()));
        return statements;
    }

    @Override
    public void lookInto(ScriptFailure failure) {
        run.lock().lookInto(failure, guards());
    }

    private List<String> guards() {
        var statements = new ArrayList<String>();
        statements.add(run.unchanged().row(step.migration().id(), step.replaces()));
        run.unchanged()
                .absent(step.covers().stream().map(Migration::id).toList())
                .ifPresent(statements::add);
        return statements;
    }

    @Override
    public List<String> done(int statements) {
        if (stepwise) {
            return run.writer().ended(entry(), statements);
        }
        var sql = new ArrayList<>(run.writer().applied(entry(), statements, replaces, logged));
        step.covers()
                .forEach(covered -> sql.addAll(run.writer()
                        .recorded(
                                run.ledger().entry(covered),
                                RecordedState.COVERED,
                                false,
                                "cover",
                                "by " + step.migration().id())));
        return sql;
    }

    @Override
    public List<String> settling() {
        return List.of(run.writer().touched(step.migration().id()));
    }

    @Override
    public boolean begunStepwise() {
        return stepwise;
    }

    @Override
    public MigrationRecorder again() {
        return new MigrationRecorder(run, step, replaces, done, mayHaveBegun, logged);
    }

    @Override
    public MigrationRecorder again(int doneByNow, boolean mayHaveBegunNext) {
        return new MigrationRecorder(run, step, true, doneByNow, mayHaveBegunNext, logged);
    }

    @Override
    public List<String> begun() {
        stepwise = true;
        var statements = new ArrayList<>(run.writer().begun(entry(), replaces, done));
        if (done == 0) {
            statements.addAll(run.keeping().before(step.migration().id()));
        }
        return statements;
    }

    @Override
    public List<String> progress(int statements) {
        lastDone = statements;
        return run.writer().progress(entry(), statements);
    }

    @Override
    public List<String> stopped(int statements, ScriptFailure failure) {
        return run.writer().failed(entry(), statements, failure.error().toString());
    }

    @Override
    public boolean checks() {
        return !step.migration().verify().isEmpty()
                || run.keeping().keeps(step.migration().id());
    }

    @Override
    public Optional<ScriptFailure> check(Session session) {
        Optional<ScriptFailure> failure = step.migration().verify().isEmpty()
                ? Optional.empty()
                : run.verification().check(session, step.migration());
        return failure.isPresent()
                ? failure
                : run.keeping()
                        .after(session, step.migration().id())
                        .map(kept -> stepwise ? kept.behind(lastDone) : kept);
    }
}
