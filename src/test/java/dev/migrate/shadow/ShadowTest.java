package dev.migrate.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrate.database.Session;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.testing.TestBench;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scratch servers of our own: quickly there, with what was asked for in them, and gone without a trace. */
@Timeout(180)
class ShadowTest {
    private static final String ENCODING =
            "select pg_encoding_to_char(encoding) from pg_database where datname = current_database()";

    private final ShadowBench bench = ShadowBench.make();

    @AfterEach
    void nothing_runs_and_nothing_is_left() throws IOException {
        bench.awaitNothingRuns();
        bench.close();
    }

    @Test
    void each_database_begins_with_the_prelude_and_what_was_there_before() {
        bench.config("prelude = \"supabase\"\nexisting = \"existing.sql\"")
                .file("existing.sql", "create table customers (id uuid default auth.uid());");

        try (Shadow shadow = bench.open();
                ScratchDatabase first = shadow.create();
                ScratchDatabase second = shadow.create()) {
            ShadowBench.run(first, "drop table customers");

            assertThat(ShadowBench.value(second, "select count(*) from customers"))
                    .isEqualTo("0");
            assertThat(shadow.description()).isEqualTo("an embedded PostgreSQL " + bench.major);
        }
    }

    @Test
    void an_empty_database_holds_nothing_but_the_roles_of_the_prelude_are_there() {
        bench.config("prelude = \"supabase\"");

        try (Shadow shadow = bench.open();
                ScratchDatabase empty = shadow.empty()) {
            assertThat(ShadowBench.value(empty, "select to_regnamespace('auth') is null"))
                    .isEqualTo("t");
            ShadowBench.run(empty, "create table t (); grant select on t to anon");
        }
    }

    @Test
    void a_database_has_the_encoding_and_the_locale_of_the_target_with_a_prelude_and_without() {
        bench.config("prelude = \"supabase\"");
        List<String> seen = new ArrayList<>();
        for (String encoding : List.of("LATIN1", "LATIN9")) {
            bench.properties = "ENCODING '" + encoding + "' LOCALE_PROVIDER libc LC_COLLATE 'C' LC_CTYPE 'C'";
            try (Shadow shadow = bench.open();
                    ScratchDatabase database = shadow.create();
                    ScratchDatabase copy = shadow.copy(database);
                    ScratchDatabase empty = shadow.empty()) {
                for (ScratchDatabase one : List.of(database, copy, empty)) {
                    seen.add(ShadowBench.value(one, ENCODING));
                }
                assertThat(ShadowBench.value(copy, "select to_regnamespace('auth') is not null"))
                        .isEqualTo("t");
            }
        }

        assertThat(seen).containsExactly("LATIN1", "LATIN1", "LATIN1", "LATIN9", "LATIN9", "LATIN9");
    }

    @Test
    void a_locale_that_the_server_does_not_have_is_replaced_by_its_own() {
        for (String config : List.of("", "prelude = \"supabase\"")) {
            bench.config(config);
            bench.properties =
                    "ENCODING 'LATIN1' LOCALE_PROVIDER libc LC_COLLATE 'xx_XX.latin1' LC_CTYPE 'xx_XX.latin1'";

            try (Shadow shadow = bench.open();
                    ScratchDatabase database = shadow.create();
                    ScratchDatabase empty = shadow.empty()) {
                assertThat(ShadowBench.value(database, ENCODING)).isEqualTo("UTF8");
                assertThat(ShadowBench.value(empty, ENCODING)).isEqualTo("UTF8");
            }
        }
    }

    @Test
    void the_second_server_begins_with_a_copy_of_what_the_first_has_made() {
        bench.config("prelude = \"prelude.sql\"").file("prelude.sql", "create table prelude ();");

        String first = bench.identifier();
        List<String> kept = bench.kept();
        String second = bench.identifier();

        assertThat(second).as("initdb would have made another").isEqualTo(first);
        assertThat(bench.kept()).hasSize(1).isEqualTo(kept);
    }

    @Test
    void a_prelude_that_was_changed_is_loaded_anew() {
        bench.config("prelude = \"prelude.sql\"").file("prelude.sql", "create table prelude ();");
        String first = bench.identifier();
        bench.file("prelude.sql", "create table prelude (id int);");

        try (Shadow shadow = bench.open();
                ScratchDatabase database = shadow.create()) {
            assertThat(ShadowBench.run(database, "select id from prelude")).isEmpty();
            assertThat(ShadowBench.value(database, ShadowBench.IDENTIFIER)).isNotEqualTo(first);
        }
        assertThat(bench.kept()).hasSize(2);
    }

    @Test
    void a_prelude_that_fails_is_told_and_nothing_of_it_is_kept() {
        bench.config("existing = \"existing.sql\"").file("existing.sql", "create table a ();\nselect nothing;\n");

        assertThatThrownBy(bench::open)
                .isInstanceOfSatisfying(
                        MigrationFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED))
                .hasMessageContaining("existing.sql:2:8: ERROR: column \"nothing\" does not exist (42703)");

