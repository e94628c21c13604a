package dev.migrate.lint;

import dev.migrate.rehearse.Relation;
import dev.migrate.rehearse.RelationState;
import dev.migrate.rehearse.ScriptFacts;
import dev.migrate.rehearse.StatementFacts;
import dev.migrate.rehearse.StatementFacts.Change;

/** What is there as before and called otherwise. */
final class Names implements Lint.Judge {
    @Override
    public void judge(ScriptFacts facts, Findings findings) {
        for (StatementFacts one : facts.statements()) {
            for (Change change : one.changes()) {
                relation(one, change, findings);
                if (one.isTopmost(change.relation())) {
                    columns(one, change, findings);
                }
            }
            one.schemas()
                    .forEach(schema -> findings.add(
                            Rule.RENAME_SCHEMA,
                            one,
                            "schema " + schema.was(),
                            "is called " + schema.is() + " from then on: who uses the old name fails"));
            one.enums()
                    .forEach(label -> findings.add(
                            Rule.ENUM_VALUE_APPENDED,
                            one,
                            "type " + label.type(),
                            "gets '" + label.label() + "' behind all its other values"));
        }
    }

    private static void relation(StatementFacts one, Change change, Findings findings) {
        RelationState was = change.was();
        RelationState is = change.is();
        Relation relation = change.relation();
        if (!was.schema().equals(is.schema())) {
            findings.add(
                    Rule.SET_SCHEMA,
                    one,
                    relation,
                    "is " + is.name() + " from then on: who uses it under its old name fails");
        } else if (!was.name().equals(is.name())) {
            findings.add(
                    Rule.RENAME_TABLE,
                    one,
                    relation,
                    "is called " + is.name() + " from then on: who uses the old name fails");
        }
    }

    private static void columns(StatementFacts one, Change change, Findings findings) {
        change.is().columns().forEach((number, column) -> {
            RelationState.Column before = change.was().columns().get(number);
            boolean wasThere = change.origin().columns().containsKey(number);
            if (before != null && wasThere && !before.name().equals(column.name())) {
                findings.add(
                        Rule.RENAME_COLUMN,
                        one,
                        change.relation(),
                        "column " + before.name() + " is called " + column.name()
                                + " from then on: who uses the old name fails");
            }
        });
    }
}
