package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where a failed migration is said to have failed, and that it leaves nothing. */
class ErrorPlacesTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void a_failed_file_leaves_nothing_behind_and_the_next_run_tries_it_again() {
        TestProject.Run failed =
                bench.apply("create table a (id int);\ninsert into a values (1);\ninsert into b values (1);");
        TestProject.Run mended = bench.apply("create table a (id int);\ninsert into a values (1);");

        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.err()).contains("failed  migrations/001_a.sql:3:13", "Nothing of it was kept.");
        assertThat(mended.code()).as(mended.err()).isZero();
        assertThat(bench.database().history()).containsExactly("001_a applied");
    }

    @Test
    void columns_are_counted_in_characters_behind_text_of_several_bytes() {
        place("select '€ 😀 ä', x;", "1:17");
    }

    @Test
    void a_tab_is_one_column() {
        place("select\n\t\tx;", "2:3");
    }

    @Test
    void places_are_right_with_crlf() {
        place("select 1;\r\nselect 2;\r\nselect\r\n  x;\r\n", "4:3");
    }

    @Test
    void places_are_right_behind_a_bom() {
        place("\uFEFFselect x;", "1:8");
    }

    @Test
    void places_are_right_in_a_second_statement_of_one_line() {
        place("select 'ä'; select 1, 'ö', x; select 3;", "1:28");
    }

    @Test
    void a_syntax_error_is_told_where_it_stands_although_nothing_ran() {
        place("create table a (id int);\n\ncreate tabel b (id int);\n", "3:8");
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void an_error_without_a_position_is_told_at_the_beginning_of_its_statement() {
        place("select 1;\n\n  -- divides\n  select\n    1 / 0;\nselect 2;", "4:3");
    }

    @Test
    void an_error_without_a_position_is_laid_at_the_right_one_of_many() {
        place(
                "create table a (id int);\ninsert into a values (1), (2) returning id;\nupdate a set id = 0;\nselect * from a;\n\n\nselect 1 / id from a;",
                "7:1");
    }

    @Test
    void an_error_in_a_function_keeps_query_and_context() {
        TestProject.Run run = bench.apply("""
                create function f() returns int language plpgsql as $$
                begin
                    return (select nothing from pg_class limit 1);
                end $$;
                select 1;
                select f();
                """);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "migrations/001_a.sql:6:1",
                        "ERROR: column \"nothing\" does not exist (42703)",
                        "QUERY: (select nothing from pg_class limit 1)",
                        "CONTEXT: PL/pgSQL function f() line 3 at RETURN");
    }

    @Test
    void a_fault_in_the_text_of_a_function_is_told_at_its_line() {
        place("create function f() returns int language plpgsql as $$\nbegin\n  retrun 1;\nend $$;\n", "3:3");
    }

    @Test
    void detail_and_hint_are_kept() {
        TestProject.Run run = bench.apply("create table a (id int primary key);\ninsert into a values (7), (7);");

        assertThat(run.err()).contains("(23505)", "DETAIL: Key (id)=(7) already exists.");
    }

    @Test
    void a_row_of_copy_is_told_by_its_line() {
        place("create table a (id int, t text);\ncopy a\n  from stdin;\n1\tone\n2\ttwo\nx\tthree\n\\.\n", "6:1");
    }

    @Test
    void a_row_of_copy_is_told_by_its_line_wherever_the_semicolon_stands() {
        place("create table a (id int);\ncopy a from stdin\n\n;\n1\nx\n\\.\n", "6:1");
    }

    @Test
    void a_row_of_csv_is_counted_in_lines_of_the_file() {
        place(
                "create table a (id int, t text);\ncopy a from stdin (format csv);\n0,zero\n1,\"one\nand more\"\nx,two\n\\.\n",
                "6:1");
    }

    @Test
    void a_fault_in_the_words_of_copy_is_told_where_it_stands() {
        place("create table a (id int);\ncopy a\n  form stdin;\n", "3:3");
        place("create table a (id int);\ncopy a from stdin with (formt csv);\n1\n\\.\n", "2:25");
    }

    @Test
    void a_constraint_that_fails_at_commit_keeps_nothing() {
        TestProject.Run run = bench.apply("""
                create table a (id int primary key);
                create table b (a int references a deferrable initially deferred);
                insert into b values (1);
                """);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "failed  migrations/001_a.sql",
                        "while checking what was deferred",
                        "(23503)",
                        "Nothing of it was kept.");
        assertThat(bench.database().tables()).isEmpty();
        assertThat(bench.database().history()).isEmpty();
    }

    @Test
    void a_deferred_trigger_sees_the_settings_of_the_script() {
        TestProject.Run run = bench.apply("""
                create schema app;
                set search_path = app;
                create table a (id int);
                create table seen (id int);
                create function look() returns trigger language plpgsql as
                    $$ begin insert into seen values (new.id); return null; end $$;
                create constraint trigger look after insert on a deferrable initially deferred
                    for each row execute function look();
                insert into a values (7);
                """);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().column("select id from app.seen")).containsExactly("7");
    }

    @Test
    void an_error_while_recording_says_so_and_keeps_nothing() {
        bench.apply("create table a (id int);");
        bench.database().execute("alter table migrate.history add constraint no_b check (id not like '%b')");

        TestProject.Run run =
                bench.migration("002_b", "create table b (id int);").apply();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "failed  migrations/002_b.sql\n",
                        "while recording the migration",
                        "no_b",
                        "Nothing of it was kept.");
        assertThat(run.err()).contains("fix: look at the tables of the history, which refuse the record");
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void json_holds_place_statement_and_state() {
        bench.migration("001_a", "create table a (id int);")
                .migration("002_b", "select 1;\nselect\n  x;")
                .migration("003_c", "select 1;");

        JsonNode run = bench.project().run("apply", "--format", "json").json();

        assertThat(run.at("/failed/id").asText()).isEqualTo("002_b");
        assertThat(run.at("/failed/file").asText()).isEqualTo("migrations/002_b.sql");
        assertThat(run.at("/failed/line").asInt()).isEqualTo(3);
        assertThat(run.at("/failed/column").asInt()).isEqualTo(3);
        assertThat(run.at("/failed/statement").asInt()).isEqualTo(2);
        assertThat(run.at("/failed/sqlstate").asText()).isEqualTo("42703");
        assertThat(run.at("/pending/0").asText()).isEqualTo("003_c");
        assertThat(run.at("/applied/0/id").asText()).isEqualTo("001_a");
    }

    @Test
    void a_file_that_ends_in_a_quote_is_refused_before_anything_ran() {
        bench.migration("001_a", "create table a (id int);").migration("002_b", "select 1;\nselect 'x;\n");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("migrations/002_b.sql:2:8");
        assertThat(bench.database().tables()).isEmpty();
    }

    private void place(String sql, String place) {
        bench.project().file("migrations/001_a.sql", sql.getBytes(StandardCharsets.UTF_8));

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.err()).contains("migrations/001_a.sql:" + place + "\n", "Nothing of it was kept.");
        assertThat(bench.database().history()).isEmpty();
    }
}
