package dev.migrate.cli;

import dev.migrate.apply.Apply;
import dev.migrate.apply.ApplyOptions;
import dev.migrate.apply.Pending;
import dev.migrate.apply.Verification;
import dev.migrate.config.Settings;
import dev.migrate.keep.Keep;
import dev.migrate.preview.Preview;
import dev.migrate.preview.PreviewResult;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import dev.migrate.report.Report;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "plan",
        description = {
            "What apply would do, rehearsed on a scratch PostgreSQL: what it would lock, rewrite and destroy, and whether",
            "the way back leads back. Changes nothing.",
            "Exit code 3 where a finding is an error, or a migration fails."
        })
final class PlanCommand implements Callable<Integer> {
    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Option(names = "--no-prove", description = "Leave out where the ways back lead, which takes the longest.")
    private boolean noProve;

    private final Workplace workplace;
    private final Verification verification;

    PlanCommand(Workplace workplace, Verification verification) {
        this.workplace = workplace;
        this.verification = verification;
    }

    @Override
    public Integer call() {
        Report report = workplace.report();
        try (OpenProject project = workplace.open(report);
                var evidence = workplace.evidence(project)) {
            workplace.interruption().during(project.session());
            List<Pending> pending = apply(project).foresee(project.inventory(), options(), report);
            PreviewResult result = new Preview(evidence, !noProve).of(pending);
            if (workplace.interruption().requested()) {
                throw new MigrationFailure(
                        ExitCode.INTERRUPTED, Problem.of("interrupted: nothing was changed", "run migrate plan again"));
            }
            report.previewed(result);
            return result.exitCode().number();
        }
    }

    private Apply apply(OpenProject project) {
        Settings settings = project.settings();
        return new Apply(
                project.session(),
                workplace.engine(settings),
                workplace.history(settings),
                workplace.author(settings),
                verification,
                workplace.keep(settings, project.session(), Keep.Choice.CONFIG),
                workplace.interruption());
    }

    private ApplyOptions options() {
        return new ApplyOptions(selection.selection(), false, selection.outOfOrder(), false, 0, Duration.ZERO);
    }
}
