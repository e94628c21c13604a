package dev.migrate.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Where the text of a way back comes from: the history first, then the files. */
class WayBackTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void those_without_a_way_back_are_all_named_and_nothing_is_done() {
        bench.migration("001_a", "create table a ();").migration("002_b", "create table b ();");
        bench.table("003_c", "c").apply();

        TestProject.Run run = bench.rollback("--last", "3");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .contains(
                        "001_a has no way back: neither the history nor the files hold one",
                        "002_b has no way back",
                        "migrate rollback --write 002_b",
                        "migrations/002_b.down.sql");
        assertThat(bench.database().tables()).isEqualTo("a b c");
    }

    @Test
    void a_way_back_without_a_statement_undoes_nothing_and_is_refused() {
        bench.apply("create table a ();\n-- migrate:down\n-- nobody has written it yet\n");

        TestProject.Run run = bench.rollback("--last", "1");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("the way back of 001_a holds no statement");
        assertThat(bench.database().history()).containsExactly("001_a applied");
    }

    @Test
    void without_any_files_the_history_is_enough() {
        bench.threeThatCanBeUndone().apply();
        List.of("001_a", "002_b", "003_c").forEach(id -> bench.project().delete("migrations/" + id + ".sql"));

        bench.project().delete("migrations");

        TestProject.Run run = bench.rollback("--to", "001_a");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("the history alone is used");
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void files_that_cannot_be_read_are_no_reason_not_to_roll_back_unless_they_are_asked_for() {
        bench.threeThatCanBeUndone().apply();
        bench.table("004_d", "d").migration("005_e", "select 'open");
        bench.project().file("migrate.toml", "sources = [\"migrations\", \"nowhere\"]\n");

        TestProject.Run files = bench.rollback("--last", "1", "--from-files");
        TestProject.Run run = bench.rollback("--last", "1");

        assertThat(files.code()).isEqualTo(2);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("the files cannot be read, and the history alone is used: ", "nowhere");
        assertThat(bench.database().tables()).isEqualTo("a b");
    }

    @Test
    void the_stored_text_runs_though_the_file_was_edited_and_the_difference_is_shown() {
        bench.threeThatCanBeUndone().apply();
        bench.migration("003_c", "create table c (id int);\n-- migrate:down\ndrop table c, b;\n");

        TestProject.Run run = bench.rollback("--last", "1");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err())
                .contains(
                        "the way back of 003_c was edited since it was applied; the text in the history runs",
                        "--- in the history",
                        "+++ migrations/003_c.sql",
                        "-drop table c;",
                        "+drop table c, b;");
        assertThat(bench.database().tables()).isEqualTo("a b");
    }

    @Test
    void from_files_runs_the_text_of_the_file() {
        bench.threeThatCanBeUndone().apply();
        bench.migration("003_c", "create table c (id int);\n-- migrate:down\ndrop table c, b;\n");

        TestProject.Run run = bench.rollback("--last", "1", "--from-files");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("the text of migrations/003_c.sql runs");
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void other_line_ends_are_no_difference() {
        bench.apply("create table a ();\n-- migrate:down\ndrop table a;\nselect 1;\n");
        bench.migration("001_a", "create table a ();\r\n-- migrate:down\r\ndrop table a;\r\nselect 1;\r\n");

        TestProject.Run run = bench.rollback("--last", "1");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("was edited");
    }

    @Test
    void an_error_in_a_stored_text_shows_its_lines_though_the_file_is_gone() {
        bench.apply("create table a ();\n-- migrate:down\ndrop table a;\nselect 1 / 0;\n");
        bench.migration("002_b", "select 1;").project().delete("migrations/001_a.sql");

        TestProject.Run run = bench.rollback("001_a");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("migrations/001_a.sql (as it was applied):2:1", "| select 1 / 0;");
    }

    @Test
    void every_place_of_a_down_script_is_found() {
        bench.migration("001_a", "create table a ();");
        bench.project().file("migrations/001_a.down.sql", "drop table a;");
        bench.migration("002_b", "create table b ();");
        bench.project().file("migrations/rollback/002_b.sql", "drop table b;");
        bench.migration("003_c", "create table c ();\n-- Rollback: drop table c;\n");
        bench.table("004_d", "d").apply();

        TestProject.Run run = bench.rollback("--last", "4");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "by migrations/001_a.down.sql as it was applied",
                        "by migrations/rollback/002_b.sql as it was applied",
                        "by the comment in migrations/003_c.sql as it was applied",
                        "by the down section of migrations/004_d.sql as it was applied",
                        "4 migrations rolled back in ");
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void a_way_back_that_was_written_after_the_migration_was_applied_is_taken_from_its_file() {
        bench.apply("create table a ();");
        bench.project().file("migrations/001_a.down.sql", "drop table a;");

        TestProject.Run run = bench.rollback("--last", "1");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("by migrations/001_a.down.sql").doesNotContain("as it was applied");
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void a_script_too_long_for_the_history_is_read_from_its_file_and_missed_without_it() {
        String padding = "-- " + "x".repeat(100) + "\n";
        bench.apply("create table a ();\n-- migrate:down\ndrop table a;\n" + padding.repeat(11_000));
        bench.migration("002_b", "select 1;");
        assertThat(bench.database().value("select down_sql is null from migrate.history"))
                .isEqualTo("t");
        TestProject.Run dry = bench.project().run("rollback", "--last", "1", "--dry-run");

        assertThat(dry.code()).as(dry.err()).isZero();
        bench.project().delete("migrations/001_a.sql");
        assertThat(bench.rollback("--last", "1").err()).contains("001_a has no way back");
        bench.migration("001_a", "create table a ();\n-- migrate:down\ndrop table a;\n" + padding.repeat(11_000));
        assertThat(bench.rollback("--last", "1").code()).isZero();
    }
}
