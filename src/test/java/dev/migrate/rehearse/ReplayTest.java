package dev.migrate.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.config.Settings;
import dev.migrate.config.SettingsReader;
import dev.migrate.database.Session;
import dev.migrate.migration.Migration;
import dev.migrate.migration.ProjectReader;
import dev.migrate.migration.UpScript;
import dev.migrate.plan.RunOrder;
import dev.migrate.shadow.Prelude;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestProject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Migrations on a scratch database: they lead to where {@code apply} leads. */
class ReplayTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    private static final String STRUCTURE = """
            select c.oid::regclass || ' ' || c.relkind::text || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
                   || ' ' || a.attnotnull || ' ' || coalesce(pg_get_expr(d.adbin, d.adrelid), '')
              from pg_class c
                   join pg_attribute a on a.attrelid = c.oid
                   left join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
             where c.relnamespace = 'public'::regnamespace and a.attnum > 0
             union all select conrelid::regclass || ' ' || pg_get_constraintdef(oid) from pg_constraint
                        where connamespace = 'public'::regnamespace
             union all select polrelid::regclass || ' ' || polname from pg_policy
             union all select pg_get_functiondef(oid) from pg_proc
                        where pronamespace = 'public'::regnamespace and prokind = 'f'
             union all select tgrelid::regclass || ' ' || pg_get_triggerdef(oid) from pg_trigger where not tgisinternal
             order by 1
            """;

    @Test
    void an_example_is_brought_to_where_apply_brings_it() {
        Path folder = Path.of("examples/client-intelligence").toAbsolutePath();
        Settings settings = SettingsReader.read(
                new SettingsReader.Request(folder, Optional.empty(), Optional.empty(), List.of(), Map.of()));
        List<Migration> migrations = RunOrder.of(ProjectReader.read(settings));
        try (var applied = new TestDatabase()) {
            Prelude.of(settings).load(applied.target());
            assertThat(new TestProject(folder, applied).run("apply").code()).isZero();
            Prelude.of(settings).load(bench.database().target());

            ReplayResult result = replay(migrations.stream().map(UpScript::of).toArray(UpScript[]::new));

            assertThat(result.failure()).isEmpty();
            assertThat(result.done()).hasSize(71);
            assertThat(bench.database().column(STRUCTURE))
                    .hasSizeGreaterThan(500)
                    .isEqualTo(applied.column(STRUCTURE));
        }
    }

    @Test
    void nothing_of_the_history_is_made() {
        replay(script("001_a", "create table a (id int);"));

        assertThat(bench.database().value("select count(*) from pg_namespace where nspname = 'migrate'"))
                .isEqualTo("0");
    }

    @Test
    void a_script_fails_at_its_line_and_nothing_behind_it_runs() {
        ReplayResult result = replay(
                script("001_a", "create table a (id int);"),
                script("002_b", "create table b (id int);\nselect * from nowhere;\n"),
                script("003_c", "create table c (id int);"));

        var failure = result.failure().orElseThrow();
        assertThat(failure.where()).hasToString("002_b.sql:2:15");
        assertThat(failure.script().id()).isEqualTo("002_b");
        assertThat(failure.statement()).isEqualTo(2);
        assertThat(failure.error().sqlState()).isEqualTo("42P01");
        assertThat(result.done()).extracting(UpScript::id).containsExactly("001_a");
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void what_refuses_a_transaction_runs_without_one() {
        ReplayResult result = replay(
                script("001_a", "create table a (id int); create type mood as enum ('good');"),
                script("002_b", "create index concurrently a_id on a (id);\nvacuum a;"),
                script("003_c", "alter type mood add value 'bad'; create table b (m mood default 'bad');"),
                script("004_d", "begin; create table d (id int); commit; create table e (id int);"));

        assertThat(result.failure()).isEmpty();
        assertThat(bench.database().tables()).isEqualTo("a b d e");
        assertThat(bench.database().value("select indisvalid from pg_index where indrelid = 'a'::regclass"))
                .isEqualTo("t");
    }

    @Test
    void rows_of_a_copy_are_loaded() {
        ReplayResult result = replay(
                script("001_a", "create table a (id int);\ncopy a from stdin;\n1\n2\n\\.\nselect pg_sleep(0);\n"));

        assertThat(result.failure()).isEmpty();
        assertThat(bench.database().column("select id from a order by id")).containsExactly("1", "2");
    }

    @Test
    void settings_of_one_script_do_not_reach_the_next() {
        ReplayResult result = replay(
                script("001_a", "create schema other; set search_path = other; create table a (id int);"),
                script("002_b", "create table b (id int);"));

        assertThat(result.failure()).isEmpty();
        assertThat(bench.database().tables()).isEqualTo("b");
    }

    @Test
    void of_a_text_from_the_history_only_what_is_up_runs() {
        ReplayResult result = replay(script("001_a", """
                -- migrate:up
                create table a (id int);
                -- migrate:down
                drop table a;
                -- migrate:up
                create table b (id int);
                select 1 / 0;
                """));

        assertThat(result.failure().orElseThrow().where()).hasToString("001_a.sql:7:1");
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void a_command_that_only_psql_can_run_stops_it_at_its_line() {
        ReplayResult result = replay(script("001_a", "create table a (id int);\n\\i other.sql\n"));

        assertThat(result.failure().orElseThrow().where()).hasToString("001_a.sql:2:1");
        assertThat(result.failure().orElseThrow().error().message()).contains("\\i is a psql command");
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void the_role_of_the_config_owns_what_is_made_where_the_server_has_it() {
        String role = bench.database().name() + "_owner";
        bench.database().execute("create role " + role + "; grant create on schema public to " + role);
        try (Session session = bench.database().session()) {
            ReplayResult result = new Replay(session, Optional.of(role))
                    .run(List.of(script("001_a", "create table a (id int);"), script("002_b", "create table b ();")));

            assertThat(result.failure()).isEmpty();
            assertThat(bench.database().column("select distinct tableowner from pg_tables where schemaname = 'public'"))
                    .containsExactly(role);
        } finally {
            bench.database().execute("drop owned by " + role + "; drop role " + role);
        }
    }

    @Test
    void a_role_that_the_server_does_not_have_is_left_out() {
        try (Session session = bench.database().session()) {
            ReplayResult result = new Replay(session, Optional.of("nobody_here"))
                    .run(List.of(script("001_a", "create table a (id int);")));

            assertThat(result.failure()).isEmpty();
        }
    }

    private ReplayResult replay(UpScript... scripts) {
        try (Session session = bench.database().session()) {
            return new Replay(session, Optional.empty()).run(Arrays.asList(scripts));
        }
    }

    private static UpScript script(String id, String sql) {
        return UpScript.of(id, id + ".sql", sql);
    }
}
