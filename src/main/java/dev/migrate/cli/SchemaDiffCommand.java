package dev.migrate.cli;

import dev.migrate.problem.ExitCode;
import dev.migrate.report.Report;
import dev.migrate.schema.SchemaComparison;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "diff",
        description = {
            "Tell in what two structures differ. Changes nothing. Exit code 3 where they do.",
            "A and B: target (the database of the other commands), files (what all migrations make), current_schema (its"
                    + " folder), a URL, or a file or folder of SQL."
        })
final class SchemaDiffCommand implements Callable<Integer> {
    @Parameters(arity = "2", paramLabel = "A B", description = "What is compared; A is what B should be.")
    private List<String> sides;

    private final Workplace workplace;

    SchemaDiffCommand(Workplace workplace) {
        this.workplace = workplace;
    }

    @Override
    public Integer call() {
        Report report = workplace.report();
        try (var both = new SchemaSides(workplace, workplace.settings(), report)) {
            both.connect(sides);
            SchemaComparison comparison =
                    SchemaComparison.of(both.side(sides.get(0)), both.side(sides.get(1)), both::ofDatabases);
            report.compared(comparison);
            return (comparison.equal() ? ExitCode.OK : ExitCode.FINDING).number();
        }
    }
}
