package dev.migrate.shadow;

import dev.migrate.database.Secret;
import dev.migrate.database.Target;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * One PostgreSQL server with its data in a folder: made, started, found again, stopped.
 *
 * <p>It listens on the loopback address only, on a port that was free, and asks for a password that only the owner
 * of the folder can read: without one, every account of the machine would be its superuser.
 *
 * <p>The folder holds {@code data}, {@code password} and {@code log}.
 */
public final class PostgresServer {
    private static final long START_SECONDS = 60;
    /** How the name of a data directory begins that is not finished. */
    static final String MAKING = "making-";

    private static final String SUPERUSER = "postgres";

    private final Path home;
    private final Path folder;
    private final ServerAccount account;

    /**
     * Names a server; nothing is started.
     *
     * @param home folder with {@code bin/postgres}
     * @param folder where the data are, or will be
     */
    public PostgresServer(Path home, Path folder) {
        this(home, folder, ServerAccount.choose());
    }

    PostgresServer(Path home, Path folder, ServerAccount account) {
        this.home = home;
        this.folder = folder;
        this.account = account;
    }

    private Path data() {
        return folder.resolve("data");
    }

    /** Makes the data directory: under another name, for the {@code initdb} of a run that was killed may go on. */
    public void initialize(String version) throws IOException {
        initialize(version, List.of());
    }

    /**
     * Makes the data directory; likewise.
     *
     * @param more arguments of {@code initdb}
     */
    void initialize(String version, List<String> more) throws IOException {
        Files.createDirectories(folder);
        Path password = folder.resolve("password");
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Files.deleteIfExists(password);
        Folders.writePrivate(password, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        Path making = Files.createTempDirectory(folder, MAKING);
        account.own(folder);
        var arguments = new ArrayList<>(List.of(
                "-D",
                making.toString(),
                "-U",
                SUPERUSER,
                "--auth=password",
                "--pwfile=" + password,
                "--encoding=UTF8",
                "--no-instructions",
                "--no-sync"));
        if (Integer.parseInt(version) >= 17) {
            // The same everywhere, whatever locales the machine has.
            arguments.addAll(List.of("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
        } else {
            arguments.add("--locale=C");
        }
        arguments.addAll(more);
        run("initdb", arguments);
        Files.move(making, data(), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The port of the server that runs on this folder; empty where none does, also after a crash. */
    public Optional<Integer> port() throws IOException {
        List<String> lines = pidFile();
        // pid, data directory, start time, port, socket directory, address, shared memory, status
        boolean ready = lines.size() >= 8 && lines.get(7).strip().equals("ready");
        return ready && isServer(lines.get(0))
                ? Optional.of(Integer.parseInt(lines.get(3).strip()))
                : Optional.empty();
    }

    /** Whether a server has this folder, be it still starting or already stopping. */
    boolean occupied() throws IOException {
        List<String> lines = pidFile();
        return !lines.isEmpty() && isServer(lines.get(0));
    }

    /** Empty where there is none; a server that is stopping removes it under our eyes. */
    private List<String> pidFile() throws IOException {
        try {
            return Files.readAllLines(data().resolve("postmaster.pid"));
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    /** After a crash of the machine the number may be that of any other program. */
    private static boolean isServer(String pid) {
        return pid.strip().matches("[0-9]+")
                && ProcessHandle.of(Long.parseLong(pid.strip()))
                        .filter(ProcessHandle::isAlive)
                        .map(process -> process.info()
                                .command()
                                .map(command -> command.contains("postgres"))
                                .orElse(true))
                        .orElse(false);
    }

    /** A run that was killed may have left a server on its way up or down; whether one is up now. */
    private boolean waitForEarlier() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        while (occupied() && port().isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
        return port().isPresent();
    }

    /** As {@code pg_ctl} hands it to the shell. */
    private static String shellQuoted(String argument) {
        boolean windows = java.io.File.separatorChar == '\\';
        return windows ? '"' + argument + '"' : "'" + argument.replace("'", "'\\''") + "'";
    }

    /**
     * Starts the server and waits until it takes connections.
     *
     * @param settings of {@code postgresql.conf}, for this start
     */
    public Target start(Map<String, String> settings) throws IOException {
        if (waitForEarlier()) {
            return target();
        }
        if (!occupied()) {
            // PostgreSQL would believe a number that is of another program by now.
            Files.deleteIfExists(data().resolve("postmaster.pid"));
        }
        Path log = folder.resolve("log");
        for (int attempt = 1; ; attempt++) {
            int port = freePort();
            var arguments = new ArrayList<>(List.of(
                    "-p",
                    Integer.toString(port),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "unix_socket_directories="));
            settings.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
            Files.deleteIfExists(log);
            // pg_ctl puts the server into a session of its own, so that Ctrl-C in the terminal does not stop it too.
            // The names are relative because a shell gets them from it in double quotes.
            var control = List.of(
                    "start",
                    "-D",
                    "data",
                    "-l",
                    "log",
                    "-w",
                    "-t",
                    Long.toString(START_SECONDS),
                    "-s",
                    "-o",
                    arguments.stream().map(PostgresServer::shellQuoted).collect(Collectors.joining(" ")));
            Process process = Environment.clean(new ProcessBuilder(account.command(program("pg_ctl"), control)))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            if (ready(process)) {
                return target();
            }
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    + (Files.exists(log) ? Files.readString(log) : "");
            if (attempt < 3 && said.contains("could not bind")) {
                continue; // another program took the port between our look and the start
            }
            throw new MigrationFailure(
                    ExitCode.NO_CONNECTION,
                    Problem.of(
                            "the embedded PostgreSQL did not start in " + folder + "\n" + said.strip(), "see " + log));
        }
    }

    private boolean ready(Process process) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        try {
            while (System.nanoTime() < deadline) {
                if (port().isPresent()) {
                    return true;
                }
                if (process.waitFor(5, TimeUnit.MILLISECONDS)) {
                    return port().isPresent();
                }
            }
            process.destroy();
            return false;
        } catch (InterruptedException interrupted) {
            process.destroy();
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Where the running server is reached, as its superuser. */
    public Target target() throws IOException {
        int port = port().orElseThrow(() -> new IOException("no server runs on " + folder));
        String password = Files.readString(folder.resolve("password")).strip();
        return new Target(
                "127.0.0.1:" + port,
                "postgres",
                SUPERUSER,
                Optional.of(new Secret(password)),
                Map.of("sslmode", "disable"),
                "the embedded server");
    }

    /** Stops the server: running queries are cancelled, everything committed is on disk. */
    public void stop() throws IOException {
        run("pg_ctl", List.of("stop", "-D", data().toString(), "-m", "fast", "-w", "-s"));
    }

    /** Stops the server at once: what it has not written yet is lost. */
    void stopImmediately() throws IOException {
        run("pg_ctl", List.of("stop", "-D", data().toString(), "-m", "immediate", "-w", "-s"));
    }

    private void run(String program, List<String> arguments) throws IOException {
        Process process = Environment.clean(new ProcessBuilder(account.command(program(program), arguments)))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException(program + " of the embedded PostgreSQL ended with " + code + "\n" + said.strip());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(program + " was interrupted", interrupted);
        }
    }

    private Path program(String name) {
        boolean windows = java.io.File.separatorChar == '\\';
        return home.resolve("bin").resolve(windows ? name + ".exe" : name);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
