package dev.migrate.cli;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The editor of the user.
 *
 * @param command as the shell takes it, such as {@code code --wait}
 */
record Editor(String command, Map<String, String> variables) {
    /**
     * The one that the environment names.
     *
     * @throws MigrationFailure exit code 2 where it names none
     */
    static Editor of(Surroundings around) {
        return Stream.of("VISUAL", "EDITOR")
                .map(name -> around.variables().getOrDefault(name, ""))
                .filter(command -> !command.isBlank())
                .findFirst()
                .map(command -> new Editor(command, around.variables()))
                .orElseThrow(() -> new MigrationFailure(
                        ExitCode.USAGE,
                        Problem.of(
                                "--edit finds no editor; nothing was made",
                                "set VISUAL or EDITOR, or leave out --edit")));
    }

    /** Opens a file and waits for the end; that it did not go well is said, and the file stays. */
    void open(Path file, Consumer<String> warnings) {
        var builder = new ProcessBuilder("sh", "-c", command + " \"$@\"", "editor", file.toString()).inheritIO();
        builder.environment().putAll(variables);
        try {
            int code = builder.start().waitFor();
            if (code != 0) {
                warnings.accept(command + " ended with " + code);
            }
        } catch (IOException absent) {
            warnings.accept(command + " cannot be started: " + absent.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
