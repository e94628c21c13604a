package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.database.Session;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A table that the application is using: short waits for its lock, and the whole migration again. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BusyTablesTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void a_migration_that_does_not_get_its_lock_is_tried_again_as_a_whole() {
        bench.apply("create table a (id int);");
        bench.migration("002_b", "create table b (id int);\nalter table a add n int;\n");

        TestProject.Run run = whileTheFirstTryFails();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("migrations/002_b.sql: canceling statement due to lock timeout: trying again");
        assertThat(bench.database().history()).containsExactly("001_a applied", "002_b applied");
    }

    @Test
    void statement_by_statement_it_goes_on_where_it_was() {
        bench.apply("create table a (id int);");
        bench.migration("002_b", "create table b (id int);\nvacuum b;\nalter table a add n int;\n");

        TestProject.Run run = whileTheFirstTryFails();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().history()).containsExactly("001_a applied", "002_b applied");
        assertThat(bench.project().run("status", "--check").code()).isZero();
    }

    @Test
    void one_that_never_gets_its_lock_says_what_to_do() {
        bench.apply("create table a (id int);");
        bench.migration("002_b", "create table b (id int);\nalter table a add n int;\n");
        try (Session holder = bench.database().session()) {
            holder.ask("begin; lock table a");

            TestProject.Run run = bench.project().run("apply", "--lock-timeout", "20ms", "--retries", "0");

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .contains("migrations/002_b.sql:2:1", "(55P03)", "Nothing of it was kept.", "--lock-timeout 30s")
                    .doesNotContain("trying again");
        }
    }

    private TestProject.Run whileTheFirstTryFails() {
        try (Session holder = bench.database().session()) {
            holder.ask("begin; lock table a");
            CompletableFuture<TestProject.Run> run = CompletableFuture.supplyAsync(
                    () -> bench.project().run("apply", "--lock-timeout", "300ms", "--retries", "5"), TestBench.THREADS);
            TestBench.await(this::somebodyWaits);
            TestBench.await(() -> !somebodyWaits());
            holder.ask("commit");
            return run.join();
        }
    }

    private boolean somebodyWaits() {
        return !bench.database()
                .column("select 1 from pg_locks where locktype = 'relation' and not granted and database ="
                        + " (select oid from pg_database where datname = current_database())")
                .isEmpty();
    }
}
