package dev.migrate.verify;

import dev.migrate.apply.Status;
import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.Comparison;
import dev.migrate.catalog.Difference;
import dev.migrate.catalog.DifferencePolicy;
import dev.migrate.migration.UpScript;
import dev.migrate.problem.Place;
import dev.migrate.rehearse.AppliedScripts;
import dev.migrate.rehearse.Observation;
import dev.migrate.rehearse.Rebuilds;
import dev.migrate.schema.Origins;
import dev.migrate.schema.StatementTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        return Outcome.of(findings)
                .noting(notes)
                .and(StructureFindings.of(
                        rebuilt,
                        "what was there before the first migration belongs into [shadow] prelude or existing; else the"
                                + " files do not rebuild this database",
                        () -> compared(evidence, applied.scripts(), rebuilt.catalog())));
    }

    private static Outcome compared(Evidence evidence, List<UpScript> scripts, Catalog expected) {
        Catalog actual = evidence.target();
        List<Difference> differences = StructureFindings.differences(expected, actual, evidence.rebuilds(), scripts);
        // Who made it is looked for where something has to be done; it takes a second run of everything.
        boolean decided = differences.stream().anyMatch(DifferencePolicy.STANDARD::fails);
        Observation seen = decided ? evidence.rebuilds().observed(scripts) : new Observation(List.of());
        var origins = new Origins(seen, new StatementTexts(scripts), expected, actual);
        return StructureFindings.of(differences, new AgainstMigrations(origins))
                .noting(Comparison.unlike(expected, actual))
                .noting(Comparison.limits(expected, actual));
    }

    /** The target differs from what the migrations make; for that a statement of theirs stands. */
    private record AgainstMigrations(Origins origins) implements StructureFindings.Wording {
        @Override
        public String message(Difference difference) {
            if (difference.surplus()) {
                return origins.remover(difference.object())
                        .map(touch -> "is in the database, and " + touch.place() + " takes it away")
                        .orElse("is in the database, and no applied migration makes it");
            }
            if (difference.missing()) {
                return "is not in the database, and the applied migrations make it";
            }
            return difference.predicate() + ", by the applied migrations";
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

        @Override
        public Optional<Place> where(Difference difference) {
            return difference.surplus()
                    ? Optional.empty()
                    : origins.of(difference).map(Origins::place);
        }
    }
}
