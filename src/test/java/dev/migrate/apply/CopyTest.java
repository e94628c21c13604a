package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** COPY with its rows in the file, as psql and pg_dump have them. */
class CopyTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void rows_are_data_whatever_they_look_like() {
        TestProject.Run run = bench.apply("""
                create table a (n int, t text);
                copy a (n, t) from stdin;
                1	it's; -- no comment
                2	\\N
                3	tab\\there \\\\ back
                4	$$ /* " '
                5	insert into a values (6, 'x');
                6	ä€😀
                \\.
                insert into a values (7, 'behind');
                """);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(rows())
                .containsExactly(
                        "1 it's; -- no comment",
                        "2 (null)",
                        "3 tab\there \\ back",
                        "4 $$ /* \" '",
                        "5 insert into a values (6, 'x');",
                        "6 ä€😀",
                        "7 behind");
    }

    @Test
    void csv_may_hold_line_ends_and_what_looks_like_an_end() {
        TestProject.Run run = bench.apply("""
                create table a (n int, t text);
                copy a from stdin with (format csv, header);
                n,t
                1,"one
                two"
                2," \\."
                3,"say ""hi"";"
                \\.
                """);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(rows()).containsExactly("1 one\ntwo", "2  \\.", "3 say \"hi\";");
    }

    @Test
    void there_may_be_no_rows_and_several_copies_and_other_words() {
        TestProject.Run run = bench.apply("""
                create table a (n int, t text);
                COPY public.a FROM STDIN;
                \\.
                copy a (n) from stdin delimiter ',';
                1
                \\.
                select 'a quote that goes
                over copy a from stdin; lines';
                copy a (t, n) from stdin;
                x	2
                \\.
                """);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(rows()).containsExactly("1 (null)", "2 x");
    }

    @Test
    void rows_may_end_with_the_file() {
        TestProject.Run run = bench.apply("create table a (n int, t text);\ncopy a from stdin;\n1\tx");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(rows()).containsExactly("1 x");
    }

    @Test
    void rows_may_have_crlf() {
        TestProject.Run run =
                bench.apply("create table a (n int, t text);\r\ncopy a from stdin;\r\n1\tx\r\n\\.\r\nselect 1;\r\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(rows()).containsExactly("1 x");
    }

    @Test
    void fifty_thousand_rows_are_one_flight_with_their_record() {
        String rows =
                IntStream.rangeClosed(1, 50_000).mapToObj(n -> n + "\trow " + n).collect(Collectors.joining("\n"));

        TestProject.Run run = bench.apply("create table a (n int, t text);\ncopy a from stdin;\n" + rows
                + "\n\\.\nalter table a add primary key (n);\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().value("select count(*) || ' ' || max(t) from a"))
                .isEqualTo("50000 row 9999");
        assertThat(bench.database().value("select statements from migrate.history"))
                .isEqualTo("3");
    }

    @Test
    void copy_to_standard_output_is_dropped() {
        TestProject.Run run = bench.apply("""
                create table a (n int, t text);
                insert into a values (1, 'x');
                copy a to stdout;
                copy (select * from a where t <> ' to ') to stdout with csv;
                create table b (id int);
                """);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).doesNotContain("1\tx");
        assertThat(bench.database().tables()).isEqualTo("a b");
    }

    @Test
    void rows_that_fail_leave_nothing_even_when_others_went_before() {
        TestProject.Run run = bench.apply(
                "create table a (n int primary key, t text);\ncopy a from stdin;\n1\tx\n\\.\ncopy a from stdin;\n2\ty\n1\tz\n\\.\n");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("migrations/001_a.sql:7:1", "(23505)", "CONTEXT: COPY a, line 2", "Nothing of it was kept.");
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void notices_of_triggers_are_told() {
        TestProject.Run run = bench.apply("""
                create table a (n int, t text);
                create function say() returns trigger language plpgsql as
                    $$ begin raise warning 'row %', new.n; return new; end $$;
                create trigger say before insert on a for each row execute function say();
                copy a from stdin;
                7	x
                \\.
                """);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("migrations/001_a.sql:5: WARNING: row 7");
    }

    private List<String> rows() {
        return bench.database().column("select n || ' ' || coalesce(t, '(null)') from a order by n");
    }
}