        assertThat(bench.kept()).isEmpty();
        assertThat(bench.runs()).isEmpty();
    }

    @Test
    void the_structure_of_the_target_may_be_what_was_there_before() {
        bench.config("existing = \"target\"");
        bench.existing = Optional.of("create table of_the_target ();");

        try (Shadow shadow = bench.open();
                ScratchDatabase database = shadow.create()) {
            assertThat(ShadowBench.run(database, "select from of_the_target")).isEmpty();
        }
    }

    @Test
    void the_structure_of_the_target_must_have_been_recorded() {
        bench.config("existing = \"target\"");

        assertThatThrownBy(bench::open)
                .isInstanceOfSatisfying(
                        MigrationFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("[shadow] existing = \"target\"")
                .hasMessageContaining("was never recorded");
    }

    @Test
    void a_copy_holds_what_the_other_one_holds_and_goes_its_own_way() {
        try (Shadow shadow = bench.open();
                ScratchDatabase first = shadow.create()) {
            ShadowBench.run(first, "create table a as select 1 as n");

            try (ScratchDatabase copy = shadow.copy(first)) {
                ShadowBench.run(copy, "update a set n = 2");

                assertThat(ShadowBench.value(copy, "select n from a")).isEqualTo("2");
                assertThat(ShadowBench.value(first, "select n from a")).isEqualTo("1");
            }
        }
    }

    @Test
    void a_database_to_which_somebody_is_connected_is_not_copied_and_it_is_said_who() {
        try (Shadow shadow = bench.open();
                ScratchDatabase database = shadow.create();
                Session session = database.connect("the one in the way")) {
            assertThatThrownBy(() -> shadow.copy(database))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining(
                            "the one in the way, " + session.facts().backend());
        }
    }

    @Test
    void a_session_that_ends_in_a_moment_is_waited_for() {
        try (Shadow shadow = bench.open();
                ScratchDatabase database = shadow.create()) {
            Session session = database.connect("test");
            CompletableFuture<ScratchDatabase> copy =
                    CompletableFuture.supplyAsync(() -> shadow.copy(database), TestBench.THREADS);
            session.close();

            copy.join().close();
        }
    }

    @Test
    void a_database_is_dropped_whatever_is_connected_to_it_or_subscribed_in_it() {
        try (Shadow shadow = bench.open();
                ScratchDatabase other = shadow.empty()) {
            ScratchDatabase database = shadow.create();
            ShadowBench.run(database, """
                    create subscription s connection 'host=127.0.0.1 port=1' publication p
                        with (connect = false, enabled = false, slot_name = 'slot', create_slot = false)""");
            try (Session session = database.connect("test")) {
                session.ask("begin");

                database.close();

                assertThat(session.ask("select 1").ok()).isFalse();
            }
            assertThat(ShadowBench.value(
                            other, "select count(*) from pg_database where datname = '" + database.name() + "'"))
                    .isEqualTo("0");
        }
    }

    @Test
    void the_roles_of_the_target_are_there() {
        bench.roles.addAll(List.of("app", "App \"x\"", "postgres", "pg_monitor", "pg_something_of_a_newer_version"));

        try (Shadow shadow = bench.open();
                ScratchDatabase database = shadow.create()) {
            assertThat(ShadowBench.run(
                            database,
                            "select rolname, rolcanlogin from pg_roles where rolname !~ '^pg_' order by rolname"))
                    .containsExactly(List.of("App \"x\"", "f"), List.of("app", "f"), List.of("postgres", "t"));
        }
    }

    @Test
    void a_script_that_makes_roles_can_run_in_one_database_after_the_other() {
        String script = """
                create role worker in role app;
                create role boss;
                create table t ();
                alter table t owner to boss;
                grant select on t to worker;
                grant app to boss with admin option;
                alter role worker set statement_timeout = '3s';
                alter role app bypassrls createdb;
                alter role app set search_path = elsewhere;
                grant create on database postgres to worker;
                grant set on parameter log_min_messages to boss;
                create database of_the_script;
                """;
        String roles = "select array_agg((r, s.setconfig, m) order by r.rolname, m.roleid)::text from pg_authid r"
                + " left join pg_db_role_setting s on s.setrole = r.oid left join pg_auth_members m on m.member = r.oid";
        bench.roles.add("app");

        try (Shadow shadow = bench.open()) {
            String before;
            try (ScratchDatabase first = shadow.create();
                    Session session = first.connect("test")) {
                before = session.rows(roles).get(0).get(0);
                Stream.of(script.split("\n")).forEach(session::rows);
            }
            try (ScratchDatabase second = shadow.create();
                    Session session = second.connect("test")) {
                assertThat(session.rows(roles).get(0).get(0)).isEqualTo(before);
                Stream.of(script.split("\n")).forEach(session::rows);
            }
        }
    }

    @Test
    void roles_stay_as_long_as_a_copy_has_them_and_then_go_though_others_are_there() {
        String there = "select count(*) from pg_roles where rolname = 'worker'";

        try (Shadow shadow = bench.open()) {
            ScratchDatabase first = shadow.create();
            ShadowBench.run(first, "create role worker");
            ScratchDatabase copy = shadow.copy(first);
            try (ScratchDatabase other = shadow.create()) {
                first.close();
                assertThat(ShadowBench.value(other, there)).isEqualTo("1");

                copy.close();
                assertThat(ShadowBench.value(other, there)).isEqualTo("0");
            }
        }
    }

    @Test
    void nothing_is_written_in_the_project() throws IOException {
        bench.config("prelude = \"prelude.sql\"").file("prelude.sql", "create table prelude ();");
        bench.request();
        bench.project().toFile().setWritable(false);

        try (Shadow shadow = bench.open();
                ScratchDatabase database = shadow.create()) {
            ShadowBench.run(database, "create table t ()");
        }

        bench.project().toFile().setWritable(true);
        try (var files = Files.list(bench.project())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("migrate.toml", "prelude.sql");
        }
    }
}
