package dev.migrate.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ways back that cannot be in one transaction: what is done is recorded, and the next run goes on there. */
class StepwiseRollbackTest {
    private static final String UP = """
            create table a (id int);
            create index a_id on a (id);
            -- migrate:down
            drop index concurrently a_id;
            insert into done values (2);
            select 1 / (select n from divisor);
            drop table a;
            """;

    @RegisterExtension
    private final TestBench bench = new TestBench();

    private void stopped() {
        bench.database().execute("create table done (n int); create table divisor as select 0 as n");
        bench.apply(UP);
        TestProject.Run run = bench.rollback("--last", "1");
        assertThat(run.code()).as(run.err()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "migrations/001_a.sql:6:",
                        "statements 1 to 2 are done and stay, of 4",
                        "go on behind statement 2: migrate rollback 001_a");
    }

    @Test
    void it_stops_behind_what_is_done_and_the_next_run_goes_on_there() {
        stopped();
        assertThat(bench.database().history()).containsExactly("001_a rolling_back");
        bench.database().execute("update divisor set n = 1");

        TestProject.Run run = bench.rollback("001_a");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().column("select n from done")).containsExactly("2");
        assertThat(bench.database().tables()).isEqualTo("divisor done");
        assertThat(bench.database().history()).containsExactly("001_a rolled_back");
        assertThat(bench.database().column("select action || ' ' || state from migrate.log order by n"))
                .containsExactly(
                        "apply applied",
                        "rollback begin rolling_back",
                        "rollback fail rolling_back",
                        "rollback resume rolling_back",
                        "rollback rolled_back");
        assertThat(bench.project().run("apply").code()).isZero();
    }

    @Test
    void status_shows_it_and_verify_finds_it() {
        stopped();

        TestProject.Run status = bench.project().run("status", "--check", "--format", "json");

        assertThat(status.code()).isEqualTo(3);
        assertThat(status.states()).containsExactly("001_a rolling_back");
        assertThat(status.json().at("/migrations/0/error").asText()).contains("division by zero");
        assertThat(bench.project().run("status").out()).contains("rolling back");
        TestProject.Run verify = bench.project().run("verify", "--only", "history");
        assertThat(verify.code()).isEqualTo(3);
        assertThat(verify.out()).contains("is being rolled back: of its way back, 2 statements are done");
    }

    @Test
    void apply_does_not_run_over_it() {
        stopped();
        bench.migration("002_b", "create table b ();");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .contains(
                        "migrations/001_a.sql: its rollback did not end: statements 1 to 2 of its way back are done",
                        "migrate rollback 001_a --yes");
        assertThat(bench.database().tables()).isEqualTo("a divisor done");
    }

    @Test
    void another_rollback_has_to_wait_until_it_has_ended() {
        bench.migration("000_z", "create table z ();\n-- migrate:down\ndrop table z;\n");
        stopped();

        TestProject.Run run = bench.rollback("000_z");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("the rollback of 001_a did not end", "migrate rollback 001_a");
    }

    @Test
    void what_was_begun_is_what_goes_on_though_the_file_was_edited() {
        stopped();
        bench.migration("001_a", UP.replace("drop table a;", "drop table a, done;"));
        bench.database().execute("update divisor set n = 1");

        TestProject.Run run = bench.rollback("001_a");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("divisor done");
    }

    @Test
    void with_from_files_it_goes_on_in_the_file_where_what_is_done_is_unchanged() {
        stopped();
        bench.migration("001_a", UP.replace("select 1 / (select n from divisor);\n", ""));

        TestProject.Run run = bench.rollback("001_a", "--from-files");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("divisor done");
    }

    @Test
    void with_from_files_a_done_statement_that_was_edited_is_refused() {
        stopped();
        bench.migration("001_a", UP.replace("values (2)", "values (3)"));

        TestProject.Run run = bench.rollback("001_a", "--from-files");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .contains("the first 2 statements of the way back of 001_a are done, and they were edited since in"
                        + " migrations/001_a.sql");
        assertThat(bench.database().history()).containsExactly("001_a rolling_back");
    }

    @Test
    void what_runs_from_a_file_is_kept_so_that_anybody_can_go_on_with_it() {
        bench.database().execute("create table done (n int); create table divisor as select 0 as n");
        bench.apply("create table a (id int);\ncreate index a_id on a (id);\n");
        bench.project().file("migrations/001_a.down.sql", UP.substring(UP.indexOf("drop index")));
        bench.rollback("--last", "1");
        bench.project().delete("migrations/001_a.down.sql").delete("migrations/001_a.sql");
        bench.database().execute("update divisor set n = 1");

        TestProject.Run run = bench.rollback("001_a");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("divisor done");
    }

    @Test
    void where_nothing_was_done_it_stays_applied() {
        bench.apply("create table a ();\n-- migrate:down\ndrop index concurrently nowhere;\ndrop table a;\n");

        TestProject.Run run = bench.rollback("--last", "1");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("Nothing was undone: 001_a stays applied.");
        assertThat(bench.database().history()).containsExactly("001_a applied");
        assertThat(bench.database().value("select statements from migrate.history"))
                .isEqualTo("1");
        assertThat(bench.project().run("status", "--check").code()).isZero();
        assertThat(bench.apply().code()).isZero();
    }

    @Test
    void a_unit_goes_on_as_one() {
        bench.database().execute("create table done (n int); create table divisor as select 0 as n");
        bench.migration("001_a", "create table a (id int);\ncreate index a_id on a (id);\n")
                .migration("002_b", "create table b ();");
        bench.project()
                .file(
                        "migrate.toml",
                        "sources = [\"migrations\"]\n[[rollback]]\nfile = \"both.sql\"\nundoes = [\"001_a\", \"002_b\"]\n")
                .file("both.sql", UP.substring(UP.indexOf("drop index")).replace("table a", "table a, b"))
                .run("apply");
        bench.rollback("--last", "2");
        assertThat(bench.database().history()).containsExactly("001_a rolling_back", "002_b rolling_back");
        TestProject.Run part = bench.rollback("001_a");
        assertThat(part.code()).isEqualTo(3);
        assertThat(part.err()).contains("the rollback of 002_b did not end");
        bench.database().execute("update divisor set n = 1");

        TestProject.Run run = bench.rollback("001_a", "002_b");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().history()).containsExactly("001_a rolled_back", "002_b rolled_back");
        assertThat(bench.database().column("select n from done")).containsExactly("2");
    }

    @Test
    void a_statement_that_was_lost_with_its_record_is_looked_for() {
        stopped();
        // As a killed run leaves it: the index is dropped, and nobody has recorded that.
        bench.database()
                .execute("update migrate.history set statements = 0, error = null;"
                        + " delete from migrate.log where action = 'rollback fail'; truncate done;"
                        + " update divisor set n = 1");

        TestProject.Run run = bench.rollback("001_a");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("is done already, by the run that was lost");
        assertThat(bench.database().history()).containsExactly("001_a rolled_back");
    }

    @Test
    void repair_says_where_a_way_back_stands() {
        stopped();
        TestProject.Run nothing = bench.project().run("repair", "001_a", "--reason", "x");
        TestProject.Run done = bench.project().run("repair", "001_a", "--done", "3", "--reason", "looked");

        TestProject.Run run = bench.rollback("001_a");

        assertThat(nothing.code()).isEqualTo(2);
        assertThat(nothing.err()).contains("the rollback of 001_a did not end", "migrate rollback 001_a");
        assertThat(done.out()).contains("statements 1 to 3 of the way back of 001_a are done: migrate rollback 001_a");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("divisor done");
    }

    @Test
    void a_way_back_that_was_undone_by_hand_can_be_forgotten() {
        stopped();
        bench.database().execute("drop table a");

        TestProject.Run run = bench.project().run("repair", "001_a", "--forget", "--reason", "by hand");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.apply().code()).isZero();
        assertThat(bench.database().history()).containsExactly("001_a applied");
    }

    @Test
    void one_that_was_begun_by_its_own_way_back_does_not_go_on_by_a_script_for_several() {
        bench.migration("002_b", "create table b ();\n-- migrate:down\ndrop table b;\n");
        bench.project()
                .file(
                        "migrate.toml",
                        "sources = [\"migrations\"]\n[[rollback]]\nfile = \"both.sql\"\nundoes = [\"001_a\", \"002_b\"]\n")
                .file("both.sql", "drop index a_id;\ndrop table a, b;\n");
        bench.database().execute("create table done (n int); create table divisor as select 0 as n");
        bench.apply(UP);
        bench.rollback("001_a");
        assertThat(bench.database().history()).containsExactly("001_a rolling_back", "002_b applied");
        bench.database().execute("update divisor set n = 1");

        TestProject.Run run = bench.rollback("001_a", "002_b");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("undone  001_a ", "undone  002_b ");
        assertThat(bench.database().column("select n from done")).containsExactly("2");
    }
}
