package dev.migrate.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code migrate rollback} undoes, in which order, and what it refuses. */
class RollbackTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    private TestProject.Run rollback(String... arguments) {
        var all = new ArrayList<>(List.of("rollback", "--yes"));
        all.addAll(Arrays.asList(arguments));
        return bench.project().run(all.toArray(String[]::new));
    }

    private TestBench table(String id, String table) {
        return bench.migration(
                id, "create table " + table + " (id int);\n-- migrate:down\ndrop table " + table + ";\n");
    }

    private TestBench three() {
        table("001_a", "a");
        table("002_b", "b");
        return table("003_c", "c");
    }

    @Test
    void the_newest_are_undone_first_each_with_its_record() {
        three().apply();

        TestProject.Run run = rollback("--last", "2", "--format", "json");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.json().at("/rolled_back").findValuesAsText("id")).containsExactly("003_c", "002_b");
        assertThat(run.json().get("failed").isNull()).isTrue();
        assertThat(bench.database().tables()).isEqualTo("a");
        assertThat(bench.database().history())
                .containsExactly("001_a applied", "002_b rolled_back", "003_c rolled_back");
        assertThat(bench.database()
                        .column("select action || ' ' || id || ' ' || state from migrate.log order by n desc limit 2"))
                .containsExactly("rollback 002_b rolled_back", "rollback 003_c rolled_back");
        assertThat(bench.project().run("status", "--format", "json").states())
                .containsExactly("001_a applied", "002_b rolled_back", "003_c rolled_back");
    }

    @Test
    void what_is_rolled_back_is_applied_again() {
        three().apply();
        rollback("--to", "001_a");

        TestProject.Run run = bench.project().run("apply", "--format", "json");

        assertThat(run.applied()).containsExactly("002_b", "003_c");
        assertThat(bench.database().tables()).isEqualTo("a b c");
        assertThat(rollback("--last", "1").code()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a b");
    }

    @Test
    void to_leaves_the_named_one_applied_and_may_find_nothing_to_do() {
        three().apply();

        TestProject.Run run = rollback("--to", "002_b");
        TestProject.Run again = rollback("--to", "002_b");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a b");
        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("Nothing to roll back.");
    }

    @Test
    void named_ones_are_undone_whatever_stands_behind_them() {
        three().apply();

        TestProject.Run run = rollback("001_a", "003_c");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("b");
    }

    @Test
    void a_named_one_that_is_rolled_back_already_is_said_and_passed_by() {
        three().apply();
        rollback("003_c");

        TestProject.Run run = rollback("003_c", "002_b");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("003_c is rolled back already");
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void without_a_word_about_what_nothing_is_guessed() {
        three().apply();

        for (TestProject.Run run : List.of(
                rollback(), rollback("--last", "1", "001_a"), rollback("--last", "0"), rollback("--last", "4"))) {
            assertThat(run.code()).as(run.err()).isEqualTo(2);
        }
        assertThat(rollback().err())
                .contains("what is to be rolled back?", "migrate rollback --last N", "--to ID", "or ID...");
        assertThat(rollback("--last", "4").err()).contains("only 3 are applied");
        assertThat(bench.database().tables()).isEqualTo("a b c");
    }

    @Test
    void an_unknown_id_names_the_nearest_and_one_that_is_pending_is_said_to_be() {
        three().apply();
        table("004_d", "d");

        assertThat(rollback("003_x").err()).contains("there is no migration 003_x", "did you mean 003_c?");
        TestProject.Run pending = rollback("004_d");

        assertThat(pending.code()).isEqualTo(2);
        assertThat(pending.err()).contains("004_d is not applied: it is pending");
    }

    @Test
    void a_dry_run_shows_what_would_run_and_changes_nothing() {
        three().apply();
        String log = bench.database().value("select count(*) from migrate.log");

        TestProject.Run run = bench.project().run("rollback", "--last", "2", "--dry-run");
        TestProject.Run json = bench.project().run("rollback", "--last", "2", "--dry-run", "--format", "json");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "to undo 003_c  by the down section of migrations/003_c.sql as it was applied: table public.c (0 rows)",
                        "2 migrations would be rolled back. Nothing was changed.");
        assertThat(json.json().get("dry_run").asBoolean()).isTrue();
        assertThat(json.json().get("pending").toString()).isEqualTo("[\"003_c\",\"002_b\"]");
        assertThat(bench.database().tables()).isEqualTo("a b c");
        assertThat(bench.database().value("select count(*) from migrate.log")).isEqualTo(log);
    }

    @Test
    void without_yes_and_without_anybody_to_ask_nothing_is_done() {
        three().apply();

        TestProject.Run run = bench.project().run("rollback", "--last", "1");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("to undo 003_c", "table public.c (0 rows)", "nothing was undone: without --yes");
        assertThat(bench.database().tables()).isEqualTo("a b c");
    }

    @Test
    void who_sits_at_the_keyboard_is_asked() {
        three().apply();

        TestProject.Run no = bench.project().answering("").run("rollback", "--last", "1");
        String then = bench.database().tables();
        TestProject.Run yes = bench.project().answering("y").run("rollback", "--last", "1");

        assertThat(no.code()).isEqualTo(130);
        assertThat(no.err()).contains("Undo it? [y/N]", "nothing was undone: you did not say yes");
        assertThat(then).isEqualTo("a b c");
        assertThat(yes.code()).as(yes.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a b");
    }

    @Test
    void what_another_run_did_while_the_question_stood_open_is_not_undone_unseen() {
        three().apply();
        table("004_d", "d");
        bench.project()
                .when("Undo it?", () -> new TestProject(bench.project().folder(), bench.database()).run("apply"));

        TestProject.Run run = bench.project().answering("y").run("rollback", "--last", "1");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("another run has changed the history since the plan was made");
        assertThat(bench.database().tables()).isEqualTo("a b c d");
    }

    @Test
    void those_without_a_way_back_are_all_named_and_nothing_is_done() {
        bench.migration("001_a", "create table a ();").migration("002_b", "create table b ();");
        table("003_c", "c").apply();

        TestProject.Run run = rollback("--last", "3");

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

        TestProject.Run run = rollback("--last", "1");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("the way back of 001_a holds no statement");
        assertThat(bench.database().history()).containsExactly("001_a applied");
    }

    @Test
    void a_way_back_that_fails_leaves_its_migration_applied_and_those_behind_it_undone() {
        table("001_a", "a");
        bench.migration("002_b", "create table b ();\n-- migrate:down\ndrop table b;\nselect 1 / 0;\n");
        table("003_c", "c").apply();

        TestProject.Run run = rollback("--last", "3", "--format", "json");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.json().at("/failed/id").asText()).isEqualTo("002_b");
        assertThat(run.json().at("/failed/line").asInt()).isEqualTo(4);
        assertThat(run.json().at("/failed/sqlstate").asText()).isEqualTo("22012");
        assertThat(run.json().get("pending").toString()).isEqualTo("[\"001_a\"]");
        assertThat(run.err())
                .contains(
                        "failed  migrations/002_b.sql:4:1",
                        "select 1 / 0;",
                        "while undoing 002_b",
                        "Nothing was undone: 002_b stays applied.",
                        "migrate rollback 002_b 001_a",
                        "1 migration rolled back, 1 failed, 1 not begun.");
        assertThat(bench.database().history()).containsExactly("001_a applied", "002_b applied", "003_c rolled_back");
        assertThat(bench.database().tables()).isEqualTo("a b");
    }

    @Test
    void one_that_another_declares_to_need_stays_unless_that_one_goes_along() {
        table("001_a", "a");
        bench.migration("002_b", """
                        -- migrate: after 001_a
                        create table b ();
                        -- migrate:down
                        drop table b;
                        """).apply();

        TestProject.Run refused = rollback("001_a");
        TestProject.Run both = rollback("001_a", "002_b");

        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err())
                .contains(
                        "001_a cannot be undone while 002_b is applied, which declares to run after it",
                        "migrate rollback 002_b 001_a");
        assertThat(both.code()).as(both.err()).isZero();
    }

    @Test
    void what_the_config_declares_counts_as_well_even_where_the_checkout_is_gone() {
        table("001_a", "a");
        table("002_b", "b");
        bench.project()
                .file("migrate.toml", "sources = [\"migrations\"]\n[after]\n\"002_b\" = [\"001_a\"]\n")
                .run("apply");
        bench.project().delete("migrate.toml").delete("migrations/001_a.sql").delete("migrations/002_b.sql");

        TestProject.Run run = rollback("001_a");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("001_a cannot be undone while 002_b is applied");
    }

    @Test
    void without_any_files_the_history_is_enough() {
        three().apply();
        List.of("001_a", "002_b", "003_c").forEach(id -> bench.project().delete("migrations/" + id + ".sql"));

        bench.project().delete("migrations");

        TestProject.Run run = rollback("--to", "001_a");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("the history alone is used");
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void files_that_cannot_be_read_are_no_reason_not_to_roll_back_unless_they_are_asked_for() {
        three().apply();
        table("004_d", "d").migration("005_e", "select 'open");
        bench.project().file("migrate.toml", "sources = [\"migrations\", \"nowhere\"]\n");

        TestProject.Run files = rollback("--last", "1", "--from-files");
        TestProject.Run run = rollback("--last", "1");

        assertThat(files.code()).isEqualTo(2);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("the files cannot be read, and the history alone is used: ", "nowhere");
        assertThat(bench.database().tables()).isEqualTo("a b");
    }

    @Test
    void the_stored_text_runs_though_the_file_was_edited_and_the_difference_is_shown() {
        three().apply();
        bench.migration("003_c", "create table c (id int);\n-- migrate:down\ndrop table c, b;\n");

        TestProject.Run run = rollback("--last", "1");

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
        three().apply();
        bench.migration("003_c", "create table c (id int);\n-- migrate:down\ndrop table c, b;\n");

        TestProject.Run run = rollback("--last", "1", "--from-files");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("the text of migrations/003_c.sql runs");
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void other_line_ends_are_no_difference() {
        bench.apply("create table a ();\n-- migrate:down\ndrop table a;\nselect 1;\n");
        bench.migration("001_a", "create table a ();\r\n-- migrate:down\r\ndrop table a;\r\nselect 1;\r\n");

        TestProject.Run run = rollback("--last", "1");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("was edited");
    }

    @Test
    void an_error_in_a_stored_text_shows_its_lines_though_the_file_is_gone() {
        bench.apply("create table a ();\n-- migrate:down\ndrop table a;\nselect 1 / 0;\n");
        bench.migration("002_b", "select 1;").project().delete("migrations/001_a.sql");

        TestProject.Run run = rollback("001_a");

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
        table("004_d", "d").apply();

        TestProject.Run run = rollback("--last", "4");

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

        TestProject.Run run = rollback("--last", "1");

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
        assertThat(rollback("--last", "1").err()).contains("001_a has no way back");
        bench.migration("001_a", "create table a ();\n-- migrate:down\ndrop table a;\n" + padding.repeat(11_000));
        assertThat(rollback("--last", "1").code()).isZero();
    }

    @Test
    void a_migration_that_was_marked_by_hand_is_undone_by_its_way_back() {
        table("001_a", "a").database().execute("create table a (id int)");
        bench.migration("002_b", "select 1;");
        bench.project().run("apply", "--to", "001_a");
        bench.project().run("repair", "001_a", "--mark-applied", "--reason", "made by hand");
        bench.project().run("apply");

        TestProject.Run run = rollback("001_a");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void a_covered_migration_never_ran_and_is_not_undone() {
        table("001_a", "a");
        bench.project()
                .file("all.sql", "create table a ();\n-- migrate:down\ndrop table a;\n")
                .file(
                        "migrate.toml",
                        "sources = [\"migrations\"]\n[bootstrap]\nfile = \"all.sql\"\ncovers = [\"001_a\"]\n")
                .run("apply");

        TestProject.Run run = rollback("001_a");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("001_a is covered: it never ran, the bootstrap file stands for it");
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void one_that_stopped_half_way_has_to_be_settled_before_what_is_older_is_undone() {
        table("001_a", "a");
        bench.migration("002_b", "create table b ();\nvacuum b;\nselect 1 / 0;\n")
                .apply();

        TestProject.Run run = rollback("--last", "1");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("002_b did not end being applied: statements 1 to 2 of it are done", "--forget");
        assertThat(bench.database().tables()).isEqualTo("a b");
    }

    @Test
    void a_history_that_was_changed_by_hand_is_not_trusted() {
        three().apply();
        bench.database().execute("update migrate.history set state = 'failed' where id = '001_a'");

        TestProject.Run run = rollback("--last", "1");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("the history was changed by hand", "migrate repair --log");
        assertThat(bench.database().tables()).isEqualTo("a b c");
    }

    @Test
    void two_rollbacks_at_once_do_not_undo_the_same() {
        three().apply();
        bench.project()
                .when(
                        "Undo it?",
                        () -> new TestProject(bench.project().folder(), bench.database())
                                .run("rollback", "--last", "1", "--yes"));

        TestProject.Run run = bench.project().answering("y").run("rollback", "--last", "1");

        assertThat(run.code()).isEqualTo(3);
        assertThat(bench.database().history()).containsExactly("001_a applied", "002_b applied", "003_c rolled_back");
    }

    @Test
    void the_list_that_supabase_reads_loses_it_too() {
        table("001_a", "a");
        table("002_b", "b");
        bench.project()
                .file("migrate.toml", "sources = [\"migrations\"]\n[history]\nsupabase = true\n")
                .run("apply");

        TestProject.Run run = rollback("--last", "1");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().column("select version from supabase_migrations.schema_migrations"))
                .containsExactly("001");
    }
}
