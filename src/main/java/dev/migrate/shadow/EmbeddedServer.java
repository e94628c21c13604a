package dev.migrate.shadow;

import dev.migrate.database.Target;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The local server behind {@code --embedded}: its data stay from run to run, the server itself lives as long as
 * somebody uses it.
 *
 * <p>Several runs may use it at once: the first starts it, the last stops it. Who uses it is a shared lock on a file,
 * which the operating system takes back when a process dies, so a run that was killed is not counted, and the server
 * that it left is found, used and stopped by the next.
 */
public final class EmbeddedServer implements AutoCloseable {
    private final PostgresServer server;
    private final Target target;
    private final Path gate;
    private final FileChannel users;
    private FileLock using;

    private EmbeddedServer(PostgresServer server, Target target, Path gate, FileChannel users, FileLock using) {
        this.server = server;
        this.target = target;
        this.gate = gate;
        this.users = users;
        this.using = using;
    }

    /**
     * Makes the data directory where there is none, and starts the server where it does not run.
     *
     * @param folder where the data are to stay
     * @param version major version
     * @param whenMade loads what the platform provides, once; where it fails, the next run begins anew
     * @throws MigrationFailure where the folder is not one of ours, holds another version, or nothing starts
     */
    public static EmbeddedServer open(
            Path folder, String version, PostgresBinaries binaries, Consumer<Target> whenMade) {
        try {
            prepare(folder);
            Path gate = folder.resolve("gate.lock");
            try (var entering = FileChannel.open(gate, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = entering.lock()) {
                var users = FileChannel.open(
                        folder.resolve("users.lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
                var server = new PostgresServer(binaries.home(version), folder);
                makeOnce(server, folder, version, whenMade);
                Target target = server.port().isPresent() ? server.target() : server.start(settings());
                FileLock using = users.lock(0, Long.MAX_VALUE, true);
                return new EmbeddedServer(server, target, gate, users, using);
            }
        } catch (IOException error) {
            throw new MigrationFailure(
                    ExitCode.NO_CONNECTION,
                    List.of(Problem.of(
                            "the embedded PostgreSQL in " + folder + " cannot be used: " + Folders.reason(error),
                            "look at " + folder.resolve("log") + ", or name another folder: --embedded DIR")),
                    error);
        }
    }

    private static void makeOnce(PostgresServer server, Path folder, String version, Consumer<Target> whenMade)
            throws IOException {
        Path complete = folder.resolve("complete");
        Path data = folder.resolve("data");
        if (Files.exists(complete)) {
            String found = Files.readString(data.resolve("PG_VERSION")).strip();
            if (!found.equals(version)) {
                throw new MigrationFailure(
                        ExitCode.USAGE,
                        Problem.of(
                                "the data in " + folder + " are of PostgreSQL " + found + ", the config asks for "
                                        + version,
                                "set [embedded] version = \"" + found + "\", or name another folder: --embedded DIR"));
            }
            return;
        }
        if (server.occupied()) {
            server.stop(); // left by a run that was killed while it made the data
        }
        Folders.delete(data);
        try (var unfinished = Files.newDirectoryStream(folder, PostgresServer.MAKING + "*")) {
            for (Path one : unfinished) {
                Folders.delete(one);
            }
        }
        server.initialize(version);
        Target target = server.start(settings());
        try {
            whenMade.accept(target);
        } catch (RuntimeException failed) {
            server.stop();
            throw failed;
        }
        Files.writeString(complete, "made with PostgreSQL " + version + "\n");
    }

    /** Takes only a folder that is empty or one of ours: nothing of anybody else's is ever overwritten. */
    private static void prepare(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Path parent = folder.toAbsolutePath().getParent();
            boolean ownParent = parent.getFileName() != null
                    && parent.getFileName().toString().equals(".migrate")
                    && !Files.exists(parent);
            Files.createDirectories(folder);
            if (ownParent) {
                Files.writeString(parent.resolve(".gitignore"), "*\n");
            }
            return;
        }
        try (var files = Files.list(folder)) {
            boolean foreign =
                    files.anyMatch(file -> !file.getFileName().toString().startsWith(PostgresServer.MAKING)
                            && !List.of("data", "password", "log", "gate.lock", "users.lock", "complete", ".gitignore")
                                    .contains(file.getFileName().toString()));
            if (foreign) {
                throw new MigrationFailure(
                        ExitCode.USAGE,
                        Problem.of(
                                folder + " holds files that are not of an embedded PostgreSQL",
                                "name an empty or a new folder: --embedded DIR"));
            }
        }
    }

    private static Map<String, String> settings() {
        return Map.of(
                "max_connections", "50", "shared_buffers", "32MB", "wal_level", "logical", "log_min_messages", "fatal");
    }

    public Target target() {
        return target;
    }

    /** Leaves the server; the last to leave stops it. */
    @Override
    public void close() {
        try (users;
                var entering = FileChannel.open(gate, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var held = entering.lock()) {
            if (using == null) {
                return;
            }
            using.release();
            using = null;
            try (var alone = users.tryLock()) {
                if (alone != null && server.port().isPresent()) {
                    server.stop();
                }
            }
        } catch (IOException error) {
            throw new MigrationFailure(
                    ExitCode.NO_CONNECTION,
                    List.of(Problem.of("the embedded PostgreSQL could not be stopped: " + error.getMessage(), "")),
                    error);
        }
    }
}
