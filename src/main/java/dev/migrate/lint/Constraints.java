package dev.migrate.lint;

import dev.migrate.rehearse.LockMode;
import dev.migrate.rehearse.Relation;
import dev.migrate.rehearse.RelationState;
import dev.migrate.rehearse.RelationState.Column;
import dev.migrate.rehearse.RelationState.Constraint;
import dev.migrate.rehearse.ScriptFacts;
import dev.migrate.rehearse.StatementFacts;
import dev.migrate.rehearse.StatementFacts.Change;
import java.util.ArrayList;

/** Columns and constraints for which every row is looked at, or at which a row would fail. */
final class Constraints implements Lint.Judge {
    @Override
    public void judge(ScriptFacts facts, Findings findings) {
        for (StatementFacts one : facts.statements()) {
            for (Change change : one.changes()) {
                Relation relation = change.relation();
                if (one.isTopmost(relation)) {
                    judge(one, change, one.scans(relation) && !one.rewrites(relation), findings);
                }
            }
        }
    }

    private static void judge(StatementFacts one, Change change, boolean scanned, Findings findings) {
        Relation relation = change.relation();
        var keys = new ArrayList<Constraint>();
        change.is().constraints().forEach((oid, constraint) -> {
            Constraint before = change.was().constraints().get(oid);
            if (before == null && constraint.validated() && scanned) {
                added(one, relation, change.was(), constraint, findings);
                if (constraint.type() == 'p' && !onKnownIndex(change.was(), constraint)) {
                    keys.add(constraint);
                }
            } else if (before != null && !before.validated() && constraint.validated() && stronglyHeld(one, relation)) {
                findings.add(
                        Rule.VALIDATE_WITH_STRONG_LOCK,
                        one,
                        relation,
                        "its rows are read for constraint " + constraint.name()
                                + ", under the lock that an earlier statement took");
            }
        });
        change.is().columns().forEach((number, column) -> {
            Column before = change.was().columns().get(number);
            if (before == null) {
                required(one, relation, column, findings);
            } else if (!before.notNull() && column.notNull() && scanned && keys.isEmpty()) {
                findings.add(
                        Rule.SET_NOT_NULL_SCAN,
                        one,
                        relation,
                        "all rows are read while reads and writes wait, to make column " + column.name() + " NOT NULL");
            }
        });
    }

    private static boolean stronglyHeld(StatementFacts one, Relation relation) {
        return one.held().entrySet().stream()
                .anyMatch(held ->
                        held.getKey().oid() == relation.oid() && held.getValue().atLeast(LockMode.SHARE_ROW_EXCLUSIVE));
    }

    private static boolean onKnownIndex(RelationState was, Constraint constraint) {
        return was.indexes().containsKey(constraint.index());
    }

    private static void added(
            StatementFacts one, Relation relation, RelationState was, Constraint constraint, Findings findings) {
        String name = constraint.name();
        switch (constraint.type()) {
            case 'c' ->
                findings.add(
                        Rule.ADD_CHECK_VALIDATED,
                        one,
                        relation,
                        "all rows are checked against " + name + " while reads and writes wait");
            case 'f' ->
                findings.add(
                        Rule.ADD_FK_VALIDATED,
                        one,
                        relation,
                        "all rows are checked against " + name + " while writes wait, here and on table "
                                + constraint.references());
            case 'u' -> {
                if (!onKnownIndex(was, constraint)) {
                    findings.add(
                            Rule.ADD_UNIQUE_INLINE,
                            one,
                            relation,
                            "the index of " + name + " is built while reads and writes wait");
                }
            }
            case 'p' -> {
                if (!onKnownIndex(was, constraint)) {
                    findings.add(
                            Rule.ADD_PRIMARY_KEY_INLINE,
                            one,
                            relation,
                            "the index of " + name + " is built while reads and writes wait");
                }
            }
            case 'x' ->
                findings.add(
                        Rule.ADD_EXCLUSION,
                        one,
                        relation,
                        "the index of " + name + " is built while reads and writes wait");
            default -> {}
        }
    }

    private static void required(StatementFacts one, Relation relation, Column column, Findings findings) {
        boolean required = column.notNull()
                && !column.filled()
                && column.identity().isEmpty()
                && column.generated().isEmpty();
        if (required && relation.table()) {
            boolean empty = findings.bytes(relation).filter(bytes -> bytes == 0).isPresent();
            findings.claim(one, relation);
            findings.add(
                    Rule.ADD_REQUIRED_COLUMN,
                    empty ? Severity.NOTICE : Rule.ADD_REQUIRED_COLUMN.severity(),
                    one,
                    relation.toString(),
                    "gets column " + column.name() + ", NOT NULL and without a default: that fails where there is a row"
                            + (empty ? ", and there is none on the target now" : ""));
        }
    }
}
