package dev.migrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestProject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that look strange and are fine. */
class OddFilesTest {
    @TempDir
    private Path folder;

    private TestDatabase database;
    private TestProject project;

    @BeforeEach
    void make() {
        database = new TestDatabase();
        project = new TestProject(folder, database);
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private void applied(String tables) {
        TestProject.Run run = project.run("apply");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(database.tables()).isEqualTo(tables);
        assertThat(project.run("status", "--check").code()).isZero();
    }

    @Test
    void an_empty_file_is_applied() {
        project.file("migrations/001_a.sql", "");

        applied("");
        assertThat(database.history()).containsExactly("001_a applied");
    }

    @Test
    void a_file_of_comments_is_applied() {
        project.file("migrations/001_a.sql", "-- later\n/* perhaps */\n");

        applied("");
        assertThat(database.history()).containsExactly("001_a applied");
    }

    @Test
    void neither_a_last_semicolon_nor_a_last_line_feed_is_missed() {
        project.file("migrations/001_a.sql", "create table a ();\ncreate table b ()");

        applied("a b");
    }

    @Test
    void a_last_comment_without_line_feed_hides_nothing_of_our_own() {
        project.file("migrations/001_a.sql", "create table a () -- done");

        applied("a");
        assertThat(database.history()).containsExactly("001_a applied");
    }

    @Test
    void a_byte_order_mark_is_passed_over() {
        project.file("migrations/001_a.sql", "\uFEFFcreate table a ();\n");

        applied("a");
    }

    @Test
    void lines_of_windows_are_lines() {
        project.file("migrations/001_a.sql", "-- first\r\ncreate table a ();\r\nselect nothing;\r\n");

        TestProject.Run run = project.run("apply");

        assertThat(run.err())
                .contains("failed  migrations/001_a.sql:3:8\n  2 | create table a ();\n  3 | select nothing;\n");
    }

    @Test
    void a_single_statement_may_have_megabytes() {
        String text = "x".repeat(3 << 20);
        project.file("migrations/001_a.sql", "create table a as select '" + text + "'::text as t");

        applied("a");
        assertThat(database.value("select length(t) from a")).isEqualTo(Integer.toString(3 << 20));
    }

    @Test
    void a_name_may_hold_spaces_quotes_and_letters_of_any_alphabet() {
        project.file("migrations/001 it's \"quoted\" — żółć 表 $$.sql", "create table a ();");

        applied("a");
        assertThat(project.run("status").out()).contains("migrations/001 it's \"quoted\" — żółć 表 $$.sql");
    }

    @Test
    void escape_sequences_in_a_name_do_not_reach_the_terminal() {
        project.file("migrations/001_\u001B[31mred\u0007.sql", "select nothing;");

        TestProject.Run run = project.run("apply");
        TestProject.Run status = project.run("status");

        assertThat(run.out() + run.err() + status.out())
                .doesNotContain("\u001B")
                .doesNotContain("\u0007");
        assertThat(status.out()).contains("migrations/001_\\x1b[31mred\\x07.sql");
        assertThat(project.run("status", "--format", "json").states())
                .containsExactly("001_\u001B[31mred\u0007 pending");
    }

    @Test
    void escape_sequences_in_sql_and_notices_do_not_reach_the_terminal() {
        project.file("migrations/001_a.sql", "do $$ begin raise notice '%', E'\\x1b[2Jgone'; end $$;")
                .file(
                        "migrations/002_b.sql",
                        "do $$ begin\nraise exception '%', E'\\x1b[2Jgone'; end $$; -- \u001B[2J");

        TestProject.Run run = project.run("apply");
        TestProject.Run failed = project.run("apply", "--format", "json");

        assertThat(run.out() + run.err() + failed.err()).doesNotContain("\u001B");
        assertThat(run.err()).contains("migrations/001_a.sql:1: NOTICE: \\x1b[2Jgone", "ERROR: \\x1b[2Jgone (P0001)");
        assertThat(failed.out()).doesNotContain("\u001B");
        assertThat(failed.json().get("failed").get("message").asText()).isEqualTo("\u001B[2Jgone");
    }

    @Test
    void a_file_that_vanishes_between_two_others_ends_the_run_in_words_and_without_a_trace() {
        project.file("migrations/001_a.sql", "create table a ();")
                .file("migrations/002_b.sql", "create table b ();" + " ".repeat(100_000)) // not read ahead
                .when("applied migrations/001_a.sql", () -> project.delete("migrations/002_b.sql"));

        TestProject.Run run = project.run("apply");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("migrations/002_b.sql: cannot be read (any more): ")
                .doesNotContain("\tat ");
        assertThat(database.history()).containsExactly("001_a applied");
        assertThat(database.tables()).isEqualTo("a");
    }
}
