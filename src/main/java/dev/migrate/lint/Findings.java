package dev.migrate.lint;

import dev.migrate.config.PolicyRule;
import dev.migrate.database.ByteSize;
import dev.migrate.rehearse.Relation;
import dev.migrate.rehearse.StatementFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Collects what rules find in one migration. A relation that a rule has spoken of, of one statement, is claimed: the general
 * rules say nothing of it.
 */
final class Findings {
    private final Map<String, PolicyRule.Level> policy;
    private final Function<Relation, Optional<Long>> sizes;
    private final List<Finding> found = new ArrayList<>();
    private final Set<String> claimed = new HashSet<>();

    /**
     * Has none yet.
     *
     * @param sizes in bytes, on the target; empty where nobody knows
     */
    Findings(Map<String, PolicyRule.Level> policy, Function<Relation, Optional<Long>> sizes) {
        this.policy = policy;
        this.sizes = sizes;
    }

    /** One of a relation, which is claimed by it. */
    void add(Rule rule, StatementFacts statement, Relation relation, String message) {
        claim(statement, relation);
        of(rule, rule.severity(), statement, relation, message);
    }

    /** The same with another severity than the rule has. */
    void of(Rule rule, Severity severity, StatementFacts statement, Relation relation, String message) {
        Optional<Long> bytes = sizes.apply(relation);
        boolean scaled = rule.scaled() || severity != rule.severity();
        String size = scaled
                ? bytes.map(known -> " (" + ByteSize.words(known) + " on the target)")
                        .orElse("")
                : "";
        add(rule, scaled ? severity.scaled(bytes) : severity, statement, relation.toString(), message + size);
    }

    /** One of something else. */
    void add(Rule rule, StatementFacts statement, String object, String message) {
        add(rule, rule.severity(), statement, object, message);
    }

    void add(Rule rule, Severity usual, StatementFacts statement, String object, String message) {
        Optional<PolicyRule.Level> level = Optional.ofNullable(policy.get(rule.id()));
        if (level.filter(PolicyRule.Level.OFF::equals).isPresent()) {
            return;
        }
        Severity severity = level.map(one -> one == PolicyRule.Level.ERROR ? Severity.ERROR : Severity.WARNING)
                .orElse(usual);
        found.add(new Finding(rule, severity, statement.statement(), statement.line(), object, message));
    }

    /** The general rules have nothing to say of this relation any more, of this statement. */
    void claim(StatementFacts statement, Relation relation) {
        claimed.add(statement.statement() + ":" + relation.oid());
    }

    boolean free(StatementFacts statement, Relation relation) {
        return !claimed.contains(statement.statement() + ":" + relation.oid());
    }

    Optional<Long> bytes(Relation relation) {
        return sizes.apply(relation);
    }

    /** In the order of the statements; what weighs most first. */
    List<Finding> sorted() {
        return found.stream()
                .sorted(Comparator.comparingInt(Finding::statement).thenComparing(Finding::severity))
                .toList();
    }
}
