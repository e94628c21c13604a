package dev.migrate.verify;

import dev.migrate.database.TransactionState;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Runs checks one after the other. What keeps one from looking keeps no other from it. */
public final class Verify {
    private Verify() {}

    public static VerifyResult run(List<Check> checks, Evidence evidence) {
        var results = new ArrayList<CheckResult>();
        for (Check check : checks) {
            results.add(run(check, evidence));
        }
        return new VerifyResult(results);
    }

    private static CheckResult run(Check check, Evidence evidence) {
        long start = System.nanoTime();
        Outcome outcome;
        Optional<ExitCode> failed = Optional.empty();
        try {
            outcome = check.look(evidence);
        } catch (MigrationFailure failure) {
            outcome = Outcome.of(failure.problems().stream()
                    .map(problem -> Finding.of(check.name(), problem))
                    .toList());
            failed = Optional.of(failure.exitCode());
        } finally {
            leaveIdle(evidence);
        }
        long milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        return new CheckResult(check.name(), outcome, milliseconds, failed);
    }

    /** A check that failed half way may have left a transaction in which the next one would see what it wrote. */
    private static void leaveIdle(Evidence evidence) {
        if (!evidence.session().lost() && evidence.session().state() != TransactionState.IDLE) {
            evidence.session().ask("ROLLBACK");
        }
    }
}
