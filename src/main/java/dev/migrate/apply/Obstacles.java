package dev.migrate.apply;

import dev.migrate.history.History;
import dev.migrate.history.HistoryReader;
import dev.migrate.history.Recorded;
import dev.migrate.history.RecordedState;
import dev.migrate.migration.Migration;
import dev.migrate.plan.Plan;
import dev.migrate.plan.Standing;
import dev.migrate.plan.State;
import dev.migrate.plan.Step;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** What stands in the way of a run although files and connection are fine: edited files, a changed history, an order. */
final class Obstacles {
    private final HistoryReader reader;
    private final ApplyListener listener;

    Obstacles(HistoryReader reader, ApplyListener listener) {
        this.reader = reader;
        this.listener = listener;
    }

    /**
     * Warns of what can be passed by.
     *
     * @throws MigrationFailure exit code 3 with everything that cannot
     */
    void check(Plan plan, History history, ApplyOptions options) {
        var problems = new ArrayList<Problem>();
        if (!history.breaks().isEmpty()) {
            String what = "the history was changed by hand: " + String.join("; ", history.breaks());
            if (options.acceptBrokenHistory()) {
                listener.warning(what);
            } else {
                problems.add(
                        Problem.of(
                                what,
                                "find out who did it; then go on with --yes, or accept the history as it is: migrate repair --log --reason \"…\""));
            }
        }
        for (Standing changed : plan.in(State.CHANGED)) {
            edited(changed, problems);
        }
        for (Standing stopped : plan.in(State.ROLLING_BACK)) {
            problems.add(Problem.at(
                    Place.of(stopped.file()),
                    "its rollback did not end: " + doneOf(stopped.recorded().orElseThrow()),
                    "go on with the rollback first: migrate rollback " + stopped.id() + " --yes"));
        }
        for (Standing missing : plan.in(State.MISSING)) {
            listener.warning(missing.file() + " was applied and is in no source and no archive");
        }
        for (Standing standing : plan.standings()) {
            if (standing.renamed()
                    && standing.recorded()
                            .map(row -> row.state() != RecordedState.ROLLED_BACK)
                            .orElse(false)) {
                listener.warning(standing.file() + " was applied as "
                        + standing.recorded().orElseThrow().file() + " (same content): it is not run again");
            }
        }
        for (Step step : plan.steps()) {
            if (step.outOfOrder()) {
                outOfOrder(step.migration(), options.outOfOrder(), problems);
            }
        }
        if (!problems.isEmpty()) {
            throw new MigrationFailure(ExitCode.FINDING, problems);
        }
    }

    private static String doneOf(Recorded row) {
        return (row.statements() == 0 ? "no statement" : "statements 1 to " + row.statements())
                + " of its way back "
                + (row.statements() == 0 ? "is" : "are")
                + " done, and neither the migration nor the state before it is there";
    }

    private void edited(Standing changed, List<Problem> problems) {
        Migration migration = changed.migration().orElseThrow();
        Edit edit = Edit.of(changed, reader);
        if (edit.cosmetic()) {
            listener.warning(migration.file()
                    + (edit.none()
                            ? " is as it was applied, but the checksum in the history is another"
                            : " was edited after it was applied, in comments or white space only"));
            return;
        }
        problems.add(Problem.at(
                Place.of(migration.file()),
                "was edited after it was applied" + edit.diff(),
                "undo the edit and write a new migration, or, if the database has this text already: migrate repair "
                        + migration.id() + " --reason \"…\""));
    }

    private void outOfOrder(Migration migration, ApplyOptions.OutOfOrder policy, List<Problem> problems) {
        String what = "is older than migrations that are applied";
        switch (policy) {
            case WARN -> listener.warning(migration.file() + " " + what + ": it is applied all the same");
            case ALLOW -> {}
            case REFUSE ->
                problems.add(Problem.at(
                        Place.of(migration.file()),
                        what,
                        "rename it to a newer version, or allow it: --out-of-order allow"));
        }
    }
}
