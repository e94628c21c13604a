package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no longer what they were when they were applied. */
class ChangedFilesTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFFcreate table a (id int);\nselect 1;\n", "create table a (id int);\r\nselect 1;\r\n"})
    void line_ends_and_a_bom_do_not_count(String text) {
        bench.apply("create table a (id int);\nselect 1;\n");

        TestProject.Run run = bench.apply(text);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("edited");
        assertThat(states()).containsExactly("001_a applied");
    }

    @Test
    void an_edited_file_stops_the_run_with_the_difference_and_the_way_to_accept_it() {
        bench.apply("create table a (\n    id int\n);\n");
        bench.migration("002_b", "create table b (id int);");

        TestProject.Run run = bench.apply("create table a (\n    id bigint\n);\n");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .contains(
                        "migrations/001_a.sql: was edited after it was applied",
                        "--- as applied",
                        "+++ migrations/001_a.sql",
                        "-    id int\n",
                        "+    id bigint\n",
                        "migrate repair 001_a --reason");
        assertThat(states()).containsExactly("001_a changed", "002_b pending");
        assertThat(bench.database().tables()).isEqualTo("a");
        assertThat(bench.project().run("apply", "--dry-run").code()).isEqualTo(3);
    }

    @Test
    void where_only_comments_and_white_space_changed_it_is_said_and_the_run_goes_on() {
        bench.apply("create table a (id int);\n");

        TestProject.Run run = bench.migration("001_a", "-- orders\ncreate table a\n    (id int);\n")
                .migration("002_b", "create table b (id int);")
                .apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("migrations/001_a.sql was edited after it was applied, in comments or white space only");
        assertThat(bench.database().tables()).isEqualTo("a b");
    }

    @Test
    void an_edit_of_comments_alone_is_shown_and_does_not_fail_a_check() {
        bench.apply("create table a (id int);\n");
        bench.migration("001_a", "-- orders\ncreate table a (id int);\n");

        TestProject.Run comments = bench.project().run("status", "--check");
        bench.migration("001_a", "create table a (id bigint);\n");
        TestProject.Run more = bench.project().run("status", "--check");

        assertThat(comments.out()).contains("changed, comments only");
        assertThat(comments.code()).isZero();
        assertThat(more.code()).isEqualTo(3);
    }

    @Test
    void white_space_in_a_literal_is_no_white_space() {
        bench.apply("create table a as select 'a b' as t;\n");

        assertThat(bench.apply("create table a as select 'a  b' as t;\n").code())
                .isEqualTo(3);
    }

    @Test
    void a_renamed_file_is_recognised_said_and_not_run_again() {
        bench.apply("create table a (id int);\n");
        bench.project().delete("migrations/001_a.sql");
        bench.migration("002_a_new_name", "create table a (id int);\n");
        assertThat(states()).containsExactly("002_a_new_name applied");

        TestProject.Run run = bench.apply();
        TestProject.Run again = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err())
                .contains(
                        "migrations/002_a_new_name.sql was applied as migrations/001_a.sql (same content): it is not run again");
        assertThat(bench.database().history()).containsExactly("002_a_new_name applied");
        assertThat(bench.database().value("select file from migrate.history"))
                .isEqualTo("migrations/002_a_new_name.sql");
        assertThat(again.err()).doesNotContain("same content");
        assertThat(bench.project().run("status", "--check").code()).isZero();
    }

    @Test
    void a_file_that_moved_to_another_folder_is_not_run_again() {
        bench.project().file("migrate.toml", "sources = [\"migrations\", \"more\"]\n");
        bench.project().file("more/005_z.sql", "select 1;");
        bench.apply("create table a (id int);\n");
        bench.project().delete("migrations/001_a.sql").file("more/001_a.sql", "create table a (id int);\n");
        bench.migration("003_c", "select 1 as c;");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(states()).containsExactly("001_a applied", "003_c applied", "005_z applied");
        assertThat(bench.database().value("select source from migrate.history where id = '001_a'"))
                .isEqualTo("more");
    }

    @Test
    void a_second_file_of_the_same_content_is_run() {
        bench.apply("insert into pg_temp.nothing select 1 where false;".replace("insert into pg_temp.nothing ", ""));
        bench.migration("002_b", "select 1 where false;");

        TestProject.Run run = bench.project().run("apply", "--format", "json");

        assertThat(run.applied()).containsExactly("002_b");
    }

    @Test
    void a_missing_file_is_said_and_an_archived_one_is_not() {
        bench.project()
                .file("migrate.toml", "sources = [\"migrations\"]\narchive = [\"archive\"]\n")
                .file("archive/README.md", "");
        bench.migration("001_a", "select 1;")
                .migration("002_b", "select 2;")
                .migration("003_c", "select 3;")
                .apply();
        bench.project()
                .delete("migrations/001_a.sql")
                .delete("migrations/002_b.sql")
                .file("archive/001_a.sql", "select 1;");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err())
                .contains("migrations/002_b.sql was applied and is in no source and no archive")
                .doesNotContain("001_a");
        assertThat(states()).containsExactlyInAnyOrder("001_a archived", "002_b missing", "003_c applied");
        assertThat(bench.project().run("status", "--check").code()).isEqualTo(3);
    }

    @Test
    void a_repeatable_file_runs_last_and_again_whenever_it_changes() {
        bench.migration("V1__a", "create table a (id int);")
                .migration("R__view", "create or replace view v as select id from a;");
        assertThat(bench.project().run("apply", "--format", "json").applied()).containsExactly("V1__a", "R__view");

        bench.migration("R__view", "create or replace view v as select id, 1 as one from a;")
                .migration("V2__b", "create table b (id int);");
        TestProject.Run run = bench.project().run("apply", "--format", "json");

        assertThat(run.applied()).containsExactly("V2__b", "R__view");
        assertThat(bench.database().value("select count(*) from migrate.history"))
                .isEqualTo("3");
        assertThat(bench.project().run("apply", "--format", "json").applied()).isEmpty();
    }

    private java.util.List<String> states() {
        return bench.project().run("status", "--format", "json").states();
    }
}
