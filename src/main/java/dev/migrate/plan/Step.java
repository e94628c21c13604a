package dev.migrate.plan;

import dev.migrate.history.Recorded;
import dev.migrate.history.RecordedState;
import dev.migrate.migration.Migration;
import java.util.List;
import java.util.Optional;

/**
 * One migration that a run will run.
 *
 * @param replaces its row of before, where it has one: it failed, was rolled back, or is repeated
 * @param outOfOrder whether something behind it is applied already
 * @param covers migrations that are recorded as covered with it, where it is the bootstrap file
 */
public record Step(Migration migration, Optional<Recorded> replaces, boolean outOfOrder, List<Migration> covers) {
    public Step {
        covers = List.copyOf(covers);
    }

    /** Number of its statements that an earlier run has done. */
    public int done() {
        return replaces.filter(row -> row.state() == RecordedState.FAILED || row.state() == RecordedState.RUNNING)
                .map(Recorded::statements)
                .orElse(0);
    }
}
