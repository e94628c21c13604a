package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.database.Session;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever may create objects in a schema of the search path can plant functions, operators, types and tables with the
 * names of PostgreSQL's own. None of them is ever called by SQL of ours, which may run as a superuser.
 */
class PlantedObjectsTest {
    /** PostgreSQL's own schema comes last only where somebody says so; an exact match is taken even before it. */
    private static final String BEHIND = "public, pg_catalog";

    /** Each trap counts itself outside any transaction, and then fails. */
    private static final String TRAPS = """
            set search_path = pg_catalog;
            create sequence public.caught;
            create sequence public.names;
            create table public.trapped (what text);
            create function public.trap(text) returns boolean language plpgsql as $f$
            begin
                perform pg_catalog.nextval('public.caught');
                raise exception 'planted: %', $1;
            end $f$;
            do $do$
            declare
                types text[] := '{text,name,"char",oid,int2,int4,int8,bool,regclass,numeric,timestamptz,interval,bytea}';
                l text; r text; o text; f text; i text;
            begin
                foreach l in array types loop
                    foreach r in array types loop
                        f := format('public.trap_%s', nextval('public.names'));
                        execute format('create function %s(a %s, b %s) returns boolean language plpgsql as
                            $f$ begin return public.trap(%L); end $f$', f, l, r, l || ' ? ' || r);
                        foreach o in array '{=,<>,<,>,<=,>=,||,~~,!~~,~,+,-,*}'::text[] loop
                            execute format('create operator public.%s (leftarg = %s, rightarg = %s, procedure = %s)', o, l, r, f);
                        end loop;
                    end loop;
                end loop;
                for f, i in
                    select p.proname, pg_get_function_identity_arguments(p.oid)
                      from pg_proc p
                     where p.pronamespace = 'pg_catalog'::regnamespace and p.prokind = 'f' and p.provariadic = 0 and p.proallargtypes is null
                       and p.proname in ('pg_try_advisory_lock', 'pg_advisory_lock', 'pg_advisory_xact_lock',
                           'pg_advisory_unlock', 'pg_advisory_unlock_all', 'sha256', 'encode', 'convert_to', 'to_char',
                           'current_setting', 'set_config', 'current_database', 'pg_is_in_recovery', 'pg_backend_pid',
                           'substr', 'length', 'lower', 'unnest', 'obj_description', 'has_table_privilege',
                           'has_schema_privilege', 'clock_timestamp', 'transaction_timestamp', 'to_regclass',
                           'parse_ident', 'split_part', 'timezone', 'date_part', 'extract', 'int8', 'text')
                       and not exists (select from unnest(p.proargtypes) a join pg_type t on t.oid = a where t.typtype = 'p')
                loop
                    execute format('create function public.%I(%s) returns boolean language plpgsql as
                        $f$ begin return public.trap(%L); end $f$', f, i, f);
                end loop;
                foreach f in array '{max,min,sum}'::text[] loop
                    execute format('create function public.step_%s(boolean, int8) returns boolean language plpgsql as
                        $f$ begin return public.trap(%L); end $f$', f, f);
                    execute format('create aggregate public.%s(int8) (sfunc = public.step_%1$s, stype = boolean)', f);
                end loop;
                foreach f in array '{pg_class,pg_namespace,pg_attribute,pg_locks,pg_stat_activity,pg_settings,pg_database,
                        pg_roles,pg_db_role_setting,pg_depend,pg_index,pg_stat_progress_create_index}'::text[] loop
                    execute format('create view public.%I as select public.trap(%L) as oid', f, f);
                end loop;
            end $do$;
            create domain public.text as pg_catalog.text check (public.trap('type text'));
            create domain public.int8 as pg_catalog.int8 check (public.trap('type int8'));
            create domain public.timestamptz as pg_catalog.timestamptz check (public.trap('type timestamptz'));
            create domain public.name as pg_catalog.name check (public.trap('type name'));
            """;

    @RegisterExtension
    private final TestBench bench = new TestBench();

    @BeforeEach
    void plant() {
        bench.database().execute(TRAPS);
    }

    private void path(String path) {
        bench.database()
                .execute("alter role postgres in database " + bench.database().name() + " set search_path = " + path);
    }

