package dev.migrate.testing;

import dev.migrate.database.ConnectionUrl;
import dev.migrate.database.Session;
import dev.migrate.database.Target;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A PgBouncer in front of the test server, on a port of its own.
 *
 * <p>Tests are skipped where the program {@code pgbouncer} is neither on the PATH nor in {@code /usr/sbin}, where
 * Debian's package puts it.
 */
public final class PgBouncer implements AutoCloseable {
    private final Path folder;
    private final Process process;
    private final int port;

    /**
     * Starts one.
     *
     * @param mode {@code session}, {@code transaction} or {@code statement}
     * @param poolSize server connections for each database and user
     * @param settings further lines for {@code pgbouncer.ini}
     */
    public PgBouncer(String mode, int poolSize, String... settings) {
        Path program = program();
        try {
            port = freePort();
            folder = Files.createTempDirectory("migrate-pgbouncer");
            Target server = TestServer.superuser();
            Path users = folder.resolve("users.txt");
            Path config = folder.resolve("pgbouncer.ini");
            Files.writeString(users, "\"" + server.user() + "\" \"" + TestPasswords.of(server) + "\"\n");
            Files.writeString(config, """
                    [databases]
                    * = host=%s port=%d
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = trust
                    auth_file = %s
                    pool_mode = %s
                    default_pool_size = %d
                    %s
                    """.formatted(
                    numeric(server.host()), server.port(), port, users, mode, poolSize, String.join("\n", settings)));
            var command = new ArrayList<>(List.of(program.toString()));
            if (root()) {
                // PgBouncer refuses to be root, and reads its files as the account it becomes.
                command.addAll(List.of("-u", "nobody"));
                Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            command.add(config.toString());
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        TestBench.await(() -> log().contains("process up") || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError("PgBouncer does not start: " + log());
        }
    }

    private static Path program() {
        Optional<Path> found = Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)),
                        Stream.of("/usr/sbin"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst();
        Assumptions.assumeTrue(
                found.isPresent(),
                "PgBouncer is not installed here (apt-get install pgbouncer), so nothing was tested through it");
        return found.orElseThrow();
    }

    private static boolean root() throws IOException {
        return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    }

    private static String numeric(String host) throws IOException {
        return InetAddress.getByName(host).getHostAddress();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What it has said. */
    public String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** The superuser's URL of a database, through this pooler. */
    public String url(TestDatabase database) {
        return "postgresql://" + TestServer.superuser().user() + "@127.0.0.1:" + port + "/" + database.name()
                + "?sslmode=disable";
    }

    /** A client of it, with what it finds out about the pooler in {@code facts().pooling()}. */
    public Session session(TestDatabase database) {
        return Session.open(new ConnectionUrl(Map.of()).target(url(database), "the test"), "a client");
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(20, TimeUnit.SECONDS);
            TestFolders.delete(folder);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        } catch (InterruptedException error) {
            throw new AssertionError(error);
        }
    }
}
