package dev.migrate.apply;

import static dev.migrate.apply.TroubleBench.LOST;
import static dev.migrate.apply.TroubleBench.NOTHING_KEPT;
import static dev.migrate.apply.TroubleBench.TWO_MESSAGES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.migrate.database.Session;
import dev.migrate.testing.TestProcess;
import dev.migrate.testing.TestProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a server refuses to a run, or cuts short: each with its words, its exit code, and nothing half done. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ServerLimitsTest {
    @RegisterExtension
    private static final TroubleBench BENCH = new TroubleBench();

    @Test
    void a_full_disk() throws IOException {
        Path disk = Files.createTempDirectory("migrate-disk");
        boolean mounted =
                TestProcess.endsWell("mount", "-t", "tmpfs", "-o", "size=2m,mode=0777", "tmpfs", disk.toString());
        assumeTrue(mounted, "skipped: a small file system cannot be mounted here, which takes root");
        try {
            Path space = Files.createDirectory(disk.resolve("space"));
            Files.setPosixFilePermissions(space, PosixFilePermissions.fromString("rwxrwxrwx"));
            BENCH.server().execute("postgres", "create tablespace small location '" + space + "'");
            BENCH.second("""
                    create table b (v text) tablespace small;
                    insert into b select repeat(g::text, 100) from generate_series(1, 100000) g;
                    """);

            TestProject.Run run = BENCH.apply();

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .contains("failed  migrations/002_b.sql:2:1", "No space left on device (53100)", NOTHING_KEPT)
                    .contains("fix: make room on the disk of the server, then run migrate apply again");
            assertThat(BENCH.tables()).isEqualTo("a");
            BENCH.second("create table b ();\n");
            BENCH.mended("a b");
        } finally {
            BENCH.server().execute("postgres", "drop database " + BENCH.database() + " with (force)");
            BENCH.server().execute("postgres", "checkpoint");
            BENCH.server().execute("postgres", "drop tablespace if exists small");
            TestProcess.endsWell("umount", disk.toString());
            Files.delete(disk);
        }
    }

    @Test
    void no_memory_left_for_locks() {
        BENCH.second("create table b ();\nselect pg_advisory_xact_lock(g) from generate_series(1, 1000000) g;\n");

        TestProject.Run run = BENCH.apply();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("failed  migrations/002_b.sql:2:1", "out of shared memory (53200)", NOTHING_KEPT)
                .contains("HINT: You might need to increase")
                .contains(
                        "fix: give the server more of what it lacks, or ask less of it at once, then run migrate apply"
                                + " again");
        assertThat(BENCH.tables()).isEqualTo("a");
        BENCH.second("create table b ();\n");
        BENCH.mended("a b");
    }

    @Test
    void too_many_connections() {
        BENCH.server().execute("postgres", "create role crowded login password 'p' connection limit 0");

        TestProject.Run run = BENCH.project()
                .run(
                        "apply",
                        "--url",
                        BENCH.server().url("crowded", "p", BENCH.server().port(), BENCH.database()));

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .contains("too many connections for role \"crowded\"")
                .contains("fix: wait until connections are free, or raise max_connections of the server");
        BENCH.server().execute("postgres", "drop role crowded");
    }

    @Test
    void no_connection_left_to_look_who_holds_a_lock() {
        BENCH.server()
                .execute(
                        BENCH.database(),
                        "create role lonely login password 'p' connection limit 1; grant create on database "
                                + BENCH.database() + " to lonely; grant all on schema public to lonely");
        String url = BENCH.server().url("lonely", "p", BENCH.server().port(), BENCH.database());
        BENCH.project().run("apply", "--url", url);
        BENCH.awaitNobody();
        BENCH.second("alter table a add n int;\n");
        try (Session holder = BENCH.server().session(BENCH.database())) {
            holder.ask("begin; lock table a");

            TestProject.Run run =
                    BENCH.project().run("apply", "--url", url, "--lock-timeout", "300ms", "--retries", "0");

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("(55P03)", "Nothing of it was kept.").doesNotContain("In the way");
        }
        BENCH.server().execute(BENCH.database(), "drop owned by lonely; drop role lonely");
    }

    @Test
    void a_statement_timeout_is_not_an_interruption() {
        BENCH.second("create table b ();\nselect pg_sleep(60);\n");

        TestProject.Run run = BENCH.apply("--statement-timeout", "100ms");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("failed  migrations/002_b.sql:2:1")
                .contains("canceling statement due to statement timeout (57014)", NOTHING_KEPT)
                .contains("fix: give it more time, --statement-timeout 10min, or ask less of one statement")
                .doesNotContain("nterrupted");
        assertThat(BENCH.tables()).isEqualTo("a");
    }

    @Test
    void a_statement_that_somebody_else_cancels_is_not_an_interruption() {
        BENCH.second("create table b ();\ndo $$ begin raise notice 'sleeping'; perform pg_sleep(60); end $$;\n");
        BENCH.project()
                .when(
                        "NOTICE: sleeping",
                        () -> BENCH.server()
                                .execute(
                                        "postgres",
                                        "select pg_cancel_backend(pid) from pg_stat_activity where datname = '"
                                                + BENCH.database() + "'"));

        TestProject.Run run = BENCH.apply();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("canceling statement due to user request (57014)", NOTHING_KEPT)
                .contains("fix: somebody cancelled it on the server: run migrate apply again")
                .doesNotContain("nterrupted");
    }

    @Test
    void an_idle_in_transaction_timeout() {
        BENCH.server()
                .execute(
                        BENCH.database(),
                        "alter database " + BENCH.database() + " set idle_in_transaction_session_timeout = '200ms'");
        BENCH.second(TWO_MESSAGES);
        BENCH.project().when("NOTICE: first", BENCH::awaitNobody);

        TestProject.Run run = BENCH.apply();

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .contains("terminating connection due to idle-in-transaction timeout (25P03)")
                .contains(LOST);
        assertThat(BENCH.tables()).isEqualTo("a");
        BENCH.mended("a b c");
    }

    @Test
    void a_transaction_timeout() {
        assumeTrue(
                BENCH.server().value("postgres", "show server_version_num").compareTo("170000") >= 0,
                "skipped: transaction_timeout came with PostgreSQL 17");
        BENCH.server()
                .execute(BENCH.database(), "alter database " + BENCH.database() + " set transaction_timeout = '300ms'");
        BENCH.second("create table b ();\nselect pg_sleep(60);\n");

        TestProject.Run run = BENCH.apply();

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("terminating connection due to transaction timeout (25P04)", LOST);
    }
}
