package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was changed by hand in history or log shows, and stops a run until somebody takes it on. */
class LogChainTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @BeforeEach
    void three_are_applied() {
        bench.migration("001_a", "select 1;")
                .migration("002_b", "select 2;")
                .migration("003_c", "select 3;")
                .apply();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "update migrate.log set detail = 'x' where n = 2 | row 2 of the log (apply 002_b) was changed",
                "update migrate.log set at = at + '1 microsecond' where n = 1 | row 1 of the log (apply 001_a) was changed",
                "update migrate.log set done_by = 'nobody' where n = 3 | row 3 of the log (apply 003_c) was changed",
                "update migrate.log set hash = 'x' where n = 2 | row 2 of the log (apply 002_b) was changed",
                "delete from migrate.log where n = 1 | the log begins with row 2",
                "delete from migrate.log where n = 2 | rows of the log between 1 and 3 are missing or were changed",
                "delete from migrate.log where n = 3 | the row of 003_c was put into the history by hand",
                "insert into migrate.log select 4, at, action, id, state, checksum, done_by, tool_version, detail, hash, hash"
                        + " from migrate.log where n = 3 | row 4 of the log (apply 003_c) was changed",
                "truncate migrate.log | the row of 001_a was put into the history by hand",
                "update migrate.history set checksum = 'x' where id = '002_b' | the row of 002_b was changed in the history",
                "update migrate.history set state = 'rolled_back' where id = '002_b'"
                        + " | the row of 002_b was changed in the history",
                "delete from migrate.history where id = '002_b' | the row of 002_b was taken out of the history",
                "insert 009_x | the row of 009_x was put into the history by hand"
            })
    void a_change_by_hand_is_found_and_stops_the_run(String change, String found) {
        bench.database()
                .execute(
                        change.contains("009_x")
                                ? "insert into migrate.history (id, description, source, file, checksum, state, applied_at,"
                                        + " applied_by, duration_ms, statements, tool_version) select '009_x', description,"
                                        + " source, 'x.sql', 'x', state, applied_at, applied_by, 0, 0, '' from"
                                        + " migrate.history where id = '001_a'"
                                : change);
        bench.migration("004_d", "create table d (id int);");

        TestProject.Run status = bench.project().run("status", "--format", "json");
        TestProject.Run apply = bench.apply();

        assertThat(status.json().get("history_changes").toString()).contains(found);
        assertThat(bench.project().run("status", "--check").code()).isEqualTo(3);
        assertThat(apply.code()).isEqualTo(3);
        assertThat(apply.err()).contains("the history was changed by hand: ", found, "migrate repair --log --reason");
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void yes_goes_on_all_the_same_and_says_it() {
        bench.database().execute("delete from migrate.log where n = 2");
        bench.migration("004_d", "create table d (id int);");

        TestProject.Run run = bench.project().run("apply", "--yes");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("the history was changed by hand: rows of the log between 1 and 3");
        assertThat(bench.database().tables()).isEqualTo("d");
    }

    @Test
    void a_repair_of_the_log_makes_it_quiet_again_and_later_changes_still_show() {
        bench.database()
                .execute(
                        "delete from migrate.log where n = 2; update migrate.history set checksum = 'sha256:0' where id = '003_c'");

        TestProject.Run repair = bench.project().run("repair", "--log", "--reason", "restored from a backup");

        assertThat(repair.code()).as(repair.err()).isZero();
        assertThat(repair.out()).contains("accepted the history as it is: rows of the log between 1 and 3");
        assertThat(bench.project().run("status", "--format", "json").json().get("history_changes"))
                .isEmpty();
        assertThat(bench.database().value("select detail from migrate.log where action = 'accept'"))
                .isEqualTo("restored from a backup");
        bench.database().execute("delete from migrate.history where id = '001_a'");
        assertThat(bench.project()
                        .run("status", "--format", "json")
                        .json()
                        .get("history_changes")
                        .toString())
                .contains("the row of 001_a was taken out of the history");
    }

    @Test
    void a_log_that_holds_together_needs_no_repair() {
        TestProject.Run repair = bench.project().run("repair", "--log", "--reason", "just so");

        assertThat(repair.code()).isEqualTo(2);
        assertThat(repair.err()).contains("history and log hold together");
    }

    @Test
    void a_missing_log_is_told() {
        bench.database().execute("drop table migrate.log");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("the log migrate.log is missing", "restore the tables of schema migrate");
    }

    @Test
    void the_chain_does_not_depend_on_how_a_session_shows_its_values() {
        bench.database()
                .execute("alter database " + bench.database().name() + " set timezone = 'Asia/Kathmandu';"
                        + " alter database " + bench.database().name() + " set datestyle = 'SQL, DMY'");
        bench.migration("004_d", "select 4;");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.project().run("status", "--format", "json").json().get("history_changes"))
                .isEmpty();
    }
}
