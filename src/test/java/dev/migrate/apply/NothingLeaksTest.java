package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each migration finds a session in which nothing of those before it is left. */
class NothingLeaksTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "search_path | set search_path = pg_catalog",
                "search_path | select set_config('search_path', '', false)",
                "datestyle | set datestyle = 'German'",
                "timezone | set time zone 'Asia/Tokyo'",
                "client_min_messages | set client_min_messages = error",
                "lock_timeout | set lock_timeout = '1s'",
                "statement_timeout | set session statement_timeout = '1h'",
                "default_transaction_read_only | set default_transaction_read_only = on",
                "default_transaction_isolation | set session characteristics as transaction isolation level serializable",
                "role | set role pg_read_all_data",
                "session_authorization | set session authorization pg_read_all_data",
                "standard_conforming_strings | set standard_conforming_strings = off",
                "application_name | set application_name = 'mine'",
                "intervalstyle | set intervalstyle = 'iso_8601'",
                "bytea_output | set bytea_output = 'escape'",
                "session_replication_role | set session_replication_role = replica",
                "row_security | set row_security = off",
                "check_function_bodies | set check_function_bodies = off"
            })
    void settings(String name, String statement) {
        String look = "create table %s as select current_setting('" + name + "') as v;\n";
        bench.migration("001_before", "create schema s;\n" + look.formatted("s.before"))
                .migration("002_change", statement + ";\n")
                .migration("003_stepwise", "vacuum s.before;\n" + statement + ";\n")
                .migration("004_after", look.formatted("s.after"));

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().value("select v from s.after"))
                .isEqualTo(bench.database().value("select v from s.before"));
        assertThat(bench.database().history()).hasSize(4);
    }

    @Test
    void what_a_failed_file_set_is_gone_as_well() {
        bench.migration("001_a", "vacuum;\nset search_path = pg_catalog;\nselect 1 / 0;\n")
                .apply();

        TestProject.Run run = bench.migration("001_a", "vacuum;\nset search_path = pg_catalog;\nselect 1;\n")
                .migration("002_b", "create table b (id int);\n")
                .apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create temp table x (id int)",
                "prepare x as select 1",
                "declare x cursor with hold for select 1",
                "listen x",
                "create sequence s; select nextval('s')",
                "select pg_advisory_lock(42), pg_advisory_lock_shared(43)"
            })
    void things_of_the_session(String statement) {
        for (String id : new String[] {"001_a", "003_c"}) {
            bench.migration(id, statement.replace("sequence s", "sequence if not exists s") + ";\n");
        }
        bench.migration(
                        "002_b",
                        "create view left_over as " + LEFT_OVER + ";\ncreate table b as select * from left_over;\n")
                .migration(
                        "004_d",
                        "create table d as select * from left_over;\ndo $$ begin perform lastval();"
                                + " raise 'there is a last value'; exception when sqlstate '55000' then null; end $$;\n");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().column("select what from b union all select what from d"))
                .isEmpty();
    }

    private static final String LEFT_OVER = """
            select relname::text as what from pg_class where relpersistence = 't'
            union all select name from pg_prepared_statements
            union all select name from pg_cursors where is_holdable
            union all select * from pg_listening_channels()
            union all select objid::text from pg_locks where locktype = 'advisory' and objid in (42, 43) and classid = 0
                and database = (select oid from pg_database where datname = current_database())""";

    @Test
    void the_lock_of_the_run_stays_held_whatever_a_file_unlocks() {
        String held =
                "select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid() and classid <> 0";
        bench.migration("001_a", "create table a as " + held + ";\nselect pg_advisory_unlock_all();\n")
                .migration("002_b", "insert into a " + held + ";\nvacuum a;\n")
                .migration("003_c", "insert into a " + held + ";\n");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().column("select count from a")).containsExactly("1", "1", "1");
        assertThat(bench.database()
                        .value("select count(*) from pg_locks where locktype = 'advisory' and database ="
                                + " (select oid from pg_database where datname = current_database())"))
                .isEqualTo("0");
    }

    @Test
    void a_file_that_takes_a_role_without_rights_is_recorded_all_the_same() {
        bench.migration("001_a", "set role pg_read_all_data;\nselect 1;\n")
                .migration("002_b", "set session authorization pg_read_all_data;\nselect 1;\n")
                .migration("003_c", "begin;\nset local role pg_read_all_data;\nselect 1;\ncommit;\nvacuum;\n");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().history()).containsExactly("001_a applied", "002_b applied", "003_c applied");
        assertThat(bench.database().column("select applied_by from migrate.history"))
                .allMatch(by -> by.startsWith("postgres ("));
    }

    @Test
    void a_file_that_writes_dates_the_german_way_runs_also_with_copy_and_statement_by_statement() {
        bench.migration("001_a", """
                        set datestyle = 'German';
                        create table a (d date, t text);
                        copy a from stdin;
                        01.02.2024	x
                        \\.
                        insert into a values ('03.04.2024', 'y');
                        """).migration("002_b", """
                        set datestyle to german;
                        vacuum a;
                        insert into a values ('05.06.2024', 'z');
                        """);

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().column("select d::text || t from a order by d"))
                .containsExactly("2024-02-01x", "2024-04-03y", "2024-06-05z");
    }
}
