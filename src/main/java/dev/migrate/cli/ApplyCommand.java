package dev.migrate.cli;

import dev.migrate.apply.Apply;
import dev.migrate.apply.ApplyFailure;
import dev.migrate.apply.ApplyOptions;
import dev.migrate.apply.ApplyResult;
import dev.migrate.apply.Verification;
import dev.migrate.config.Settings;
import dev.migrate.keep.Keep;
import dev.migrate.plan.Inventory;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import dev.migrate.report.Report;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "apply", description = "Run what is pending, in order, and record it.")
final class ApplyCommand implements Callable<Integer> {
    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Option(names = "--dry-run", description = "Show what would be run and change nothing.")
    private boolean dryRun;

    @Option(names = "--single-transaction", description = "All migrations in one transaction, or none.")
    private boolean singleTransaction;

    @Mixin
    private RunOptions run = new RunOptions();

    @Option(names = "--keep", description = "Keep what migrations destroy, however much it is.")
    private boolean keep;

    @Option(names = "--no-keep", description = "Keep nothing of what they destroy.")
    private boolean noKeep;

    @Option(names = "--yes", description = "Go on where the history was changed by hand.")
    private boolean yes;

    private final Workplace workplace;
    private final Verification verification;

    ApplyCommand(Workplace workplace, Verification verification) {
        this.workplace = workplace;
        this.verification = verification;
    }

    @Override
    public Integer call() {
        Report report = workplace.report();
        try (OpenProject project = workplace.open(report)) {
            Settings settings = project.settings();
            var apply = new Apply(
                    project.session(),
                    run.over(workplace.engine(settings)),
                    workplace.history(settings),
                    workplace.author(settings),
                    verification,
                    workplace.keep(settings, project.session(), choice()),
                    workplace.interruption());
            Inventory inventory = project.inventory();
            ApplyResult result =
                    dryRun ? apply.rehearse(inventory, options(), report) : apply.run(inventory, options(), report);
            report.applied(result);
            return result.failure()
                    .map(ApplyFailure::exitCode)
                    .orElse(ExitCode.OK)
                    .number();
        }
    }

    private Keep.Choice choice() {
        if (keep && noKeep) {
            throw new MigrationFailure(
                    ExitCode.USAGE, Problem.of("--keep and --no-keep were both given", "leave out one of them"));
        }
        return keep ? Keep.Choice.KEEP : noKeep ? Keep.Choice.NO_KEEP : Keep.Choice.CONFIG;
    }

    private ApplyOptions options() {
        return new ApplyOptions(
                selection.selection(), singleTransaction, selection.outOfOrder(), yes, run.retries(), run.lockWait());
    }
}
