package dev.migrate.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code migrate rollback} does, whom it asks first, and what it records. */
class RollbackTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void the_newest_are_undone_first_each_with_its_record() {
        bench.threeThatCanBeUndone().apply();

        TestProject.Run run = bench.rollback("--last", "2", "--format", "json");

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
        bench.threeThatCanBeUndone().apply();
        bench.rollback("--to", "001_a");

        TestProject.Run run = bench.project().run("apply", "--format", "json");

        assertThat(run.applied()).containsExactly("002_b", "003_c");
        assertThat(bench.database().tables()).isEqualTo("a b c");
        assertThat(bench.rollback("--last", "1").code()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a b");
    }

    @Test
    void a_dry_run_shows_what_would_run_and_changes_nothing() {
        bench.threeThatCanBeUndone().apply();
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
        bench.threeThatCanBeUndone().apply();

        TestProject.Run run = bench.project().run("rollback", "--last", "1");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("to undo 003_c", "table public.c (0 rows)", "nothing was undone: without --yes");
        assertThat(bench.database().tables()).isEqualTo("a b c");
    }

    @Test
    void who_sits_at_the_keyboard_is_asked() {
        bench.threeThatCanBeUndone().apply();

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
        bench.threeThatCanBeUndone().apply();
        bench.table("004_d", "d");
        bench.project()
                .when("Undo it?", () -> new TestProject(bench.project().folder(), bench.database()).run("apply"));

        TestProject.Run run = bench.project().answering("y").run("rollback", "--last", "1");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("another run has changed the history since the plan was made");
        assertThat(bench.database().tables()).isEqualTo("a b c d");
    }

    @Test
    void a_way_back_that_fails_leaves_its_migration_applied_and_those_behind_it_undone() {
        bench.table("001_a", "a");
        bench.migration("002_b", "create table b ();\n-- migrate:down\ndrop table b;\nselect 1 / 0;\n");
        bench.table("003_c", "c").apply();

        TestProject.Run run = bench.rollback("--last", "3", "--format", "json");

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
    void a_history_that_was_changed_by_hand_is_not_trusted() {
        bench.threeThatCanBeUndone().apply();
        bench.database().execute("update migrate.history set state = 'failed' where id = '001_a'");

        TestProject.Run run = bench.rollback("--last", "1");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("the history was changed by hand", "migrate repair --log");
        assertThat(bench.database().tables()).isEqualTo("a b c");
    }

    @Test
    void two_rollbacks_at_once_do_not_undo_the_same() {
        bench.threeThatCanBeUndone().apply();
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
        bench.table("001_a", "a");
        bench.table("002_b", "b");
        bench.project()
                .file("migrate.toml", "sources = [\"migrations\"]\n[history]\nsupabase = true\n")
                .run("apply");

        TestProject.Run run = bench.rollback("--last", "1");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().column("select version from supabase_migrations.schema_migrations"))
                .containsExactly("001");
    }
}
