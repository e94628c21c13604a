package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is recorded, when it is made, and who may read it. */
class HistoryTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void only_apply_makes_it_and_only_where_there_is_something_to_record() {
        bench.project().run("apply");
        bench.migration("001_a", "select 1;");
        bench.project().run("status");
        bench.project().run("status", "--check");
        TestProject.Run dry = bench.project().run("apply", "--dry-run", "--format", "json");

        assertThat(dry.code()).as(dry.err()).isZero();
        assertThat(dry.json().get("dry_run").asBoolean()).isTrue();
        assertThat(dry.json().at("/pending/0").asText()).isEqualTo("001_a");
        assertThat(bench.database().column("select nspname from pg_namespace where nspname = 'migrate'"))
                .isEmpty();

        bench.apply();

        assertThat(bench.database().history()).containsExactly("001_a applied");
    }

    @Test
    void a_row_says_what_ran_and_who_ran_it() throws Exception {
        git("init", "-q");
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n");
        git("add", ".");
        git("-c", "user.name=x", "-c", "user.email=x@example.org", "commit", "-qm", "x");
        String up = "\uFEFF-- makes a\r\ncreate table a (id int);\r\n";

        bench.project().variable("USER", "jo");
        bench.migration("20240131_make_a", up)
                .migration("rollback/20240131_make_a", "drop table a;\n")
                .apply();

        assertThat(bench.database()
                        .rows("select id, version, description, source, file, state, statements, duration_ms >= 0,"
                                + " commit_id ~ '^[0-9a-f]{40}$', up_sql, down_sql, tool_version <> '', error,"
                                + " now() - applied_at < '1 hour' from migrate.history"))
                .containsExactly(java.util.Arrays.asList(
                        "20240131_make_a",
                        "20240131",
                        "make a",
                        "migrations",
                        "migrations/20240131_make_a.sql",
                        "applied",
                        "1",
                        "t",
                        "t",
                        "-- makes a\ncreate table a (id int);\n",
                        "drop table a;\n",
                        "t",
                        null,
                        "t"));
        assertThat(bench.database().value("select applied_by from migrate.history"))
                .matches("postgres \\(.+@.+\\)");
        assertThat(bench.database()
                        .value("select checksum = 'sha256:' || encode(sha256(convert_to(up_sql, 'UTF8')), 'hex')"
                                + " from migrate.history"))
                .isEqualTo("t");
    }

    @Test
    void texts_are_kept_up_to_a_mebibyte() {
        bench.migration("001_a", "-- " + "x".repeat(1024 * 1024 - 4) + "\n")
                .migration("002_b", "-- " + "x".repeat(1024 * 1024 - 3) + "\n")
                .apply();

        assertThat(bench.database()
                        .column("select coalesce(length(up_sql)::text, '-') from migrate.history order by id"))
                .containsExactly("1048576", "-");
    }

    @Test
    void nobody_else_may_read_it() {
        bench.database().execute("""
                do $$ begin create role anon; exception when duplicate_object then null; end $$;
                do $$ begin create role authenticated; exception when duplicate_object then null; end $$;
                alter default privileges grant all on tables to anon, authenticated, public;
                alter default privileges grant usage on schemas to anon, authenticated, public
                """);

        bench.apply("select 1;");

        for (String role : new String[] {"anon", "authenticated", "pg_monitor"}) {
            assertThat(bench.database()
                            .rows("select has_schema_privilege('%1$s', 'migrate', 'usage'), has_table_privilege('%1$s',"
                                            .formatted(role)
                                    + " 'migrate.history', 'select'), has_table_privilege('%1$s', 'migrate.log', 'insert')"
                                            .formatted(role)))
                    .containsExactly(List.of("f", "f", "f"));
        }
        bench.database().execute("drop owned by anon, authenticated");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "it's",
                "a\\\"b",
                "$$",
                "a$$$b$",
                "%s%I",
                "ünï",
                "a\\nb",
                "{table}",
                "back\\\\slash",
                "$migrate$"
            })
    void schema_and_table_may_have_any_name(String name) {
        bench.project().file("migrate.toml", "[history]\nschema = \"" + name + "\"\ntable = \"t " + name + "\"\n");

        TestProject.Run first = bench.migration("001_a", "create table a (id int);\nvacuum a;\n")
                .apply();
        TestProject.Run second =
                bench.migration("002_b", "create table b (id int);\n").apply();
        TestProject.Run status = bench.project().run("status", "--format", "json");

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(second.code()).as(second.err()).isZero();
        assertThat(status.states()).containsExactly("001_a applied", "002_b applied");
        assertThat(status.json().get("history_changes")).isEmpty();
    }

    @Test
    void a_history_called_log_has_its_log_beside_it() {
        bench.project().file("migrate.toml", "[history]\ntable = \"log\"\n");

        TestProject.Run run = bench.apply("select 1;");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database()
                        .column("select relname from pg_class where relnamespace = 'migrate'::regnamespace"
                                + " and relkind = 'r' order by 1"))
                .containsExactly("history_log", "log");
    }

    @Test
    void a_user_who_may_not_read_it_is_told_so() {
        String role = bench.database().name() + "_user";
        bench.apply("select 1;");
        bench.database().execute("create role " + role + " login password 'secret'");

        TestProject.Run run =
                bench.project().run("status", "--url", bench.database().url(role, "secret"));

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .contains(role + " may not read the history migrate.history", "grant it usage on the schema");
        bench.database().execute("drop role " + role);
    }

    @Test
    void a_table_of_that_name_that_is_none_is_refused() {
        bench.database().execute("create schema migrate; create table migrate.history (id int)");

        TestProject.Run run = bench.apply("create table a (id int);");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("the history migrate.history lacks what it had when it was made: applied_at");
        assertThat(bench.database().tables()).isEmpty();
    }

    private void git(String... words) throws Exception {
        var command = new java.util.ArrayList<>(
                List.of("git", "-C", bench.project().folder().toString()));
        command.addAll(List.of(words));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }
}
