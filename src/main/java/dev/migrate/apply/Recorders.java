package dev.migrate.apply;

import dev.migrate.history.HistoryWriter;
import dev.migrate.plan.Step;
import java.util.List;

/**
 * Makes the recorder of each migration of a run.
 *
 * @param logged whether the log has a row before the run begins
 * @param steps of the run
 */
record Recorders(HistoryWriter writer, Verification verification, boolean logged, List<Step> steps) {
    /** For a migration as the plan has it. */
    MigrationRecorder of(Pending pending) {
        return again(
                pending, pending.step().replaces().isPresent(), pending.step().done());
    }

    /**
     * For a migration that has been begun.
     *
     * @param replaces whether there is a row of it
     * @param done number of statements that are done
     */
    MigrationRecorder again(Pending pending, boolean replaces, int done) {
        boolean first = pending.step().equals(steps.get(0));
        return new MigrationRecorder(writer, verification, pending.step(), replaces, done, logged || !first);
    }
}
