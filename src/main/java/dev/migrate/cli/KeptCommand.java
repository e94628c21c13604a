package dev.migrate.cli;

import dev.migrate.config.Settings;
import dev.migrate.keep.Kept;
import dev.migrate.keep.KeptEntry;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import dev.migrate.report.KeptResult;
import dev.migrate.report.Report;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "kept",
        description = {
            "What migrations destroyed, and what is kept of it until a rollback gives it back.",
            "kept [list]; kept restore N...: into the tables as they are now; kept purge N... or --expired: for good."
        })
final class KeptCommand implements Callable<Integer> {
    enum Action {
        list,
        restore,
        purge
    }

    @Parameters(index = "0", arity = "0..1", paramLabel = "list|restore|purge", description = "Default: list.")
    private Action action = Action.list;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "N", description = "Numbers, as list shows them.")
    private List<Long> ids = List.of();

    @Option(names = "--expired", description = "Purge what is kept beyond its time.")
    private boolean expired;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    private final Workplace workplace;

    KeptCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        boolean named = !ids.isEmpty();
        boolean right = switch (action) {
            case list -> !named && !expired;
            case restore -> named && !expired;
            case purge -> named != expired;
        };
        if (!right) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of(
                            "kept " + action + " takes other arguments",
                            "migrate kept list, kept restore N..., kept purge N..., or kept purge --expired"));
        }
        Report report = workplace.report();
        try (OpenProject project = workplace.open(report, Workplace.Files.WELCOME)) {
            Settings settings = project.settings();
            var kept = new Kept(project.session(), settings.database().role());
            List<KeptEntry> entries = action == Action.list ? kept.list() : expired ? kept.expired() : kept.named(ids);
            report.kept(new KeptResult(
                    entries,
                    switch (action) {
                        case list -> List.of();
                        case restore -> kept.restore(entries);
                        case purge -> purge(kept, entries, report);
                    }));
            return ExitCode.OK.number();
        }
    }

    private List<String> purge(Kept kept, List<KeptEntry> entries, Report report) {
        if (!yes && !entries.isEmpty()) {
            for (KeptEntry entry : entries) {
                report.remark("to purge " + entry.id() + ": " + entry.rows() + " rows of " + entry.tableName()
                        + ", destroyed by " + entry.migration());
            }
            Question.sure(workplace.around(), "nothing was purged", "What is purged is gone. Purge it? [y/N] ");
        }
        return kept.purge(entries);
    }
}
