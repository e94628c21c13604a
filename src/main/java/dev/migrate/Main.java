package dev.migrate;

import dev.migrate.apply.Interruption;
import dev.migrate.cli.CommandLineInterface;
import dev.migrate.cli.Surroundings;
import dev.migrate.verify.SectionVerification;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Builds every object, runs the command line, and is the only place that exits. */
public final class Main {
    private static final long FAREWELL_SECONDS = 10;

    private Main() {}

    public static void main(String[] args) {
        var around = new Surroundings(
                stream(FileDescriptor.out),
                stream(FileDescriptor.err),
                Path.of("").toAbsolutePath(),
                System.getenv(),
                home(),
                Boolean.getBoolean("migrate.terminal"));
        var interruption = new Interruption();
        var done = new AtomicBoolean();
        rollBackOnInterrupt(interruption, done, Thread.currentThread());
        int code = run(around, interruption, args);
        done.set(true);
        System.exit(code);
    }

    /** Runs one command in this process, and gives its exit code. */
    public static int run(Surroundings around, Interruption interruption, String... args) {
        return new CommandLineInterface(around, new SectionVerification(), interruption).run(args);
    }

    /** Ctrl-C: asks the server to cancel, and gives the run the time to roll back and to say so. */
    private static void rollBackOnInterrupt(Interruption interruption, AtomicBoolean done, Thread main) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            if (!main.isAlive() || done.get()) {
                                return;
                            }
                            interruption.request();
                            try {
                                main.join(TimeUnit.SECONDS.toMillis(FAREWELL_SECONDS));
                            } catch (InterruptedException again) {
                                Thread.currentThread().interrupt();
                            }
                        },
                        "interrupt"));
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
