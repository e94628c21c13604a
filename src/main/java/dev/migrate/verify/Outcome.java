package dev.migrate.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a check came to.
 *
 * @param notApplicable why there was nothing that it could look at; then there are no findings
 * @param findings of any severity, in the order in which they are shown
 * @param notes what a reader has to know beside them: what was only stood in for, what was left out and why
 */
public record Outcome(Optional<String> notApplicable, List<Finding> findings, List<String> notes) {
    public Outcome {
        Objects.requireNonNull(notApplicable, "notApplicable");
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
        if (notApplicable.isPresent() && !findings.isEmpty()) {
            throw new IllegalArgumentException("found something where there was nothing to look at");
        }
    }

    /** It looked. */
    public static Outcome of(List<Finding> findings) {
        return new Outcome(Optional.empty(), findings, List.of());
    }

    /** It could not look: nothing passed, and nothing failed. */
    public static Outcome notApplicable(String reason) {
        return new Outcome(Optional.of(reason), List.of(), List.of());
    }

    /** The same with further notes, sentences without a full stop. */
    public Outcome noting(List<String> further) {
        var all = new ArrayList<>(notes);
        all.addAll(further);
        return new Outcome(notApplicable, findings, all);
    }

    /** What both found, where both looked. */
    Outcome and(Outcome other) {
        var all = new ArrayList<>(findings);
        all.addAll(other.findings);
        return new Outcome(Optional.empty(), all, notes).noting(other.notes);
    }
}
