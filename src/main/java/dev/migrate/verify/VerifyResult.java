package dev.migrate.verify;

import dev.migrate.problem.ExitCode;
import dev.migrate.verify.CheckResult.Status;
import java.util.List;

/** How all checks ended, in the order in which they ran. */
public record VerifyResult(List<CheckResult> checks) {
    public VerifyResult {
        checks = List.copyOf(checks);
    }

    /** Whether something was looked at and nothing failed; where no check was applicable, nothing is proven. */
    public boolean passed() {
        return count(Status.FAILED) == 0 && count(Status.PASSED) > 0;
    }

    public long count(Status status) {
        return checks.stream().filter(check -> check.status() == status).count();
    }

    /** Of the first check that could not look; else whether one found something. */
    public ExitCode exitCode() {
        return checks.stream()
                .flatMap(check -> check.failure().stream())
                .findFirst()
                .orElse(count(Status.FAILED) > 0 ? ExitCode.FINDING : ExitCode.OK);
    }
}
