package dev.migrate.lint;

import dev.migrate.config.PolicyRule;
import dev.migrate.rehearse.Relation;
import dev.migrate.rehearse.ScriptFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Judges what migrations did on a scratch server. */
public final class Lint {
    /** One cause, one finding: what knows it best comes first. */
    private static final List<Judge> JUDGES = List.of(
            new Drops(),
            new Rewrites(),
            new Maintenance(),
            new Constraints(),
            new Names(),
            new Switches(),
            new Locks(),
            new Transactions());

    private final Map<String, PolicyRule.Level> policy;
    private final Function<Relation, Optional<Long>> sizes;

    /**
     * Judges nothing yet.
     *
     * @param policy what rules weigh here, where that is something else than usual
     * @param sizes of relations in bytes, on the target; empty where nobody knows
     */
    public Lint(List<PolicyRule> policy, Function<Relation, Optional<Long>> sizes) {
        this.policy =
                policy.stream().collect(Collectors.toMap(rule -> rule.rule().text(), PolicyRule::level));
        this.sizes = sizes;
    }

    /** What is to be said of a migration. */
    public List<Finding> of(ScriptFacts facts) {
        var findings = new Findings(policy, sizes);
        JUDGES.forEach(judge -> judge.judge(facts, findings));
        return findings.sorted();
    }

    /** Some rules that look at the same facts. */
    interface Judge {
        void judge(ScriptFacts facts, Findings findings);
    }
}
