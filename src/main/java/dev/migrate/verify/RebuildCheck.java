package dev.migrate.verify;

import dev.migrate.catalog.Difference;
import dev.migrate.migration.UpScript;
import dev.migrate.plan.Inventory;
import dev.migrate.rehearse.FreshScripts;
import dev.migrate.rehearse.Rebuilds;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether the files as they lie there make the structure of the target on a database with nothing in it; and whether the
 * bootstrap file makes what the files make that it stands for.
 */
final class RebuildCheck implements Check {
    @Override
    public String name() {
        return "rebuild";
    }

    @Override
    public Outcome look(Evidence evidence) {
        if (!evidence.status().recorded()) {
            return Outcome.notApplicable(
                    "the database has no history " + evidence.historyTable() + ": nothing was applied by migrate yet");
        }
        Inventory inventory = evidence.inventory();
        List<UpScript> scripts = FreshScripts.upTo(evidence.status().standings(), inventory);
        Rebuilds.Rebuilt rebuilt = evidence.rebuilds().of(scripts);
        var notes = new ArrayList<String>();
        notes.add(scripts.size() + (scripts.size() == 1 ? " file was" : " files were") + " run on an empty database in "
                + rebuilt.milliseconds() + " ms");
        notes.addAll(StructureFindings.notes(rebuilt.replay()));
        var findings = new ArrayList<Finding>();
        StructureFindings.stopped(rebuilt.replay(), "correct it: on a fresh database this file is what stops apply")
                .ifPresentOrElse(
                        findings::add,
                        () -> findings.addAll(
                                StructureFindings.of(evidence.target(), rebuilt.catalog(), new AgainstTarget())));
        bootstrap(evidence, inventory, findings, notes);
        return Outcome.of(findings).noting(notes);
    }

    /** A fresh database begins with the bootstrap file, and one of old with what it stands for: both must be the same. */
    private static void bootstrap(Evidence evidence, Inventory inventory, List<Finding> findings, List<String> notes) {
        List<UpScript> covered = FreshScripts.covered(inventory);
        if (inventory.bootstrap().isEmpty() || covered.isEmpty()) {
            return;
        }
        UpScript file = UpScript.of(inventory.bootstrap().get());
        Rebuilds.Rebuilt history = evidence.rebuilds().of(covered);
        Rebuilds.Rebuilt bootstrap = evidence.rebuilds().of(List.of(file));
        notes.addAll(StructureFindings.notes(history.replay()));
        StructureFindings.stopped(history.replay(), "the bootstrap file " + file.file() + " cannot be compared with it")
                .ifPresent(findings::add);
        if (history.replay().ok() && bootstrap.replay().ok()) {
            findings.addAll(
                    StructureFindings.of(history.catalog(), bootstrap.catalog(), new AgainstCovered(file.file())));
        }
    }

    /** What the files make differs from the target. */
    private static final class AgainstTarget implements StructureFindings.Wording {
        @Override
        public String message(Difference difference) {
            if (difference.surplus()) {
                return "is not in the database, and a rebuilt one would have it";
            }
            if (difference.missing()) {
                return "is in the database, and a rebuilt one would not have it";
            }
            return "would have another " + StructureFindings.attribute(difference) + " in a rebuilt database";
        }

        @Override
        public String fix(Difference difference) {
            return difference.missing()
                    ? "write a migration that makes it, so that it is there after a disaster"
                    : "write a migration that brings both together";
        }
    }

    /** What the bootstrap file makes differs from what the files make that it stands for. */
    private record AgainstCovered(String file) implements StructureFindings.Wording {
        @Override
        public String message(Difference difference) {
            if (difference.surplus()) {
                return "is made by " + file + " and by none of the migrations that it stands for";
            }
            if (difference.missing()) {
                return "is made by the migrations that " + file + " stands for, and not by it";
            }
            return "gets another " + StructureFindings.attribute(difference) + " from " + file
                    + " than from the migrations that it stands for";
        }

        @Override
        public String fix(Difference difference) {
            return "correct " + file;
        }
    }
}
