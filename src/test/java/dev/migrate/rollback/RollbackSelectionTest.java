package dev.migrate.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which migrations {@code migrate rollback} undoes, and which it may not. */
class RollbackSelectionTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void to_leaves_the_named_one_applied_and_may_find_nothing_to_do() {
        bench.threeThatCanBeUndone().apply();

        TestProject.Run run = bench.rollback("--to", "002_b");
        TestProject.Run again = bench.rollback("--to", "002_b");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a b");
        assertThat(again.code()).isZero();
        assertThat(again.out()).contains("Nothing to roll back.");
    }

    @Test
    void named_ones_are_undone_whatever_stands_behind_them() {
        bench.threeThatCanBeUndone().apply();

        TestProject.Run run = bench.rollback("001_a", "003_c");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("b");
    }

    @Test
    void a_named_one_that_is_rolled_back_already_is_said_and_passed_by() {
        bench.threeThatCanBeUndone().apply();
        bench.rollback("003_c");

        TestProject.Run run = bench.rollback("003_c", "002_b");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("003_c is rolled back already");
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void without_a_word_about_what_nothing_is_guessed() {
        bench.threeThatCanBeUndone().apply();

        for (TestProject.Run run : List.of(
                bench.rollback(),
                bench.rollback("--last", "1", "001_a"),
                bench.rollback("--last", "0"),
                bench.rollback("--last", "4"))) {
            assertThat(run.code()).as(run.err()).isEqualTo(2);
        }
        assertThat(bench.rollback().err())
                .contains("what is to be rolled back?", "migrate rollback --last N", "--to ID", "or ID...");
        assertThat(bench.rollback("--last", "4").err()).contains("only 3 are applied");
        assertThat(bench.database().tables()).isEqualTo("a b c");
    }

    @Test
    void an_unknown_id_names_the_nearest_and_one_that_is_pending_is_said_to_be() {
        bench.threeThatCanBeUndone().apply();
        bench.table("004_d", "d");

        assertThat(bench.rollback("003_x").err()).contains("there is no migration 003_x", "did you mean 003_c?");
        TestProject.Run pending = bench.rollback("004_d");

        assertThat(pending.code()).isEqualTo(2);
        assertThat(pending.err()).contains("004_d is not applied: it is pending");
    }

    @Test
    void one_that_another_declares_to_need_stays_unless_that_one_goes_along() {
        bench.table("001_a", "a");
        bench.migration("002_b", """
                        -- migrate: after 001_a
                        create table b ();
                        -- migrate:down
                        drop table b;
                        """).apply();

        TestProject.Run refused = bench.rollback("001_a");
        TestProject.Run both = bench.rollback("001_a", "002_b");

        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err())
                .contains(
                        "001_a cannot be undone while 002_b is applied, which declares to run after it",
                        "migrate rollback 002_b 001_a");
        assertThat(both.code()).as(both.err()).isZero();
    }

    @Test
    void what_the_config_declares_counts_as_well_even_where_the_checkout_is_gone() {
        bench.table("001_a", "a");
        bench.table("002_b", "b");
        bench.project()
                .file("migrate.toml", "sources = [\"migrations\"]\n[after]\n\"002_b\" = [\"001_a\"]\n")
                .run("apply");
        bench.project().delete("migrate.toml").delete("migrations/001_a.sql").delete("migrations/002_b.sql");

        TestProject.Run run = bench.rollback("001_a");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("001_a cannot be undone while 002_b is applied");
    }

    @Test
    void a_migration_that_was_marked_by_hand_is_undone_by_its_way_back() {
        bench.table("001_a", "a").database().execute("create table a (id int)");
        bench.migration("002_b", "select 1;");
        bench.project().run("apply", "--to", "001_a");
        bench.project().run("repair", "001_a", "--mark-applied", "--reason", "made by hand");
        bench.project().run("apply");

        TestProject.Run run = bench.rollback("001_a");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void a_covered_migration_never_ran_and_is_not_undone() {
        bench.table("001_a", "a");
        bench.project()
                .file("all.sql", "create table a ();\n-- migrate:down\ndrop table a;\n")
                .file(
                        "migrate.toml",
                        "sources = [\"migrations\"]\n[bootstrap]\nfile = \"all.sql\"\ncovers = [\"001_a\"]\n")
                .run("apply");

        TestProject.Run run = bench.rollback("001_a");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("001_a is covered: it never ran, the bootstrap file stands for it");
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void one_that_stopped_half_way_has_to_be_settled_before_what_is_older_is_undone() {
        bench.table("001_a", "a");
        bench.migration("002_b", "create table b ();\nvacuum b;\nselect 1 / 0;\n")
                .apply();

        TestProject.Run run = bench.rollback("--last", "1");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("002_b did not end being applied: statements 1 to 2 of it are done", "--forget");
        assertThat(bench.database().tables()).isEqualTo("a b");
    }
}
