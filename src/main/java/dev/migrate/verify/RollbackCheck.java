package dev.migrate.verify;

import dev.migrate.catalog.Difference;
import dev.migrate.problem.Place;
import dev.migrate.rollback.DataLoss;
import dev.migrate.rollback.Proof;
import dev.migrate.rollback.Proven;
import dev.migrate.rollback.Verdict;
import dev.migrate.rollback.WayBack;
import dev.migrate.rollback.WaysToProve;
import dev.migrate.verify.Finding.Severity;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether each way back leads back: what is applied with the text that {@code migrate rollback} would run, what is
 * pending with that of the files.
 */
public final class RollbackCheck implements Check {
    private final Optional<List<List<String>>> only;
    private final boolean fromFiles;

    /** Of all migrations. */
    RollbackCheck() {
        this(Optional.empty(), false);
    }

    private RollbackCheck(Optional<List<List<String>>> only, boolean fromFiles) {
        this.only = only;
        this.fromFiles = fromFiles;
    }

    /**
     * Of these alone.
     *
     * @param steps of each the ids, as the history has them
     * @param fromFiles whether the files are to run, and not what the history kept
     */
    public static RollbackCheck of(List<List<String>> steps, boolean fromFiles) {
        return new RollbackCheck(Optional.of(steps), fromFiles);
    }

    /** Of all, with the texts of the files or those of the history. */
    public static RollbackCheck ofAll(boolean fromFiles) {
        return new RollbackCheck(Optional.empty(), fromFiles);
    }

    @Override
    public String name() {
        return "rollback";
    }

    @Override
    public Outcome look(Evidence evidence) {
        WaysToProve found = WaysToProve.of(
                evidence.session(), evidence.historyTable(), evidence.inventory(), evidence.applied(), fromFiles);
        WaysToProve ways = only.map(found::only).orElse(found);
        if (only.isPresent() && !ways.without().isEmpty()) {
            return Outcome.of(ways.without().stream()
                    .map(ids -> Finding.error(
                            "migration " + ids,
                            "cannot be proven: nobody has the text any more that was applied",
                            "bring the file back as it was applied, or leave out --prove"))
                    .toList());
        }
        if (ways.passages().isEmpty()) {
            return Outcome.notApplicable(
                    ways.without().isEmpty() ? "there are no migrations" : "no migration has a way back");
        }
        var proof = new Proof(
                evidence.rebuilds().shadow(),
                evidence.scope(),
                evidence.settings().database().role());
        List<Proven> proven = proof.of(ways);
        Outcome outcome = Outcome.of(List.of());
        for (Proven one : proven) {
            outcome = outcome.and(StructureFindings.of(one.differences(), new LedBack(one)))
                    .and(StructureFindings.of(one.again(), new ThereAgain(one)));
        }
        outcome = outcome.and(Outcome.of(findings(proven)))
                .noting(counts(proven))
                .noting(ways.notes())
                .noting(rowNotes(proven));
        List<String> unknown = evidence.applied().unknown();
        return unknown.isEmpty()
                ? outcome
                : outcome.noting(List.of(
                        "left out, for nobody has the text any more that was applied: " + String.join(", ", unknown)));
    }

    private static List<String> counts(List<Proven> proven) {
        var notes = new ArrayList<String>();
        for (Verdict verdict : Verdict.values()) {
            List<Proven> those =
                    proven.stream().filter(one -> one.verdict() == verdict).toList();
            if (!those.isEmpty()) {
                notes.add(verdict.words() + ": " + those.size() + " ("
                        + those.stream()
                                .map(one -> String.join(" + ", one.ids()))
                                .collect(Collectors.joining(", "))
                        + ")");
            }
        }
        return notes;
    }

