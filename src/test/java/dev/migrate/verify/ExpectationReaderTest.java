package dev.migrate.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.migration.Migration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExpectationReaderTest {
    @TempDir
    private Path folder;

    @Test
    void an_expectation_belongs_to_the_query_above_it() throws Exception {
        var script = read("""
                -- Expected: 99
                select 1; -- Expected: 1
                select 2
                -- Expected: 2
                ;
                /* Expected: 2 rows */
                select 3, -- Expected: 98
                       4;

                -- just a comment

                -- Should return 3
                select 5; select 6; /* Expected: 6 */ -- Expected: 1 row
                """);

        assertThat(told(script))
                .containsExactly(
                        "select 1 <- Amount 3:14",
                        "select 2 <- Amount 5:4, RowCount 7:4",
                        "select 3, -- Expected: 98\n       4 <- Amount 13:4",
                        "select 5 <- ",
                        "select 6 <- Amount 14:24, RowCount 14:42");
        assertThat(script.faults()).isEmpty();
    }

    @Test
    void every_line_of_a_block_comment_may_be_one() throws Exception {
        var script = read("""
                select 1;
                /*
                 * The rows are these.
                 * expect: a = 1
                 * expect: a = 2
                 */
                """);

        assertThat(told(script)).containsExactly("select 1 <- Row 5:4, Row 6:4");
    }

    @Test
    void a_comma_at_the_end_goes_on_with_the_next_line() throws Exception {
        var script = read("""
                select 1;
                -- Should show: a (text),
                --              b (text)
                select 2;
                -- expect: a = 1,
                -- expect: a = 2
                select 3;
                -- Should show: a (text),

                -- b (text)
                """);

        assertThat(told(script))
                .containsExactly(
                        "select 1 <- Shown 3:4",
                        "select 2 <- NotUnderstood 6:4, Row 7:4",
                        "select 3 <- NotUnderstood 9:4");
    }

    @Test
    void line_ends_of_windows_and_a_quote_that_holds_comments_do_not_matter() throws Exception {
        var script = read("select '-- Expected: 5', $$ /* Expected: 6 */ $$;\r\n-- Expected: 1 row\r\n\r\nselect 2");

        assertThat(told(script))
                .containsExactly("select '-- Expected: 5', $$ /* Expected: 6 */ $$ <- RowCount 3:4", "select 2 <- ");
    }

    @Test
    void what_is_no_query_is_told_with_its_place() throws Exception {
        var script = read("""
                select 1;
                \\echo hello
                copy t from stdin;
                a
                \\.
                copy t to stdout;
                begin;
                commit;
                rollback;
                select 1 \\; commit;
                """);

        assertThat(script.faults().stream()
                        .map(fault -> fault.line() + ":" + fault.column() + " "
                                + fault.error().message()))
                .containsExactly(
                        "3:1 not a query: \\echo is a psql command",
                        "4:1 not a query: COPY",
                        "7:1 not a query: COPY",
                        "8:1 not a query: BEGIN",
                        "9:1 not a query: COMMIT",
                        "10:1 not a query: ROLLBACK",
                        "11:1 not a query: several statements joined by \\;");
    }

    private ExpectationReader.Script read(String section) throws Exception {
        return ExpectationReader.read(migration(section).verify());
    }

    private Migration migration(String section) throws IOException {
        return Written.migration(folder, "-- migrate:verify\n" + section);
    }

    private static List<String> told(ExpectationReader.Script script) {
        return script.queries().stream()
                .map(query -> query.statement().text() + " <- "
                        + query.expectations().stream()
                                .map(placed -> placed.expectation().getClass().getSimpleName() + " " + placed.line()
                                        + ":" + placed.column())
                                .collect(Collectors.joining(", ")))
                .toList();
    }
}
