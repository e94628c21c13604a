package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.database.Session;
import dev.migrate.history.HistoryTable;
import dev.migrate.shadow.PostgresBinaries;
import dev.migrate.shadow.PostgresServer;
import dev.migrate.testing.CuttingProxy;
import dev.migrate.testing.CuttingProxy.Cut;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestProcess;
import dev.migrate.testing.TestProject;
import dev.migrate.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The session ends in the middle: what was kept is looked up and told, and a later run goes on. */
@Timeout(120)
class LostSessionTest {
    private static final String SLEEPS =
            "create table b ();\ndo $$ begin raise notice 'sleeping'; perform pg_sleep(60); end $$;\n";

    @TempDir
    private Path folder;

    private TestDatabase database;
    private TestProject project;

    @BeforeEach
    void make() {
        database = new TestDatabase();
        project = new TestProject(folder, database).file("migrations/001_a.sql", "create table a ();");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    @Test
    void a_migration_that_ends_its_own_session_leaves_nothing_and_says_so() {
        project.file("migrations/002_b.sql", "create table b ();\nselect pg_terminate_backend(pg_backend_pid());\n");

        TestProject.Run run = project.run("apply");
        project.file("migrations/002_b.sql", "create table b ();\n");
        TestProject.Run later = project.run("apply");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("""
                failed  migrations/002_b.sql:2:1
                  1 | create table b ();
                  2 | select pg_terminate_backend(pg_backend_pid());
                    | ^
                  FATAL: terminating connection due to administrator command (57P01)
                  The connection was lost, and nothing of it was kept: the history does not have it. \
                The migration before it was applied and stays.
                  fix: look at the log of the server, then run migrate apply again
                1 migration applied, 1 failed, 0 not begun.
                """);
        assertThat(later.code()).as(later.err()).isZero();
        assertThat(database.tables()).isEqualTo("a b");
    }

    @Test
    void a_session_that_is_lost_statement_by_statement_tells_which_are_done() {
        project.file(
                "migrations/002_b.sql",
                "-- migrate: no-transaction\ncreate table b ();\nselect pg_terminate_backend(pg_backend_pid());\ncreate table c ();\n");

        TestProject.Run run = project.run("apply");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .contains("The connection was lost. The history says that statements 1 to 1 of it are done;"
                        + " the one after that may be done as well.");
        assertThat(database.tables()).isEqualTo("a b");
    }

    @Test
    void a_lost_answer_to_commit_is_looked_up_and_not_guessed() {
        // Too large to be on its way already when the first is applied.
        project.file("migrations/002_b.sql", "create table b ();\n" + " ".repeat(100_000))
                .file("migrations/003_c.sql", "create table c ();\n");
        try (var proxy = new CuttingProxy(database.target())) {
            project.when("applied migrations/001_a.sql", () -> proxy.cutNow(Cut.SWALLOWED_ANSWER));

            TestProject.Run run = project.run("apply", "--url", through(proxy));

            assertThat(run.code()).isEqualTo(4);
            assertThat(run.err())
                    .contains("failed  migrations/002_b.sql")
                    .contains(
                            "The connection was lost when its COMMIT had been sent, and the history says that it is applied"
                                    + " as a whole. The migration before it was applied and stays.")
                    .contains("fix: nothing is to be mended: run migrate apply again for what is left");
        }
        assertThat(database.tables()).isEqualTo("a b");
        assertThat(project.when("", () -> {}).run("apply").code()).isZero();
        assertThat(database.tables()).isEqualTo("a b c");
    }

    @Test
    void those_that_were_on_their_way_behind_it_are_looked_up_too() {
        project.file(
                        "migrations/002_b.sql",
                        "do $$ begin raise notice 'at work'; perform pg_advisory_xact_lock(1); end $$;\ncreate table b ();\n")
                .file("migrations/003_c.sql", "create table c ();\n")
                .file("migrations/004_d.sql", "create table d ();\n" + " ".repeat(100_000));
        // The first waits at the gate until its answer can be swallowed, however busy the machine is.
        try (var proxy = new CuttingProxy(database.target());
                Session gate = database.session()) {
            gate.rows("select pg_advisory_lock(1)");
            project.when("NOTICE: at work", () -> {
                proxy.cutNow(Cut.SWALLOWED_ANSWER);
                gate.rows("select pg_advisory_unlock(1)");
            });

            TestProject.Run run = project.run("apply", "--format", "json", "--url", through(proxy));

            assertThat(run.code()).isEqualTo(4);
            assertThat(run.json().get("failed").get("kept").asText())
                    .contains("it is applied as a whole", "Applied as well, behind it: 003_c.");
            assertThat(run.json().get("pending").toString()).isEqualTo("[\"004_d\"]");
        }
        assertThat(database.tables()).isEqualTo("a b c");
        assertThat(project.when("", () -> {}).run("apply").code()).isZero();
        assertThat(database.tables()).isEqualTo("a b c d");
    }

    @Test
    void a_server_that_goes_on_after_the_connection_is_cut_is_waited_for() {
        project.file(
                "migrations/002_b.sql",
                "do $$ begin raise notice 'at work'; perform pg_sleep(1); end $$;\ncreate table b ();\n");
        try (var proxy = new CuttingProxy(database.target())) {
            project.when("NOTICE: at work", () -> proxy.cutNow(Cut.BOTH_WAYS));

            TestProject.Run run = project.run("apply", "--url", through(proxy));

            assertThat(run.code()).isEqualTo(4);
            assertThat(run.err()).contains("the history says that it is applied as a whole.");
        }
        assertThat(database.history()).containsExactly("001_a applied", "002_b applied");
    }

    @Test
    void what_was_applied_is_told_where_the_connection_is_lost_before_the_next_begins() {
        project.file("migrations/001_a.sql", "create table a (id int primary key); insert into a values (1), (2);")
                .run("apply");
        project.file("migrations/002_b.sql", "delete from a where id = 1;")
                .file("migrations/003_c.sql", "delete from a where id = 2;");
        try (var proxy = new CuttingProxy(database.target())) {
            project.when("applied migrations/002_b.sql", () -> proxy.cutNow(Cut.BOTH_WAYS));

            TestProject.Run run = project.run("apply", "--url", through(proxy));

            assertThat(run.code()).isEqualTo(4);
            assertThat(run.err())
                    .contains("; 1 was applied and stays")
                    .contains("then run migrate apply again to go on");
        }
        assertThat(database.history()).containsExactly("001_a applied", "002_b applied");
    }

    @Test
    void of_a_server_that_goes_on_for_long_nothing_is_claimed() {
        project.run("apply");
        try (Session lost = database.session()) {
            var work = CompletableFuture.runAsync(() -> lost.ask("select pg_sleep(60)"), TestBench.THREADS);

            LostSession.Seen seen = new LostSession(
                            lost,
                            new HistoryTable("migrate", "history", false),
                            new Interruption(),
                            Duration.ofMillis(100))
                    .look();
            LostOutcome outcome = LostOutcome.of(seen, "001_a", List.of());

            int process = lost.facts().backend();
            assertThat(outcome.kept()).contains("process " + process + " of the server still works for it");
            assertThat(outcome.fix()).contains("select pg_terminate_backend(" + process + ")");
            lost.cancel();
            work.join();
        }
    }

    private String through(CuttingProxy proxy) {
        String server = "@" + database.target().host() + ":" + database.target().port() + "/";
        return database.url().replace(server, "@127.0.0.1:" + proxy.port() + "/");
    }

    @Test
    void an_interrupted_migration_is_rolled_back_and_says_so() {
        var interruption = new Interruption();
        project.file("migrations/002_b.sql", SLEEPS)
                .file("migrations/003_c.sql", "create table c ();")
                .when("NOTICE: sleeping", interruption::request);

        TestProject.Run run = project.run(interruption, "apply");

        assertThat(run.code()).isEqualTo(130);
        assertThat(run.err())
                .contains("stopped migrations/002_b.sql:2:1\n")
                .contains("  ERROR: canceling statement due to user request (57014)\n")
                .contains("  Interrupted: what was running was rolled back. Nothing of it was kept."
                        + " The migration before it was applied and stays.\n")
                .contains("  fix: run migrate apply again to go on\n")
                .endsWith("1 migration applied, 1 interrupted, 1 not begun.\n");
        assertThat(database.tables()).isEqualTo("a");
        assertThat(database.history()).containsExactly("001_a applied");
    }

    @Test
    void an_interruption_is_a_document_too() {
        var interruption = new Interruption();
        project.file("migrations/002_b.sql", SLEEPS).when("NOTICE: sleeping", interruption::request);

        TestProject.Run run = project.run(interruption, "apply", "--format", "json");

        assertThat(run.code()).isEqualTo(130);
        assertThat(run.applied()).containsExactly("001_a");
        assertThat(run.json().get("failed").get("kept").asText())
                .startsWith("Interrupted: what was running was rolled");
    }

    @Test
    void an_interruption_between_two_migrations_begins_no_other() {
        var interruption = new Interruption();
        // Too large to be on its way already when the first is applied.
        project.file("migrations/002_b.sql", "create table b ();" + " ".repeat(100_000))
                .when("applied migrations/001_a.sql", interruption::request);

        TestProject.Run run = project.run(interruption, "apply");

        assertThat(run.code()).isEqualTo(130);
        assertThat(run.err()).contains("interrupted between two migrations", "run migrate apply again to go on");
        assertThat(database.tables()).isEqualTo("a");
    }

    /** The cancellation finds the server idle: the next message of the file is the one that is not sent. */
    @Test
    void an_interruption_between_two_messages_of_one_migration_is_not_lost() {
        var interruption = new Interruption();
        String wide = "select '" + "x".repeat(600_000) + "';\n";
        project.file(
                        "migrations/002_b.sql",
                        "create table b ();\ndo $$ begin raise notice 'first'; end $$;\n" + wide
                                + "create table c ();\n" + wide)
                .when("NOTICE: first", () -> new Thread(interruption::request).start());

        TestProject.Run run = project.run(interruption, "apply");

        assertThat(run.code()).isEqualTo(130);
        assertThat(database.tables()).isEqualTo("a");
    }

    @Test
    void an_interrupted_run_statement_by_statement_says_what_stays() {
        var interruption = new Interruption();
        project.file("migrations/002_b.sql", "-- migrate: no-transaction\n" + SLEEPS)
                .when("NOTICE: sleeping", interruption::request);

        TestProject.Run run = project.run(interruption, "apply");

        assertThat(run.code()).isEqualTo(130);
        assertThat(run.err())
                .contains("Interrupted: what was running was rolled back."
                        + " It could not be in one transaction: statement 1 is done and stays, of 2.");
        assertThat(database.history()).containsExactly("001_a applied", "002_b failed");
    }

    @Test
    void ctrl_c_rolls_back_and_ends_with_130() {
        project.file("migrations/002_b.sql", SLEEPS);

        try (TestProcess process = project.start("apply")) {
            process.waitToSay("NOTICE: sleeping").signal("INT");

            assertThat(process.code()).isEqualTo(130);
            assertThat(process.said()).contains("Interrupted: what was running was rolled back.");
        }
        assertThat(database.tables()).isEqualTo("a");
        assertThat(database.history()).containsExactly("001_a applied");
        assertThat(database.value(
                        "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
                                + " and backend_type = 'client backend'"))
                .isEqualTo("0");
    }

    @Test
    void ctrl_c_while_another_run_holds_the_lock_begins_nothing() {
        project.file("migrations/002_b.sql", SLEEPS);

        try (TestProcess first = project.start("apply")) {
            first.waitToSay("NOTICE: sleeping");
            try (TestProcess second = project.start("apply")) {
                second.waitToSay("waiting for another run").signal("INT");

                assertThat(second.code()).isEqualTo(130);
                assertThat(second.said())
                        .contains("interrupted while waiting for another run; nothing was begun")
                        .doesNotContain("applied");
            }
            first.signal("INT");
            assertThat(first.code()).isEqualTo(130);
        }
    }

    @Test
    void a_server_that_stops_in_the_middle_is_told() throws IOException {
        Path binaries = new PostgresBinaries(TestServer.home().resolve("postgres"), TestServer.cache())
                .home(TestServer.VERSION);
        var server = new PostgresServer(binaries, folder.resolve("server"));
        server.initialize(TestServer.VERSION);
        int port = server.start(Map.of("fsync", "off")).port();
        project.file("migrations/002_b.sql", SLEEPS)
                .variable(
                        "PGPASSWORD",
                        java.nio.file.Files.readString(folder.resolve("server").resolve("password")))
                .when("NOTICE: sleeping", () -> stop(server));

        TestProject.Run run =
                project.run("apply", "--url", "postgresql://postgres@127.0.0.1:" + port + "/postgres?sslmode=disable");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .contains(
                        "the database cannot be reached to see what was kept: either all of it with its record, or nothing."
                                + " Committed before it, but perhaps not on the disk of the server yet: 001_a.")
                .contains("fix: look at the log of the server, then run migrate apply again");
    }

    private static void stop(PostgresServer server) {
        try {
            server.stop();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
