package dev.migrate.testing;

import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import dev.migrate.database.Target;
import dev.migrate.shadow.PostgresBinaries;
import dev.migrate.shadow.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;

/** A server of a test's own, which it may stop, break and kill. */
public final class OwnServer implements AutoCloseable {
    private final Path folder;
    private final Map<String, String> settings;
    private final PostgresServer server;
    private volatile Target target;
    private long ending;

    /** A new server, which runs. */
    public OwnServer(Path folder, Map<String, String> settings) {
        this(TestServer.VERSION, folder, settings);
    }

    /** A new server of one major version, whatever that of the test server is. */
    public OwnServer(String version, Path folder, Map<String, String> settings) {
        this.folder = folder;
        this.settings = settings;
        try {
            Files.createDirectories(folder);
            server = new PostgresServer(home(version), folder);
            server.initialize(version);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        start();
    }

    /** A server on data that are there, such as a base backup. */
    public static OwnServer on(Path folder, Map<String, String> settings) {
        return new OwnServer(settings, folder);
    }

    private OwnServer(Map<String, String> settings, Path folder) {
        this.folder = folder;
        this.settings = settings;
        this.server = new PostgresServer(home(), folder);
        start();
    }

    /** Where {@code bin/postgres} is. */
    public static Path home() {
        return home(TestServer.VERSION);
    }

    private static Path home(String version) {
        return new PostgresBinaries(TestServer.home().resolve("postgres"), TestServer.cache()).home(version);
    }

    /** A folder for a server, in memory where there is room; the test is skipped where the tests run on a container. */
    public static Path newFolder() {
        Assumptions.assumeFalse(
                "containers".equals(System.getProperty("migrate.test.server")),
                "skipped: this test stops and kills a server of its own, which it makes from the embedded binaries and"
                        + " not from a container");
        try {
            Path memory = Path.of("/dev/shm");
            boolean room =
                    Files.isWritable(memory) && Files.getFileStore(memory).getUsableSpace() > 1L << 30;
            return room
                    ? Files.createTempDirectory(memory, "migrate-own-server")
                    : Files.createTempDirectory("migrate-own-server");
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** Starts it again; the port is another one then. */
    public void start() {
        try {
            target = server.start(settings);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** Immediate shutdown: as after a loss of power, but for the disk. */
    public void stopImmediately() {
        ending = postmaster();
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        signal("QUIT", ending);
        while (running() && System.nanoTime() < patience) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        if (running()) {
            // PostgreSQL itself kills after five seconds what does not hear; a server that has not ended by then is
            // lost in another way, and for these tests just as dead.
            System.err.println("the server did not end by SIGQUIT, and is killed: " + serverLog());
            ProcessHandle.of(ending).stream().flatMap(ProcessHandle::children).forEach(ProcessHandle::destroyForcibly);
            signal("KILL", ending);
        }
        awaitEnd();
    }

    private boolean running() {
        return Files.exists(folder.resolve("data/postmaster.pid"))
                && ProcessHandle.of(ending).map(ProcessHandle::isAlive).orElse(false);
    }

    private String serverLog() {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("log"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** Smart shutdown: it ends when the last session has, and takes no new ones. */
    public void stopWhenIdle() {
        ending = postmaster();
        signal("TERM", ending);
    }

    /** Waits for the end of the server; its number may be that of another process a moment later. */
    public void awaitEnd() {
        TestProcess.waitFor("the end of the server", () -> !running());
    }

    /** Kills one process of it; PostgreSQL then restarts all others. */
    public void kill(long process) {
        signal("KILL", process);
    }

    public void stop() {
        try {
            server.stop();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private long postmaster() {
        try {
            return Long.parseLong(Files.readAllLines(folder.resolve("data/postmaster.pid"))
                    .get(0)
                    .strip());
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private static void signal(String name, long process) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        } catch (InterruptedException error) {
            throw new AssertionError(error);
        }
    }

    public Path folder() {
        return folder;
    }

    public int port() {
        return target.port();
    }

    public String password() {
        return TestPasswords.of(target);
    }

    /** The superuser's URL of one of its databases. */
    public String url(String database) {
        return url(port(), database);
    }

    /** The same through another port, of a proxy. */
    public String url(int port, String database) {
        return url("postgres", password(), port, database);
    }

    public String url(String user, String password, int port, String database) {
        return "postgresql://" + user + ":" + password + "@127.0.0.1:" + port + "/" + database + "?sslmode=disable";
    }

    public Session session(String database) {
        return Session.open(target.withDatabase(database), "test");
    }

    public void execute(String database, String sql) {
        rows(database, sql);
    }

    public List<List<String>> rows(String database, String sql) {
        try (Session session = session(database)) {
            Reply reply = session.ask(sql);
            reply.error().ifPresent(error -> {
                throw new AssertionError(error.toString());
            });
            return reply.rows();
        }
    }

    public String value(String database, String sql) {
        return rows(database, sql).get(0).get(0);
    }

    public List<String> column(String database, String sql) {
        return rows(database, sql).stream().map(row -> row.get(0)).toList();
    }

    /** Stops it and removes its data. */
    @Override
    public void close() {
        try {
            if (server.port().isPresent()) {
                server.stop();
            }
            TestFolders.delete(folder);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
