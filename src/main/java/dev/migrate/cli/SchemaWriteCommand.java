package dev.migrate.cli;

import dev.migrate.catalog.DdlOptions;
import dev.migrate.config.Location;
import dev.migrate.config.Settings;
import dev.migrate.problem.ExitCode;
import dev.migrate.report.Report;
import dev.migrate.schema.SchemaComparison;
import dev.migrate.schema.SchemaFolder;
import dev.migrate.schema.SchemaWrite;
import dev.migrate.schema.SchemaWritten;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "write",
        description = {
            "Write the structure of the database into SQL files, around what people wrote there.",
            "What is as it should be stays byte for byte; the rest is replaced once a scratch PostgreSQL has shown that"
                    + " the files load and make this structure."
        })
final class SchemaWriteCommand implements Callable<Integer> {
    enum From {
        target,
        files
    }

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The folder; default: current_schema of the config, else current_schema.")
    private String out;

    @Option(
            names = "--from",
            paramLabel = "target|files",
            description = "Whose structure: the database's (default), or what all migrations make.")
    private From from = From.target;

    @Option(names = "--owners", description = "Write who owns what as well.")
    private boolean owners;

    @Option(names = "--grants", description = "Write grants and default privileges as well.")
    private boolean grants;

    private final Workplace workplace;

    SchemaWriteCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        Report report = workplace.report();
        Settings settings = workplace.settings();
        try (var sides = new SchemaSides(workplace, settings, report)) {
            SchemaComparison.Side side = sides.side(from.name());
            side.notes().forEach(report::warning);
            Location folder = out == null
                    ? SchemaFolder.current(settings)
                    : Location.in(workplace.around().directory(), out);
            SchemaWritten written =
                    new SchemaWrite(sides.loader(), new DdlOptions(owners, grants)).run(side.catalog(), folder);
            report.written(written);
            return ExitCode.OK.number();
        }
    }
}
