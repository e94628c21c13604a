package dev.migrate.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The program in a process of its own, for what only a process can have done to it: signals, and death. */
public final class TestProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path out;
    private final Path err;

    TestProcess(List<String> prefix, TestProject project, String... arguments) {
        this("dev.migrate.Main", prefix, project, arguments);
    }

    /** Another program of the tests, by its class, in place of {@code migrate}. */
    public static TestProcess of(Class<?> program, TestProject project, String... arguments) {
        return new TestProcess(program.getName(), List.of(), project, arguments);
    }

    private TestProcess(String program, List<String> prefix, TestProject project, String... arguments) {
        try {
            out = Files.createTempFile("migrate", ".out");
            err = Files.createTempFile("migrate", ".err");
            var command = new ArrayList<>(prefix);
            if (Signals.CAN_BE_RESET) {
                command.addAll(Signals.RESET);
            }
            command.addAll(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xshare:auto",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "-Dmigrate.home=" + TestServer.home().toAbsolutePath(),
                    program));
            command.addAll(List.of(arguments));
            var builder = new ProcessBuilder(command)
                    .directory(project.folder().toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.endsWith("URL"));
            builder.environment().putAll(project.variables());
            process = builder.start();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    public long pid() {
        return process.pid();
    }

    /** What it has said so far, on both streams. */
    public String said() {
        try {
            return Files.readString(out) + Files.readString(err);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** Ends it at once, as SIGKILL does. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Sends a signal such as {@code INT}. */
    public TestProcess signal(String name) {
        signal(name, Long.toString(process.pid()));
        return this;
    }

    /** Sends a signal to the whole process group that it leads, as a terminal does. */
    public TestProcess signalGroup(String name) {
        signal(name, "-" + process.pid());
        return this;
    }

    private static void signal(String name, String to) {
        try {
            new ProcessBuilder("kill", "-" + name, "--", to).inheritIO().start().waitFor();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        } catch (InterruptedException error) {
            throw new AssertionError(error);
        }
    }

    /** Its exit code, once it has ended. */
    public int code() {
        waitFor("the end of the program; it said: " + said(), () -> !process.isAlive());
        return process.exitValue();
    }

    public TestProcess waitToSay(String text) {
        waitFor("\"" + text + "\"", () -> said().contains(text) || !process.isAlive());
        if (!said().contains(text)) {
            throw new AssertionError("ended without saying \"" + text + "\": " + said());
        }
        return this;
    }

    /** Waits until something holds, and fails where it does not. */
    public static void waitFor(String what, BooleanSupplier holds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        waitFor("the end of the program", () -> !process.isAlive());
        try {
            Files.delete(out);
            Files.delete(err);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /**
     * A shell that starts the tests in the background has SIGINT ignored for all that comes after it, and a Java
     * machine keeps that; a person at a terminal never meets it.
     */
    private static final class Signals {
        static final List<String> RESET = List.of("env", "--default-signal=INT");
        static final boolean CAN_BE_RESET = canBeReset();

        private static boolean canBeReset() {
            var probe = new ArrayList<>(RESET);
            probe.add("true");
            return endsWell(probe.toArray(String[]::new));
        }
    }

    /** Whether another program is there and ends with 0; what it says is not looked at. */
    public static boolean endsWell(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException error) {
            throw new AssertionError(error);
        }
    }
}
