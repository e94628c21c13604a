package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.OwnServer;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestFolders;
import dev.migrate.testing.TestProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A server that may be maltreated, and on it for each test a database and a project with one migration; to be registered
 * as a static extension.
 */
final class TroubleBench implements BeforeAllCallback, AfterAllCallback, BeforeEachCallback, AfterEachCallback {
    static final String NOTHING_KEPT = "Nothing of it was kept. The migration before it was applied and stays.";

    static final String LOST = "The connection was lost, and nothing of it was kept: the history does not have it.";

    /** Makes the client send a second message; the server is idle in a transaction between the two. */
    static final String TWO_MESSAGES = """
            create table b ();
            do $$ begin raise notice 'first'; end $$;
            set standard_conforming_strings = on;
            create table c ();
            """;

    private OwnServer server;
    private int count;
    private Path folder;
    private String database;
    private TestProject project;

    @Override
    public void beforeAll(ExtensionContext context) {
        server = new OwnServer(
                OwnServer.newFolder(),
                Map.of("fsync", "off", "max_connections", "20", "max_locks_per_transaction", "10"));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (server != null) {
            server.close();
        }
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("migrate-trouble");
        database = "trouble_" + ++count;
        server.execute("postgres", "create database " + database + " template template0");
        project = new TestProject(folder).file("migrations/001_a.sql", "create table a ();");
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        server.execute("postgres", "drop database if exists " + database + " with (force)");
        TestFolders.delete(folder);
    }

    OwnServer server() {
        return server;
    }

    /** The name of the database of this test. */
    String database() {
        return database;
    }

    TestProject project() {
        return project;
    }

    TestProject.Run apply(String... options) {
        var arguments = new ArrayList<>(List.of("apply", "--url", server.url(database)));
        arguments.addAll(List.of(options));
        return project.run(arguments.toArray(String[]::new));
    }

    /** The migration behind the first. */
    void second(String sql) {
        project.file("migrations/002_b.sql", sql);
    }

    String tables() {
        return String.join(
                " ",
                server.column(
                        database,
                        "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1"));
    }

    /** Asserts that what failed is whole once the trouble is over. */
    void mended(String tables) {
        TestProject.Run run = project.when("", () -> {}).run("apply", "--url", server.url(database));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(tables()).isEqualTo(tables);
    }

    /** Waits until no client is connected. */
    void awaitNobody() {
        TestBench.await(() -> server.value(
                        "postgres",
                        "select count(*) from pg_stat_activity where datname = '" + database
                                + "' and backend_type = 'client backend'")
                .equals("0"));
    }
}
