package dev.migrate.lint;

import dev.migrate.rehearse.Relation;
import dev.migrate.rehearse.RelationState.Column;
import dev.migrate.rehearse.ScriptFacts;
import dev.migrate.rehearse.StatementFacts;
import dev.migrate.rehearse.StatementFacts.Change;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Tables that are written anew, row by row, while nobody reads or writes them. */
final class Rewrites implements Lint.Judge {
    private static final int PERSISTENCE = 1;
    private static final int DEFAULT = 2;
    private static final int TYPE = 4;
    private static final int ACCESS_METHOD = 8;

    private static final String ANEW = ": every row is written anew while reads and writes wait";

    @Override
    public void judge(ScriptFacts facts, Findings findings) {
        for (StatementFacts one : facts.statements()) {
            Map<Relation, Integer> rewritten = new HashMap<>();
            one.rewritten().forEach((relation, bits) -> {
                findings.claim(one, relation);
                rewritten.merge(one.topmost(relation), bits, (a, b) -> a | b);
            });
            rewritten.forEach((relation, bits) -> judge(one, relation, bits, findings));
        }
    }

    private static void judge(StatementFacts one, Relation relation, int bits, Findings findings) {
        Optional<Change> change = one.changes().stream()
                .filter(found -> found.relation().oid() == relation.oid())
                .findFirst();
        if ((bits & PERSISTENCE) != 0) {
            findings.add(Rule.PERSISTENCE_CHANGE, one, relation, "becomes logged or unlogged" + ANEW);
        } else if ((bits & ACCESS_METHOD) != 0) {
            findings.add(Rule.ACCESS_METHOD_CHANGE, one, relation, "gets another access method" + ANEW);
        } else if ((bits & TYPE) != 0
                && change.isPresent()
                && !retyped(change.get()).isEmpty()) {
            findings.add(
                    Rule.COLUMN_TYPE_REWRITE,
                    one,
                    relation,
                    "gets another type for " + String.join(", ", retyped(change.get())) + ANEW);
        } else if ((bits & DEFAULT) != 0 && change.isPresent()) {
            filled(one, relation, change.get(), findings);
        } else {
            findings.add(Rule.TABLE_REWRITE, one, relation, "is rewritten" + ANEW);
        }
    }

    private static void filled(StatementFacts one, Relation relation, Change change, Findings findings) {
        List<Column> added = added(change);
        String serial = names(added, column -> !column.identity().isEmpty() || column.fromSequence());
        String stored = names(added, column -> column.generated().equals("s"));
        String domain = names(added, Column::constrainedDomain);
        String volatileOnes = names(added, Column::filled);
        if (!serial.isEmpty()) {
            findings.add(
                    Rule.SERIAL_OR_IDENTITY_ADDED, one, relation, "gets " + serial + ", which numbers its rows" + ANEW);
        } else if (!stored.isEmpty()) {
            findings.add(
                    Rule.STORED_GENERATED_ADDED, one, relation, "gets " + stored + ", computed for each row" + ANEW);
        } else if (!domain.isEmpty()) {
            findings.add(
                    Rule.CONSTRAINED_DOMAIN_ADDED,
                    one,
                    relation,
                    "gets " + domain + " of a domain with a constraint" + ANEW);
        } else if (!volatileOnes.isEmpty()) {
            findings.add(
                    Rule.VOLATILE_DEFAULT,
                    one,
                    relation,
                    "gets " + volatileOnes + " with a default that is computed for each row" + ANEW);
        } else {
            findings.add(Rule.TABLE_REWRITE, one, relation, "is rewritten" + ANEW);
        }
    }

    private static List<Column> added(Change change) {
        var added = new ArrayList<Column>();
        change.is().columns().forEach((number, column) -> {
            if (!change.was().columns().containsKey(number)) {
                added.add(column);
            }
        });
        return added;
    }

    private static List<String> retyped(Change change) {
        var retyped = new ArrayList<String>();
        change.is().columns().forEach((number, column) -> {
            Column before = change.was().columns().get(number);
            if (before != null && !before.type().equals(column.type())) {
                retyped.add("column " + column.name() + " (" + before.type() + " to " + column.type() + ")");
            }
        });
        return retyped;
    }

    private static String names(List<Column> columns, Predicate<Column> wanted) {
        String names = columns.stream().filter(wanted).map(Column::name).collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : "column " + names;
    }
}
