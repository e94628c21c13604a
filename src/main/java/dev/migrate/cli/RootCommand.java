package dev.migrate.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

@Command(
        name = "migrate",
        description = "Applies SQL migrations to PostgreSQL and Supabase, exactly once, in order, whole or not at all.",
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Exit codes: 0 done, 1 refused by the database, 2 wrong usage, config or file, 3 a check found something,",
            "4 no connection or permission, 5 another run holds the lock, 130 interrupted."
        })
final class RootCommand implements Callable<Integer> {
    @Mixin
    GlobalOptions options = new GlobalOptions();

    @SuppressWarnings("unused") // picocli acts on it
    @Option(names = "--version", versionHelp = true, description = "Print the version.")
    private boolean version;

    @SuppressWarnings("unused") // picocli acts on it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print this help.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(), "which command? migrate --help lists them");
    }

    CommandLine commandLine() {
        return spec.commandLine();
    }
}
