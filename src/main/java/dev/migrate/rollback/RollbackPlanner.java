package dev.migrate.rollback;

import dev.migrate.history.Recorded;
import dev.migrate.history.RecordedState;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes a plan of what is to be undone. Pure: the same rows and ways back give the same plan. */
final class RollbackPlanner {
    private final List<Recorded> history;
    private final List<Recorded> chosen;
    private final Map<String, WayBack> own;
    private final List<WayBack> units;
    private final Dependents dependents;
    private final Optional<Foresight> foresight;
    private final boolean fromFiles;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * Plans.
     *
     * @param history all rows
     * @param chosen what is to be undone, newest first
     * @param own ways back, by id
     * @param units what undoes several at once; of several that would do, the first is taken
     * @param foresight what more is known of who needs them; empty where nobody may look
     * @param fromFiles whether only files were asked
     */
    RollbackPlanner(
            List<Recorded> history,
            List<Recorded> chosen,
            Map<String, WayBack> own,
            List<WayBack> units,
            Dependents dependents,
            Optional<Foresight> foresight,
            boolean fromFiles) {
        this.history = history;
        this.chosen = chosen;
        this.own = own;
        this.units = units;
        this.dependents = dependents;
        this.foresight = foresight;
        this.fromFiles = fromFiles;
    }

    /**
     * The steps, in the order in which they run.
     *
     * @throws MigrationFailure exit code 3 with everything that stands in the way
     */
    List<RollbackStep> steps() {
        unfinished();
        List<RollbackStep> steps = new ArrayList<>();
        Set<String> inUnits = new HashSet<>();
        for (WayBack unit : units) {
            if (fits(unit) && unit.undoes().stream().noneMatch(inUnits::contains)) {
                inUnits.addAll(unit.undoes());
                steps.add(new RollbackStep(rows(unit.undoes()), unit));
            }
        }
        for (Recorded row : chosen) {
            if (!inUnits.contains(row.id())) {
                alone(row, steps);
            }
        }
        steps.sort(Comparator.comparing((RollbackStep step) -> !step.underWay())
                .thenComparing(step -> -step.rows().get(0).position()));
        needed(steps);
        if (!problems.isEmpty()) {
            throw new MigrationFailure(ExitCode.FINDING, problems);
        }
        return steps;
    }

    private void unfinished() {
        if (chosen.isEmpty()) {
            return;
        }
        List<String> stopped = history.stream()
                .filter(row -> row.state() == RecordedState.ROLLING_BACK && !chosen.contains(row))
                .map(Recorded::id)
                .toList();
        if (!stopped.isEmpty()) {
            problems.add(Problem.of(
                    "the rollback of " + String.join(", ", stopped) + " did not end",
                    "go on with it first: " + command(stopped)));
        }
        long oldest = chosen.get(chosen.size() - 1).position();
        history.stream()
                .filter(row -> row.position() >= oldest && halfApplied(row))
                .forEach(row -> problems.add(Problem.of(
                        row.id() + " did not end being applied: "
                                + (row.statements() == 0 ? "no statement" : "statements 1 to " + row.statements())
                                + " of it " + (row.statements() == 0 ? "is" : "are") + " done",
                        "apply the rest of it, or undo by hand what is done and forget it: migrate repair " + row.id()
                                + " --forget --reason \"…\"")));
    }

    private static boolean halfApplied(Recorded row) {
        return row.state() == RecordedState.RUNNING || row.state() == RecordedState.FAILED;
    }

    /** Whether all that it undoes is to be undone, and none or all of that was begun. */
    private boolean fits(WayBack unit) {
        List<Recorded> members = rows(unit.undoes());
        boolean whole =
                members.size() == unit.undoes().size() && members.stream().noneMatch(RollbackPlanner::covered);
        long begun = members.stream()
                .filter(row -> row.state() == RecordedState.ROLLING_BACK)
                .count();
        return whole && (begun == 0 || begun == members.size());
    }

    private List<Recorded> rows(List<String> ids) {
        return chosen.stream().filter(row -> ids.contains(row.id())).toList();
    }

