package dev.migrate.verify;

import dev.migrate.config.PolicyRule;
import dev.migrate.config.Settings;
import dev.migrate.database.Session;
import dev.migrate.history.HistoryTable;
import dev.migrate.plan.Inventory;
import dev.migrate.testing.TestFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A new database for each test, in which a platform serves an API, and what the check {@code security} finds in it; to
 * be registered as a static extension.
 */
final class ApiDatabase implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    private static final HistoryTable HISTORY = new HistoryTable("migrate", "history", false);

    /** What the platform has; and a schema that the API does not serve. */
    private static final String PLATFORM = """
            create schema auth;
            create table auth.users (id uuid primary key, email text unique, phone text);
            create function auth.uid() returns uuid stable language sql return null::uuid;
            create function auth.jwt() returns jsonb stable language sql return '{}'::jsonb;
            grant usage on schema auth to anon, authenticated;
            create schema app;
            create table app.t (id int primary key, owner uuid);
            create table app.two (a int, b int, primary key (a, b));
            create function app.one() returns int language sql set search_path = '' return 1;
            """;

    private Path folder;
    private ScratchServer server;
    private Session session;

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("migrate-security");
        server = ScratchServer.start(folder.resolve("server"));
        try (Session session = server.newDatabase()) {
            session.rows(
                    "create role anon nologin; create role authenticated nologin; create role authenticator nologin;"
                            + " create role reader login");
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        server.close();
        TestFolders.delete(folder);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        session = server.newDatabase();
        session.rows(PLATFORM);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        session.close();
    }

    Session session() {
        return session;
    }

    List<List<String>> rows(String sql) {
        return session.rows(sql);
    }

    List<Finding> findings() {
        return outcome(List.of()).findings();
    }

    Outcome outcome(List<PolicyRule> policy) {
        Settings plain = Settings.of(Path.of(""));
        var settings = new Settings(
                plain.directory(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                plain.sources(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                plain.database(),
                plain.history(),
                plain.shadow(),
                plain.embedded(),
                plain.keep(),
                plain.newMigrations(),
                policy);
        var inventory = new Inventory(List.of(), List.of(), Optional.empty(), List.of());
        try (var evidence = new Evidence(settings, inventory, HISTORY, session, () -> {
            throw new AssertionError("no scratch server is needed");
        })) {
            return new SecurityCheck().look(evidence);
        }
    }
}
