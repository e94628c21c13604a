package dev.migrate.verify;

import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.Comparison;
import dev.migrate.catalog.Difference;
import dev.migrate.migration.UpScript;
import dev.migrate.plan.Inventory;
import dev.migrate.rehearse.FreshScripts;
import dev.migrate.rehearse.Rebuilds;
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
        List<UpScript> scripts = FreshScripts.upTo(evidence.status().standings(), inventory, evidence.baselinedRun());
        Rebuilds.Rebuilt rebuilt = evidence.rebuilds().of(scripts);
        String time = scripts.size() + (scripts.size() == 1 ? " file was" : " files were")
                + " run on an empty database in " + rebuilt.milliseconds() + " ms";
        Outcome outcome = StructureFindings.of(
                rebuilt,
                "correct it: on a fresh database this file is what stops apply",
                () -> compared(evidence.target(), rebuilt.catalog(), evidence, scripts, new AgainstTarget()));
        return Outcome.of(List.of()).noting(List.of(time)).and(outcome).and(bootstrap(evidence, inventory));
    }

    /** A fresh database begins with the bootstrap file, and one of old with what it stands for: both must be the same. */
    private static Outcome bootstrap(Evidence evidence, Inventory inventory) {
        List<UpScript> covered = FreshScripts.covered(inventory);
        if (inventory.bootstrap().isEmpty() || covered.isEmpty()) {
            return Outcome.of(List.of());
        }
        UpScript file = UpScript.of(inventory.bootstrap().get());
        Rebuilds.Rebuilt history = evidence.rebuilds().of(covered);
        return StructureFindings.of(
                history, "the bootstrap file " + file.file() + " cannot be compared with it", () -> {
                    Rebuilds.Rebuilt bootstrap = evidence.rebuilds().of(List.of(file));
                    return bootstrap.replay().ok()
                            ? compared(
                                    history.catalog(),
                                    bootstrap.catalog(),
                                    evidence,
                                    List.of(file),
                                    new AgainstCovered(file.file()))
                            : Outcome.of(List.of()); // that it does not run was found already
                });
    }

    private static Outcome compared(
            Catalog expected,
            Catalog actual,
            Evidence evidence,
            List<UpScript> scripts,
            StructureFindings.Wording wording) {
        List<Difference> differences = StructureFindings.differences(expected, actual, evidence.rebuilds(), scripts);
        return StructureFindings.of(differences, wording)
                .noting(Comparison.unlike(actual, expected))
                .noting(Comparison.limits(expected, actual));
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
            return difference.predicate() + ", in a rebuilt database";
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
            return difference.predicate() + ": " + file + " and the migrations that it stands for are not the same";
        }

        @Override
        public String fix(Difference difference) {
            return "correct " + file;
        }
    }
}
