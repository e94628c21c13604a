package dev.migrate.apply;

import static dev.migrate.apply.TroubleBench.LOST;
import static dev.migrate.apply.TroubleBench.TWO_MESSAGES;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Servers that restart, crash and stand by, and sessions that are lost: each with its words, its exit code, and nothing half done. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ServerTroubleTest {
    @RegisterExtension
    private static final TroubleBench BENCH = new TroubleBench();

    @Test
    void a_server_that_is_restarted_in_the_middle() {
        BENCH.second(TWO_MESSAGES);
        BENCH.project().when("NOTICE: first", () -> {
            BENCH.server().stop();
            BENCH.server().start();
        });

        try (var samePort = new CuttingProxy(() -> BENCH.server().port())) {
            TestProject.Run run =
                    BENCH.project().run("apply", "--url", BENCH.server().url(samePort.port(), BENCH.database()));

            assertThat(run.code()).isEqualTo(4);
            assertThat(run.err()).contains("failed  migrations/002_b.sql", "(57P01)", LOST);
        }
        BENCH.mended("a b c");
    }

    @Test
    void a_server_that_crashes_and_recovers_in_the_middle() {
        BENCH.second(TWO_MESSAGES);
        BENCH.project()
                .when(
                        "NOTICE: first",
                        () -> BENCH.server()
                                .column(
                                        "postgres",
                                        "select pid from pg_stat_activity where datname = '" + BENCH.database()
                                                + "' and backend_type = 'client backend'")
                                .forEach(pid -> BENCH.server().kill(Long.parseLong(pid))));

        TestProject.Run run = BENCH.apply();

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .contains("failed  migrations/002_b.sql", LOST + " The migration before it was applied and stays.");
        BENCH.mended("a b c");
    }

    @Test
    void a_server_that_is_shutting_down() {
        try (Session last = BENCH.server().session("postgres")) {
            BENCH.server().stopWhenIdle();

            TestProcess.waitFor(
                    "the end of new connections", () -> BENCH.apply().code() == 4);
            TestProject.Run run = BENCH.apply();

            assertThat(run.code()).isEqualTo(4);
            assertThat(run.err())
                    .contains("the database system is shutting down")
                    .contains("fix: the server is starting up or shutting down: try again in a moment");
        }
        BENCH.server().awaitEnd();
        BENCH.server().start();
        BENCH.mended("a");
    }

    @Test
    void a_session_that_is_killed_between_two_migrations_begins_no_other() {
        BENCH.second("create table b (id int);\ncopy b from stdin;\n1\n\\.\n"); // goes alone
        BENCH.project().when("applied migrations/001_a.sql", () -> {
            BENCH.server()
                    .execute(
                            "postgres",
                            "select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
                                    + BENCH.database() + "'");
            BENCH.awaitNobody();
        });

        TestProject.Run run = BENCH.apply();

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .contains("terminating connection due to administrator command (57P01)")
                .contains(LOST + " The migration before it was applied and stays.");
        assertThat(BENCH.tables()).isEqualTo("a");
        BENCH.mended("a b");
    }

    @Test
    void another_run_that_took_over_the_lock_of_a_lost_session_is_not_disturbed() {
        BENCH.second(TWO_MESSAGES);
        var other = new CompletableFuture<?>[1];
        TestProject second = new TestProject(BENCH.project().folder());
        BENCH.project().when("NOTICE: first", () -> {
            BENCH.server()
                    .execute(
                            "postgres",
                            "select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
                                    + BENCH.database() + "'");
            BENCH.awaitNobody();
            other[0] = CompletableFuture.supplyAsync(
                    () -> second.run("apply", "--url", BENCH.server().url(BENCH.database())), TestBench.THREADS);
            TestBench.await(() -> BENCH.server()
                    .column(BENCH.database(), "select 1 from migrate.history where id = '002_b'")
                    .equals(java.util.List.of("1")));
        });

        TestProject.Run run = BENCH.apply();

        assertThat(((TestProject.Run) other[0].join()).code()).isZero();
        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("the history says that it is applied as a whole");
        assertThat(BENCH.tables()).isEqualTo("a b c");
    }

    @Test
    void a_standby_takes_no_migration_until_it_is_promoted() throws IOException {
        assertThat(BENCH.apply().code()).isZero();
        BENCH.server().execute("postgres", "alter system set wal_level = 'replica'");
        Path folder = OwnServer.newFolder();
        BENCH.server().stop();
        copy(BENCH.server().folder(), folder);
        Files.writeString(folder.resolve("data/standby.signal"), "");
        BENCH.server().start();
        BENCH.server().execute("postgres", "alter system reset wal_level");
        String primary = "host=127.0.0.1 port=" + BENCH.server().port() + " user=postgres password="
                + BENCH.server().password() + " sslmode=disable";
        BENCH.second("create table b ();\n");
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

            TestProject.Run refused = BENCH.project().run("apply", "--url", standby.url(BENCH.database()));
            TestProject.Run status =
                    BENCH.project().run("status", "--url", standby.url(BENCH.database()), "--format", "json");
            standby.execute("postgres", "select pg_promote()");
            TestProject.Run promoted = BENCH.project().run("apply", "--url", standby.url(BENCH.database()));

            assertThat(refused.code()).isEqualTo(4);
            assertThat(refused.err())
                    .contains("transactions are read-only here: the server is a standby")
                    .contains("fix: connect to the primary server");
            assertThat(status.states()).containsExactly("001_a applied", "002_b pending");
            assertThat(promoted.code()).as(promoted.err()).isZero();
            assertThat(standby.column(
                            BENCH.database(), "select id || ' ' || state from migrate.history order by position"))
                    .containsExactly("001_a applied", "002_b applied");
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
