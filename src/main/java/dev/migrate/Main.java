package dev.migrate;

import dev.migrate.apply.Interruption;
import dev.migrate.cli.CommandLineInterface;
import dev.migrate.cli.Surroundings;
import dev.migrate.verify.SectionVerification;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Builds every object, runs the command line, and is the only place that exits. */
public final class Main {
    private static final long FAREWELL_SECONDS = 10;
    private static final long AGAIN_MS = 200;

    private Main() {}

    public static void main(String[] args) {
        var around = new Surroundings(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                Path.of("").toAbsolutePath(),
                System.getenv(),
                home(),
                Boolean.getBoolean("migrate.terminal"),
                keyboard(),
                new FileInputStream(FileDescriptor.in));
        var interruption = new Interruption();
        var ended = new CompletableFuture<Integer>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> endOnSignal(interruption, ended), "interrupt"));
        int code = 1;
        try {
            code = run(around, interruption, args);
        } finally {
            ended.complete(code);
        }
        System.exit(code);
    }

    /** Runs one command in this process, and gives its exit code. */
    public static int run(Surroundings around, Interruption interruption, String... args) {
        return new CommandLineInterface(around, new SectionVerification(), interruption).run(args);
    }

    /**
     * Ctrl-C: asks the server to cancel, and gives the run the time to roll back and to say so. Exits with the code
     * that the run comes to, which may have been at its end already.
     */
    private static void endOnSignal(Interruption interruption, CompletableFuture<Integer> ended) {
        if (ended.isDone()) {
            return;
        }
        long start = System.nanoTime();
        do {
            interruption.request();
            try {
                // Not System.exit, which would wait for this very hook.
                Runtime.getRuntime().halt(ended.get(AGAIN_MS, TimeUnit.MILLISECONDS));
            } catch (TimeoutException stillRunning) {
                // ask again: the server may have been between two messages
            } catch (InterruptedException | ExecutionException hopeless) {
                return;
            }
        } while (System.nanoTime() - start
                < TimeUnit.SECONDS.toNanos(interruption.concernsDatabase() ? FAREWELL_SECONDS : 1));
    }

    /** The launcher knows whether a person sits there. */
    private static Optional<BufferedReader> keyboard() {
        return Boolean.getBoolean("migrate.keyboard")
                ? Optional.of(new BufferedReader(
                        new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8)))
                : Optional.empty();
    }

    /** UTF-8 whatever the locale says: migrations are UTF-8, and so is what is told of them. */
    private static PrintStream stream(FileDescriptor descriptor) {
        return new PrintStream(
                new FileOutputStream(descriptor), descriptor == FileDescriptor.err, StandardCharsets.UTF_8);
    }

    private static Path home() {
        String named = System.getProperty("migrate.home");
        if (named != null) {
            return Path.of(named);
        }
        try {
            return Path.of(Main.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getParent();
        } catch (java.net.URISyntaxException odd) {
            return Path.of("");
        }
    }
}
