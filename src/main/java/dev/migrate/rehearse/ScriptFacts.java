package dev.migrate.rehearse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the statements of one migration did, in their order.
 *
 * @param id of the migration
 * @param file as the user would name it
 */
public record ScriptFacts(String id, String file, List<StatementFacts> statements) {
    public ScriptFacts {
        statements = List.copyOf(statements);
    }

    /** A lock that a statement took, or took in a stronger mode than an earlier one of its transaction. */
    public record Gained(Relation relation, LockMode mode, StatementFacts by) {}

    /** Every lock in the order in which it was taken. */
    public List<Gained> gained() {
        var gained = new ArrayList<Gained>();
        Map<Relation, LockMode> before = Map.of();
        String transaction = "";
        for (StatementFacts one : statements) {
            Map<Relation, LockMode> known = one.transaction().equals(transaction) ? before : Map.of();
            sorted(one.held()).forEach((relation, mode) -> {
                LockMode earlier = known.get(relation);
                if (earlier == null || mode.compareTo(earlier) > 0) {
                    gained.add(new Gained(relation, mode, one));
                }
            });
            before = one.held();
            transaction = one.transaction();
        }
        return gained;
    }

    /** The strongest lock on each relation, by the statement that took it first. */
    public List<Gained> strongest() {
        var strongest = new LinkedHashMap<Long, Gained>();
        for (Gained one : gained()) {
            strongest.merge(one.relation().oid(), one, (old, now) -> now.mode().compareTo(old.mode()) > 0 ? now : old);
        }
        return strongest.values().stream()
                .sorted(Comparator.comparingInt(one -> one.by().statement()))
                .toList();
    }

    /** What was made by a statement and those behind it. */
    public List<Observation.Touch> madeSince(StatementFacts since) {
        return statements.stream()
                .filter(one -> one.statement() >= since.statement())
                .flatMap(one -> one.makes().stream())
                .filter(made -> made.tag().startsWith("CREATE"))
                .toList();
    }

    /** Whether something of the same kind and name is there again behind what dropped it. */
    public boolean makesAgain(StatementFacts by, Observation.Touch drop) {
        return madeSince(by).stream()
                .anyMatch(made -> made.objectType().equals(drop.objectType())
                        && made.identity().equals(drop.identity()));
    }

    /** Relations that were written anew, in order. */
    public List<Relation> rewritten() {
        return statements.stream()
                .flatMap(one -> one.rewritten().keySet().stream().map(one::topmost))
                .distinct()
                .toList();
    }

    private static Map<Relation, LockMode> sorted(Map<Relation, LockMode> held) {
        var sorted = new LinkedHashMap<Relation, LockMode>();
        held.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().name()))
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
