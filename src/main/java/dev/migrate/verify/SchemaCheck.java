package dev.migrate.verify;

import dev.migrate.apply.Status;
import dev.migrate.catalog.Difference;
import dev.migrate.rehearse.AppliedScripts;
import dev.migrate.rehearse.Rebuilds;
import java.util.ArrayList;

/** Whether the target has the structure that the applied migrations make on a scratch database. */
final class SchemaCheck implements Check {
    @Override
    public String name() {
        return "schema";
    }

    @Override
    public Outcome look(Evidence evidence) {
        Status status = evidence.status();
        if (!status.recorded()) {
            return Outcome.notApplicable(
                    "the database has no history " + evidence.historyTable() + ": nothing was applied by migrate yet");
        }
        AppliedScripts applied = evidence.applied();
        var notes = new ArrayList<String>();
        var findings = new ArrayList<Finding>();
        for (String id : applied.unknown()) {
            findings.add(Finding.error(
                    "migration " + id,
                    "is not what was applied any more, and the history does not hold its text: what it made is unknown",
                    "bring the file back as it was applied"));
        }
        applied.unfinished().forEach(id -> notes.add("what " + id + " did before it stopped is not expected"));
        Rebuilds.Rebuilt rebuilt = evidence.rebuilds().of(applied.scripts());
        notes.addAll(StructureFindings.notes(rebuilt.replay()));
        StructureFindings.stopped(
                        rebuilt.replay(),
                        "what was there before the first migration belongs into [shadow] prelude or existing; else the"
                                + " files do not rebuild this database")
                .ifPresentOrElse(
                        findings::add,
                        () -> findings.addAll(
                                StructureFindings.of(rebuilt.catalog(), evidence.target(), new AgainstMigrations())));
        return Outcome.of(findings).noting(notes);
    }

    /** The target differs from what the migrations make. */
    private static final class AgainstMigrations implements StructureFindings.Wording {
        @Override
        public String message(Difference difference) {
            if (difference.surplus()) {
                return "is in the database, and no applied migration makes it";
            }
            if (difference.missing()) {
                return "is not in the database, and the applied migrations make it";
            }
            return "has another " + StructureFindings.attribute(difference) + " than the applied migrations give it";
        }

        @Override
        public String fix(Difference difference) {
            if (difference.surplus()) {
                return "if it is to stay, write a migration that makes it; else drop it";
            }
            if (difference.missing()) {
                return "make it again, or write a migration that drops it";
            }
            return "change it back, or write a migration that makes the change";
        }
    }
}
