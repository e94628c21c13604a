package dev.migrate.rollback;

import dev.migrate.apply.RunLock;
import dev.migrate.apply.RunRecorder;
import dev.migrate.engine.ScriptFailure;
import dev.migrate.history.RollbackWriter;
import dev.migrate.history.Unchanged;
import java.util.List;
import java.util.Optional;

/** Records one way back, in whichever way the engine runs it. */
final class RollbackRecorder implements RunRecorder {
    private final RollbackWriter writer;
    private final RunLock lock;
    private final Unchanged unchanged;
    private final RollbackStep step;
    private final int done;
    private final boolean mayHaveBegun;
    private boolean stepwise;

    private RollbackRecorder(RollbackRecorder before, int done, boolean mayHaveBegun) {
        this.writer = before.writer;
        this.lock = before.lock;
        this.unchanged = before.unchanged;
        this.step = before.step;
        this.done = done;
        this.mayHaveBegun = mayHaveBegun;
    }

    /** For a step as the plan has it. */
    RollbackRecorder(RollbackWriter writer, RunLock lock, Unchanged unchanged, RollbackStep step) {
        this.writer = writer;
        this.lock = lock;
        this.unchanged = unchanged;
        this.step = step;
        this.done = step.done();
        this.mayHaveBegun = step.mayHaveBegun();
    }

    @Override
    public boolean mayHaveBegun() {
        return mayHaveBegun;
    }

    @Override
    public List<String> opening() {
        return lock.within(guards());
    }

    private List<String> guards() {
        return step.rows().stream()
                .map(row -> unchanged.row(row.id(), Optional.of(row)))
                .toList();
    }

    @Override
    public void lookInto(ScriptFailure failure) {
        lock.lookInto(failure, guards());
    }

    @Override
    public List<String> done(int statements) {
        return writer.rolledBack(step.rows(), "by " + step.way().words());
    }

    @Override
    public boolean begunStepwise() {
        return stepwise;
    }

    @Override
    public RollbackRecorder again() {
        return new RollbackRecorder(this, done, mayHaveBegun);
    }

    @Override
    public RollbackRecorder again(int doneByNow, boolean mayHaveBegunNext) {
        return new RollbackRecorder(this, doneByNow, mayHaveBegunNext);
    }

    @Override
    public List<String> begun() {
        stepwise = true;
        return writer.begun(step.rows(), done, step.way().toKeep());
    }

    @Override
    public List<String> progress(int statements) {
        return writer.progress(step.rows(), statements);
    }

    @Override
    public List<String> stopped(int statements, ScriptFailure failure) {
        boolean nothing = statements == 0 && !failure.partly() && !step.underWay();
        String error = failure.error().toString();
        return nothing ? writer.unchanged(step.rows(), error) : writer.stopped(step.rows(), statements, error);
    }
}
