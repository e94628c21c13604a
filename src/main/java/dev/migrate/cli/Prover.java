package dev.migrate.cli;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import dev.migrate.report.Report;
import dev.migrate.rollback.RollbackPlan;
import dev.migrate.rollback.RollbackStep;
import dev.migrate.verify.Finding;
import dev.migrate.verify.RollbackCheck;
import dev.migrate.verify.Verify;
import dev.migrate.verify.VerifyResult;
import java.util.List;

/** Proves ways back before anything is undone. */
record Prover(Workplace workplace, OpenProject project, Report report, boolean fromFiles) {
    /** Proves all that there are, and says what was found. */
    ExitCode all() {
        VerifyResult result = run(RollbackCheck.ofAll(fromFiles));
        report.verified(result);
        return result.exitCode();
    }

    /**
     * Proves what is about to run.
     *
     * @throws MigrationFailure exit code 3 with all findings, so that nothing is undone
     */
    void require(RollbackPlan plan) {
        if (plan.steps().isEmpty()) {
            return;
        }
        VerifyResult result = run(
                RollbackCheck.of(plan.steps().stream().map(RollbackStep::ids).toList(), fromFiles));
        if (result.exitCode() != ExitCode.OK) {
            throw new MigrationFailure(
                    result.exitCode(),
                    result.checks().stream()
                            .flatMap(check -> check.found(Finding.Severity.ERROR).stream())
                            .map(Prover::problem)
                            .toList());
        }
        report.proven(result);
    }

    private static Problem problem(Finding finding) {
        String column = finding.column().map(name -> " column " + name).orElse("");
        String what = "nothing was undone: " + finding.object() + column + ": " + finding.message();
        return finding.where()
                .map(place -> Problem.at(place, what, finding.fix()))
                .orElseGet(() -> Problem.of(what, finding.fix()));
    }

    private VerifyResult run(RollbackCheck check) {
        try (var evidence = workplace.evidence(project)) {
            return Verify.run(List.of(check), evidence);
        }
    }
}
