package dev.migrate.testing;

import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import dev.migrate.database.Target;
import dev.migrate.shadow.PostgresServer;
import dev.migrate.shadow.StandIns;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server with stand-in extensions, and a new database for each test; to be registered as a static extension. */
public final class StandInServer implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    private Path folder;
    private PostgresServer server;
    private Target superuser;
    private int count;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = OwnServer.newFolder();
        server = new PostgresServer(StandIns.installation(OwnServer.home()), folder);
        server.initialize(TestServer.VERSION);
        superuser = server.start(Map.of("fsync", "off", "synchronous_commit", "off", "full_page_writes", "off"));
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        if (server != null) {
            server.stop();
            TestFolders.delete(folder);
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        count++;
        try (Session session = Session.open(superuser, "test")) {
            answered(session, "create database standin_" + count + " template template0");
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        try (Session session = Session.open(superuser, "test")) {
            answered(session, "drop database standin_" + count + " with (force)");
        }
    }

    public Target target() {
        return superuser.withDatabase("standin_" + count);
    }

    public Session session() {
        return Session.open(target(), "test");
    }

    /** Runs SQL as the superuser; the rows are those of the last query. */
    public List<List<String>> execute(String sql) {
        try (Session session = session()) {
            return answered(session, sql).rows();
        }
    }

    /** The single value of a query. */
    public String value(String sql) {
        return execute(sql).get(0).get(0);
    }

    /** The first column of a query. */
    public List<String> column(String sql) {
        return execute(sql).stream().map(row -> row.get(0)).toList();
    }

    private static Reply answered(Session session, String sql) {
        Reply reply = session.ask(sql);
        reply.error().ifPresent(error -> {
            throw new AssertionError(error.toString());
        });
        return reply;
    }
}
