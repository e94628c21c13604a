package dev.migrate.rollback;

import dev.migrate.history.Recorded;
import dev.migrate.history.RecordedState;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One script of a rollback, and the migrations that it undoes.
 *
 * @param rows newest first; several where it undoes them as a unit
 */
public record RollbackStep(List<Recorded> rows, WayBack way) {
    public RollbackStep {
        rows = List.copyOf(rows);
    }

    public List<String> ids() {
        return rows.stream().map(Recorded::id).toList();
    }

    /** The files of the migrations, as they were recorded. */
    public String files() {
        return rows.stream().map(Recorded::file).collect(Collectors.joining(", "));
    }

    /** Whether an earlier run has begun it, statement by statement. */
    public boolean underWay() {
        return rows.get(0).state() == RecordedState.ROLLING_BACK;
    }

    /** Number of statements of the way back that an earlier run has done. */
    public int done() {
        return underWay() ? rows.get(0).statements() : 0;
    }

    /** Whether that run may have done the next one as well, without a record of it. */
    boolean mayHaveBegun() {
        return underWay() && rows.get(0).error().isEmpty();
    }
}
