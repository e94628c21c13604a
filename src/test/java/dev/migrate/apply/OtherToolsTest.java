package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders that were written for another tool: what undoes never runs as the migration, and is known as the way back. */
class OtherToolsTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    static Stream<String> bothWays() {
        return Stream.of(
                """
                -- +goose Up
                -- +goose StatementBegin
                create table a (x int);
                -- +goose StatementEnd

                -- +goose Down
                -- +goose StatementBegin
                alter table a rename to undone;
                -- +goose StatementEnd
                """,
                "-- +goose NO TRANSACTION\n-- +goose up\r\ncreate table a (x int);\r\n-- +goose down\r\nalter table a rename to undone;",
                "-- +migrate Up notransaction\ncreate table a (x int);\n-- +migrate Down notransaction\nalter table a rename to undone;\n",
                "-- rambler up\ncreate table a (x int);\n-- rambler down\nalter table a rename to undone;\n",
                "-- Up Migration\ncreate table a (x int);\n\n-- Down Migration\n\nalter table a rename to undone;\n",
                "create table a (x int);\n-- Down Migration\nalter table a rename to undone;\n",
                "-- UP\ncreate table a (x int);\n\n-- Down\nalter table a rename to undone;\n",
                "-- ===== UP =====\ncreate table a (x int);\n-- ----\n-- Down (rollback):\nalter table a rename to undone;\n",
                "-- !Ups\ncreate table a (x int);\n-- !Downs\nalter table a rename to undone;\n",
                "create table a (x int);\n---- create above / drop below ----\nalter table a rename to undone;\n",
                "-- // first\ncreate table a (x int);\n\n-- //@UNDO\nalter table a rename to undone;\n");
    }

    @ParameterizedTest
    @MethodSource("bothWays")
    void a_file_with_both_ways_in_it_runs_its_first_and_undoes_with_its_second(String file) {
        bench.project().file("migrations/001_a.sql", file);

        upAndDown("001_a");
    }

    @Test
    void such_lines_say_nothing_within_strings_and_block_comments() {
        bench.project().file("migrations/001_a.sql", """
                        -- +goose Up
                        create table a (x text);
                        insert into a values ('
                        -- +goose Down
                        ');
                        /*
                        -- Down Migration
                        */
                        create table b (x int);
                        """);

        assertThat(bench.project().run("apply").code()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- Down\ndrop table if exists a;\n-- Up\ncreate table a (x int);\ncreate table b (x int);",
                "create table a (x text check (x in (\n-- up\n'u',\n-- down\n'd')));\ncreate table b (x int);",
                "-- up\ncreate table a (x int);\n-- down the road\ncreate table b (x int);",
                "create table a (x int);\n-- down\ncreate table b (x int);"
            })
    void plain_words_that_are_no_pair_of_headings_part_nothing(String file) {
        bench.project().file("migrations/001_a.sql", file);

        TestProject.Run run = bench.project().run("apply");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a b");
    }

    @Test
    void what_only_goose_does_is_refused_before_anything_runs() {
        bench.project().file("migrations/001_a.sql", "create table a (x int);\n");
        bench.project().file("migrations/002_b.sql", "-- +goose Up\n-- +goose ENVSUB ON\ncreate table ${B} (x int);\n");

        TestProject.Run run = bench.project().run("apply");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("migrations/002_b.sql:2:1: \"+goose ENVSUB ON\" asks for what only another tool");
        assertThat(bench.database().tables()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "001_a.sql 001_a_down.sql",
                "001_a_up.sql 001_a_down.sql",
                "20240101120000-a-up.sql 20240101120000-a-down.sql",
                "001_a.sql 001_a_ROLLBACK.sql",
                "001_a.sql rollback_001_a.sql",
                "001_a.sql 001_rollback.sql",
                "0001.a.sql 0001.a.rollback.sql",
                "001.do.a.sql 001.undo.a.sql",
                "001.do.sql 001.undo.sql",
                "9_to_10.sql 10_to_9.sql",
                "001_a/up.sql 001_a/down.sql"
            })
    void a_file_that_undoes_another_by_its_name_is_its_way_back(String files) {
        String up = files.split(" ", -1)[0];
        String down = files.split(" ", -1)[1];
        bench.project().file("migrations/" + up, "create table a (x int);\n");
        bench.project().file("migrations/" + down, "alter table a rename to undone;\n");

        upAndDown(up.replace("/up.sql", "").replace(".sql", ""));
    }

    @Test
    void a_name_that_only_sounds_like_it_is_a_migration() {
        bench.project().file("migrations/001_a.sql", "create table a (x int);\n");
        bench.project().file("migrations/002_slow_down.sql", "create table b (x int);\n");
        bench.project().file("migrations/003_undo_rollback.sql", "create table c (x int);\n");
        bench.project().file("migrations/tools/up.sql", "create table d (x int);\n");

        assertThat(bench.project().run("apply").code()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a b c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rollback.sql", "Rollback.sql", "down.sql", "999_rollback.sql", "revert.sql"})
    void a_file_that_is_called_rollback_and_no_more_never_runs_and_that_is_said(String name) {
        bench.project().file("migrations/001_a.sql", "create table a (x int);\n");
        bench.project().file("migrations/" + name, "drop table if exists a;\n");

        TestProject.Run run = bench.project().run("apply");

        assertThat(run.code()).isZero();
        assertThat(run.err())
                .contains("warning migrations/" + name
                        + " is called after a way back, and what it would undo is not here: it is passed over.");
        assertThat(bench.database().tables()).isEqualTo("a");
        assertThat(bench.database().history()).containsExactly("001_a applied");
    }

    @Test
    void where_the_config_makes_use_of_it_nothing_is_said() {
        bench.project()
                .file("migrate.toml", """
                        sources = ["migrations"]
                        [[rollback]]
                        file = "migrations/rollback.sql"
                        undoes = ["001_a"]
                        """)
                .file("migrations/001_a.sql", "create table a (x int);\n")
                .file("migrations/rollback.sql", "drop table a;\n");

        TestProject.Run run = bench.project().run("apply");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("warning");
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void among_files_that_say_up_one_that_says_down_never_runs() {
        bench.project().file("migrations/001_a_up.sql", "create table a (x int);\n");
        bench.project().file("migrations/002_gone_down.sql", "drop table a;\n");

        assertThat(bench.project().run("apply").code()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a");
        assertThat(bench.database().history()).containsExactly("001_a_up applied");
    }

    @Test
    void where_a_name_does_not_tell_what_it_undoes_nothing_runs() {
        bench.project().file("migrations/001_a.sql", "create table a (x int);\n");
        bench.project().file("migrations/001_b.sql", "create table b (x int);\n");
        bench.project().file("migrations/001_rollback.sql", "drop table a, b;\n");

        TestProject.Run run = bench.project().run("apply");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("migrations/001_rollback.sql: undoes a migration by its name, but which of 001_a, 001_b?");
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void files_that_only_lie_deeper_are_told_and_not_taken_for_nothing_to_do() {
        bench.project().file("migrations/default/1_a/up.sql", "create table a (x int);\n");

        TestProject.Run run = bench.project().run("apply");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("\"migrations\" holds no migration itself; there are .sql files in migrations/default/1_a");
        assertThat(bench.project()
                        .run("apply", "--source", "migrations/default")
                        .code())
                .isZero();
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void a_project_of_sqitch_is_not_run_by_file_name() {
        bench.project()
                .file(
                        "sqitch.plan",
                        "%project=shop\n\nb 2020-01-01 A <a@b> # first\n@v1\na [b] 2020-01-02 A <a@b> # then\n");
        bench.project().file("deploy/a.sql", "begin;\ncreate table a (x int references b);\ncommit;\n");
        bench.project().file("deploy/b.sql", "begin;\ncreate table b (x int primary key);\ncommit;\n");

        TestProject.Run run = bench.project().run("apply", "--source", "deploy");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("belongs to sqitch").contains("order = [\"b\", \"a\"]");
        assertThat(bench.database().tables()).isEmpty();

        bench.project().file("migrate.toml", "sources = [\"deploy\"]\norder = [\"b\", \"a\"]\n");
        assertThat(bench.project().run("apply").code()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a b");
    }

    private void upAndDown(String id) {
        TestProject.Run applied = bench.project().run("apply");
        assertThat(applied.code()).as(applied.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a");
        assertThat(bench.database().history()).containsExactly(id + " applied");

        TestProject.Run undone = bench.project().run("rollback", "--last", "1", "--yes");
        assertThat(undone.code()).as(undone.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("undone");
    }
}
