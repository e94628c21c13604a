package dev.migrate.lint;

import dev.migrate.rehearse.RelationState.Trigger;
import dev.migrate.rehearse.ScriptFacts;
import dev.migrate.rehearse.StatementFacts;
import dev.migrate.rehearse.StatementFacts.Change;
import java.util.HashSet;
import java.util.Set;

/** Triggers and observers that are switched off. */
final class Switches implements Lint.Judge {
    private static final char DISABLED = 'D';

    @Override
    public void judge(ScriptFacts facts, Findings findings) {
        Set<String> told = new HashSet<>();
        for (StatementFacts one : facts.statements()) {
            one.unseen()
                    .filter(told::add)
                    .ifPresent(setting -> findings.add(
                            Rule.OBSERVER_SILENCED,
                            one,
                            "setting " + setting,
                            "switches off triggers, and what watches this rehearsal may have missed what followed"));
            for (Change change : one.changes()) {
                change.is().triggers().forEach((oid, trigger) -> {
                    Trigger before = change.was().triggers().get(oid);
                    boolean wasThere = change.origin().triggers().containsKey(oid);
                    if (before != null
                            && wasThere
                            && switchedOff(before, trigger)
                            && !onAgain(facts, one, change, oid)) {
                        findings.add(
                                Rule.TRIGGERS_DISABLED,
                                one,
                                change.relation(),
                                "trigger " + trigger.name() + " does not fire any more");
                    }
                });
            }
        }
    }

    private static boolean switchedOff(Trigger before, Trigger now) {
        return before.enabled() != DISABLED && now.enabled() == DISABLED;
    }

    private static boolean onAgain(ScriptFacts facts, StatementFacts by, Change disabling, long trigger) {
        return facts.statements().stream()
                .filter(one -> one.statement() > by.statement())
                .flatMap(one -> one.changes().stream())
                .filter(change ->
                        change.relation().oid() == disabling.relation().oid())
                .map(change -> change.is().triggers().get(trigger))
                .anyMatch(now -> now != null && now.enabled() != DISABLED);
    }
}
