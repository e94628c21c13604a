package dev.migrate.verify;

import dev.migrate.catalog.Attribute;
import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.Comparison;
import dev.migrate.catalog.Difference;
import dev.migrate.catalog.DifferenceClass;
import dev.migrate.catalog.ObjectKind;
import dev.migrate.rehearse.Adaptation;
import dev.migrate.rehearse.ReplayResult;
import dev.migrate.verify.Finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Says in findings how a structure differs from the one that it should have. */
final class StructureFindings {
    private StructureFindings() {}

    /** What a replay could not do, as a finding; empty where it ran to its end. */
    static Optional<Finding> stopped(ReplayResult replay, String fix) {
        return replay.failure()
                .map(failure -> Finding.error(
                                "migration " + failure.script().id(),
                                "does not run on a scratch database: " + failure.error(),
                                fix)
                        .at(failure.where()));
    }

    /** What a replay left out, as notes. */
    static List<String> notes(ReplayResult replay) {
        return replay.adaptations().stream().map(Adaptation::toString).toList();
    }

    /** Every difference as a finding. */
    static List<Finding> of(Catalog expected, Catalog actual, Wording wording) {
        return of(expected, actual, wording, (difference, finding) -> finding);
    }

    /** The same, each with its place. */
    static List<Finding> of(
            Catalog expected, Catalog actual, Wording wording, BiFunction<Difference, Finding, Finding> placing) {
        var findings = new ArrayList<Finding>();
        for (Difference difference : Comparison.of(expected, actual)) {
            findings.add(placing.apply(difference, finding(difference, wording)));
        }
        return findings;
    }

    /** How a check says what is missing, what is too much and what is different, and what to do then. */
    interface Wording {
        String message(Difference difference);

        String fix(Difference difference);
    }

    private static Finding finding(Difference difference, Wording wording) {
        boolean column = difference.object().kind() == ObjectKind.COLUMN;
        String object =
                column ? "table " + table(difference) : difference.object().toString();
        Finding finding = Finding.of(
                        severity(difference.differenceClass()),
                        object,
                        wording.message(difference),
                        wording.fix(difference))
                .difference(difference.expected(), difference.actual())
                .category(difference.differenceClass().word());
        return column ? finding.column(difference.object().name()) : finding;
    }

    private static String table(Difference difference) {
        return difference.object().schema() + "." + difference.object().relation();
    }

    /** What is in doubt fails nothing; what a database holds and does, does. */
    private static Severity severity(DifferenceClass differenceClass) {
        return switch (differenceClass) {
            case STRUCTURE, CODE -> Severity.ERROR;
            case NAME, ORDER, PRIVILEGE, OWNER, COMMENT -> Severity.WARNING;
            case RESPELLED, ENVIRONMENT -> Severity.INFO;
        };
    }

    /** The attribute in words, for a message. */
    static String attribute(Difference difference) {
        return difference
                .attribute()
                .map(Attribute::word)
                .map(word -> word.replace('_', ' '))
                .orElse("");
    }
}
