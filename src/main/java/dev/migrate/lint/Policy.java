package dev.migrate.lint;

import dev.migrate.config.Nearest;
import dev.migrate.config.PolicyRule;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.util.ArrayList;
import java.util.List;

/** What the config may say of rules. */
public final class Policy {
    private Policy() {}

    /**
     * Refuses rules that there are not: a misspelt one would never stop anything.
     *
     * @param others ids of rules that belong to other rooms
     * @throws MigrationFailure exit code 2 with every one that is unknown
     */
    public static void check(List<PolicyRule> policy, List<String> others) {
        var known = new ArrayList<>(Rule.ids());
        known.addAll(others);
        List<Problem> problems = policy.stream()
                .map(PolicyRule::rule)
                .filter(rule -> !known.contains(rule.text()))
                .map(rule -> rule.problem(
                        "there is no rule \"" + rule.text() + "\"",
                        Nearest.to(rule.text(), known)
                                .map(near -> "did you mean " + near + "?")
                                .orElse("docs/plan.md and docs/security-checks.md list them")))
                .toList();
        if (!problems.isEmpty()) {
            throw new MigrationFailure(ExitCode.USAGE, problems);
        }
    }
}
