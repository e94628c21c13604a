package dev.migrate.verify;

import dev.migrate.catalog.Comparison;
import dev.migrate.catalog.Difference;
import dev.migrate.migration.UpScript;
import dev.migrate.plan.Step;
import dev.migrate.rehearse.Rebuilds;
import java.util.ArrayList;
import java.util.List;

/** Whether a database has what migrations would make that are to be recorded without being run. */
public final class BaselineCheck implements Check {
    private final List<Step> steps;

    /**
     * Looks at nothing yet.
     *
     * @param steps that are to be recorded
     */
    public BaselineCheck(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    @Override
    public String name() {
        return "baseline";
    }

    @Override
    public Outcome look(Evidence evidence) {
        List<UpScript> scripts = new ArrayList<>();
        if (evidence.status().recorded()) {
            scripts.addAll(evidence.applied().scripts());
        }
        if (!evidence.settings().shadow().existingIsTarget()) { // what they made is part of it then
            steps.forEach(step -> scripts.add(UpScript.of(step.migration())));
        }
        Rebuilds.Rebuilt rebuilt = evidence.rebuilds().of(scripts);
        return StructureFindings.of(
                rebuilt,
                "if it needs what was there before the first migration, tell of that: [shadow] existing = \"FILE\"",
                () -> StructureFindings.of(
                                StructureFindings.differences(
                                        rebuilt.catalog(), evidence.target(), evidence.rebuilds(), scripts),
                                new AgainstFiles())
                        .noting(Comparison.unlike(rebuilt.catalog(), evidence.target()))
                        .noting(Comparison.limits(rebuilt.catalog(), evidence.target())));
    }

    /** The database differs from what the files would have made. */
    private static final class AgainstFiles implements StructureFindings.Wording {
        @Override
        public String message(Difference difference) {
            if (difference.surplus()) {
                return "is in the database, and no file makes it";
            }
            if (difference.missing()) {
                return "is not in the database, and the files make it";
            }
            return difference.predicate() + ", by the files";
        }

        @Override
        public String fix(Difference difference) {
            if (difference.surplus()) {
                return "if it was there before the first migration: [shadow] existing; else write a file that makes it";
            }
            return "baseline only up to what the database has (--to ID), or correct the file or the database";
        }
    }
}
