package dev.migrate.lint;

import dev.migrate.rehearse.LockMode;
import dev.migrate.rehearse.Relation;
import dev.migrate.rehearse.ScriptFacts;
import dev.migrate.rehearse.ScriptFacts.Gained;
import dev.migrate.rehearse.StatementFacts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What statements do to others by being in one transaction. */
final class Transactions implements Lint.Judge {
    /** First words of statements that may take as long as there are rows. */
    private static final List<String> WORKING_ON_ROWS =
            List.of("INSERT", "UPDATE", "DELETE", "MERGE", "COPY", "SELECT", "WITH", "DO", "CALL");

    @Override
    public void judge(ScriptFacts facts, Findings findings) {
        Map<String, List<StatementFacts>> transactions = new LinkedHashMap<>();
        for (StatementFacts one : facts.statements()) {
            if (!one.transaction().isEmpty()) {
                transactions
                        .computeIfAbsent(one.transaction(), key -> new ArrayList<>())
                        .add(one);
            }
        }
        List<Gained> gained =
                facts.gained().stream().filter(Transactions::matters).toList();
        transactions.forEach((transaction, statements) -> {
            List<Gained> own = gained.stream()
                    .filter(one -> one.by().transaction().equals(transaction))
                    .toList();
            held(own, statements, findings);
            chain(own, findings);
        });
    }

    /** Locks on tables that are there still, of a partitioned one only its own. */
    private static boolean matters(Gained one) {
        boolean dropped = one.by().drops().stream()
                .anyMatch(drop ->
                        drop.part() == 0 && drop.objectId() == one.relation().oid());
        return one.mode().atLeast(LockMode.SHARE)
                && one.relation().holdsRows()
                && !dropped
                && one.by().isTopmost(one.relation());
    }

    private static void held(List<Gained> gained, List<StatementFacts> statements, Findings findings) {
        if (gained.isEmpty()) {
            return;
        }
        Gained first = gained.get(0);
        List<StatementFacts> later = statements.stream()
                .filter(one -> one.statement() > first.by().statement())
                .toList();
        if (later.isEmpty()) {
            return;
        }
        Optional<StatementFacts> slow = later.stream()
                .filter(one -> !one.scanned().isEmpty() || !one.rewritten().isEmpty())
                .findFirst();
        Relation relation = first.relation();
        String what = first.mode() == LockMode.ACCESS_EXCLUSIVE ? "reads and writes wait" : "writes wait";
        String message = slow.map(one -> what + " as well while line " + one.line() + " " + work(one))
                .orElseGet(() -> what + " until "
                        + (later.size() == 1
                                ? "1 more statement is done"
                                : later.size() + " more statements are done"));
        findings.add(
                Rule.LOCK_HELD_ACROSS_STATEMENTS,
                slow.map(one -> weight(one, findings))
                        .orElse(trifles(gained, later) ? Severity.NOTICE : Severity.WARNING),
                first.by(),
                relation.toString(),
                message);
    }

    /** Whether the later statements do nothing but make and alter what is new, which takes no time. */
    private static boolean trifles(List<Gained> gained, List<StatementFacts> later) {
        return later.stream()
                .allMatch(one -> one.changes().isEmpty()
                        && gained.stream().noneMatch(lock -> lock.by().equals(one))
                        && WORKING_ON_ROWS.stream().noneMatch(one::begins));
    }

    private static String work(StatementFacts slow) {
        if (!slow.rewritten().isEmpty()) {
            return "writes anew " + slow.rewritten().keySet().iterator().next();
        }
        // What a query reads of an empty table is not what it reads of a full one.
        boolean surely = slow.begins("ALTER") || slow.begins("CREATE");
        return (surely ? "reads all rows of " : "works on the rows of ")
                + slow.scanned().get(0);
    }

    /** An error where the table that is read or written anew is large, or nobody knows. */
    private static Severity weight(StatementFacts slow, Findings findings) {
        return Stream.concat(slow.scanned().stream(), slow.rewritten().keySet().stream())
                        .anyMatch(relation -> Severity.ERROR.scaled(findings.bytes(relation)) == Severity.ERROR)
                ? Severity.ERROR
                : Severity.WARNING;
    }

    private static void chain(List<Gained> gained, Findings findings) {
        List<Gained> strong = gained.stream()
                .filter(one -> one.mode().atLeast(LockMode.SHARE_ROW_EXCLUSIVE))
                .toList();
        if (strong.isEmpty()) {
            return;
        }
        Gained first = strong.get(0);
        strong.stream()
                .filter(one -> one.by().statement() != first.by().statement()
                        && one.relation().oid() != first.relation().oid())
                .findFirst()
                .ifPresent(second -> findings.add(
                        Rule.LOCK_CHAIN,
                        second.by(),
                        second.relation().toString(),
                        "is locked while " + first.relation() + " is (line "
                                + first.by().line() + "): who takes the two the other way round ends in a deadlock"));
    }
}
