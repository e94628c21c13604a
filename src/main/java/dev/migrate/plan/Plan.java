package dev.migrate.plan;

import dev.migrate.config.Nearest;
import dev.migrate.history.History;
import dev.migrate.migration.Migration;
import dev.migrate.migration.Version;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What a run will do, and how everything stands before it. The plan that is shown is the plan that is run.
 *
 * @param standings all migrations of files and history, in the order in which {@code apply} would run them
 * @param steps what will be run, in this order
 */
public record Plan(List<Standing> standings, List<Step> steps) {
    public Plan {
        standings = List.copyOf(standings);
        steps = List.copyOf(steps);
    }

    /**
     * Makes the plan. Pure: the same files, history and selection give the same plan.
     *
     * @param fresh whether the database has neither a history nor tables of its own, so that the bootstrap file is run
     * @throws MigrationFailure exit code 2 where the selection names nothing
     */
    public static Plan of(Inventory inventory, History history, boolean fresh, Selection selection) {
        List<Standing> standings = new Standings(inventory, history, fresh).all();
        List<Standing> wanted = upTo(standings, selection.to());
        var steps = new ArrayList<Step>();
        for (Standing standing : wanted) {
            if (runs(standing, selection) && steps.size() < selection.count().orElse(Integer.MAX_VALUE)) {
                steps.add(step(standing, inventory));
            }
        }
        return new Plan(standings, steps);
    }

    private static Step step(Standing standing, Inventory inventory) {
        Migration file = standing.migration().orElseThrow();
        boolean bootstrap = inventory.bootstrap().filter(file::equals).isPresent();
        return new Step(
                file,
                standing.recorded(),
                standing.state() == State.OUT_OF_ORDER,
                bootstrap ? inventory.covered() : List.of());
    }

    private static boolean runs(Standing standing, Selection selection) {
        if (standing.migration().isEmpty()) {
            return false;
        }
        return switch (standing.state()) {
            case PENDING, OUT_OF_ORDER, FAILED, RUNNING, ROLLED_BACK -> true;
            case OPTIONAL -> selection.includeOptional();
            case APPLIED, CHANGED, MISSING, ARCHIVED, COVERED, BASELINED, NOT_NEEDED, ROLLING_BACK -> false;
        };
    }

    private static List<Standing> upTo(List<Standing> standings, Optional<String> to) {
        if (to.isEmpty()) {
            return standings;
        }
        Standing last = find(standings, to.get());
        return standings.subList(0, standings.indexOf(last) + 1);
    }

    /**
     * The one that a user means: by id, {@code source/id}, file, or a version that no other has.
     *
     * @throws MigrationFailure exit code 2 where there is none, or more than one
     */
    public static Standing find(List<Standing> standings, String word) {
        String name = word.endsWith(".sql") ? word.substring(0, word.length() - ".sql".length()) : word;
        var found = new ArrayList<Standing>();
        for (Standing standing : standings) {
            boolean exact = standing.id().equals(name)
                    || standing.file().equals(word)
                    || standing.migration()
                            .map(file -> file.qualifiedId().equals(name))
                            .orElse(false);
            if (exact) {
                return standing;
            }
            boolean same =
                    standing.migration().map(file -> file.name().equals(name)).orElse(false)
                            || standing.migration()
                                    .flatMap(Migration::version)
                                    .map(Version::toString)
                                    .filter(name::equals)
                                    .isPresent();
            if (same) {
                found.add(standing);
            }
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        if (found.isEmpty()) {
            Optional<String> near =
                    Nearest.to(name, standings.stream().map(Standing::id).toList());
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of(
                            "there is no migration " + word,
                            near.map(id -> "did you mean " + id + "? ").orElse("") + "migrate status lists them"));
        }
        throw new MigrationFailure(
                ExitCode.USAGE,
                Problem.of(
                        word + " means more than one: "
                                + String.join(
                                        ", ", found.stream().map(Standing::id).toList()),
                        "name one of them in full"));
    }

    /** Those that are in a state, in order. */
    public List<Standing> in(State... states) {
        var wanted = new HashSet<>(List.of(states));
        return standings.stream()
                .filter(standing -> wanted.contains(standing.state()))
                .toList();
    }
}
