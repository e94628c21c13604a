package dev.migrate.cli;

import dev.migrate.apply.Baseline;
import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.CatalogReader;
import dev.migrate.catalog.CatalogScope;
import dev.migrate.config.Settings;
import dev.migrate.database.Session;
import dev.migrate.plan.Step;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import dev.migrate.report.BaselineResult;
import dev.migrate.report.Report;
import dev.migrate.schema.ExistingStructure;
import dev.migrate.shadow.ScratchDatabase;
import dev.migrate.shadow.Shadow;
import dev.migrate.verify.BaselineCheck;
import dev.migrate.verify.CheckResult;
import dev.migrate.verify.Verify;
import dev.migrate.verify.VerifyResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "baseline",
        description = {
            "Record migrations as applied without running them, for a database that has what they make.",
            "First a scratch PostgreSQL shows whether it has; where it has not, nothing is recorded (exit code 3)."
        })
final class BaselineCommand implements Callable<Integer> {
    @Option(names = "--to", paramLabel = "ID", description = "Up to and with this migration; default: all.")
    private String to;

    @Option(
            names = "--accept-differences",
            description = "Record them although the database differs from what they make; needs --reason.")
    private boolean acceptDifferences;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; kept in the log.")
    private String reason;

    @Option(
            names = "--lock-wait",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long to wait for another run to end; default: 60s.")
    private Duration lockWait = Duration.ofSeconds(60);

    private final Workplace workplace;

    BaselineCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        if (acceptDifferences && (reason == null || reason.isBlank())) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of("--accept-differences needs a reason", "say why: --accept-differences --reason \"…\""));
        }
        Report report = workplace.report();
        try (OpenProject project = workplace.open(report)) {
            workplace.interruption().during(project.session());
            var baseline = new Baseline(
                    project.session(),
                    workplace.engine(project.settings()),
                    workplace.history(project.settings()),
                    workplace.author(project.settings()),
                    workplace.interruption());
            List<Step> steps = baseline.steps(project.inventory(), Optional.ofNullable(to));
            if (steps.isEmpty()) {
                report.baselined(BaselineResult.NOTHING);
                return ExitCode.OK.number();
            }
            writeDown(project, report);
            return run(baseline, steps, project, report);
        }
    }

    /**
     * Where the config says that what was there before the first migration is to be had from the target itself: writes
     * it down, once. From then on it is a file like the others.
     */
    private void writeDown(OpenProject project, Report report) {
        Settings settings = project.settings();
        Path file = ExistingStructure.file(settings);
        if (!settings.shadow().existingIsTarget() || Files.exists(file)) {
            return;
        }
        var scope = CatalogScope.of(settings.history().schema());
        Catalog structure = new CatalogReader(project.session(), scope).readWithDependencies();
        try (Shadow shadow = workplace.platform(settings, project.session());
                ScratchDatabase database = shadow.create();
                Session session = database.connect("migrate baseline")) {
            Catalog platform = new CatalogReader(session, scope).read();
            ExistingStructure.write(structure, platform, file).forEach(report::warning);
        }
        report.warning(ExistingStructure.FILE + " now holds what is in the database: keep it with the migrations");
    }

    private int run(Baseline baseline, List<Step> steps, OpenProject project, Report report) {
        VerifyResult proof = proof(steps, project);
        if (workplace.interruption().requested()) {
            throw new MigrationFailure(
                    ExitCode.INTERRUPTED, Problem.of("interrupted: nothing was recorded", "run it again"));
        }
        boolean proven = proof.count(CheckResult.Status.FAILED) == 0;
        if (!proven && !acceptDifferences) {
            report.baselined(new BaselineResult(List.of(), Optional.of(proof)));
            return proof.exitCode().number();
        }
        String detail = (proven ? "proven on a scratch database" : "differences accepted")
                + (reason == null ? "" : ": " + reason);
        baseline.record(steps, project.inventory(), Optional.ofNullable(to), detail, lockWait, report::waiting);
        report.baselined(new BaselineResult(
                steps.stream().map(step -> step.migration().id()).toList(), Optional.of(proof)));
        return ExitCode.OK.number();
    }

    private VerifyResult proof(List<Step> steps, OpenProject project) {
        try (var evidence = workplace.evidence(project)) {
            return Verify.run(List.of(new BaselineCheck(steps)), evidence);
        }
    }
}
