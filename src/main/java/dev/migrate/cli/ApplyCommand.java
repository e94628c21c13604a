package dev.migrate.cli;

import dev.migrate.apply.Apply;
import dev.migrate.apply.ApplyFailure;
import dev.migrate.apply.ApplyOptions;
import dev.migrate.apply.ApplyResult;
import dev.migrate.apply.Verification;
import dev.migrate.config.Settings;
import dev.migrate.plan.Inventory;
import dev.migrate.plan.Selection;
import dev.migrate.problem.ExitCode;
import dev.migrate.report.Report;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "apply", description = "Run what is pending, in order, and record it.")
final class ApplyCommand implements Callable<Integer> {
    enum OutOfOrder {
        refuse,
        warn,
        allow
    }

    @Option(names = "--to", paramLabel = "ID", description = "Run up to and with this migration.")
    private String to;

    @Option(names = "--count", paramLabel = "N", description = "Run at most so many.")
    private Integer count;

    @Option(names = "--dry-run", description = "Show what would be run and change nothing.")
    private boolean dryRun;

    @Option(names = "--single-transaction", description = "All migrations in one transaction, or none.")
    private boolean singleTransaction;

    @Option(names = "--include-optional", description = "Run optional migrations as well.")
    private boolean includeOptional;

    @Option(
            names = "--out-of-order",
            paramLabel = "refuse|warn|allow",
            description = "What to do with one that is older than something applied; default: ${DEFAULT-VALUE}.")
    private OutOfOrder outOfOrder = OutOfOrder.warn;

    @Mixin
    private RunOptions run = new RunOptions();

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

    private ApplyOptions options() {
        var selection = new Selection(
                Optional.ofNullable(to), count == null ? OptionalInt.empty() : OptionalInt.of(count), includeOptional);
        ApplyOptions.OutOfOrder policy = switch (outOfOrder) {
            case refuse -> ApplyOptions.OutOfOrder.REFUSE;
            case warn -> ApplyOptions.OutOfOrder.WARN;
            case allow -> ApplyOptions.OutOfOrder.ALLOW;
        };
        return new ApplyOptions(selection, singleTransaction, policy, yes, run.retries(), run.lockWait());
    }
}