    private void nothingWasCaught() {
        assertThat(bench.database().value("select pg_catalog.bool_or(is_called) from public.caught"))
                .as("whether something planted was called")
                .isEqualTo("f");
    }

    @Test
    void the_traps_catch() {
        path(BEHIND);

        try (Session session = bench.database().session()) {
            assertThat(session.ask("select 'a'::pg_catalog.text = 'b'")
                            .error()
                            .orElseThrow()
                            .message())
                    .isEqualTo("planted: text ? text");
            assertThat(session.ask("select datname from pg_catalog.pg_database where oid = 1::pg_catalog.int4")
                            .error()
                            .orElseThrow()
                            .message())
                    .isEqualTo("planted: oid ? int4");
        }
        assertThat(bench.database().value("select is_called from public.caught"))
                .isEqualTo("t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"public", BEHIND})
    void a_whole_life_of_a_project(String path) {
        path(path);
        bench.project().file("migrate.toml", """
                        sources = ["migrations"]
                        [bootstrap]
                        file = "migrations/000_start.sql"
                        [history]
                        supabase = true
                        """).file("migrations/000_start.sql", "create table start ();\n");
        bench.migration("001_a", """
                        create table a (id integer);
                        insert into a values (1);
                        copy a from stdin;
                        2
                        \\.
                        set datestyle = 'German';
                        -- migrate:verify
                        select pg_catalog.count(*) from a;
                        -- Expected: 2
                        """)
                .migration("002_b", "create index concurrently a_id on a (id);\nreindex index concurrently a_id;\n")
                .migration("003_c", "set datestyle = 'German';\nvacuum a;\nbegin;\ncreate table c ();\ncommit;\n");

        for (String command : new String[] {"apply --dry-run", "apply", "apply", "status --check"}) {
            TestProject.Run run = bench.project().run(command.split(" ", -1));

            assertThat(run.code()).as(command + run.out() + run.err()).isZero();
        }
        nothingWasCaught();
    }

    @ParameterizedTest
    @ValueSource(strings = {"public", BEHIND})
    void failures_and_repairs(String path) {
        path(path);
        bench.migration("001_a", "create table a (id integer);\ninsert into a values (1), (1);\n")
                .migration("002_b", "vacuum;\ncreate unique index concurrently a_id on a (id);\n")
                .migration("003_c", "select nothing;\n");

        assertThat(bench.apply().err())
                .contains("failed  migrations/002_b.sql:2:1", "dropping the invalid index public.a_id");
        assertThat(bench.migration("002_b", "vacuum;\n").apply().err()).contains("failed  migrations/003_c.sql:1:8");
        bench.migration("001_a", "create table a (id integer not null);\ninsert into a values (1), (1);\n");
        assertThat(bench.apply().code()).isEqualTo(3);
        TestProject.Run repaired = bench.project().run("repair", "--accept", "001_a", "--reason", "it is right");
        assertThat(repaired.code()).as(repaired.err()).isZero();
        bench.migration("003_c", "create table c ();\n").migration("001_a2", "create table late ();\n");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        nothingWasCaught();
    }

    @ParameterizedTest
    @ValueSource(strings = {"public", BEHIND})
    void waiting_for_another_run(String path) {
        path(path);
        bench.migration("001_a", "select pg_catalog.pg_advisory_lock(4711);");
        try (Session gate = bench.database().session()) {
            gate.rows("select pg_catalog.pg_advisory_lock(4711)");
            var first = CompletableFuture.supplyAsync(bench::apply, TestBench.THREADS);
            TestBench.await(
                    () -> !gate.rows("select from pg_catalog.pg_locks where locktype = 'advisory' and not granted"
                                    + " and database = (select oid from pg_catalog.pg_database"
                                    + " where datname = pg_catalog.current_database())")
                            .isEmpty());

            TestProject.Run second = bench.project().run("apply", "--lock-wait", "1ms");

            gate.rows("select pg_catalog.pg_advisory_unlock(4711)");
            assertThat(second.code()).as(second.err()).isEqualTo(5);
            assertThat(first.join().code()).isZero();
        }
        nothingWasCaught();
    }
}