    /** What was not tried with rows; the same of several once. */
    private static List<String> rowNotes(List<Proven> proven) {
        var notes = new LinkedHashSet<String>();
        for (Proven one : proven) {
            if (one.verdict() != Verdict.UNPROVEN) {
                one.notes()
                        .forEach(note -> notes.add(
                                note.startsWith("not tried") ? String.join(", ", one.ids()) + ": " + note : note));
            }
        }
        return List.copyOf(notes);
    }

    private static List<Finding> findings(List<Proven> proven) {
        var findings = new ArrayList<Finding>();
        Set<String> told = new LinkedHashSet<>();
        for (Proven one : proven) {
            one.failure()
                    .filter(failure -> one.refused() != Proven.Refused.UP
                            || told.add(failure.where().toString()))
                    .ifPresent(failure -> findings.add(Finding.error(
                                    "migration " + String.join(", ", one.ids()),
                                    message(one) + ": " + failure.error(),
                                    fix(one))
                            .at(failure.where())));
            if (one.verdict() == Verdict.UNPROVEN && one.failure().isEmpty()) {
                one.notes()
                        .forEach(note -> findings.add(Finding.error(
                                        "migration " + String.join(", ", one.ids()), "the way back " + note, fix(one))
                                .at(place(one))));
            }
            for (DataLoss loss : one.data()) {
                Finding finding = Finding.of(
                        loss.weighs() ? Severity.ERROR : Severity.WARNING,
                        loss.table().isEmpty() ? "migration " + String.join(", ", one.ids()) : "table " + loss.table(),
                        loss.message(),
                        fix(one));
                findings.add(finding.at(loss.where().orElse(place(one))).category("data"));
            }
        }
        return findings;
    }

    private static String message(Proven one) {
        return switch (one.refused()) {
            case UP -> "does not run on a scratch database, so that no way back from here on can be proven";
            case DOWN -> "the way back fails";
            case UP_AGAIN -> "cannot be applied again behind its way back";
            case NONE -> "is not proven";
        };
    }

    private static String fix(Proven one) {
        if (one.refused() == Proven.Refused.UP) {
            return "what was there before the first migration belongs into [shadow] prelude or existing; else the files do"
                    + " not rebuild this database";
        }
        Optional<WayBack> kept = one.way().filter(WayBack::kept);
        return kept.map(way -> "correct it in " + way.file()
                        + ", and roll back with --from-files: what runs otherwise is the text that was applied")
                .orElse("correct the way back");
    }

    private static Place place(Proven one) {
        return one.way().orElseThrow().script().texts().get(0).where();
    }

    /** Of a way back: what to do is the same whatever is found, and so is the place. */
    private interface OfWayBack extends StructureFindings.Wording {
        Proven proven();

        @Override
        default String fix(Difference difference) {
            return RollbackCheck.fix(proven());
        }

        @Override
        default Optional<Place> where(Difference difference) {
            return Optional.of(place(proven()));
        }
    }

    /** What is not as it was before the migration. */
    private record LedBack(Proven proven) implements OfWayBack {
        @Override
        public String message(Difference difference) {
            String ids = String.join(", ", proven.ids());
            if (difference.surplus()) {
                return "is left behind by the way back of " + ids;
            }
            if (difference.missing()) {
                return "is not given back by the way back of " + ids;
            }
            return difference.predicate() + ", behind the way back of " + ids;
        }

        /** A column that comes back stands last, and nobody can help that. */
        @Override
        public Severity severity(Difference difference) {
            return switch (difference.differenceClass()) {
                case ORDER, NAME -> Severity.INFO;
                default -> StructureFindings.severity(difference);
            };
        }
    }

    /** What is not as the migration made it the first time. */
    private record ThereAgain(Proven proven) implements OfWayBack {
        @Override
        public String message(Difference difference) {
            String when = ", when " + String.join(", ", proven.ids()) + " is applied again behind its way back";
            if (difference.surplus()) {
                return "was not there the first time" + when;
            }
            return (difference.missing() ? "is missing" : difference.predicate()) + when;
        }
    }
}
