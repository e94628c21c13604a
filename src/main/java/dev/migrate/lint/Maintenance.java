package dev.migrate.lint;

import dev.migrate.rehearse.LockMode;
import dev.migrate.rehearse.Relation;
import dev.migrate.rehearse.ScriptFacts;
import dev.migrate.rehearse.StatementFacts;
import java.util.LinkedHashSet;

/** What puts rows or indexes in order and keeps others out meanwhile. */
final class Maintenance implements Lint.Judge {
    @Override
    public void judge(ScriptFacts facts, Findings findings) {
        for (StatementFacts one : facts.statements()) {
            if (one.begins("VACUUM") || one.begins("CLUSTER")) {
                tables(one, findings);
            } else if (one.begins("REINDEX")) {
                indexes(one, findings);
            } else {
                views(one, findings);
            }
        }
    }

    private static void tables(StatementFacts one, Findings findings) {
        var told = new LinkedHashSet<Relation>();
        for (Relation relation : one.filed()) {
            if (relation.holdsRows()) {
                findings.claim(one, relation);
                told.add(one.topmost(relation));
            }
        }
        told.forEach(relation -> findings.add(
                Rule.BLOCKING_MAINTENANCE,
                one,
                relation,
                "is written anew by " + one.summary() + " while reads and writes wait"));
    }

    private static void indexes(StatementFacts one, Findings findings) {
        var told = new LinkedHashSet<Long>();
        for (Relation index : one.filed()) {
            if (index.index() && told.add(index.owner())) {
                one.held().keySet().stream()
                        .filter(relation -> relation.oid() == index.owner())
                        .findFirst()
                        .ifPresentOrElse(
                                table -> findings.add(
                                        Rule.BLOCKING_REINDEX,
                                        one,
                                        table,
                                        "writes wait while its indexes are built anew, and so does each query that would use"
                                                + " one of them"),
                                () -> findings.add(
                                        Rule.BLOCKING_REINDEX,
                                        one,
                                        index,
                                        "is built anew while writes to its table wait"));
            }
        }
    }

    private static void views(StatementFacts one, Findings findings) {
        for (Relation relation : one.filed()) {
            boolean filled = relation.kind() == 'm'
                    && one.held().get(relation) == LockMode.ACCESS_EXCLUSIVE
                    && !one.rewrites(relation);
            if (filled) {
                findings.add(Rule.BLOCKING_REFRESH, one, relation, "is filled anew while reads of it wait");
            }
        }
    }
}
