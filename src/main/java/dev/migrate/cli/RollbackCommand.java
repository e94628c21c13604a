package dev.migrate.cli;

import dev.migrate.config.Settings;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import dev.migrate.report.Report;
import dev.migrate.rollback.Consent;
import dev.migrate.rollback.Foresight;
import dev.migrate.rollback.Rollback;
import dev.migrate.rollback.RollbackFailure;
import dev.migrate.rollback.RollbackOptions;
import dev.migrate.rollback.RollbackPlan;
import dev.migrate.rollback.RollbackResult;
import dev.migrate.rollback.RollbackSelection;
import dev.migrate.rollback.WayBackWriter;
import dev.migrate.rollback.WrittenWayBack;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "rollback",
        description = {
            "Undo applied migrations, newest first: --last N, --to ID, or ID...",
            "What runs is the way back that the history kept when the migration was applied; no files are needed."
        })
final class RollbackCommand implements Callable<Integer> {
    @Parameters(arity = "0..*", paramLabel = "ID", description = "The migrations to undo.")
    private List<String> ids = List.of();

    @Option(names = "--last", paramLabel = "N", description = "Undo the N newest.")
    private Integer last;

    @Option(names = "--to", paramLabel = "ID", description = "Undo everything behind this one, which stays applied.")
    private String to;

    @Option(names = "--dry-run", description = "Show what would be undone and change nothing.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--from-files", description = "Run the ways back of the files, not those that the history kept.")
    private boolean fromFiles;

    @Option(
            names = "--prove",
            description = {
                "First prove on a scratch server that the ways back lead back; where one does not, nothing is undone.",
                "With nothing to undo, all are proven."
            })
    private boolean prove;

    @Option(
            names = "--write",
            paramLabel = "ID",
            description = "Derive the way back of a migration that has none, prove it, and write it beside its file.")
    private String write;

    @Option(names = "--force", description = "With --write: replace the way back that is there.")
    private boolean force;

    @Mixin
    private RunOptions run = new RunOptions();

    private final Workplace workplace;

    RollbackCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        if (write != null) {
            return write();
        }
        if (prove && last == null && to == null && ids.isEmpty()) {
            return proveAll();
        }
        var options = new RollbackOptions(
                new RollbackSelection(
                        last == null ? OptionalInt.empty() : OptionalInt.of(last), Optional.ofNullable(to), ids),
                fromFiles,
                run.retries(),
                run.lockWait());
        Report report = workplace.report();
        Workplace.Files files = fromFiles ? Workplace.Files.NEEDED : Workplace.Files.WELCOME;
        try (OpenProject project = workplace.open(report, files);
                var foresight = new Foresight(
                        () -> workplace.shadow(project.settings(), project.session()),
                        project.settings().database().role(),
                        project.session(),
                        !project.settings().shadow().existingIsTarget(),
                        dryRun || !yes,
                        report::warning)) {
            Settings settings = project.settings();
            var rollback = new Rollback(
                    project.session(),
                    run.over(workplace.engine(settings)),
                    workplace.history(settings),
                    workplace.author(settings),
                    foresight,
                    workplace.interruption());
            Consent consent = yes ? Consent.GIVEN : new Question(workplace.around(), report);
            Consumer<RollbackPlan> proof = plan -> {
                if (prove) {
                    foresight.close(); // a role that a migration makes can be made in one scratch database only
                    new Prover(workplace, project, report, fromFiles).require(plan);
                }
            };
            Consent asked = (plan, destruction) -> {
                proof.accept(plan);
                consent.ask(plan, destruction);
            };
            RollbackResult result = dryRun
                    ? rollback.rehearse(project.inventory(), options, proof, report)
                    : rollback.run(project.inventory(), options, asked, report);
            report.rolledBack(result);
            return result.failure()
                    .map(RollbackFailure::exitCode)
                    .orElse(ExitCode.OK)
                    .number();
        }
    }

    private Integer proveAll() {
        Report report = workplace.report();
        try (OpenProject project = workplace.open(report)) {
            workplace.interruption().during(project.session());
            return new Prover(workplace, project, report, fromFiles).all().number();
        }
    }

    private Integer write() {
        if (last != null || to != null || !ids.isEmpty() || fromFiles) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of(
                            "--write ID undoes nothing, and goes with no other selection",
                            "write the way back first, then roll back"));
        }
        Report report = workplace.report();
        try (OpenProject project = workplace.open(report)) {
            Settings settings = project.settings();
            workplace.interruption().during(project.session());
            WrittenWayBack written = new WayBackWriter(
                            project.session(),
                            workplace.history(settings),
                            project.inventory(),
                            settings.database().role(),
                            () -> workplace.shadow(settings, project.session()))
                    .write(write, force, dryRun);
            report.derived(written);
            boolean whole = written.file().isPresent() && written.derived().proven();
            return (whole ? ExitCode.OK : ExitCode.FINDING).number();
        }
    }
}