    private static boolean covered(Recorded row) {
        return row.state() == RecordedState.COVERED;
    }

    private void alone(Recorded row, List<RollbackStep> steps) {
        if (halfApplied(row)) {
            return; // told
        }
        if (covered(row)) {
            problems.add(Problem.of(
                    row.id() + " is covered: it never ran, the bootstrap file stands for it",
                    "roll back no further than to the bootstrap file: --to its id"));
            return;
        }
        WayBack way = own.get(row.id());
        if (way != null) {
            steps.add(new RollbackStep(List.of(row), way));
            return;
        }
        WayBack unit = units.stream()
                .filter(plan -> plan.undoes().contains(row.id()))
                .findFirst()
                .orElse(null);
        problems.add(unit == null ? noWayBack(row) : onlyTogether(row, unit));
    }

    private Problem noWayBack(Recorded row) {
        if (fromFiles) {
            return Problem.of(
                    row.id() + " has no way back in the files",
                    row.hasDown() ? "leave out --from-files: the history holds one" : write(row));
        }
        return Problem.of(row.id() + " has no way back: neither the history nor the files hold one", write(row));
    }

    private static String write(Recorded row) {
        return "have one derived: migrate rollback --write " + row.id() + ", or write one, in "
                + row.file().replaceAll("\\.sql$", "") + ".down.sql, and run it again";
    }

    private Problem onlyTogether(Recorded row, WayBack unit) {
        Set<String> here = chosen.stream().map(Recorded::id).collect(Collectors.toSet());
        List<String> others =
                unit.undoes().stream().filter(id -> !here.contains(id)).toList();
        Set<String> applied = history.stream()
                .filter(one -> one.state().inEffect() && !covered(one))
                .map(Recorded::id)
                .collect(Collectors.toSet());
        List<String> gone = others.stream().filter(id -> !applied.contains(id)).toList();
        String what = row.id() + " has no way back of its own: " + unit.words() + " undoes it only together with "
                + unit.undoes().stream().filter(id -> !id.equals(row.id())).collect(Collectors.joining(", "));
        return gone.isEmpty()
                ? Problem.of(what, "undo them together: " + command(unit.undoes()))
                : Problem.of(what + ", of which " + String.join(", ", gone) + " is not applied", write(row));
    }

    /** Whoever needs what a step undoes has to be undone before, or by the same script. */
    private void needed(List<RollbackStep> steps) {
        Set<String> there = history.stream()
                .filter(row -> row.state() != RecordedState.ROLLED_BACK)
                .map(Recorded::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        Map<String, List<String>> reported = new HashMap<>();
        for (RollbackStep step : steps) {
            step.ids().forEach(there::remove);
            for (Dependents.Need need : needs(step, there)) {
                boolean known = reported.getOrDefault(need.needed(), List.of()).contains(need.id());
                if (there.contains(need.id()) && !known) {
                    reported.computeIfAbsent(need.needed(), id -> new ArrayList<>())
                            .add(need.id());
                    problems.add(Problem.of(
                            need.needed() + " cannot be undone while " + need.id() + " is applied, which "
                                    + need.because(),
                            "undo that one first, or along with it: " + command(List.of(need.id(), need.needed()))));
                }
            }
        }
    }

    /** Where something stands in the way already, no server is started to find more. */
    private List<Dependents.Need> needs(RollbackStep step, Set<String> there) {
        var needs = new ArrayList<>(dependents.of(step.ids()));
        long oldest = step.rows().get(step.rows().size() - 1).position();
        Set<String> later = history.stream()
                .filter(row -> there.contains(row.id()) && row.position() > oldest && !covered(row))
                .map(Recorded::id)
                .collect(Collectors.toSet());
        boolean inTheWay = !problems.isEmpty() || needs.stream().anyMatch(need -> there.contains(need.id()));
        if (!inTheWay && step.done() == 0) {
            foresight.ifPresent(eye -> needs.addAll(eye.needs(step.ids(), step.way(), later)));
        }
        return needs;
    }

    private static String command(List<String> ids) {
        return "migrate rollback " + String.join(" ", ids);
    }
}
