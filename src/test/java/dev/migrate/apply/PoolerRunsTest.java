package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.PgBouncer;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several runs at once on one database, through a pooler in transaction mode or some through it and some not. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class PoolerRunsTest {
    private static final String GATE = "4711";

    @RegisterExtension
    private final TestBench bench = new TestBench();

    private PgBouncer pooler;

    @AfterEach
    void stop() {
        if (pooler != null) {
            pooler.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "5, 0", "5, 2"})
    void each_migration_is_applied_once(int poolSize, int direct) {
        pooler = new PgBouncer("transaction", poolSize);
        for (int i = 1; i <= 8; i++) {
            bench.migration("00" + i + "_x", "create table t" + i + " (id int);\nselect pg_sleep(0.02);\n");
        }
        var started = new ArrayList<CompletableFuture<TestProject.Run>>();
        for (int i = 0; i < 3; i++) {
            started.add(pooled());
        }
        for (int i = 0; i < direct; i++) {
            started.add(direct());
        }

        List<TestProject.Run> runs =
                started.stream().map(CompletableFuture::join).toList();

        var applied = new ArrayList<String>();
        for (TestProject.Run run : runs) {
            assertThat(run.code()).as(run.err()).isZero();
            applied.addAll(run.applied());
        }
        assertThat(applied).hasSize(8).doesNotHaveDuplicates();
        assertThat(bench.database().column("select id from migrate.history order by position"))
                .containsExactly("001_x", "002_x", "003_x", "004_x", "005_x", "006_x", "007_x", "008_x");
        assertThat(bench.project().run("status", "--check").code()).isZero();
    }

    @Test
    void under_a_stricter_isolation_level_as_well() {
        pooler = new PgBouncer("transaction", 5);
        bench.database()
                .execute("alter database " + bench.database().name()
                        + " set default_transaction_isolation = 'serializable'");
        for (int i = 1; i <= 8; i++) {
            bench.migration("00" + i + "_x", "create table t" + i + " (id int);\nselect pg_sleep(0.02);\n");
        }

        List<TestProject.Run> runs = List.of(pooled(), pooled(), pooled()).stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(runs).allSatisfy(run -> assertThat(run.code()).as(run.err()).isZero());
        assertThat(bench.database().history()).hasSize(8);
    }

    @Test
    void one_through_the_pooler_waits_for_a_direct_one_and_names_it() {
        pooler = new PgBouncer("transaction", 5);
        bench.migration("001_a", "select pg_advisory_xact_lock(" + GATE + ");");
        try (var gate = bench.database().session()) {
            gate.rows("select pg_advisory_lock(" + GATE + ")");
            CompletableFuture<TestProject.Run> first = direct();
            TestBench.await(this::somebodyWaitsAtTheGate);

            TestProject.Run second =
                    bench.project().run("apply", "--lock-wait", "1ms", "--url", pooler.url(bench.database()));

            assertThat(second.code()).as(second.err()).isEqualTo(5);
            assertThat(second.err())
                    .containsPattern(
                            "another run holds the lock of migrate\\.history: process \\d+ of user postgres \\(migrate ");
            gate.rows("select pg_advisory_unlock(" + GATE + ")");
            assertThat(first.join().applied()).containsExactly("001_a");
        }
    }

    @Test
    void a_direct_one_waits_for_one_through_the_pooler() {
        pooler = new PgBouncer("transaction", 5);
        bench.migration("001_a", "select pg_advisory_xact_lock(" + GATE + ");");
        try (var gate = bench.database().session()) {
            gate.rows("select pg_advisory_lock(" + GATE + ")");
            CompletableFuture<TestProject.Run> first = pooled();
            TestBench.await(this::somebodyWaitsAtTheGate);

            TestProject.Run second = bench.project().run("apply", "--lock-wait", "1ms", "--retries", "0");

            assertThat(second.code()).isEqualTo(5);
            assertThat(second.err())
                    .containsPattern(
                            "another run holds the lock of migrate\\.history: process \\d+ of user postgres \\(migrate ");
            gate.rows("select pg_advisory_unlock(" + GATE + ")");
            assertThat(first.join().applied()).containsExactly("001_a");
        }
    }

    @Test
    void one_that_waits_goes_on_and_finds_what_the_other_has_left() {
        pooler = new PgBouncer("transaction", 5);
        bench.migration("001_a", "select pg_advisory_xact_lock(" + GATE + ");");
        try (var gate = bench.database().session()) {
            gate.rows("select pg_advisory_lock(" + GATE + ")");
            CompletableFuture<TestProject.Run> first = pooled();
            TestBench.await(this::somebodyWaitsAtTheGate);
            var said = new CompletableFuture<Void>();
            bench.project().when("waiting for another run: process ", () -> said.complete(null));
            CompletableFuture<TestProject.Run> second = pooled();
            TestBench.await(said::isDone);

            gate.rows("select pg_advisory_unlock(" + GATE + ")");

            assertThat(first.join().applied()).containsExactly("001_a");
            assertThat(second.join().code()).as(second.join().err()).isZero();
            assertThat(second.join().applied()).isEmpty();
        }
    }

    @Test
    void a_single_transaction_waits_and_plans_anew_as_well() {
        pooler = new PgBouncer("transaction", 5);
        bench.migration("001_a", "select pg_advisory_xact_lock(" + GATE + ");")
                .migration("002_b", "create table b (id int);");
        try (var gate = bench.database().session()) {
            gate.rows("select pg_advisory_lock(" + GATE + ")");
            CompletableFuture<TestProject.Run> first = pooled("--to", "001_a");
            TestBench.await(this::somebodyWaitsAtTheGate);
            var said = new CompletableFuture<Void>();
            bench.project().when("waiting for another run: process ", () -> said.complete(null));
            CompletableFuture<TestProject.Run> second = pooled("--single-transaction");
            TestBench.await(said::isDone);

            gate.rows("select pg_advisory_unlock(" + GATE + ")");

            assertThat(first.join().applied()).containsExactly("001_a");
            assertThat(second.join().applied()).containsExactly("002_b");
        }
    }

    @Test
    void a_migration_recorded_by_hand_meanwhile_is_not_run() {
        pooler = new PgBouncer("transaction", 5);
        bench.migration("001_a", "create table a (id int);").migration("002_b", "create table b (id int);");

        bench.project().when("applied migrations/001_a.sql", () -> {
            TestProject.Run repair = bench.project().run("repair", "002_b", "--mark-applied", "--reason", "test");
            assertThat(repair.code()).as(repair.err()).isZero();
        });
        TestProject.Run run = bench.project().run("apply", "--url", pooler.url(bench.database()));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a");
        assertThat(bench.database().history()).containsExactly("001_a applied", "002_b applied");
    }

    /** What an old snapshot hides, the key of the history shows: at an insert, or where a row of before is replaced. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_migration_that_sees_the_history_as_it_was_is_not_run_twice_either(boolean failedBefore) {
        pooler = new PgBouncer("transaction", 5);
        bench.migration("001_a", "create table a (id int);");
        assertThat(bench.apply().code()).isZero();
        if (failedBefore) {
            bench.migration("003_c", "-- migrate: no-transaction\nselect 1 / 0;");
            assertThat(bench.apply().code()).isEqualTo(1);
        }
        try (var old = bench.database().session()) {
            String snapshot = old.rows("begin isolation level repeatable read; select pg_export_snapshot()")
                    .get(0)
                    .get(0);
            bench.migration("002_b", "create table b (id int);")
                    .migration(
                            "003_c",
                            "set transaction isolation level repeatable read;\nset transaction snapshot '" + snapshot
                                    + "';\ncreate table c (id int);");
            bench.project().when("applied migrations/002_b.sql", () -> {
                TestProject.Run repair = bench.project().run("repair", "003_c", "--mark-applied", "--reason", "test");
                assertThat(repair.code()).as(repair.err()).isZero();
            });

            TestProject.Run run = bench.project().run("apply", "--url", pooler.url(bench.database()));

            assertThat(run.code()).as(run.err()).isZero();
        }
        assertThat(bench.database().tables()).isEqualTo("a b");
        assertThat(bench.project().run("status", "--check").code()).isZero();
    }

    private CompletableFuture<TestProject.Run> pooled(String... options) {
        var arguments = new ArrayList<>(List.of("apply", "--format", "json", "--url", pooler.url(bench.database())));
        arguments.addAll(List.of(options));
        return CompletableFuture.supplyAsync(
                () -> bench.project().run(arguments.toArray(new String[0])), TestBench.THREADS);
    }

    private CompletableFuture<TestProject.Run> direct() {
        return CompletableFuture.supplyAsync(() -> bench.project().run("apply", "--format", "json"), TestBench.THREADS);
    }

    private boolean somebodyWaitsAtTheGate() {
        return !bench.database()
                .column("select 1 from pg_locks where locktype = 'advisory' and not granted and objid = " + GATE)
                .isEmpty();
    }
}
