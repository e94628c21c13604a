package dev.migrate.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Scripts of {@code [[rollback]]}, which undo several migrations as a unit. */
class RollbackUnitsTest {
    private static final String CONFIG = """
            sources = ["migrations"]
            [[rollback]]
            file = "back/both.sql"
            undoes = ["001_a", "002_b"]
            """;

    @RegisterExtension
    private final TestBench bench = new TestBench();

    @BeforeEach
    void unit() {
        bench.migration("001_a", "create table a ();")
                .migration("002_b", "create table b ();")
                .migration("003_c", "create table c ();\n-- migrate:down\ndrop table c;\n");
        bench.project().file("migrate.toml", CONFIG).file("back/both.sql", "drop table a;\ndrop table b;\n");
    }

    @Test
    void all_of_them_are_undone_by_one_script_in_one_transaction_with_the_records_of_all() {
        bench.apply();

        TestProject.Run run = bench.rollback("001_a", "002_b");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("undone  002_b, 001_a ", "by back/both.sql as it was applied");
        assertThat(bench.database().history())
                .containsExactly("001_a rolled_back", "002_b rolled_back", "003_c applied");
        assertThat(bench.database().tables()).isEqualTo("c");
    }

    @Test
    void a_script_that_fails_leaves_all_of_them_applied() {
        bench.project().file("back/both.sql", "drop table a;\ndrop table b;\nselect 1 / 0;\n");
        bench.apply();

        TestProject.Run run = bench.rollback("001_a", "002_b");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("back/both.sql:3:1", "Nothing was undone: 002_b, 001_a stay applied.");
        assertThat(bench.database().history()).containsExactly("001_a applied", "002_b applied", "003_c applied");
        assertThat(bench.database().tables()).isEqualTo("a b c");
    }

    @Test
    void a_part_of_them_is_refused_naming_the_others() {
        bench.apply();

        TestProject.Run run = bench.rollback("001_a");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .contains(
                        "001_a has no way back of its own: back/both.sql as it was applied undoes it only together with 002_b",
                        "migrate rollback 001_a 002_b");
        assertThat(bench.database().tables()).isEqualTo("a b c");
    }

    @Test
    void a_part_that_has_a_way_back_of_its_own_goes_by_that() {
        bench.migration("002_b", "create table b ();\n-- migrate:down\ndrop table b;\n")
                .apply();

        TestProject.Run part = bench.rollback("002_b");
        TestProject.Run rest = bench.rollback("001_a");

        assertThat(part.code()).as(part.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a c");
        assertThat(rest.code()).isEqualTo(3);
        assertThat(rest.err()).contains("only together with 002_b, of which 002_b is not applied");
    }

    @Test
    void the_history_keeps_the_script_and_what_it_undoes() {
        bench.apply();
        bench.project().delete("migrate.toml").delete("back/both.sql");

        TestProject.Run status = bench.project().run("status", "--format", "json");
        TestProject.Run run = bench.rollback("--last", "3");

        assertThat(status.json().at("/migrations/0/rollback").asBoolean()).isTrue();
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void an_edited_script_is_shown_and_the_stored_one_runs() {
        bench.apply();
        bench.project().file("back/both.sql", "drop table a;\ndrop table b;\ndrop table c;\n");

        TestProject.Run run = bench.rollback("001_a", "002_b");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("the way back of 001_a, 002_b was edited", "+drop table c;");
        assertThat(bench.database().tables()).isEqualTo("c");
    }

    @Test
    void a_script_that_was_written_afterwards_counts_too() {
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n");
        bench.apply();
        bench.project().file("migrate.toml", CONFIG);

        TestProject.Run run = bench.rollback("001_a", "002_b");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("c");
    }

    @Test
    void one_in_the_middle_that_needs_a_member_stands_in_the_way_of_the_unit() {
        bench.project()
                .file("migrate.toml", CONFIG.replace("002_b", "003_c"))
                .file("back/both.sql", "drop table a;\ndrop table c;\n");
        bench.migration("002_b", "-- migrate: after 001_a\ncreate table b ();\n-- migrate:down\ndrop table b;\n")
                .migration("003_c", "create table c ();")
                .apply();

        TestProject.Run run = bench.rollback("--last", "3");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("001_a cannot be undone while 002_b is applied");
        assertThat(bench.database().tables()).isEqualTo("a b c");
    }

    @Test
    void a_renamed_member_is_still_one() {
        bench.apply();
        bench.project().delete("migrations/001_a.sql").file("migrate.toml", CONFIG.replace("001_a", "001_z"));
        bench.migration("001_z", "create table a ();").apply();
        assertThat(bench.database().column("select id from migrate.history order by position"))
                .containsExactly("001_z", "002_b", "003_c");
        bench.project().delete("migrate.toml");

        TestProject.Run run = bench.rollback("001_z", "002_b");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("c");
    }
}
