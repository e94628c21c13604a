package dev.migrate.cli;

import dev.migrate.apply.Repair;
import dev.migrate.config.Settings;
import dev.migrate.plan.Inventory;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import dev.migrate.report.Report;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "repair",
        description = {
            "Put the history right; each repair leaves a line with its reason in the log.",
            "Without one of the options below, what the state calls for: an edited file is accepted, a failed run forgotten."
        })
final class RepairCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "ID", description = "The migration.")
    private String id;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; kept in the log.")
    private String reason;

    @ArgGroup
    private Choice choice = new Choice();

    /** At most one of these. */
    static final class Choice {
        @Option(names = "--accept", description = "Take the file as it is now for what was applied.")
        private boolean accept;

        @Option(names = "--forget", description = "Take the row out of the history: the migration is pending again.")
        private boolean forget;

        @Option(names = "--mark-applied", description = "Record the migration as applied without running it.")
        private boolean markApplied;

        @Option(
                names = "--done",
                paramLabel = "N",
                description = "Of a run that did not end, the first N statements are done; apply goes on behind them.")
        private Integer done;

        @Option(names = "--log", description = "Accept history and log as they are, after they were changed by hand.")
        private boolean log;
    }

    private final Workplace workplace;

    RepairCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        if (choice.log == (id != null)) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of("name one migration, or give --log", "migrate repair ID --reason \"…\""));
        }
        if (reason.isBlank()) {
            throw new MigrationFailure(
                    ExitCode.USAGE, Problem.of("the reason is empty", "say why: it is all that a later reader has"));
        }
        Report report = workplace.report();
        try (OpenProject project = workplace.open(report)) {
            Settings settings = project.settings();
            var repair = new Repair(
                    project.session(),
                    workplace.engine(settings),
                    workplace.history(settings),
                    workplace.author(settings));
            Duration lockWait = Duration.ofSeconds(60);
            report.repaired(repaired(repair, project.inventory(), lockWait));
            return ExitCode.OK.number();
        }
    }

    private String repaired(Repair repair, Inventory inventory, Duration lockWait) {
        if (choice.log) {
            return repair.acceptLog(reason, lockWait);
        }
        return choice.done != null
                ? repair.done(inventory, id, choice.done, reason, lockWait)
                : repair.repair(inventory, id, action(), reason, lockWait);
    }

    private Repair.Action action() {
        if (choice.accept) {
            return Repair.Action.ACCEPT;
        }
        if (choice.forget) {
            return Repair.Action.FORGET;
        }
        return choice.markApplied ? Repair.Action.MARK_APPLIED : Repair.Action.WHATEVER_IS_WRONG;
    }
}
