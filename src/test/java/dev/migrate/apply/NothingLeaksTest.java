package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.database.Session;
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

    private static final String DEFAULTS = """
            do $$ begin
                execute format('alter database %I set search_path to s, public', current_database());
                execute format('alter database %I set timezone to ''Asia/Tokyo''', current_database());
                execute format('alter role %I in database %I set timezone to ''Asia/Tbilisi''', session_user, current_database());
                execute format('alter database %I set shop.tax to ''7''', current_database());
                execute format('alter database %I set session_preload_libraries to plpgsql', current_database());
                execute format('alter database %I set lock_timeout to ''77s''', current_database());
            end $$;
            """;

    private static final String SEEN = """
            create table here (id int);
            insert into public.seen values (current_setting('timezone')), (current_setting('shop.tax', true));
            """;

    @ParameterizedTest
    @ValueSource(strings = {"", "vacuum;\n"})
    void what_a_file_sets_for_sessions_to_come_holds_for_the_files_behind_it(String stepwise) {
        bench.migration("001_a", "create schema s;\ncreate table public.seen (v text);\n")
                .migration("002_defaults", stepwise + DEFAULTS)
                .migration("003_b", SEEN)
                .migration("004_c", stepwise + SEEN.replace("here", "there"))
                .migration("005_d", "create table public.waits as select current_setting('lock_timeout') as v;\n");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database()
                        .value("select string_agg(schemaname || '.' || tablename, ' ' order by tablename)"
                                + " from pg_tables where tablename in ('here', 'there')"))
                .isEqualTo("s.here s.there");
        assertThat(bench.database().column("select v from public.seen"))
                .containsExactly("Asia/Tbilisi", "7", "Asia/Tbilisi", "7");
        assertThat(bench.database().value("select v from public.waits")).isEqualTo("5s");
        assertThat(bench.database().history()).hasSize(5);
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

    /** Whatever a session can hold; what takes rights or the way to write away comes last. */
    private static final String EVERYTHING = """
            create temp table left_table (id int);
            create temp sequence left_sequence;
            create temp view left_view as select 1;
            create type pg_temp.left_type as enum ('a');
            create function pg_temp.left_function() returns int language sql as 'select 1';
            insert into pg_temp.left_table values (1);
            select nextval('cached'), nextval('pg_temp.left_sequence'), pg_temp.left_function();
            prepare left_statement as select 1;
            declare left_cursor cursor with hold for select 1;
            listen left_channel;
            select pg_advisory_lock(42), pg_advisory_lock_shared(43), pg_advisory_lock(4, 4);
            set leftover.setting = 'x';
            select set_config('leftover.other', 'y', false), set_config('search_path', 'pg_temp', false);
            set session_replication_role = replica;
            set client_encoding = 'LATIN1';
            set datestyle = 'German, DMY';
            set intervalstyle = 'iso_8601';
            set timezone = 'Asia/Tokyo';
            set lock_timeout = '1h';
            set statement_timeout = '1h';
            set idle_in_transaction_session_timeout = '1h';
            set idle_session_timeout = '1h';
            set work_mem = '1MB';
            set jit = off;
            set enable_seqscan = off;
            set track_functions = 'all';
            set plan_cache_mode = 'force_generic_plan';
            set plpgsql.variable_conflict = 'use_column';
            set application_name = 'left';
            set row_security = off;
            set default_tablespace = 'pg_default';
            set default_transaction_deferrable = on;
            set bytea_output = 'escape';
            set extra_float_digits = -3;
            set xmloption = document;
            select setseed(0.5);
            set session characteristics as transaction isolation level serializable, read only, deferrable;
            set role pg_read_all_data;
            """;

    /** What is there to be found by whoever comes next. */
    private static final String LOOK = """
            create table %1$s as
            select 'setting ' || name || '=' || setting as what from pg_settings where source = 'session' and setting <> reset_val
            union all select 'custom ' || coalesce(nullif(current_setting('leftover.setting', true), ''), '')
                || coalesce(nullif(current_setting('leftover.other', true), ''), '')
            union all select 'class ' || relname from pg_class where relnamespace = pg_my_temp_schema()
            union all select 'type ' || typname from pg_type where typnamespace = pg_my_temp_schema()
            union all select 'function ' || proname from pg_proc where pronamespace = pg_my_temp_schema()
            union all select 'statement ' || name from pg_prepared_statements
            union all select 'cursor ' || name from pg_cursors where name <> ''
            union all select 'channel ' || c from pg_listening_channels() c
            union all select 'lock ' || objid from pg_locks
                where locktype = 'advisory' and objid in (4, 42, 43) and pid = pg_backend_pid()
            union all select 'user ' || current_user || ' ' || session_user
            union all select 'transaction ' || current_setting('transaction_isolation')
                || current_setting('transaction_read_only');
            """;

    private static final String NO_VALUE = """
            create table drawn as select random() as r;
            do $$ begin perform lastval(); raise 'there is a last value';
                exception when object_not_in_prerequisite_state then null; end $$;
            do $$ begin perform currval('cached'); raise 'there is a current value';
                exception when object_not_in_prerequisite_state then null; end $$;
            create table next_value as select nextval('cached') as v;
            """;

    @ParameterizedTest
    @CsvSource({
        "in a transaction, '', ''",
        "with rows, 'create table rows (id int); copy rows from stdin;#1#\\.#', ''",
        "statement by statement, 'vacuum;#', ''",
        "with commits of its own, 'begin; select 1; commit; begin; select 2; commit;#', ''",
        "all in one transaction, '', --single-transaction"
    })
    void everything_at_once(String kind, String before, String option) {
        bench.migration("001_before", "create sequence cached cache 100;\n" + LOOK.formatted("before"))
                .migration("002_leaves", before.replace('#', '\n') + EVERYTHING)
                .migration("003_after", LOOK.formatted("after") + NO_VALUE);

        TestProject.Run run = option.isEmpty() ? bench.apply() : bench.project().run("apply", option);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().column("select what from after order by 1"))
                .isEqualTo(bench.database().column("select what from before order by 1"))
                .contains("user postgres postgres", "custom ");
        assertThat(bench.database().value("select v from next_value")).isEqualTo("101");
        assertThat(bench.database().value("select r from drawn"))
                .isNotEqualTo(bench.database()
                        .value("select r from (select setseed(0.5)) s, lateral (select random() r offset 0) x"));
    }

    @Test
    void what_an_attempt_left_is_gone_before_the_next_one() {
        String stepwise = "vacuum;\n";
        for (String kind : new String[] {"", stepwise}) {
            String id = kind.isEmpty() ? "002_a" : "003_b";
            bench.database().execute("create table if not exists busy ()");
            try (Session holder = bench.database().session()) {
                holder.ask("begin; lock table busy");
                bench.project().when("trying again", () -> holder.ask("rollback"));
                bench.migration(
                        id,
                        kind
                                + """
                        prepare x as select 1;
                        listen x;
                        select pg_advisory_lock(42);
                        create temp table x ();
                        set search_path = pg_catalog, public;
                        set lock_timeout = '10ms';
                        begin;
                        lock table public.busy;
                        commit;
                        """.replace(kind.isEmpty() ? "begin;\n" : "\0", "")
                                        .replace(kind.isEmpty() ? "commit;\n" : "\0", ""));

                TestProject.Run run = bench.apply();

                assertThat(run.code()).as(run.err()).isZero();
                assertThat(run.err()).contains("trying again");
            }
        }
    }

    @Test
    void a_file_that_takes_its_own_role_away_is_not_kept() {
        String role = bench.database().name() + "_r";
        bench.database().execute("create role " + role + " superuser");
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n[database]\nrole = \"" + role + "\"\n");
        try {
            for (String kind : new String[] {"", "vacuum;\n"}) {
                bench.migration("001_a", kind + "reset role;\nalter role " + role + " rename to " + role + "_2;\n");

                TestProject.Run run = bench.apply();

                assertThat(run.code()).as(run.err()).isEqualTo(1);
                assertThat(run.err()).contains("role \"" + role + "\" does not exist");
                assertThat(bench.database().value("select count(*) from pg_roles where rolname = '" + role + "'"))
                        .isEqualTo("1");
            }
            bench.migration("001_a", "vacuum;\ncreate table a ();\n");
            assertThat(bench.project()
                            .run("repair", "--forget", "001_a", "--reason", "nothing was done")
                            .code())
                    .isZero();
            assertThat(bench.apply().code()).isZero();
            assertThat(bench.database().value("select tableowner from pg_tables where tablename = 'a'"))
                    .isEqualTo(role);
        } finally {
            bench.database().execute("reassign owned by " + role + " to postgres; drop role " + role);
        }
    }

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
