package dev.migrate.verify;

import dev.migrate.problem.ExitCode;
import dev.migrate.verify.Finding.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How one check ended.
 *
 * @param check its name
 * @param durationMs in milliseconds
 * @param failure exit code of what kept it from looking; empty where it looked
 */
public record CheckResult(String check, Outcome outcome, long durationMs, Optional<ExitCode> failure) {
    /** What it comes to. */
    public enum Status {
        PASSED,
        FAILED,
        NOT_APPLICABLE;

        /** As it stands in JSON. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Passed only where it looked, to its end, and found nothing that weighs. */
    public Status status() {
        if (failure.isPresent() || !found(Severity.ERROR).isEmpty()) {
            return Status.FAILED;
        }
        return outcome.notApplicable().isPresent() ? Status.NOT_APPLICABLE : Status.PASSED;
    }

    /** The findings of one severity, in order. */
    public List<Finding> found(Severity severity) {
        return outcome.findings().stream()
                .filter(finding -> finding.severity() == severity)
                .toList();
    }
}
