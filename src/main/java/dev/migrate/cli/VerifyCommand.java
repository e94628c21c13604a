package dev.migrate.cli;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import dev.migrate.report.Report;
import dev.migrate.verify.Check;
import dev.migrate.verify.Checks;
import dev.migrate.verify.Verify;
import dev.migrate.verify.VerifyResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        description = {
            "Prove that database, files and history agree. Changes nothing.",
            "Exit code 3 where a check found something."
        })
final class VerifyCommand implements Callable<Integer> {
    @Option(
            names = "--only",
            paramLabel = "CHECK",
            split = ",",
            description = "Run these checks only: names with commas between them.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--skip", paramLabel = "CHECK", split = ",", description = "Leave these checks out.")
    private List<String> skip = new ArrayList<>();

    private final Workplace workplace;

    VerifyCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        List<Check> checks = Checks.chosen(Checks.all(), stripped(only), stripped(skip));
        Report report = workplace.report();
        try (OpenProject project = workplace.open(report);
                var evidence = workplace.evidence(project)) {
            workplace.interruption().during(project.session());
            VerifyResult result = Verify.run(checks, evidence);
            if (workplace.interruption().requested()) {
                throw new MigrationFailure(
                        ExitCode.INTERRUPTED,
                        Problem.of("interrupted: nothing is proven, and nothing was changed", ""));
            }
            report.verified(result);
            return result.exitCode().number();
        }
    }

    private static List<String> stripped(List<String> names) {
        return names.stream().map(String::strip).toList();
    }
}
