package dev.migrate.cli;

import dev.migrate.apply.Status;
import dev.migrate.config.Settings;
import dev.migrate.problem.ExitCode;
import dev.migrate.report.Report;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "status", description = "What is applied, pending, changed, missing, failed.")
final class StatusCommand implements Callable<Integer> {
    @Option(names = "--check", description = "Exit code 3 where anything is pending or wrong.")
    private boolean check;

    private final Workplace workplace;

    StatusCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        Report report = workplace.report();
        try (OpenProject project = workplace.open(report)) {
            Settings settings = project.settings();
            Status status = Status.of(project.session(), workplace.history(settings), project.inventory());
            report.status(status);
            return (check && !status.clean() ? ExitCode.FINDING : ExitCode.OK).number();
        }
    }
}
