package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several runs at once on one database. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TwoRunsTest {
    private static final String GATE = "4711";

    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void each_migration_is_applied_once() {
        for (int i = 1; i <= 8; i++) {
            bench.migration("00" + i + "_x", "create table t" + i + " (id int);\nselect pg_sleep(0.01);\n");
        }

        List<TestProject.Run> runs = List.of(start(), start(), start()).stream()
                .map(CompletableFuture::join)
                .toList();

        var applied = new ArrayList<String>();
        for (TestProject.Run run : runs) {
            assertThat(run.code()).as(run.err()).isZero();
            applied.addAll(run.applied());
        }
        assertThat(applied).hasSize(8).doesNotHaveDuplicates();
        assertThat(bench.database().history()).hasSize(8);
    }

    @Test
    void one_that_waits_too_long_names_who_holds_the_lock() {
        bench.migration("001_a", "select pg_advisory_lock(" + GATE + ");");
        try (var gate = bench.database().session()) {
            gate.rows("select pg_advisory_lock(" + GATE + ")");
            CompletableFuture<TestProject.Run> first = start();
            TestBench.await(this::somebodyWaitsAtTheGate);

            TestProject.Run second = bench.project().run("apply", "--lock-wait", "1ms");

            assertThat(second.code()).isEqualTo(5);
            assertThat(second.err())
                    .contains("waiting for another run: process ")
                    .containsPattern(
                            "another run holds the lock of migrate\\.history: process \\d+ of user postgres \\(migrate .*"
                                    + "connected since [0-9: -]+ UTC\\)")
                    .contains("--lock-wait", "pg_terminate_backend");
            gate.rows("select pg_advisory_unlock(" + GATE + ")");
            assertThat(first.join().code()).isZero();
        }
    }

    @Test
    void one_that_waits_goes_on_when_the_other_has_ended_and_finds_nothing_to_do() {
        bench.migration("001_a", "select pg_advisory_lock(" + GATE + ");");
        try (var gate = bench.database().session()) {
            gate.rows("select pg_advisory_lock(" + GATE + ")");
            CompletableFuture<TestProject.Run> first = start();
            TestBench.await(this::somebodyWaitsAtTheGate);
            CompletableFuture<TestProject.Run> second = start();
            TestBench.await(() -> runs() == 2);

            gate.rows("select pg_advisory_unlock(" + GATE + ")");

            assertThat(first.join().applied()).containsExactly("001_a");
            assertThat(second.join().applied()).isEmpty();
        }
    }

    @Test
    void one_that_waits_does_not_hold_up_a_concurrent_build_of_the_other() {
        bench.migration("001_a", "create table a (id int);")
                .migration(
                        "002_b", "select pg_advisory_lock(" + GATE + ");\ncreate index concurrently a_id on a (id);\n");
        try (var gate = bench.database().session()) {
            gate.rows("select pg_advisory_lock(" + GATE + ")");
            CompletableFuture<TestProject.Run> first = start();
            TestBench.await(this::somebodyWaitsAtTheGate);
            CompletableFuture<TestProject.Run> second = start();
            TestBench.await(() -> runs() == 2);

            gate.rows("select pg_advisory_unlock(" + GATE + ")");

            assertThat(first.join().code()).isZero();
            assertThat(second.join().code()).isZero();
        }
        assertThat(bench.database().history()).containsExactly("001_a applied", "002_b applied");
    }

    @Test
    void runs_on_two_histories_of_one_database_do_not_wait_for_each_other() {
        bench.migration("001_a", "select pg_advisory_lock(" + GATE + ");");
        try (var gate = bench.database().session()) {
            gate.rows("select pg_advisory_lock(" + GATE + ")");
            CompletableFuture<TestProject.Run> first = start();
            TestBench.await(this::somebodyWaitsAtTheGate);
            bench.project()
                    .file("other.toml", "sources = [\"other\"]\n[history]\nschema = \"other\"\n")
                    .file("other/001_a.sql", "select 1;");

            TestProject.Run other = bench.project().run("apply", "--config", "other.toml", "--lock-wait", "1ms");

            assertThat(other.code()).as(other.err()).isZero();
            gate.rows("select pg_advisory_unlock(" + GATE + ")");
            first.join();
        }
    }

    @Test
    void a_run_can_be_interrupted_and_says_what_stays() {
        bench.migration("001_a", "create table a (id int);")
                .migration("002_b", "create table b (id int);\nselect pg_advisory_lock(" + GATE + ");\n");
        var interruption = new Interruption();
        try (var gate = bench.database().session()) {
            gate.rows("select pg_advisory_lock(" + GATE + ")");
            CompletableFuture<TestProject.Run> run =
                    CompletableFuture.supplyAsync(() -> bench.project().run(interruption, "apply"), TestBench.THREADS);
            TestBench.await(this::somebodyWaitsAtTheGate);

            interruption.request();

            assertThat(run.join().code()).isEqualTo(130);
            assertThat(run.join().err())
                    .contains("Nothing of it was kept. The migration before it was applied and stays.");
        }
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void a_run_that_waits_for_the_lock_can_be_interrupted() {
        bench.migration("001_a", "select pg_advisory_lock(" + GATE + ");");
        var interruption = new Interruption();
        try (var gate = bench.database().session()) {
            gate.rows("select pg_advisory_lock(" + GATE + ")");
            CompletableFuture<TestProject.Run> first = start();
            TestBench.await(this::somebodyWaitsAtTheGate);
            CompletableFuture<TestProject.Run> second =
                    CompletableFuture.supplyAsync(() -> bench.project().run(interruption, "apply"), TestBench.THREADS);
            TestBench.await(() -> runs() == 2);

            interruption.request();

            assertThat(second.join().code()).isEqualTo(130);
            gate.rows("select pg_advisory_unlock(" + GATE + ")");
            first.join();
        }
    }

    @Test
    void a_run_whose_connection_is_ended_says_what_the_history_says() {
        bench.migration("001_a", "create table a (id int);\nselect pg_advisory_lock(" + GATE + ");\n");
        try (var gate = bench.database().session()) {
            gate.rows("select pg_advisory_lock(" + GATE + ")");
            CompletableFuture<TestProject.Run> run =
                    CompletableFuture.supplyAsync(() -> bench.project().run("apply"), TestBench.THREADS);
            TestBench.await(this::somebodyWaitsAtTheGate);

            gate.rows("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and not granted");

            assertThat(run.join().code()).isEqualTo(4);
            assertThat(run.join().err())
                    .contains("The connection was lost, and nothing of it was kept: the history does not have it.");
        }
    }

    private CompletableFuture<TestProject.Run> start() {
        return CompletableFuture.supplyAsync(() -> bench.project().run("apply", "--format", "json"), TestBench.THREADS);
    }

    private boolean somebodyWaitsAtTheGate() {
        return !bench.database()
                .column("select 1 from pg_locks where locktype = 'advisory' and not granted and objid = " + GATE)
                .isEmpty();
    }

    private long runs() {
        return Long.parseLong(
                bench.database()
                        .value(
                                "select count(*) from pg_stat_activity where application_name like 'migrate %' and datname = current_database()"));
    }
}
