package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.migrate.database.Session;
import dev.migrate.testing.CuttingProxy;
import dev.migrate.testing.OwnServer;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProcess;
import dev.migrate.testing.TestProject;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server can do to a run: each with its words, its exit code, and nothing half done. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ServerTroubleTest {
    private static final String NOTHING_KEPT = "Nothing of it was kept. The migration before it was applied and stays.";

    private static final String LOST =
            "The connection was lost, and nothing of it was kept: the history does not have it.";

    /** Makes the client send a second message; the server is idle in a transaction between the two. */
    private static final String TWO_MESSAGES = """
            create table b ();
            do $$ begin raise notice 'first'; end $$;
            set standard_conforming_strings = on;
            create table c ();
            """;

    private OwnServer server;
    private int count;
    private String database;
    private TestProject project;

    @BeforeAll
    void start() {
        server = new OwnServer(
                OwnServer.newFolder(),
                Map.of("fsync", "off", "max_connections", "20", "max_locks_per_transaction", "10"));
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void make(@TempDir Path folder) {
        database = "trouble_" + ++count;
        server.execute("postgres", "create database " + database + " template template0");
        project = new TestProject(folder).file("migrations/001_a.sql", "create table a ();");
    }

    @AfterEach
    void drop() {
        server.execute("postgres", "drop database if exists " + database + " with (force)");
    }

    private TestProject.Run apply(String... options) {
        var arguments = new java.util.ArrayList<>(java.util.List.of("apply", "--url", server.url(database)));
        arguments.addAll(java.util.List.of(options));
        return project.run(arguments.toArray(String[]::new));
    }

    private void second(String sql) {
        project.file("migrations/002_b.sql", sql);
    }

    private String tables() {
        return String.join(
                " ",
                server.column(
                        database,
                        "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1"));
    }

    /** What failed is whole once the trouble is over. */
    private void mended(String tables) {
        TestProject.Run run = project.when("", () -> {}).run("apply", "--url", server.url(database));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(tables()).isEqualTo(tables);
    }

    @Test
    void a_full_disk() throws IOException {
        Path disk = Files.createTempDirectory("migrate-disk");
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=2m,mode=0777", "tmpfs", disk.toString());
        assumeTrue(mounted, "skipped: a small file system cannot be mounted here, which takes root");
        try {
            Path space = Files.createDirectory(disk.resolve("space"));
            Files.setPosixFilePermissions(space, PosixFilePermissions.fromString("rwxrwxrwx"));
            server.execute("postgres", "create tablespace small location '" + space + "'");
            second("""
                    create table b (v text) tablespace small;
                    insert into b select repeat(g::text, 100) from generate_series(1, 100000) g;
                    """);

            TestProject.Run run = apply();

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .contains("failed  migrations/002_b.sql:2:1", "No space left on device (53100)", NOTHING_KEPT)
                    .contains("fix: make room on the disk of the server, then run migrate apply again");
            assertThat(tables()).isEqualTo("a");
            second("create table b ();\n");
            mended("a b");
        } finally {
            server.execute("postgres", "drop database " + database + " with (force)");
            server.execute("postgres", "checkpoint");
            server.execute("postgres", "drop tablespace if exists small");
            run("umount", disk.toString());
            Files.delete(disk);
        }
    }

    @Test
    void no_memory_left_for_locks() {
        second("create table b ();\nselect pg_advisory_xact_lock(g) from generate_series(1, 1000000) g;\n");

        TestProject.Run run = apply();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("failed  migrations/002_b.sql:2:1", "out of shared memory (53200)", NOTHING_KEPT)
                .contains("HINT: You might need to increase")
                .contains(
                        "fix: give the server more of what it lacks, or ask less of it at once, then run migrate apply"
                                + " again");
        assertThat(tables()).isEqualTo("a");
        second("create table b ();\n");
        mended("a b");
    }

    @Test
    void too_many_connections() {
        server.execute("postgres", "create role crowded login password 'p' connection limit 0");

        TestProject.Run run = project.run("apply", "--url", server.url("crowded", "p", server.port(), database));

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .contains("too many connections for role \"crowded\"")
                .contains("fix: wait until connections are free, or raise max_connections of the server");
        server.execute("postgres", "drop role crowded");
    }

    @Test
    void no_connection_left_to_look_who_holds_a_lock() {
        server.execute(
                database,
                "create role lonely login password 'p' connection limit 1; grant create on database " + database
                        + " to lonely; grant all on schema public to lonely");
        String url = server.url("lonely", "p", server.port(), database);
        project.run("apply", "--url", url);
        awaitNobody();
        second("alter table a add n int;\n");
        try (Session holder = server.session(database)) {
            holder.ask("begin; lock table a");

            TestProject.Run run = project.run("apply", "--url", url, "--lock-timeout", "300ms", "--retries", "0");

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("(55P03)", "Nothing of it was kept.").doesNotContain("In the way");
        }
        server.execute(database, "drop owned by lonely; drop role lonely");
    }

    @Test
    void a_server_that_is_restarted_in_the_middle() {
        second(TWO_MESSAGES);
        project.when("NOTICE: first", () -> {
            server.stop();
            server.start();
        });

        try (var samePort = new CuttingProxy(() -> server.port())) {
            TestProject.Run run = project.run("apply", "--url", server.url(samePort.port(), database));

            assertThat(run.code()).isEqualTo(4);
            assertThat(run.err()).contains("failed  migrations/002_b.sql", "(57P01)", LOST);
        }
        mended("a b c");
    }

    @Test
    void a_server_that_crashes_and_recovers_in_the_middle() {
        second(TWO_MESSAGES);
        project.when(
                "NOTICE: first",
                () -> server.column(
                                "postgres",
                                "select pid from pg_stat_activity where datname = '" + database
                                        + "' and backend_type = 'client backend'")
                        .forEach(pid -> server.kill(Long.parseLong(pid))));

        TestProject.Run run = apply();

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .contains("failed  migrations/002_b.sql", LOST + " The migration before it was applied and stays.");
        mended("a b c");
    }

    @Test
    void a_server_that_is_shutting_down() {
        try (Session last = server.session("postgres")) {
            server.stopWhenIdle();

            TestProcess.waitFor("the end of new connections", () -> apply().code() == 4);
            TestProject.Run run = apply();

            assertThat(run.code()).isEqualTo(4);
            assertThat(run.err())
                    .contains("the database system is shutting down")
                    .contains("fix: the server is starting up or shutting down: try again in a moment");
        }
        server.awaitEnd();
        server.start();
        mended("a");
    }

    @Test
    void a_statement_timeout_is_not_an_interruption() {
        second("create table b ();\nselect pg_sleep(60);\n");

        TestProject.Run run = apply("--statement-timeout", "100ms");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("failed  migrations/002_b.sql:2:1")
                .contains("canceling statement due to statement timeout (57014)", NOTHING_KEPT)
                .contains("fix: give it more time, --statement-timeout 10min, or ask less of one statement")
                .doesNotContain("nterrupted");
        assertThat(tables()).isEqualTo("a");
    }

    @Test
    void a_statement_that_somebody_else_cancels_is_not_an_interruption() {
        second("create table b ();\ndo $$ begin raise notice 'sleeping'; perform pg_sleep(60); end $$;\n");
        project.when(
                "NOTICE: sleeping",
                () -> server.execute(
                        "postgres",
                        "select pg_cancel_backend(pid) from pg_stat_activity where datname = '" + database + "'"));

        TestProject.Run run = apply();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("canceling statement due to user request (57014)", NOTHING_KEPT)
                .contains("fix: somebody cancelled it on the server: run migrate apply again")
                .doesNotContain("nterrupted");
    }

    @Test
    void an_idle_in_transaction_timeout() {
        server.execute(database, "alter database " + database + " set idle_in_transaction_session_timeout = '200ms'");
        second(TWO_MESSAGES);
        project.when("NOTICE: first", this::awaitNobody);

        TestProject.Run run = apply();

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .contains("terminating connection due to idle-in-transaction timeout (25P03)")
                .contains(LOST);
        assertThat(tables()).isEqualTo("a");
        mended("a b c");
    }

    @Test
    void a_transaction_timeout() {
        assumeTrue(
                server.value("postgres", "show server_version_num").compareTo("170000") >= 0,
                "skipped: transaction_timeout came with PostgreSQL 17");
        server.execute(database, "alter database " + database + " set transaction_timeout = '300ms'");
        second("create table b ();\nselect pg_sleep(60);\n");

        TestProject.Run run = apply();

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("terminating connection due to transaction timeout (25P04)", LOST);
    }

    @Test
    void a_session_that_is_killed_between_two_migrations_begins_no_other() {
        second("create table b ();\n");
        project.when("applied migrations/001_a.sql", () -> {
            server.execute(
                    "postgres",
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database + "'");
            awaitNobody();
        });

        TestProject.Run run = apply();

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .contains("terminating connection due to administrator command (57P01)")
                .contains(LOST + " The migration before it was applied and stays.");
        assertThat(tables()).isEqualTo("a");
        mended("a b");
    }

    @Test
    void another_run_that_took_over_the_lock_of_a_lost_session_is_not_disturbed() {
        second(TWO_MESSAGES);
        var other = new CompletableFuture<?>[1];
        TestProject second = new TestProject(project.folder());
        project.when("NOTICE: first", () -> {
            server.execute(
                    "postgres",
                    "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database + "'");
            awaitNobody();
            other[0] = CompletableFuture.supplyAsync(
                    () -> second.run("apply", "--url", server.url(database)), TestBench.THREADS);
            TestBench.await(() -> server.column(database, "select 1 from migrate.history where id = '002_b'")
                    .equals(java.util.List.of("1")));
        });

        TestProject.Run run = apply();

        assertThat(((TestProject.Run) other[0].join()).code()).isZero();
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("the history says that it is applied as a whole");
        assertThat(tables()).isEqualTo("a b c");
    }

    @Test
    void a_standby_takes_no_migration_until_it_is_promoted() throws IOException {
        assertThat(apply().code()).isZero();
        server.execute("postgres", "alter system set wal_level = 'replica'");
        Path folder = OwnServer.newFolder();
        server.stop();
        copy(server.folder(), folder);
        Files.writeString(folder.resolve("data/standby.signal"), "");
        server.start();
        server.execute("postgres", "alter system reset wal_level");
        String primary = "host=127.0.0.1 port=" + server.port() + " user=postgres password=" + server.password()
                + " sslmode=disable";
        second("create table b ();\n");
        try (OwnServer standby = OwnServer.on(
                folder,
                Map.of(
                        "fsync",
                        "off",
                        "max_connections",
                        "20",
                        "max_locks_per_transaction",
                        "10",
                        "primary_conninfo",
                        primary))) {
            TestBench.await(() -> standby.value(
                            "postgres", "select count(*) from pg_stat_wal_receiver where status = 'streaming'")
                    .equals("1"));

            TestProject.Run refused = project.run("apply", "--url", standby.url(database));
            TestProject.Run status = project.run("status", "--url", standby.url(database), "--format", "json");
            standby.execute("postgres", "select pg_promote()");
            TestProject.Run promoted = project.run("apply", "--url", standby.url(database));

            assertThat(refused.code()).isEqualTo(4);
            assertThat(refused.err())
                    .contains("transactions are read-only here: the server is a standby")
                    .contains("fix: connect to the primary server");
            assertThat(status.states()).containsExactly("001_a applied", "002_b pending");
            assertThat(promoted.code()).as(promoted.err()).isZero();
            assertThat(standby.column(database, "select id || ' ' || state from migrate.history order by position"))
                    .containsExactly("001_a applied", "002_b applied");
        }
    }

    private void awaitNobody() {
        TestBench.await(() -> server.value(
                        "postgres",
                        "select count(*) from pg_stat_activity where datname = '" + database
                                + "' and backend_type = 'client backend'")
                .equals("0"));
    }

    private static boolean run(String... command) {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException absent) {
            return false;
        } catch (InterruptedException error) {
            throw new AssertionError(error);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Path copy = to.resolve(from.relativize(folder).toString());
                Files.createDirectories(copy);
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
