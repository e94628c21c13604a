package dev.migrate.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "schema",
        description = "The structure of a database as SQL files: write them, or tell in what two structures differ.")
final class SchemaCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    /** With the commands below it. */
    static CommandLine with(Workplace workplace) {
        return new CommandLine(new SchemaCommand())
                .addSubcommand(new SchemaWriteCommand(workplace))
                .addSubcommand(new SchemaDiffCommand(workplace));
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "schema what? write, or diff A B");
    }
}
