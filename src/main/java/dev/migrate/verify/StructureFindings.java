package dev.migrate.verify;

import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.Comparison;
import dev.migrate.catalog.Difference;
import dev.migrate.catalog.DifferencePolicy;
import dev.migrate.catalog.ObjectKind;
import dev.migrate.catalog.Settling;
import dev.migrate.migration.UpScript;
import dev.migrate.problem.Place;
import dev.migrate.rehearse.Rebuilds;
import dev.migrate.rehearse.ReplayResult;
import dev.migrate.verify.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Says in findings how a structure differs from the one that it should have. */
final class StructureFindings {
    private StructureFindings() {}

    /**
     * What scripts made on a scratch database, compared with something; where they did not run to their end, that is the
     * finding.
     *
     * @param ifStopped what to do then
     * @param comparison of the structure that they made
     */
    static Outcome of(Rebuilds.Rebuilt rebuilt, String ifStopped, Supplier<Outcome> comparison) {
        ReplayResult replay = rebuilt.replay();
        Outcome outcome = replay.failure()
                .map(failure -> Outcome.of(List.of(Finding.error(
                                "migration " + failure.script().id(),
                                "does not run on a scratch database: " + failure.error(),
                                ifStopped)
                        .at(failure.where()))))
                .orElseGet(comparison);
        return outcome.noting(notes(replay));
    }

    /** What was not done as it is written, or not with the real thing. */
    static List<String> notes(ReplayResult replay) {
        var notes = new ArrayList<String>();
        replay.adaptations().forEach(adaptation -> notes.add(adaptation.toString()));
        if (!replay.standIns().isEmpty()) {
            notes.add("only stood in for: extension " + String.join(", ", replay.standIns()));
        }
        return notes;
    }

    /**
     * In what two structures differ; what is only spelled otherwise is known as that. How the scratch database itself was
     * made is no finding: {@link Comparison#unlike}.
     *
     * @param scripts that make one of them
     */
    static List<Difference> differences(Catalog expected, Catalog actual, Rebuilds rebuilds, List<UpScript> scripts) {
        List<Difference> all = Settling.between(expected, actual, question -> rebuilds.on(scripts, question));
        return DifferencePolicy.STANDARD.told(Comparison.ofScripts(all));
    }

    /** Every difference as a finding. */
    static Outcome of(List<Difference> differences, Wording wording) {
        return Outcome.of(differences.stream()
                .map(difference -> finding(difference, wording))
                .toList());
    }

    /** How a check says what is missing, what is too much and what is different, where, and what to do then. */
    interface Wording {
        String message(Difference difference);

        String fix(Difference difference);

        /** The statement of a file that is to be looked at. */
        default Optional<Place> where(Difference difference) {
            return Optional.empty();
        }

        /** What decides fails the check; of the rest, what somebody should look at is a warning. */
        default Severity severity(Difference difference) {
            return StructureFindings.severity(difference);
        }
    }

    private static Finding finding(Difference difference, Wording wording) {
        boolean column = difference.object().kind() == ObjectKind.COLUMN;
        String object =
                column ? "table " + table(difference) : difference.object().toString();
        Finding finding = Finding.of(
                        wording.severity(difference), object, wording.message(difference), wording.fix(difference))
                .difference(difference.expected(), difference.actual())
                .category(difference.differenceClass().word());
        Finding placed = wording.where(difference).map(finding::at).orElse(finding);
        return column ? placed.column(difference.object().name()) : placed;
    }

    private static String table(Difference difference) {
        return difference.object().schema() + "." + difference.object().relation();
    }

    /** What decides fails the check; of the rest, what somebody should look at is a warning. */
    static Severity severity(Difference difference) {
        if (DifferencePolicy.STANDARD.fails(difference)) {
            return Severity.ERROR;
        }
        return switch (difference.differenceClass()) {
            case RESPELLED, ENVIRONMENT -> Severity.INFO;
            case STRUCTURE, CODE, NAME, ORDER, PRIVILEGE, OWNER, COMMENT -> Severity.WARNING;
        };
    }
}
