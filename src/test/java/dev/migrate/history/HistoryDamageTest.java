package dev.migrate.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestProject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A history that somebody took apart is never taken for none: nothing runs a second time. */
class HistoryDamageTest {
    @TempDir
    private Path folder;

    private TestDatabase database;
    private TestProject project;

    @BeforeEach
    void make() {
        database = new TestDatabase();
        project = new TestProject(folder, database).file("migrations/001_a.sql", "create table if not exists a ();");
        project.run("apply");
        project.file("migrations/002_b.sql", "create table b ();");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private void damaged(String sql, int code, String message) {
        database.execute(sql);

        for (String command : new String[] {"apply", "status"}) {
            TestProject.Run run = project.run(command);

            assertThat(run.err()).contains(message).contains("  fix: ").doesNotContain("\tat ");
            assertThat(run.code()).isEqualTo(code);
        }
        assertThat(database.tables()).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"id", "checksum", "statements", "down_sql", "error"})
    void a_column_was_dropped(String column) {
        damaged(
                "alter table migrate.history drop column " + column + " cascade",
                3,
                "the history migrate.history lacks what it had when it was made: " + column);
    }

    @Test
    void the_log_was_dropped() {
        damaged("drop table migrate.log cascade", 3, "the log migrate.log is missing");
    }

    @Test
    void the_history_was_dropped_and_its_log_is_there() {
        damaged(
                "drop table migrate.history cascade",
                3,
                "the history migrate.history is missing, and its log migrate.log is there");
    }

    @Test
    void a_newer_version_made_it() {
        damaged(
                "comment on table migrate.history is 'migrate history, format 99, of a migrate to come'",
                2,
                "the history migrate.history was written by a newer migrate (format 99, this one knows 2)");
    }

    @Test
    void a_view_stands_in_its_place() {
        damaged(
                "alter table migrate.history rename to h; create view migrate.history as select * from migrate.h",
                3,
                "the history migrate.history is a view and not the table that it was made as");
    }

    @Test
    void another_table_of_that_name_stands_in_its_place() {
        damaged(
                "drop schema migrate cascade; create schema migrate; create table migrate.history (day date, what text)",
                3,
                "the history migrate.history lacks what it had when it was made: ");
    }

    @Test
    void a_state_that_there_is_not_was_written() {
        damaged(
                "alter table migrate.history drop constraint if exists history_state_check;"
                        + " update migrate.history set state = 'perhaps'",
                3,
                "the history migrate.history holds a state that there is not, of 001_a: perhaps");
    }

    /** It would run with the rights of whoever applies, which may be a superuser's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "create trigger planted before insert on migrate.%s for each row execute function planted()",
                "create rule planted as on insert to migrate.%s do also select planted_too()"
            })
    void somebody_planted_what_runs_with_each_record(String sql) {
        database.execute("create function planted() returns trigger language plpgsql as"
                + " $$ begin raise 'planted'; end $$; create function planted_too() returns int language plpgsql as"
                + " $$ begin raise 'planted'; end $$");
        for (String table : new String[] {"log", "history"}) {
            damaged(
                    sql.formatted(table),
                    3,
                    "the " + table + " migrate." + table + " has a trigger or a rule, which migrate never makes");
        }
    }
}
