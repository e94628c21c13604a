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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Small migrations go out several at a time, and still each is a transaction that only runs behind the one before. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class FlightTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void the_next_runs_without_waiting_until_the_answer_of_the_one_before_is_here() {
        bench.migration("001_a", "create table a ();").migration("002_b", "create table b ();");
        bench.project()
                .when(
                        "applied migrations/001_a.sql",
                        () -> TestBench.await(() -> bench.database().hasTable("b")));

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().history()).containsExactly("001_a applied", "002_b applied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table b (); select 1 / 0;",
                "create table b (); selec 1;", // the server parses the whole message before it begins a transaction
                "begin; create table b (); selec 1; commit;",
                "create table b (); create table b2 (id int unique deferrable initially deferred);"
                        + " insert into b2 values (1), (1);",
                "create table b (); insert into migrate.history (id) values ('x');",
                "create table b (); set role no_such_role;"
            })
    void behind_one_that_fails_none_runs(String failing) {
        bench.migration("001_a", "create table a ();")
                .migration("002_b", failing)
                .migration("003_c", "create table c ();")
                .migration("004_d", "create table d ();");

        TestProject.Run failed = bench.apply();

        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.err()).contains("migrations/002_b.sql").doesNotContain("003_c", "004_d", "migrate_committed");
        assertThat(bench.database().tables()).isEqualTo("a");
        assertThat(bench.database().history()).containsExactly("001_a applied");

        TestProject.Run mended = bench.migration("002_b", "create table b ();").apply();

        assertThat(mended.code()).as(mended.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a b c d");
        assertThat(bench.project().run("status", "--check").code()).isZero();
    }

    @Test
    void the_first_in_a_database_may_fail_as_well() {
        bench.migration("001_a", "selec 1;").migration("002_b", "create table b ();");

        TestProject.Run failed = bench.apply();
        TestProject.Run mended = bench.apply("select current_setting('lock_timeout')::interval = '5 s';");

        assertThat(failed.code()).isEqualTo(1);
        assertThat(mended.code()).as(mended.err()).isZero();
        assertThat(bench.database().history()).containsExactly("001_a applied", "002_b applied");
        assertThat(bench.project().run("status", "--check").code()).isZero();
    }

    /** Each of these goes alone, for another reason, and keeps its place in the order. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into a values (2);\ncopy a from stdin;\n3\n\\.\n",
                "insert into a values (2);\nvacuum a;\ninsert into a values (3);\n",
                "begin; insert into a values (2); commit; begin; insert into a values (3); commit;",
                "insert into a values (2);\ndo $$ begin insert into a values (3); commit; end $$;\n",
                "set standard_conforming_strings = off;\ninsert into a values (2);\ninsert into a values (length('\\'ab'));\n",
                "insert into a values (2), (3);\n-- migrate:verify\nselect count(*) = 3 from a;\n"
            })
    void one_that_cannot_fly_keeps_its_place(String special) {
        bench.migration("001_a", "create table a (id int);")
                .migration("002_b", "insert into a values (1);")
                .migration("003_c", special)
                .migration("004_d", "insert into a select max(id) + 1 from a;")
                .migration("005_e", "insert into a select max(id) + 1 from a;");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().column("select id from a order by id")).containsExactly("1", "2", "3", "4", "5");
        assertThat(bench.database().history())
                .containsExactly("001_a applied", "002_b applied", "003_c applied", "004_d applied", "005_e applied");
        assertThat(bench.project().run("status", "--check").code()).isZero();
    }

    @Test
    void one_that_waits_for_a_lock_is_tried_again_and_the_rest_follows() {
        bench.apply("create table a (id int);");
        bench.migration("002_b", "create table b ();")
                .migration("003_c", "alter table a add n int;")
                .migration("004_d", "create table d ();");
        try (Session holder = bench.database().session()) {
            holder.ask("begin; lock table a");
            bench.project().when("trying again", () -> holder.ask("commit"));

            TestProject.Run run = bench.project().run("apply", "--lock-timeout", "100ms");

            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.err())
                    .contains("migrations/003_c.sql: canceling statement due to lock timeout", "trying again, 1 of 10");
        }
        assertThat(bench.database().history())
                .containsExactly("001_a applied", "002_b applied", "003_c applied", "004_d applied");
    }

    @Test
    void the_isolation_level_that_a_file_sets_counts_wherever_it_flies() {
        bench.migration("001_a", "create table a (level text);")
                .migration(
                        "002_b",
                        "set transaction isolation level serializable;\n"
                                + "insert into a select current_setting('transaction_isolation');")
                .migration(
                        "003_c",
                        "begin isolation level repeatable read;\n"
                                + "insert into a select current_setting('transaction_isolation');\ncommit;")
                .migration("004_d", "insert into a select current_setting('transaction_isolation');");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().column("select level from a"))
                .containsExactly("serializable", "repeatable read", "read committed");
    }

    @Test
    void a_migration_sees_nothing_of_what_keeps_the_order() {
        bench.migration("001_a", "select 1;")
                .migration("002_b", "create table b as select name from pg_prepared_statements;")
                .migration("003_c", "select 1;");

        bench.apply();

        assertThat(bench.database().column("select name from b")).isEmpty();
    }

    @Test
    void notices_and_places_are_those_of_their_file() {
        bench.migration("001_a", "select 1;\n\ndo $$ begin raise notice 'one'; end $$;\n")
                .migration("002_b", "select 1; select 2;\ndo $$ begin raise notice 'two'; end $$;\n")
                .migration("003_c", "select 1;\nselect 2;\n  selec 3;\n");

        TestProject.Run run = bench.apply();

        assertThat(run.err())
                .contains(
                        "migrations/001_a.sql:3: NOTICE: one",
                        "migrations/002_b.sql:2: NOTICE: two",
                        "migrations/003_c.sql:3:3");
    }

    @Test
    void more_than_one_flight_takes_are_all_applied_in_their_order() {
        for (int i = 1; i <= 250; i++) {
            bench.migration(
                    "%03d_m".formatted(i),
                    i == 1 ? "create table a (id int);" : "insert into a select " + "coalesce(max(id), 1) + 1 from a;");
        }

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().value("select count(*) || ' ' || max(id) from a"))
                .isEqualTo("249 250");
        assertThat(bench.project().run("status", "--check").code()).isZero();
    }

    /** While we write we do not read, and the server does not read while it cannot get rid of its rows. */
    @Test
    void rows_without_end_do_not_jam_a_flight() {
        for (int i = 1; i <= 30; i++) {
            bench.migration(
                    "%03d_m".formatted(i),
                    "select repeat('x', 1000000) from generate_series(1, 5);\n" + "select '" + "y".repeat(1500)
                            + "';\n");
        }

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().history()).hasSize(30);
    }

    @Test
    void the_lock_of_the_run_is_held_until_the_last_is_committed_and_free_then() {
        bench.migration("001_a", "create table a (id int);")
                .migration(
                        "002_b",
                        "insert into a select count(*) from pg_locks where locktype = 'advisory'"
                                + " and pid = pg_backend_pid();");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().column("select id from a")).containsExactly("1");
        assertThat(bench.project().run("apply", "--lock-wait", "0").code()).isZero();
    }

    @Test
    void an_interruption_ends_the_flight_at_the_migration_that_runs() {
        var interruption = new Interruption();
        bench.migration("001_a", "create table a ();")
                .migration("002_b", "create table b (); select pg_sleep(30);")
                .migration("003_c", "create table c ();");
        CompletableFuture<TestProject.Run> running =
                CompletableFuture.supplyAsync(() -> bench.project().run(interruption, "apply"), TestBench.THREADS);
        TestBench.await(() -> bench.database()
                        .column(
                                "select 1 from pg_stat_activity where wait_event = 'PgSleep' and datname = current_database()")
                        .size()
                == 1);

        interruption.request();
        TestProject.Run run = running.join();

        assertThat(run.code()).isEqualTo(130);
        assertThat(bench.database().history()).containsExactly("001_a applied");
        assertThat(bench.database().tables()).isEqualTo("a");
    }
}
