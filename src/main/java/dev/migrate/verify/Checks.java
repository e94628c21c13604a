package dev.migrate.verify;

import dev.migrate.config.Nearest;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which checks there are, and which of them a user wants. */
public final class Checks {
    private Checks() {}

    /** All of them, in the order in which they run: what needs nothing but the target comes first. */
    public static List<Check> all() {
        return List.of(
                new HistoryCheck(),
                new ExpectationsCheck(),
                new SecurityCheck(),
                new SchemaCheck(),
                new CurrentSchemaCheck(),
                new RebuildCheck(),
                new PrismaCheck(),
                new RollbackCheck());
    }

    /** Ids of the rules that {@code [policy]} may name. */
    public static List<String> rules() {
        return Arrays.stream(SecurityRule.values()).map(SecurityRule::id).toList();
    }

    /**
     * Those that are left of some.
     *
     * @param only their names; empty for all
     * @param skip names of those that are left out
     * @throws MigrationFailure exit code 2 where a name is none, or none is left
     */
    public static List<Check> chosen(List<Check> checks, List<String> only, List<String> skip) {
        List<String> names = checks.stream().map(Check::name).toList();
        var problems = new ArrayList<Problem>();
        Stream.concat(only.stream(), skip.stream())
                .filter(name -> !names.contains(name))
                .distinct()
                .map(name -> unknown(name, names))
                .forEach(problems::add);
        if (!problems.isEmpty()) {
            throw new MigrationFailure(ExitCode.USAGE, problems);
        }
        List<Check> chosen = checks.stream()
                .filter(check -> only.isEmpty() || only.contains(check.name()))
                .filter(check -> !skip.contains(check.name()))
                .toList();
        if (chosen.isEmpty()) {
            throw new MigrationFailure(
                    ExitCode.USAGE, Problem.of("--skip leaves no check", "leave one of them out of --skip"));
        }
        return chosen;
    }

    private static Problem unknown(String name, List<String> names) {
        Optional<String> near = Nearest.to(name, names);
        return Problem.of(
                "there is no check " + name,
                near.map(word -> "did you mean " + word + "? ").orElse("") + "The checks are: "
                        + String.join(", ", names));
    }
}
