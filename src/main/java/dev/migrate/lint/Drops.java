package dev.migrate.lint;

import dev.migrate.rehearse.LockMode;
import dev.migrate.rehearse.Observation.Touch;
import dev.migrate.rehearse.Relation;
import dev.migrate.rehearse.ScriptFacts;
import dev.migrate.rehearse.StatementFacts;
import dev.migrate.script.Tokens;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What was there and is gone: objects by their events, rows by the files of their tables. */
final class Drops implements Lint.Judge {
    /** By the type that {@code pg_identify_object} gives. */
    private static final Map<String, Rule> RULES = Map.ofEntries(
            Map.entry("table", Rule.DROP_TABLE),
            Map.entry("foreign table", Rule.DROP_TABLE),
            Map.entry("table column", Rule.DROP_COLUMN),
            Map.entry("foreign table column", Rule.DROP_COLUMN),
            Map.entry("schema", Rule.DROP_SCHEMA),
            Map.entry("view", Rule.DROP_VIEW),
            Map.entry("materialized view", Rule.DROP_VIEW),
            Map.entry("function", Rule.DROP_FUNCTION),
            Map.entry("procedure", Rule.DROP_FUNCTION),
            Map.entry("aggregate", Rule.DROP_FUNCTION),
            Map.entry("type", Rule.DROP_TYPE),
            Map.entry("domain", Rule.DROP_TYPE),
            Map.entry("sequence", Rule.DROP_SEQUENCE),
            Map.entry("trigger", Rule.DROP_TRIGGER),
            Map.entry("extension", Rule.DROP_EXTENSION));

    /** With rows of theirs; to make them again brings no row back. */
    private static final Set<Rule> HOLD_ROWS = Set.of(Rule.DROP_TABLE, Rule.DROP_COLUMN, Rule.DROP_SCHEMA);

    private static final int NAMED = 5;

    @Override
    public void judge(ScriptFacts facts, Findings findings) {
        for (StatementFacts one : facts.statements()) {
            for (Touch drop : one.drops()) {
                if (drop.original()) {
                    named(facts, one, drop, findings);
                }
            }
            collateral(facts, one, findings);
            truncated(one, findings);
        }
    }

    private static void named(ScriptFacts facts, StatementFacts one, Touch drop, Findings findings) {
        String object = drop.object();
        claim(one, drop, findings);
        if (drop.objectType().equals("index")) {
            index(one, object, findings);
            return;
        }
        Rule rule = RULES.get(drop.objectType());
        if (rule == null || (!HOLD_ROWS.contains(rule) && facts.makesAgain(one, drop))) {
            return;
        }
        Optional<String> sibling = rule == Rule.DROP_FUNCTION ? sibling(facts, one, drop) : Optional.empty();
        if (sibling.isPresent()) {
            findings.add(
                    Rule.FUNCTION_SIGNATURE_CHANGED,
                    one,
                    object,
                    "is replaced by " + sibling.get() + ": who calls it as before fails");
            return;
        }
        findings.add(
                rule,
                one,
                object,
                switch (rule) {
                    case DROP_TABLE -> "is dropped with all its rows";
                    case DROP_COLUMN -> "is dropped with all its values";
                    case DROP_SCHEMA -> "is dropped";
                    default -> "is dropped: what uses it fails from then on";
                });
    }

    /** The lock on a table that is gone concerns nobody any more. */
    private static void claim(StatementFacts one, Touch drop, Findings findings) {
        one.held().keySet().stream()
                .filter(relation -> relation.oid() == drop.objectId())
                .forEach(relation -> findings.claim(one, relation));
    }

    private static void index(StatementFacts one, String object, Findings findings) {
        one.held().forEach((relation, mode) -> {
            boolean blocked = mode == LockMode.ACCESS_EXCLUSIVE && relation.table();
            if (blocked && one.begins("DROP INDEX") && findings.free(one, relation)) {
                findings.claim(one, relation);
                findings.add(
                        Rule.DROP_INDEX_BLOCKING,
                        one,
                        object,
                        "is dropped while reads and writes of " + relation + " wait");
            }
        });
    }

    private static void collateral(ScriptFacts facts, StatementFacts one, Findings findings) {
        var gone = new LinkedHashSet<String>();
        for (Touch drop : one.drops()) {
            Rule rule = RULES.get(drop.objectType());
            boolean again = rule != null && !HOLD_ROWS.contains(rule) && facts.makesAgain(one, drop);
            if (!drop.original() && drop.normal() && !again) {
                gone.add(drop.object());
                claim(one, drop, findings);
            }
        }
        if (gone.isEmpty()) {
            return;
        }
        String first = gone.iterator().next();
        var others = new ArrayList<>(gone).subList(1, gone.size());
        String more = others.isEmpty()
                ? ""
                : ", and so "
                        + (others.size() == 1 ? "is " : "are ")
                        + others.stream().limit(NAMED).collect(Collectors.joining(", "))
                        + (others.size() > NAMED ? " and " + (others.size() - NAMED) + " more" : "");
        findings.add(Rule.DROP_COLLATERAL, one, first, "is taken along by CASCADE" + more);
    }

    private static void truncated(StatementFacts one, Findings findings) {
        if (one.begins("VACUUM") || one.begins("CLUSTER") || one.begins("REINDEX") || one.begins("REFRESH")) {
            return;
        }
        Set<String> words = one.begins("TRUNCATE") ? names(one.words()) : Set.of();
        var told = new LinkedHashSet<Relation>();
        for (Relation relation : one.filed()) {
            if (relation.table() && !one.rewrites(relation) && !moved(one, relation)) {
                findings.claim(one, relation);
                told.add(one.topmost(relation));
            }
        }
        for (Relation relation : told) {
            boolean named = words.isEmpty() || words.contains(lastName(relation.name()));
            findings.add(
                    named ? Rule.TRUNCATE : Rule.TRUNCATE_CASCADE,
                    one,
                    relation,
                    named
                            ? "loses all its rows"
                            : "loses all its rows, because a table that refers to it or that it refers to is truncated");
        }
    }

    /** To another tablespace: a new file as well, and no row is lost. */
    private static boolean moved(StatementFacts one, Relation relation) {
        return one.changes().stream()
                .anyMatch(change -> change.relation().oid() == relation.oid()
                        && !change.was().tablespace().equals(change.is().tablespace()));
    }

    private static Set<String> names(String statement) {
        return Tokens.of(statement).stream()
                .filter(Tokens.Token::isName)
                .map(Tokens.Token::text)
                .collect(Collectors.toSet());
    }

    /** Without its schema and quotation marks. */
    private static String lastName(String qualified) {
        List<Tokens.Token> tokens = Tokens.of(qualified);
        return tokens.get(tokens.size() - 1).text();
    }

    /** A function of the same name with other arguments. */
    private static Optional<String> sibling(ScriptFacts facts, StatementFacts by, Touch drop) {
        return facts.madeSince(by).stream()
                .filter(made -> made.objectType().equals(drop.objectType()))
                .filter(made -> baseName(made).equals(baseName(drop)))
                .map(Touch::object)
                .findFirst();
    }

    private static String baseName(Touch function) {
        String identity = function.identity().orElse("");
        return identity.indexOf('(') < 0 ? identity : identity.substring(0, identity.indexOf('('));
    }
}
