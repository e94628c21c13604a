package dev.migrate.testing;

import dev.migrate.database.ConnectionUrl;
import dev.migrate.database.Target;
import dev.migrate.shadow.PostgresBinaries;
import dev.migrate.shadow.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * One PostgreSQL for the whole run of tests: the embedded one, or a container where {@code -Pcontainers} asks for it;
 * its major version is {@code -Dmigrate.test.postgres}.
 */
public final class TestServer {
    public static final String VERSION = System.getProperty("migrate.test.postgres", "17");
    private static final boolean CONTAINERS = "containers".equals(System.getProperty("migrate.test.server"));
    private static final Map<String, String> FAST = Map.of(
            "fsync",
            "off",
            "synchronous_commit",
            "off",
            "full_page_writes",
            "off",
            "max_connections",
            "60",
            "max_prepared_transactions",
            "5",
            "wal_level",
            "logical");

    private TestServer() {}

    /** Where the superuser connects to the database {@code postgres}. */
    public static Target superuser() {
        return Holder.TARGET;
    }

    /** The archives of the embedded servers, as the build laid them down. */
    public static Path home() {
        return Path.of(System.getProperty("migrate.home", "target"));
    }

    /** Unpacked servers, kept from run to run. */
    public static Path cache() {
        return home().resolve("postgres-cache");
    }

    private static final class Holder {
        static final Target TARGET = CONTAINERS ? container() : embedded();
    }

    private static Target container() {
        @SuppressWarnings("resource") // lives as long as the tests; stopped by the hook
        var container = new PostgreSQLContainer("postgres:" + VERSION)
                .withDatabaseName("postgres")
                .withUsername("postgres")
                .withPassword("secret");
        container.setCommand(
                "postgres",
                "-c",
                "fsync=off",
                "-c",
                "max_connections=60",
                "-c",
                "max_prepared_transactions=5",
                "-c",
                "wal_level=logical");
        container.setWaitStrategy(Wait.forListeningPort());
        container.start();
        Runtime.getRuntime().addShutdownHook(new Thread(container::stop, "stop the container"));
        String url = "postgresql://postgres:secret@" + container.getHost() + ":" + container.getMappedPort(5432)
                + "/postgres?sslmode=disable";
        Target target = new ConnectionUrl(Map.of()).target(url, "the container");
        Connections.waitFor(target);
        return target;
    }

    private static Target embedded() {
        try {
            Path folder = roomiest()
                    .resolve("migrate-test-server-" + ProcessHandle.current().pid());
            Files.createDirectories(folder);
            var server =
                    new PostgresServer(new PostgresBinaries(home().resolve("postgres"), cache()).home(VERSION), folder);
            server.initialize(VERSION);
            Target target = server.start(FAST);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder), "stop the server"));
            return target;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** In memory where there is room: making a database is making a thousand files. */
    private static Path roomiest() throws IOException {
        Path memory = Path.of("/dev/shm");
        boolean room = Files.isWritable(memory) && Files.getFileStore(memory).getUsableSpace() > 1L << 30;
        return room ? memory : home().toAbsolutePath();
    }

    private static void stop(PostgresServer server, Path folder) {
        try {
            server.stop();
            TestFolders.delete(folder);
        } catch (IOException left) {
            System.err.println("the test server in " + folder + " was not cleared away: " + left);
        }
    }
}
