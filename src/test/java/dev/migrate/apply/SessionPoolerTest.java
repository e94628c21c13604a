package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestPooler;
import dev.migrate.testing.TestProcess;
import dev.migrate.testing.TestProject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Through a pooler in session mode everything is as on a direct connection. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class SessionPoolerTest {
    private static final String GATE = "4711";

    @Order(1)
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Order(2)
    @RegisterExtension
    private final TestPooler pooler = new TestPooler(bench, "session", 6);

    @Test
    void files_that_refuse_a_transaction_run_and_the_mode_is_said_without_a_warning() {
        TestProject.Run run = bench.migration("001_a", "create table a (id int);")
                .migration("002_b", "create index concurrently a_id on a (id);\nvacuum a;\n")
                .migration("003_c", "begin;\nselect 1;\ncommit;\ncreate table c (id int);\n")
                .apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains(", through a pooler in session mode, from DATABASE_URL");
        assertThat(run.err()).doesNotContain("warning");
        assertThat(bench.database().history()).containsExactly("001_a applied", "002_b applied", "003_c applied");
    }

    @Test
    void a_pool_of_one_connection_is_enough() {
        pooler.replace("session", 1);

        TestProject.Run run = bench.migration("001_a", "create table a (id int);\nvacuum a;")
                .project()
                .run("apply", "--url", pooler.url());

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("through a pooler in session mode");
    }

    @Test
    void nothing_leaks_and_the_lock_of_the_session_stays_held() {
        String look =
                "create table %s as select current_setting('search_path') as p, current_setting('lock_timeout') as l,"
                        + " current_setting('application_name') as a, (select count(*) from pg_locks where locktype = 'advisory'"
                        + " and pid = pg_backend_pid() and classid <> 0) as held, (select count(*) from pg_prepared_statements) as prepared;\n";
        bench.migration("001_a", "create schema s;\n" + look.formatted("s.a"))
                .migration(
                        "002_b",
                        "set search_path = s;\nset lock_timeout = '1h';\nprepare x as select 1;\nselect pg_advisory_unlock_all();\n")
                .migration("003_c", look.formatted("s.c"));

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().rows("select * from s.c"))
                .isEqualTo(bench.database().rows("select * from s.a"));
        assertThat(bench.database().value("select a || ' ' || held from s.c")).matches("migrate .* 1");
        assertThat(locks()).isEmpty();
    }

    @Test
    void of_several_runs_at_once_each_migration_is_applied_once() {
        for (int i = 1; i <= 8; i++) {
            bench.migration("00" + i + "_x", "create table t" + i + " (id int);\nselect pg_sleep(0.01);\n");
        }

        List<TestProject.Run> runs = List.of(inBackground(), inBackground(), inBackground()).stream()
                .map(CompletableFuture::join)
                .toList();

        var applied = new ArrayList<String>();
        for (TestProject.Run run : runs) {
            assertThat(run.code()).as(run.err()).isZero();
            applied.addAll(run.applied());
        }
        assertThat(applied).hasSize(8).doesNotHaveDuplicates();
    }

    private CompletableFuture<TestProject.Run> inBackground() {
        return CompletableFuture.supplyAsync(() -> bench.project().run("apply", "--format", "json"), TestBench.THREADS);
    }

    @Test
    void a_run_that_is_killed_leaves_no_lock_in_the_pool() {
        bench.migration("001_a", "select pg_advisory_xact_lock(" + GATE + ");");
        try (var gate = bench.database().session()) {
            gate.rows("select pg_advisory_lock(" + GATE + ")");
            try (TestProcess killed = bench.project().start("apply")) {
                TestProcess.waitFor(
                        "the migration",
                        () -> !bench.database()
                                .column("select 1 from pg_locks where locktype = 'advisory' and not granted")
                                .isEmpty());
                killed.signal("KILL");
                killed.code();
            }
            gate.rows("select pg_advisory_unlock(" + GATE + ")");
        }
        TestBench.await(() -> locks().isEmpty());

        assertThat(bench.apply().code()).isZero();
    }

    private List<String> locks() {
        return bench.database()
                .column("select objid::text from pg_locks where locktype = 'advisory'"
                        + " and database = (select oid from pg_database where datname = current_database())");
    }
}
