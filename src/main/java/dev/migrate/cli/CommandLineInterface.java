package dev.migrate.cli;

import dev.migrate.apply.Interruption;
import dev.migrate.apply.Verification;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import dev.migrate.report.Display;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;

/** The commands, put together; runs one and gives its exit code. */
public final class CommandLineInterface {
    private final Surroundings around;
    private final Workplace workplace;
    private final RootCommand root = new RootCommand();
    private final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();

    /**
     * Puts the commands together.
     *
     * @param verification looks at each migration before its commit
     */
    public CommandLineInterface(Surroundings around, Verification verification, Interruption interruption) {
        this.around = around;
        this.workplace = new Workplace(root.options, around, interruption);
        commands.put("apply", () -> new ApplyCommand(workplace, verification));
        commands.put("status", () -> new StatusCommand(workplace));
        commands.put("rollback", () -> new RollbackCommand(workplace));
        commands.put("new", () -> new NewCommand(workplace));
        commands.put("kept", () -> new KeptCommand(workplace));
        commands.put("verify", () -> new VerifyCommand(workplace));
        commands.put("baseline", () -> new BaselineCommand(workplace));
        commands.put("schema", () -> SchemaCommand.with(workplace));
        commands.put("repair", () -> new RepairCommand(workplace));
        commands.put("inspect", () -> new InspectCommand(workplace));
    }

    /** The commands that the arguments may name: what stands in a class is read by reflection, which takes its time. */
    private CommandLine commandLine(String... arguments) {
        var line = new CommandLine(root);
        List<String> given = List.of(arguments);
        Set<String> named = new LinkedHashSet<>(commands.keySet());
        named.retainAll(given);
        boolean any = named.isEmpty() && !given.equals(List.of("--version"));
        for (String name : any ? commands.keySet() : named) {
            line.addSubcommand(commands.get(name).get());
        }
        return line.setCaseInsensitiveEnumValuesAllowed(true)
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
        int code = commandLine(arguments).execute(separated(arguments, commands.keySet()));
        around.out().flush();
        around.err().flush();
        return code;
    }

    /**
     * The value of {@code --embedded} may be left out; then neither the name of a command
     * nor an option that follows, misspelt or not, is the folder.
     *
     * @param names of the commands
     */
    static String[] separated(String[] arguments, Set<String> names) {
        var separated = new ArrayList<String>(List.of(arguments));
        for (int i = 0; i + 1 < separated.size(); i++) {
            String next = separated.get(i + 1);
            boolean commandSeen = separated.subList(0, i).stream().anyMatch(names::contains);
            boolean folder = !next.startsWith("-") && (commandSeen || !names.contains(next));
            if (separated.get(i).equals("--embedded") && !folder) {
                separated.set(i, "--embedded=");
            }
        }
        return separated.toArray(new String[0]);
    }

    private int failed(Exception error, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (error instanceof MigrationFailure failure) {
            workplace.report().failed(failure);
            if (workplace.options().verbose) {
                trace(failure);
            }
            return failure.exitCode().number();
        }
        // A bug of ours: its stack trace is what helps.
        workplace
                .report()
                .failed(new MigrationFailure(
                        ExitCode.REFUSED,
                        Problem.of(
                                "an error in migrate itself: " + error,
                                "look with migrate status at what was applied, and report what stands below")));
        trace(error);
        return ExitCode.REFUSED.number();
    }

    /** A message in it may hold what must not speak to the terminal. */
    private void trace(Exception error) {
        var text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        around.err().print(Display.safe(text.toString()));
    }

    private int misused(CommandLine.ParameterException error, String[] arguments) {
        String name = error.getCommandLine().getCommandSpec().qualifiedName();
        String fix =
                suggestion(error).map(word -> "did you mean " + word + "? ").orElse("") + name + " --help";
        if (List.of(arguments).contains("json") || List.of(arguments).contains("--format=json")) {
            workplace.options().format = GlobalOptions.Format.json; // what went wrong may stand before it
        }
        var failure = new MigrationFailure(ExitCode.USAGE, Problem.of(lowerFirst(error.getMessage()), fix));
        workplace.report().failed(failure);
        return ExitCode.USAGE.number();
    }

    private static Optional<String> suggestion(CommandLine.ParameterException error) {
        return error instanceof CommandLine.UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions().stream().findFirst()
                : Optional.empty();
    }

    private static String lowerFirst(String sentence) {
        return sentence.isEmpty() ? sentence : Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }
}
