package dev.migrate.cli;

import dev.migrate.shadow.PostgresBinaries;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a run finds around it; the process's own, or a test's.
 *
 * @param directory the current one
 * @param variables of the environment
 * @param home folder of the program, with the archives of the embedded servers in {@code postgres}
 * @param terminal whether a person looks at standard output and standard error
 * @param keyboard where a person can be asked; empty where nobody would answer
 * @param in standard input, read only where an option names it
 */
public record Surroundings(
        PrintStream out,
        PrintStream err,
        Path directory,
        Map<String, String> variables,
        Path home,
        boolean terminal,
        Optional<BufferedReader> keyboard,
        InputStream in) {
    public Surroundings {
        variables = Map.copyOf(variables);
    }

    /** The embedded servers that came with the program, unpacked into the cache of its user. */
    PostgresBinaries binaries() {
        return new PostgresBinaries(home.resolve("postgres"), CacheFolder.of(variables));
    }
}
