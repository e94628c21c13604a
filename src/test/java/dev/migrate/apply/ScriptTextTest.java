package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What psql reads from a file, the server gets, to the letter. */
class ScriptTextTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void rows_that_come_back_are_passed_over() {
        ok("select n, repeat('x', 100) from generate_series(1, 100000) n;\ncreate table a (id int);\n");

        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void a_query_is_run_to_its_last_row() {
        ok("""
                create table a (n int);
                create function put(n int) returns int language sql as 'insert into a values (n) returning n';
                select put(n) from generate_series(1, 5000) n;
                """);

        assertThat(bench.database().value("select count(*) from a")).isEqualTo("5000");
    }

    @Test
    void notices_are_told_with_the_line_of_their_statement() {
        TestProject.Run run = ok("""
                                 select 1;

                                 do $$ begin raise notice 'one'; raise warning 'two'; end $$;
                                 select 1; do $$ begin raise notice 'three'; end $$;
                                 """);

        assertThat(run.err())
                .contains(
                        "migrations/001_a.sql:3: NOTICE: one",
                        "migrations/001_a.sql:3: WARNING: two",
                        "migrations/001_a.sql:4: NOTICE: three");
    }

    @Test
    void question_marks_are_operators() {
        ok("create table a as select '{\"k\": 1}'::jsonb ? 'k' as one, '{\"k\": 1}'::jsonb ?| array['x', 'k'] as two,"
                + " '[1]'::jsonb @? '$[*] ? (@ > 0)' as three, '{}'::jsonb ?& array['x'] as four;\n");

        assertThat(bench.database().rows("select * from a")).containsExactly(List.of("t", "t", "t", "f"));
    }

    @Test
    void quotes_of_all_kinds_are_sent_as_they_are() {
        ok("""
                create table a (n int, t text);
                insert into a values
                    (1, '$1 {fn now()} {d ''x''}'), (2, E'it\\'s; \\\\ \\u00e4'), (3, $q$a $$ ; ' b$q$), (4, U&'d\\0061t'),
                    (5, 'a'
                        'b'), (6, ':name :''x'' \\N'), (7, 'a;b -- c /* d');
                """);

        assertThat(bench.database().column("select t from a order by n"))
                .containsExactly(
                        "$1 {fn now()} {d 'x'}",
                        "it's; \\ ä",
                        "a $$ ; ' b",
                        "dat",
                        "ab",
                        ":name :'x' \\N",
                        "a;b -- c /* d");
    }

    @Test
    void backslashes_escape_where_the_file_says_so_and_in_no_other_file() {
        bench.migration("001_a", """
                        set standard_conforming_strings = off;
                        set escape_string_warning = off;
                        create table a as select 'it\\'s; \\\\'::text as t;
                        select 1;
                        """).migration("002_b", "insert into a values ('\\');\n");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().column("select t from a")).containsExactly("it's; \\", "\\");
    }

    @Test
    void statements_joined_by_a_backslash_fail_and_stay_together() {
        TestProject.Run run =
                bench.apply("create table a (id int);\nselect 1 \\; select 2;\nselect 3;\nselect 1 / 0;\n");

        assertThat(run.err()).contains("migrations/001_a.sql:4:1");
        ok("create table a (id int);\ninsert into a values (1) \\; insert into a values (2);\n");
        assertThat(bench.database().value("select count(*) from a")).isEqualTo("2");
    }

    @Test
    void a_statement_of_megabytes_is_sent_whole() {
        ok("create table a as select length('" + "ä".repeat(1_500_000) + "') as n;\n");

        assertThat(bench.database().value("select n from a")).isEqualTo("1500000");
        assertThat(bench.database().value("select up_sql is null from migrate.history"))
                .isEqualTo("t");
    }

    @Test
    void many_statements_go_out_in_several_messages_and_are_one_transaction() {
        String rows = "insert into a values ('" + "x".repeat(1000) + "');\n";

        TestProject.Run run = bench.apply("create table a (t text);\n" + rows.repeat(2000) + "select 1 / 0;\n");

        assertThat(run.err()).contains("migrations/001_a.sql:2002:1", "Nothing of it was kept.");
        assertThat(bench.database().tables()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table a (id int)",
                "create table a (id int) -- no semicolon",
                ";;\n;create table a (id int);;\n;",
                "/* a /* nested */ comment; */ create table a (id int);\n/* ; */",
                "\uFEFFcreate table a (id int);",
                "create table a (id int);\r\n\r\n"
            })
    void odd_ends_are_read_as_psql_reads_them(String sql) {
        ok(sql);

        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-- nothing yet\n", "/* nothing */", ";;", "\uFEFF", "\n\n"})
    void a_file_without_a_statement_is_applied(String sql) {
        ok(sql);

        assertThat(bench.database().history()).containsExactly("001_a applied");
        assertThat(bench.database().value("select statements from migrate.history"))
                .isEqualTo("0");
    }

    @Test
    void only_the_section_for_up_is_run() {
        ok("create table a (id int);\n-- migrate:down\ndrop table a;\n");

        assertThat(bench.database().tables()).isEqualTo("a");
        assertThat(bench.database().value("select down_sql from migrate.history"))
                .contains("drop table a;");
    }

    @Test
    void what_is_made_in_a_schema_definition_or_a_routine_body_is_one_statement() {
        ok("""
                create schema s create table t (id int) create view v as select * from t;
                create procedure p() begin atomic insert into s.t values (1); insert into s.t values (2); end;
                call p();
                create rule r as on delete to s.t do instead (select 1; select 2);
                """);

        assertThat(bench.database().value("select count(*) from s.t")).isEqualTo("2");
        assertThat(bench.database().value("select statements from migrate.history"))
                .isEqualTo("4");
    }

    private TestProject.Run ok(String sql) {
        TestProject.Run run = bench.apply(sql);
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }
}
