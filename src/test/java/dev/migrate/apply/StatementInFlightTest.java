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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A run was lost between a statement that refuses a transaction and its record: the next one finds out what became of it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StatementInFlightTest {
    private static final String TABLES = """
            create table a (id int, v text);
            create index a_v on a (v);
            create table p (id int) partition by range (id);
            create table "P 1" partition of p for values from (0) to (10);
            """;

    @RegisterExtension
    private final TestBench bench = new TestBench();

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    create index concurrently a_id on a (id)                           | true
                    create unique index /* on v */ concurrently "on" on public.a using btree (lower(v) desc, id) include (id) where id > 0 | true
                    create index concurrently if not exists a_id on only a (id)        | true
                    create index concurrently on a (id)                                | true
                    drop index concurrently a_v                                        | true
                    alter table p detach partition "P 1" concurrently                  | true
                    create database #                                                  | true
                    drop database #_gone                                               | true
                    drop subscription nothing                                          | true
                    create subscription # connection 'host=127.0.0.1 port=1' publication p | true
                    rollback prepared 'nothing'                                        | true
                    vacuum a                                                           | false
                    reindex table concurrently a                                       | false
                    reindex (verbose) table p                                          | false
                    alter system set work_mem = '5MB'                                  | false
                    discard all                                                        | false
                    """)
    void what_the_server_can_tell_is_asked_and_what_can_be_repeated_is_repeated(String statement, boolean done) {
        String sql = statement.replace("#", bench.database().name() + "_x");
        bench.migration("001_tables", TABLES).apply();
        lostBehind(sql);
        if (sql.startsWith("create subscription")) {
            bench.database().execute(sql + " with (connect = false)");
        } else if (!sql.matches("(drop database|drop sub|rollback).*")) {
            alone(sql);
        }

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        if (done) {
            assertThat(run.err())
                    .contains("warning migrations/002_b.sql: line 2, ")
                    .contains("is done already, by the run that was lost");
        } else {
            assertThat(run.err()).doesNotContain("is done already");
        }
        assertThat(bench.database().tables()).contains("before", "behind");
        assertThat(bench.database().history()).containsExactly("001_tables applied", "002_b applied");
        assertThat(
                        bench.database()
                                .column(
                                        "select indexrelid::regclass from pg_index where not indisvalid and indrelid = 'a'::regclass"))
                .isEmpty();
        clearAway(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create index concurrently a_id on a (id)",
                "drop index concurrently a_v",
                "alter table p detach partition \"P 1\" concurrently",
                "create database #"
            })
    void what_was_not_done_is_done_now(String statement) {
        String sql = statement.replace("#", bench.database().name() + "_x");
        bench.migration("001_tables", TABLES).apply();
        lostBehind(sql);

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("is done already");
        assertThat(bench.database()
                        .value("select (to_regclass('a_id') is not null)::int + (to_regclass('a_v') is null)::int"
                                + " + (select not relispartition from pg_class where relname = 'P 1')::int"
                                + " + (select count(*) from pg_database where datname = '"
                                + bench.database().name() + "_x')"))
                .isEqualTo("1");
        clearAway(sql);
    }

    @Test
    void another_index_of_that_name_does_not_pass_for_the_one_to_be_built() {
        bench.migration("001_tables", TABLES).apply();
        lostBehind("create index concurrently a_id on a (id)");
        bench.database().execute("create index a_id on a (id desc)");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("relation \"a_id\" already exists (42P07)");
    }

    @Test
    void an_index_of_which_nobody_can_say_whether_it_is_the_same_is_left_to_the_user() {
        bench.migration("001_tables", TABLES + "create function f(a) returns int immutable language sql as 'select 1';")
                .apply();
        lostBehind("create index concurrently a_f on a (f(a))");
        alone("create index concurrently a_f on a (f(a))");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).isEqualTo(3);
        assertThat(bench.database().history()).contains("002_b running");
    }

    @Test
    void an_invalid_index_without_a_name_is_dropped_and_built_again() {
        bench.migration("001_tables", TABLES).apply();
        lostBehind("create unique index concurrently on a (id)");
        bench.database().execute("insert into a values (1), (1)");
        alone("create unique index concurrently on a (id)");
        bench.database().execute("delete from a");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("dropping the invalid index public.a_id_idx that an earlier build left");
        assertThat(
                        bench.database()
                                .value(
                                        "select count(*) || ' ' || bool_and(indisvalid) from pg_index where indrelid = 'a'::regclass"))
                .isEqualTo("2 true");
    }

    @Test
    void what_a_lost_reindex_left_is_dropped_and_nothing_else() {
        bench.migration("001_tables", TABLES + "create table o (id int);\ncreate index o_id on o (id);\n")
                .apply();
        lostBehind("reindex index concurrently a_v");
        bench.database()
                .execute("update pg_index set indisvalid = false where indexrelid in ('o_id'::regclass);"
                        + " alter index o_id rename to o_id_ccnew; create index a_v_ccnew on a (v);"
                        + " update pg_index set indisvalid = false where indexrelid = 'a_v_ccnew'::regclass");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("dropping the invalid index public.a_v_ccnew")
                .doesNotContain("o_id");
        assertThat(bench.database()
                        .value("select to_regclass('o_id_ccnew') is not null and to_regclass('a_v_ccnew') is null"))
                .isEqualTo("t");
    }

    @Test
    void a_partition_that_is_half_detached_is_detached_whole() {
        bench.migration("001_tables", TABLES).apply();
        lostBehind("alter table p detach partition \"P 1\" concurrently");
        try (Session holder = bench.database().session();
                Session detaching = bench.database().session()) {
            holder.ask("begin; select * from p");
            var detach = CompletableFuture.supplyAsync(
                    () -> detaching.ask("alter table p detach partition \"P 1\" concurrently"), TestBench.THREADS);
            TestBench.await(() -> !bench.database()
                    .column("select 1 from pg_inherits where inhdetachpending")
                    .isEmpty());
            bench.database()
                    .execute("select pg_terminate_backend(" + detaching.facts().backend() + ")");
            detach.join();
        }

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("line 2, ALTER TABLE … DETACH PARTITION CONCURRENTLY, was begun by an earlier run");
        assertThat(
                        bench.database()
                                .column(
                                        "select inhrelid from pg_inherits join pg_class c on c.oid = inhrelid where relkind = 'r'"))
                .isEmpty();
    }

    @Test
    void where_nobody_can_know_the_run_stops_and_gives_the_choice() {
        String sql = "do $$ begin insert into a values (1); commit; end $$";
        bench.migration("001_tables", TABLES).apply();
        lostBehind(sql);

        TestProject.Run run = bench.apply();
        TestProject.Run again = bench.apply();

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .contains("failed  migrations/002_b.sql:2:1")
                .contains("ERROR: nobody can know whether this statement is done")
                .contains("statement 1 is done and stays, of 3.")
                .contains("It is: migrate repair 002_b --done 2 --reason \"…\", and migrate apply goes on behind it.")
                .contains("It is not: migrate repair 002_b --done 1 --reason \"…\", and migrate apply runs it");
        assertThat(again.code()).as("it does not forget").isEqualTo(3);
        assertThat(bench.database().value("select count(*) from a")).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "1, 1"})
    void the_user_says_whether_it_is_done(int done, String rows) {
        bench.migration("001_tables", TABLES).apply();
        lostBehind("do $$ begin insert into a values (1); commit; end $$");
        bench.apply();

        TestProject.Run repair =
                bench.project().run("repair", "002_b", "--done", Integer.toString(done), "--reason", "looked");
        TestProject.Run run = bench.apply();

        assertThat(repair.code()).as(repair.err()).isZero();
        assertThat(repair.out())
                .contains("recorded that statements 1 to " + done
                        + " of 002_b are done: migrate apply goes on behind them.");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().value("select count(*) from a")).isEqualTo(rows);
        assertThat(bench.project().run("status", "--check").code()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "3", "-1"})
    void only_the_statement_in_flight_is_in_question(String done) {
        bench.migration("001_tables", TABLES).apply();
        lostBehind("vacuum a");

        TestProject.Run repair = bench.project().run("repair", "002_b", "--done", done, "--reason", "looked");

        assertThat(repair.code()).isEqualTo(2);
        assertThat(repair.err())
                .contains("statements 1 to 1 are recorded as done, so that only 1 and 2 are in question");
    }

    /** The statement is done, and its record does not get its lock: this run itself does not do it twice. */
    @Test
    void a_record_that_has_to_wait_does_not_make_its_statement_run_twice() {
        bench.migration("001_tables", TABLES).apply();
        bench.migration("002_b", "drop index concurrently a_v;\n");
        try (Session reader = bench.database().session();
                Session keeper = bench.database().session()) {
            reader.ask("begin; select * from a");
            CompletableFuture<TestProject.Run> run = CompletableFuture.supplyAsync(
                    () -> bench.project().run("apply", "--lock-timeout", "200ms"), TestBench.THREADS);
            TestBench.await(() -> !bench.database()
                    .column("select 1 from pg_locks where not granted and database ="
                            + " (select oid from pg_database where datname = current_database())"
                            + " or locktype = 'virtualxid' and not granted")
                    .isEmpty());
            keeper.ask("begin; lock table migrate.history");
            reader.ask("commit");
            TestBench.await(() ->
                    bench.database().value("select to_regclass('a_v') is null").equals("t"));
            TestBench.await(() -> !bench.database()
                    .column("select 1 from pg_locks where not granted and relation = 'migrate.history'::regclass")
                    .isEmpty());
            TestBench.await(() -> bench.database()
                    .column("select 1 from pg_locks where not granted and relation = 'migrate.history'::regclass")
                    .isEmpty());
            keeper.ask("commit");

            assertThat(run.join().code()).as(run.join().err()).isZero();
            assertThat(run.join().err()).contains("trying again", "is done already");
        }
    }

    /** A run of 002_b that was killed behind the record of its first statement. */
    private void lostBehind(String statement) {
        String start = "create table before ();\n" + statement + ";\n";
        bench.migration("002_b", "-- migrate: no-transaction\ncreate table before ();\nselect 1 / 0;\n")
                .apply();
        bench.database()
                .execute("update migrate.history set state = 'running', error = null where id = '002_b';"
                        + " delete from migrate.log where action = 'fail'");
        bench.migration("002_b", start + "create table behind ();\n");
    }

    private void alone(String sql) {
        try (Session session = bench.database().session()) {
            session.ask(sql);
        }
    }

    private void clearAway(String sql) {
        String name = bench.database().name() + "_x";
        if (sql.startsWith("create database")) {
            alone("drop database " + name);
        } else if (sql.startsWith("create subscription")) {
            alone("alter subscription " + name + " set (slot_name = none)");
            alone("drop subscription " + name);
        } else if (sql.startsWith("alter system")) {
            alone("alter system reset work_mem");
        }
    }
}
