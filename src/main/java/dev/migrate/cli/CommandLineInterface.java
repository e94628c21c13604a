package dev.migrate.cli;

import dev.migrate.apply.Interruption;
import dev.migrate.apply.Verification;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;

/** The commands, put together; runs one and gives its exit code. */
public final class CommandLineInterface {
    private final Surroundings around;
    private final Workplace workplace;
    private final CommandLine commands;

    /**
     * Puts the commands together.
     *
     * @param verification looks at each migration before its commit
     */
    public CommandLineInterface(Surroundings around, Verification verification, Interruption interruption) {
        this.around = around;
        var root = new RootCommand();
        this.workplace = new Workplace(root.options, around, interruption);
        this.commands = new CommandLine(root)
                .addSubcommand(new ApplyCommand(workplace, verification))
                .addSubcommand(new StatusCommand(workplace))
                .addSubcommand(new RepairCommand(workplace))
                .addSubcommand(new InspectCommand(workplace))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOverwrittenOptionsAllowed(false)
                .setOut(writer(around.out()))
                .setErr(writer(around.err()))
                .setExecutionExceptionHandler(this::failed)
                .setParameterExceptionHandler(this::misused);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    /** Runs the command that the arguments name. */
    public int run(String... arguments) {
        int code =
                commands.execute(separated(arguments, commands.getSubcommands().keySet()));
        around.out().flush();
        around.err().flush();
        return code;
    }

    /**
     * The value of {@code --embedded} may be left out; then the name of a command that follows is no folder.
     *
     * @param names of the commands
     */
    static String[] separated(String[] arguments, Set<String> names) {
        var separated = new ArrayList<String>(List.of(arguments));
        for (int i = 0; i + 1 < separated.size(); i++) {
            boolean commandSeen = separated.subList(0, i).stream().anyMatch(names::contains);
            if (separated.get(i).equals("--embedded") && !commandSeen && names.contains(separated.get(i + 1))) {
                separated.set(i, "--embedded=");
            }
        }
        return separated.toArray(new String[0]);
    }

    private int failed(Exception error, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (error instanceof MigrationFailure failure) {
            workplace.report(around.directory()).failed(failure);
            if (workplace.options().verbose) {
                failure.printStackTrace(around.err());
            }
            return failure.exitCode().number();
        }
        throw error; // a bug of ours: its stack trace is what helps
    }

    private int misused(CommandLine.ParameterException error, String[] arguments) {
        CommandLine command = error.getCommandLine();
        around.err().println("error   " + error.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(error, command.getErr());
        around.err().println("  fix: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE.number();
    }
}
