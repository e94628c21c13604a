package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.OwnServer;
import dev.migrate.testing.TestProcess;
import dev.migrate.testing.TestProject;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Of several migrations in one flight only the last waits for the disk. What is told as applied is there all the same,
 * whenever the server crashes: here one that writes its log by itself only every ten seconds.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DurabilityTest {
    private static final String SLEEPS =
            "create table b ();\ndo $$ begin raise notice 'sleeping'; perform pg_sleep(60); end $$;\n";

    private OwnServer server;
    private int count;
    private String database;
    private TestProject project;

    @BeforeAll
    void start() {
        server = new OwnServer(
                OwnServer.newFolder(), Map.of("fsync", "off", "wal_writer_delay", "10000", "autovacuum", "off"));
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void make(@TempDir Path folder) {
        database = "durable_" + ++count;
        server.execute("postgres", "create database " + database + " template template0");
        project = new TestProject(folder).file("migrations/001_a.sql", "create table a ();");
    }

    @Test
    void what_the_server_forgets_with_a_crash_was_not_told_as_applied() {
        project.file("migrations/002_b.sql", SLEEPS).when("NOTICE: sleeping", this::crash);

        TestProject.Run run = apply("--format", "json");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.json().at("/failed/id").asText()).isEqualTo("002_b");
        assertThat(run.json().at("/failed/kept").asText())
                .contains("The connection was lost, and nothing of it was kept: the history does not have it.")
                .contains("Committed before it, and lost with the crash of the server: 001_a.");
        assertThat(run.json().at("/applied")).isEmpty();
        assertThat(run.json().at("/pending")).map(node -> node.asText()).containsExactly("001_a");
        mended();
    }

    @Test
    void what_is_on_its_disk_was_applied_although_nobody_was_told_in_time() {
        project.file("migrations/002_b.sql", SLEEPS).when("NOTICE: sleeping", () -> {
            server.execute("postgres", "checkpoint");
            crash();
        });

        TestProject.Run run = apply();

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.out()).contains("applied migrations/001_a.sql");
        assertThat(run.err())
                .contains("failed  migrations/002_b.sql")
                .contains(
                        "nothing of it was kept: the history does not have it. The migration before it was applied and"
                                + " stays.");
        mended();
    }

    @Test
    void before_a_failure_is_told_what_ran_before_it_is_on_the_disk() {
        project.file("migrations/002_b.sql", "create table b ();").file("migrations/003_c.sql", "select 1 / 0;");

        TestProject.Run run = apply();
        crash();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).contains("applied migrations/001_a.sql", "applied migrations/002_b.sql");
        assertThat(tables()).isEqualTo("a b");
    }

    @Test
    void at_the_end_of_a_run_all_of_it_is_on_the_disk() {
        project.file("migrations/002_b.sql", "create table b ();").file("migrations/003_c.sql", "create table c ();");

        TestProject.Run run = apply();
        crash();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(tables()).isEqualTo("a b c");
    }

    @Test
    void a_file_may_decide_for_itself() {
        project.file("migrations/002_b.sql", """
                        create table b as select current_setting('synchronous_commit') as setting;
                        set local synchronous_commit = local;
                        insert into b select current_setting('synchronous_commit');
                        """)
                .file("migrations/003_c.sql", SLEEPS.replace("table b", "table c"))
                .when("NOTICE: sleeping", this::crash);

        TestProject.Run run = apply();

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.out()).contains("applied migrations/002_b.sql");
        assertThat(server.column(database, "select setting from b")).containsExactly("on", "local");
    }

    /** A process of the server is killed, so that it starts all others anew with what it finds on its disk. */
    private void crash() {
        String ours = "select pid from pg_stat_activity where backend_type = 'checkpointer'";
        String before = server.column("postgres", ours).get(0);
        server.kill(Long.parseLong(before));
        TestProcess.waitFor("the server to be back", () -> back(ours, before));
    }

    private boolean back(String query, String before) {
        try {
            return !server.column("postgres", query).equals(java.util.List.of(before));
        } catch (RuntimeException | AssertionError notYet) {
            return false;
        }
    }

    private void mended() {
        project.file("migrations/002_b.sql", "create table b ();");

        TestProject.Run again = apply();

        assertThat(again.code()).as(again.err()).isZero();
        assertThat(tables()).isEqualTo("a b");
        assertThat(project.run("status", "--check", "--url", server.url(server.port(), database))
                        .code())
                .isZero();
    }

    private TestProject.Run apply(String... options) {
        var words = new java.util.ArrayList<>(java.util.List.of("apply", "--url", server.url(server.port(), database)));
        words.addAll(java.util.List.of(options));
        return project.run(words.toArray(String[]::new));
    }

    private String tables() {
        return String.join(
                " ",
                server.column(
                        database,
                        "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1"));
    }
}
