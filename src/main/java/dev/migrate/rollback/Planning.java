package dev.migrate.rollback;

import dev.migrate.database.Session;
import dev.migrate.history.History;
import dev.migrate.history.HistoryReader;
import dev.migrate.history.HistoryTable;
import dev.migrate.history.WaysBackReader;
import dev.migrate.plan.Inventory;
import dev.migrate.plan.Plan;
import dev.migrate.plan.Selection;
import dev.migrate.plan.Standing;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import dev.migrate.rehearse.AppliedScripts;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Brings together what a plan is made of: the rows that are meant, their ways back, and who needs them. */
final class Planning {
    private final Session session;
    private final HistoryTable table;
    private final Inventory inventory;
    private final boolean fromFiles;
    private final Optional<Foresight> foresight;

    /**
     * Plans.
     *
     * @param foresight empty where nobody may look at more than what is declared
     */
    Planning(
            Session session,
            HistoryTable table,
            Inventory inventory,
            boolean fromFiles,
            Optional<Foresight> foresight) {
        this.session = session;
        this.table = table;
        this.inventory = inventory;
        this.fromFiles = fromFiles;
        this.foresight = foresight;
    }

    /**
     * The plan. Reads only.
     *
     * @param warnings told what the user should know of it
     * @throws MigrationFailure exit code 2 where the selection names nothing, 3 where something stands in the way
     */
    RollbackPlan of(History history, RollbackSelection selection, Consumer<String> warnings) {
        if (!history.breaks().isEmpty()) {
            throw new MigrationFailure(
                    ExitCode.FINDING,
                    Problem.of(
                            "the history was changed by hand: " + String.join("; ", history.breaks()),
                            "find out who did it; then accept it as it is: migrate repair --log --reason \"…\""));
        }
        List<Standing> standings =
                Plan.of(inventory, history, false, Selection.ALL).standings();
        Candidates.Selected selected = new Candidates(history, standings).of(selection);
        if (selected.rows().isEmpty()) {
            return new RollbackPlan(List.of(), selected.undoneAlready());
        }
        var kept = new WaysBackReader(session, table, history);
        var ways = new WaysBack(kept, standings, inventory, fromFiles, warnings);
        var dependents = DeclaredDependents.of(kept.after(), today(ways));
        foresight.ifPresent(eye -> eye.on(() -> applied(standings, eye.baselined())));
        var planner = new RollbackPlanner(
                history.rows(),
                selected.rows(),
                ways.own(selected.rows()),
                ways.units(),
                dependents,
                foresight,
                fromFiles);
        List<RollbackStep> steps = planner.steps();
        steps.forEach(step -> new Continuation(kept).check(step, warnings));
        return new RollbackPlan(steps, selected.undoneAlready());
    }

    private Foresight.Applied applied(List<Standing> standings, boolean baselined) {
        AppliedScripts scripts = AppliedScripts.of(standings, inventory, new HistoryReader(session, table), baselined);
        var ids = new HashMap<String, String>();
        standings.forEach(standing -> standing.recorded().ifPresent(row -> ids.put(standing.id(), row.id())));
        return new Foresight.Applied(scripts, ids);
    }

    /** What the files declare, by the ids of the history. */
    private Map<String, Set<String>> today(WaysBack ways) {
        var after = new HashMap<String, Set<String>>();
        inventory
                .after()
                .forEach((id, needed) -> after.computeIfAbsent(ways.rowId(id), key -> new HashSet<>())
                        .addAll(needed.stream().map(ways::rowId).collect(Collectors.toSet())));
        return after;
    }

    /**
     * Makes sure that a plan is still what it was.
     *
     * @param history as it is now
     * @throws MigrationFailure exit code 3 where it is not
     */
    void stillThe(RollbackPlan plan, History history, RollbackSelection selection) {
        RollbackPlan now;
        try {
            now = new Planning(session, table, inventory, fromFiles, Optional.empty())
                    .of(history, selection, warning -> {});
        } catch (MigrationFailure otherwise) {
            throw new MigrationFailure(ExitCode.FINDING, moved().problems(), otherwise);
        }
        if (!now.steps().equals(plan.steps())) {
            throw moved();
        }
    }

    private static MigrationFailure moved() {
        return new MigrationFailure(
                ExitCode.FINDING,
                Problem.of(
                        "another run has changed the history since the plan was made: what was shown is no longer what"
                                + " would be done",
                        "look at it again, and run it again: migrate rollback … --dry-run"));
    }
}
