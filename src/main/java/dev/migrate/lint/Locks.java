package dev.migrate.lint;

import dev.migrate.rehearse.LockMode;
import dev.migrate.rehearse.Relation;
import dev.migrate.rehearse.ScriptFacts;
import dev.migrate.rehearse.ScriptFacts.Gained;
import dev.migrate.rehearse.StatementFacts;

/** What a single statement keeps others from, where no other rule knows a closer reason. */
final class Locks implements Lint.Judge {
    @Override
    public void judge(ScriptFacts facts, Findings findings) {
        boolean unlimited = false;
        for (Gained one : facts.gained()) {
            Relation relation = one.relation();
            StatementFacts by = one.by();
            boolean below = !by.isTopmost(relation);
            if (below || relation.index() || relation.kind() == 'S') {
                continue;
            }
            if (one.mode().atLeast(LockMode.SHARE) && by.lockTimeoutOff() && !unlimited) {
                unlimited = true;
                findings.add(
                        Rule.NO_LOCK_TIMEOUT,
                        by,
                        relation.toString(),
                        "is waited for without a limit (lock_timeout = 0): meanwhile every query of it waits as well");
            }
            if (findings.free(by, relation)) {
                general(one, findings);
            }
        }
    }

    private static void general(Gained one, Findings findings) {
        Relation relation = one.relation();
        boolean scanned = one.by().scans(relation);
        if (one.mode() == LockMode.ACCESS_EXCLUSIVE) {
            if (scanned) {
                findings.of(
                        Rule.ACCESS_EXCLUSIVE_EXISTING,
                        Severity.WARNING,
                        one.by(),
                        relation,
                        "reads and writes wait while all its rows are read");
            } else {
                findings.add(
                        Rule.ACCESS_EXCLUSIVE_EXISTING, one.by(), relation, "reads and writes wait until the commit");
            }
        } else if (one.mode().atLeast(LockMode.SHARE) && scanned && relation.table()) {
            boolean index = one.by().begins("CREATE INDEX") || one.by().begins("CREATE UNIQUE INDEX");
            findings.add(
                    index ? Rule.INDEX_NOT_CONCURRENTLY : Rule.WRITES_BLOCKED_WITH_SCAN,
                    one.by(),
                    relation,
                    index ? "writes wait while the index is built" : "writes wait while all its rows are read");
        }
    }
}
