package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.database.Session;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestPooler;
import dev.migrate.testing.TestProject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Through a pooler in transaction mode, which leaves us nothing of a session from one message to the next. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TransactionPoolerTest {
    private static final String LEFT_OVER = """
            select relname::text as what from pg_class where relpersistence = 't'
            union all select name from pg_prepared_statements where from_sql
            union all select name from pg_cursors where is_holdable
            union all select * from pg_listening_channels()
            union all select 'advisory lock ' || objid from pg_locks where locktype = 'advisory'
                and database = (select oid from pg_database where datname = current_database())
            union all select name || ' = ' || setting from pg_settings where source = 'session'
                and name not in ('application_name', 'client_encoding', 'DateStyle', 'TimeZone')
            union all select 'user ' || current_user where current_user <> session_user
            """;

    @Order(1)
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Order(2)
    @RegisterExtension
    private final TestPooler pooler = new TestPooler(bench, "transaction", 5);

    /** All clients get the same server connection one after the other, with all that is left in it. */
    private void withOneServerConnection() {
        pooler.replace("transaction", 1);
    }

    @Test
    void migrations_are_applied_and_recorded_and_the_mode_is_said_with_what_it_means() {
        TestProject.Run run = bench.migration("001_a", "create table a (id int);")
                .migration("002_b", "create table b (id int);")
                .apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains(", through a pooler in transaction mode, from DATABASE_URL");
        assertThat(run.err())
                .contains("warning the pooler is in transaction mode: each migration is one transaction")
                .contains("for such files, connect to the server itself, or to a pool in session mode");
        assertThat(bench.database().history()).containsExactly("001_a applied", "002_b applied");
        assertThat(bench.project().run("status", "--check").code()).isZero();
    }

    @Test
    void a_file_that_goes_out_in_many_messages_stays_in_one_transaction() {
        String filler = "insert into a select pg_backend_pid(), '" + "x".repeat(100_000) + "';\n";
        bench.migration(
                "001_a",
                "create table a (pid int, t text);\n" + filler.repeat(15)
                        + "copy a from stdin;\n0\tcopied\n\\.\n" + filler.repeat(15)
                        + "create table c as select pg_backend_pid() as pid, current_setting('lock_timeout') as t;\n");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().value("select count(*) from a")).isEqualTo("31");
        assertThat(bench.database().value("select count(distinct pid) from a where pid <> 0"))
                .isEqualTo("1");
        assertThat(bench.database().value("select t from c")).isEqualTo("5s");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create index concurrently a_id on a (id);",
                "-- migrate: no-transaction\nselect 1;",
                "begin;\nselect 1;\ncommit;\nselect 2;",
                "vacuum;"
            })
    void a_file_that_cannot_be_one_transaction_is_refused_before_anything_ran(String sql) {
        TestProject.Run run = bench.migration("001_a", "create table a (id int);")
                .migration("002_b", sql)
                .apply();

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("migrations/002_b.sql: cannot run through a pooler in transaction mode: ")
                .contains("fix: connect to the server itself, or to a pool in session mode");
        assertThat(bench.database().tables()).isEmpty();
        assertThat(bench.project().run("apply", "--dry-run").code()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter type t add value 'b';\ncreate table x as select 'b'::t;",
                "do $$ begin commit; end $$;",
            })
    void what_only_the_server_knows_to_need_more_than_a_transaction_is_refused_then(String sql) {
        bench.database().execute("create type t as enum ('a')");

        TestProject.Run run = bench.apply("create table a (id int);\n" + sql);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("Nothing of it was kept.")
                .contains("what this file does cannot be in one transaction", "connect to the server itself");
        assertThat(bench.database().tables()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "begin isolation level serializable;\ncreate table a (id int);\ncommit;",
                "set transaction isolation level repeatable read;\ncreate table a (id int);",
                "begin;\nset transaction isolation level serializable;\ncreate table a (id int);\ncommit;",
                "create table a (id int);\ncommit;",
                "create table a (id int);\n\n-- migrate:verify\nselect count(*) from a;\n-- Expected: 0\n",
                "prepare x as select 1;\nexecute x;\ncreate table a (id int);",
                "set datestyle = 'German';\ncreate table a (id int);"
            })
    void files_of_many_kinds_run(String sql) {
        TestProject.Run run = bench.apply(sql);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a");
        assertThat(bench.database().history()).containsExactly("001_a applied");
    }

    @Test
    void a_verify_section_that_does_not_hold_rolls_its_migration_back() {
        TestProject.Run run =
                bench.apply("create table a (id int);\n\n-- migrate:verify\nselect count(*) from a;\n-- Expected: 1\n");

        assertThat(run.code()).isEqualTo(1);
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void a_single_transaction_is_one() {
        bench.migration("001_a", "create table a (id int);\nset search_path = pg_catalog;")
                .migration(
                        "002_b",
                        "create table b as select current_setting('lock_timeout') as t;\ncopy a from stdin;\n1\n\\.\n")
                .migration("003_c", "create table c (id int);");

        TestProject.Run run = bench.project().run("apply", "--single-transaction", "--lock-timeout", "3s");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a b c");
        assertThat(bench.database().value("select t from b")).isEqualTo("3s");
        assertThat(bench.database().value("select count(distinct xmin::text) from migrate.history"))
                .isEqualTo("1");
    }

    @Test
    void the_role_of_the_config_and_the_timeouts_hold_in_each_migration() {
        String look = "create table %s as select current_user::text as u, current_setting('lock_timeout') as l,"
                + " current_setting('statement_timeout') as s;\n";
        String database = bench.database().name();
        bench.database()
                .execute("grant all on schema public to pg_read_all_data; grant create on database " + database
                        + " to pg_read_all_data");
        bench.project()
                .file(
                        "migrate.toml",
                        "[database]\nrole = \"pg_read_all_data\"\nlock_timeout = \"7s\"\nstatement_timeout = \"9s\"\n");
        bench.migration("001_a", look.formatted("a") + "reset all;\nreset role;\n")
                .migration("002_b", look.formatted("b"));

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().rows("select u, l, s from a union all select u, l, s from b"))
                .allMatch(row -> row.toString().equals("[pg_read_all_data, 7s, 9s]"));
    }

    @ParameterizedTest
    @CsvSource({"'', 0", "select 1 / 0;, 1"})
    void nothing_of_a_migration_is_left_for_other_clients(String end, int code) {
        withOneServerConnection();
        bench.database().execute("create sequence s");

        TestProject.Run run = bench.apply("""
                set search_path = pg_catalog;
                set statement_timeout = '1h';
                set session characteristics as transaction isolation level serializable;
                set session authorization pg_read_all_data;
                reset session authorization;
                set role pg_read_all_data;
                create temp table x (id int);
                prepare x as select 1;
                declare x cursor with hold for select 1;
                listen x;
                select pg_advisory_lock(42), pg_advisory_lock_shared(43);
                """ + end);

        assertThat(run.code()).as(run.err()).isEqualTo(code);
        try (Session other = pooler.session()) {
            assertThat(other.ask(LEFT_OVER).rows()).isEmpty();
        }
    }

    @Test
    void nothing_that_other_clients_left_gets_into_a_migration() {
        withOneServerConnection();
        try (Session other = pooler.session()) {
            other.rows("set search_path = pg_catalog; set lock_timeout = '1ms'; set role pg_read_all_data;"
                    + " set session characteristics as transaction isolation level serializable");
        }

        TestProject.Run run = bench.apply(
                "create table a as select current_setting('transaction_isolation') as i, current_user::text as u;");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().rows("select i, u from public.a").toString())
                .isEqualTo("[[read committed, postgres]]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"prepareThreshold=1", "prepareThreshold=0", "prepareThreshold=-1", "pgbouncer=true"})
    void prepared_statements_of_the_driver_on_or_off_make_no_difference(String parameter) {
        withOneServerConnection();
        String url = pooler.url() + "&" + parameter;
        for (int i = 1; i <= 7; i++) {
            bench.migration("00" + i + "_x", "prepare p as select 1;\nexecute p;\n");
            assertThat(bench.project().run("apply", "--url", url).code()).isZero();
        }

        assertThat(bench.database().history()).hasSize(7);
        try (Session other = pooler.session()) {
            assertThat(other.rows("select name from pg_prepared_statements")).isEmpty();
        }
    }

    @Test
    void what_an_application_has_prepared_stays_prepared() throws SQLException {
        withOneServerConnection();
        String url = pooler.url().replace("postgres@", "") + "&user=postgres&prepareThreshold=1";
        try (Connection application = DriverManager.getConnection("jdbc:" + url);
                PreparedStatement query = application.prepareStatement("select 1 + ?")) {
            assertThat(sum(query)).isEqualTo(3);
            List<List<String>> before = preparedByProtocol();

            assertThat(bench.apply("prepare p as select 1;\n").code()).isZero();

            assertThat(sum(query)).isEqualTo(3);
            assertThat(preparedByProtocol()).isEqualTo(before).isNotEmpty();
        }
    }

    private List<List<String>> preparedByProtocol() {
        try (Session other = pooler.session()) {
            return other.rows(
                    "select name, prepare_time::text from pg_prepared_statements where not from_sql order by name");
        }
    }

    private static int sum(PreparedStatement query) throws SQLException {
        query.setInt(1, 2);
        try (ResultSet row = query.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"transaction", "session"})
    void the_time_zone_and_the_order_of_dates_are_those_of_the_server(String mode) {
        pooler.replace(mode, 3);
        String database = bench.database().name();
        bench.database()
                .execute("alter database " + database + " set timezone = 'Asia/Tokyo'; alter database " + database
                        + " set datestyle = 'German'");

        TestProject.Run run = bench.migration("001_a", """
                        create table a as select current_setting('timezone') as zone, '01/02/2024'::date as d;
                        copy (select now()) to stdout;
                        """).project().run("apply", "--url", pooler.url());

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().value("select zone || ' ' || to_char(d, 'YYYY-MM-DD') from a"))
                .isEqualTo("Asia/Tokyo 2024-02-01");
    }

    @Test
    void repair_works() {
        bench.apply("create table a (id int);");
        bench.migration("001_a", "create table a (id bigint);");

        TestProject.Run run = bench.project().run("repair", "001_a", "--reason", "test");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.apply().code()).isZero();
        assertThat(bench.project().run("status", "--check").code()).isZero();
    }
}
