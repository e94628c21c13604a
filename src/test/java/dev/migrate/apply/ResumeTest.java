package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a file goes on that ran statement by statement and stopped. */
class ResumeTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void it_goes_on_behind_the_last_statement_that_is_done() {
        bench.apply("create table a (id int);\nvacuum a;\ninsert into a values (1);\nselect 1 / 0;\n");
        assertThat(bench.database().history()).containsExactly("001_a failed");

        TestProject.Run run = bench.apply(
                "create table a (id int);\nvacuum a;\ninsert into a values (1);\ninsert into a values (2);\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().column("select id from a order by id")).containsExactly("1", "2");
        assertThat(bench.database().history()).containsExactly("001_a applied");
    }

    @Test
    void status_shows_what_failed_and_why() {
        bench.apply("create table a (id int);\nvacuum a;\nselect 1 / 0;\n");

        TestProject.Run run = bench.project().run("status", "--format", "json");

        assertThat(run.states()).containsExactly("001_a failed");
        assertThat(run.json().at("/migrations/0/error").asText()).contains("division by zero");
        assertThat(bench.project().run("status", "--check").code()).isEqualTo(3);
    }

    @Test
    void what_done_statements_set_is_set_again() {
        String start = """
                create schema app;
                set search_path = app;
                select pg_catalog.set_config('work_mem', '5MB', false);
                create table a (id int);
                vacuum a;
                """;
        bench.apply(start + "select 1 / 0;\n");

        TestProject.Run run = bench.apply(start + "create table b as select current_setting('work_mem') as v;\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().value("select v from app.b")).isEqualTo("5MB");
    }

    @Test
    void comments_and_white_space_of_done_statements_may_change() {
        bench.apply("create table a (id int);\nvacuum a;\nselect 1 / 0;\n");

        TestProject.Run run = bench.apply("-- a\ncreate  table a\n  (id int);\nvacuum a;\nselect 1;\n");

        assertThat(run.code()).as(run.err()).isZero();
    }

    @Test
    void a_done_statement_that_was_edited_is_refused_before_anything_runs() {
        bench.migration("001_a", "create table a (id int);\nvacuum a;\nselect 1 / 0;\n")
                .apply();
        bench.project().file("migrations/000_b.sql", "create table b (id int);");

        TestProject.Run run = bench.apply("create table a (id bigint);\nvacuum a;\nselect 1;\n");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .contains(
                        "migrations/001_a.sql: its first 2 statements are done, and they were edited since",
                        "migrate repair 001_a --forget --reason");
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void rows_of_a_done_copy_count_as_part_of_it() {
        bench.apply("create table a (id int);\ncopy a from stdin;\n1\n\\.\nvacuum a;\nselect 1 / 0;\n");

        TestProject.Run run =
                bench.apply("create table a (id int);\ncopy a from stdin;\n2\n\\.\nvacuum a;\nselect 1;\n");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("its first 3 statements are done, and they were edited since");
    }

    @Test
    void a_forgotten_run_begins_again() {
        bench.apply("create table a (id int);\nvacuum a;\nselect 1 / 0;\n");
        bench.database().execute("drop table a");

        TestProject.Run repair = bench.project().run("repair", "001_a", "--reason", "undone by hand");
        TestProject.Run run = bench.apply("create table a (id bigint);\nvacuum a;\n");

        assertThat(repair.code()).as(repair.err()).isZero();
        assertThat(repair.out()).contains("forgot the failed run of 001_a: it is pending again");
        assertThat(run.code()).as(run.err()).isZero();
    }

    @Test
    void a_run_that_was_killed_goes_on_behind_what_is_recorded() {
        bench.apply("create table a (id int);\nvacuum a;\nselect 1 / 0;\n");
        bench.database()
                .execute("update migrate.history set state = 'running', statements = 1, error = null;"
                        + " delete from migrate.log where action = 'fail'");

        TestProject.Run run = bench.apply("create table a (id int);\nvacuum a;\nselect 1;\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().history()).containsExactly("001_a applied");
    }

    @Test
    void an_invalid_index_that_the_build_left_is_dropped_at_once_and_built_again_by_the_next_run() {
        bench.migration(
                        "001_a",
                        "create schema app;\ncreate table app.a (id int);\ninsert into app.a values (1), (1);\n")
                .migration("002_b", "create unique index concurrently a_id on app.a (id);\n");

        TestProject.Run failed = bench.apply();

        assertThat(failed.err())
                .contains(
                        "dropping the invalid index app.a_id that the build left",
                        "(23505)",
                        "Nothing of it was kept.");
        assertThat(indexes()).isEqualTo("0");
        bench.database().execute("delete from app.a");
        TestProject.Run mended = bench.apply();
        assertThat(mended.code()).as(mended.err()).isZero();
        assertThat(indexes()).isEqualTo("1");
    }

    @Test
    void an_invalid_index_of_an_earlier_crash_does_not_pass_for_the_one_to_be_made() {
        bench.database().execute("create schema app; create table app.a (id int); insert into app.a values (1), (1)");
        try (var session = bench.database().session()) {
            session.ask("create unique index concurrently \"A id\" on app.a (id)");
        }
        assertThat(indexes()).isEqualTo("1");
        bench.database().execute("delete from app.a");

        TestProject.Run run = bench.apply("create unique index concurrently if not exists \"A id\" on app.a (id);\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("dropping the invalid index app.\"A id\" that an earlier build left");
        assertThat(bench.database().value("select indisvalid from pg_index where indrelid = 'app.a'::regclass"))
                .isEqualTo("t");
    }

    @Test
    void an_invalid_index_of_the_same_name_on_another_table_is_none_of_our_business() {
        bench.database()
                .execute("create schema app; create table app.a (id int); insert into app.a values (1), (1);"
                        + " create table a (id int)");
        try (var session = bench.database().session()) {
            session.ask("create unique index concurrently a_id on app.a (id)");
        }

        TestProject.Run run = bench.apply("create unique index concurrently a_id on public.a (id);\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(indexes()).isEqualTo("1");
    }

    @Test
    void what_a_broken_reindex_left_is_dropped() {
        bench.database()
                .execute(
                        "create function f(int) returns int immutable language sql as 'select $1';"
                                + " create table a (id int); create index a_f on a (f(id)); insert into a values (1);"
                                + " create or replace function f(int) returns int immutable language sql as 'select 1 / ($1 - 1)'");

        TestProject.Run run = bench.apply("reindex index concurrently a_f;\n");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("(22012)");
        assertThat(bench.database().column("select indexrelid::regclass from pg_index where indrelid = 'a'::regclass"))
                .containsExactly("a_f");
    }

    private String indexes() {
        return bench.database().value("select count(*) from pg_index where indrelid = 'app.a'::regclass");
    }
}
