package dev.migrate.verify;

import dev.migrate.database.Session;
import dev.migrate.database.Target;
import dev.migrate.shadow.PostgresBinaries;
import dev.migrate.shadow.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** A PostgreSQL for the tests of one class, with a new database for each that asks. */
final class ScratchServer implements AutoCloseable {
    private final PostgresServer server;
    private final Target target;
    private int databases;

    private ScratchServer(PostgresServer server, Target target) {
        this.server = server;
        this.target = target;
    }

    static ScratchServer start(Path folder) throws IOException {
        Path built = Path.of(System.getProperty("migrate.home", "target")).toAbsolutePath();
        String version = System.getProperty("migrate.test.postgres", "17");
        var binaries = new PostgresBinaries(built.resolve("postgres"), built.resolve("postgres-cache"));
        var server = new PostgresServer(binaries.home(version), folder);
        server.initialize(version);
        return new ScratchServer(server, server.start(Map.of("fsync", "off", "shared_buffers", "16MB")));
    }

    Session newDatabase() {
        String name = "scratch" + ++databases;
        try (Session session = Session.open(target, "tests")) {
            session.rows("CREATE DATABASE " + name);
        }
        return Session.open(target.withDatabase(name), "tests");
    }

    @Override
    public void close() throws IOException {
        server.stop();
    }
}
