package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.database.Session;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestPooler;
import dev.migrate.testing.TestProject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can go wrong through a pooler in transaction mode, and what is said of it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PoolerTroubleTest {
    @Order(1)
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Order(2)
    @RegisterExtension
    private final TestPooler pooler = new TestPooler(bench, "transaction", 5);

    @Test
    void a_history_that_refuses_the_record_is_told_and_not_taken_for_another_run() {
        bench.apply("create table a (id int);");
        bench.database().execute("create unique index no_more_rows on migrate.history ((true))");

        TestProject.Run run =
                bench.migration("002_b", "create table b (id int);").apply();

        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.err()).contains("no_more_rows", "while recording the migration", "Nothing of it was kept.");
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void statements_of_a_file_are_cancelled_through_the_pooler() {
        bench.migration("001_a", "create table a (id int);\nselect pg_sleep(60);");
        var interruption = new Interruption();
        CompletableFuture<TestProject.Run> run =
                CompletableFuture.supplyAsync(() -> bench.project().run(interruption, "apply"), TestBench.THREADS);
        TestBench.await(() -> !bench.database()
                .column("select 1 from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()")
                .isEmpty());

        interruption.request();

        assertThat(run.join().code()).isEqualTo(130);
        assertThat(run.join().err()).contains("Nothing of it was kept.");
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void a_server_connection_that_is_lost_is_told_and_nothing_is_kept() {
        bench.migration("001_a", "create table a (id int);\nselect pg_terminate_backend(pg_backend_pid());");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("The connection was lost, and nothing of it was kept");
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void a_pool_in_which_no_connection_gets_free_is_told() {
        pooler.replace("transaction", 1, "query_wait_timeout = 1");
        bench.migration("001_a", "create table a (id int);");
        try (Session busy = pooler.session()) {
            busy.rows("begin");

            TestProject.Run run = bench.apply();

            assertThat(run.code()).isEqualTo(4);
            assertThat(run.err())
                    .contains("query_wait_timeout")
                    .contains("fix: all server connections of the pool were in use for too long: try again");
        }
    }

    @Test
    void a_pooler_without_room_for_a_client_is_told() {
        pooler.replace("transaction", 1, "max_client_conn = 1");
        bench.migration("001_a", "create table a (id int);");
        try (Session other = pooler.session()) {
            TestProject.Run run = bench.apply();

            assertThat(run.code()).isEqualTo(4);
            assertThat(run.err())
                    .contains("no more connections allowed")
                    .contains("fix: the pooler has no room for another client");
            assertThat(other.rows("select 1")).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"options=-c%20search_path%3Dx", "currentSchema=x"})
    void a_setting_that_the_pooler_does_not_pass_on_is_told(String parameter) {
        bench.migration("001_a", "create table a (id int);");

        TestProject.Run run = bench.project().run("apply", "--url", pooler.url() + "&" + parameter);

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .contains("unsupported startup parameter")
                .contains("fix: PgBouncer passes on a few settings only", "ignore_startup_parameters");
    }

    @Test
    void through_a_pooler_in_statement_mode_nothing_is_applied_and_status_works() {
        pooler.replace("statement", 5);
        bench.migration("001_a", "create table a (id int);");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("the pooler is in statement mode, in which a migration cannot be a transaction");
        assertThat(bench.database().tables()).isEmpty();
        assertThat(bench.project().run("status").code()).isZero();
    }
}
