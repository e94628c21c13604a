package dev.migrate.apply;

import dev.migrate.history.HistoryWriter;
import dev.migrate.history.RecordedState;
import dev.migrate.history.Unchanged;
import dev.migrate.plan.Step;
import java.util.List;

/**
 * Makes the recorder of each migration of a run.
 *
 * @param logged whether the log has a row before the run begins
 * @param steps of the run
 */
record Recorders(
        HistoryWriter writer,
        RunLock lock,
        Unchanged unchanged,
        Verification verification,
        boolean logged,
        List<Step> steps) {
    /** For a migration as the plan has it. */
    MigrationRecorder of(Pending pending) {
        return of(
                pending,
                pending.step().replaces().isPresent(),
                pending.step().done(),
                pending.step()
                        .replaces()
                        .filter(row -> row.state() == RecordedState.RUNNING)
                        .isPresent());
    }

    /**
     * For a migration that has been begun.
     *
     * @param replaces whether there is a row of it
     * @param done number of statements that are done
     * @param mayHaveBegun whether the next one may have been run without being recorded
     */
    MigrationRecorder of(Pending pending, boolean replaces, int done, boolean mayHaveBegun) {
        boolean first =
                pending.step().migration().id().equals(steps.get(0).migration().id());
        return new MigrationRecorder(this, pending.step(), replaces, done, mayHaveBegun, logged || !first);
    }
}
