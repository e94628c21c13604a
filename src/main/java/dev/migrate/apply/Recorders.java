package dev.migrate.apply;

import dev.migrate.history.HistoryWriter;
import dev.migrate.history.RecordedState;
import dev.migrate.history.Unchanged;
import dev.migrate.plan.Step;
import java.util.List;

/**
 * Makes the recorder of each migration of a run.
 *
 * @param ledger what is to be written of each
 * @param logged whether the log has a row before the run begins
 * @param steps of the run
 */
record Recorders(
        HistoryWriter writer,
        RunLock lock,
        Unchanged unchanged,
        Verification verification,
        Ledger ledger,
        boolean logged,
        List<Step> steps) {
    /** For a migration as the plan has it. */
    MigrationRecorder of(Pending pending) {
        Step step = pending.step();
        boolean first = step.migration().id().equals(steps.get(0).migration().id());
        boolean running = step.replaces()
                .filter(row -> row.state() == RecordedState.RUNNING)
                .isPresent();
        return new MigrationRecorder(this, step, step.replaces().isPresent(), step.done(), running, logged || !first);
    }
}
