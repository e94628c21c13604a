package dev.migrate.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestProject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A migration sees the settings that {@code psql} would give it, whatever this machine's own are. */
class SessionStartTest {
    @TempDir
    private Path folder;

    private TestDatabase database;
    private TestProject project;

    @BeforeEach
    void make() {
        database = new TestDatabase();
        project = new TestProject(folder, database)
                .file(
                        "migrations/001_a.sql",
                        "create table a as select current_setting('timezone') zone, '01/02/2024'::date d;");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private String seen() {
        TestProject.Run run = project.run("apply");
        assertThat(run.code()).as(run.err()).isZero();
        return database.value("select zone || ' ' || to_char(d, 'YYYY-MM-DD') from a");
    }

    @Test
    void the_zone_of_the_server_counts_and_not_that_of_this_machine() {
        assertThat(seen()).isEqualTo(database.value("show log_timezone") + " 2024-01-02");
    }

    @Test
    void the_zone_of_the_database_counts_more() {
        database.execute("alter database " + database.name() + " set timezone = 'Asia/Tokyo'");

        assertThat(seen()).startsWith("Asia/Tokyo ");
    }

    @Test
    void the_zone_of_the_role_counts_more_than_that() {
        database.execute("alter database " + database.name() + " set timezone = 'Asia/Tokyo'");
        database.execute("alter role postgres in database " + database.name() + " set timezone = 'Europe/Paris'");

        assertThat(seen()).startsWith("Europe/Paris ");
    }

    @Test
    void what_the_user_says_counts_most() {
        database.execute("alter database " + database.name() + " set timezone = 'Asia/Tokyo'");

        project.variable("PGTZ", "America/Lima").variable("PGDATESTYLE", "SQL, DMY");

        assertThat(seen()).isEqualTo("America/Lima 2024-02-01");
    }

    @ParameterizedTest
    @CsvSource({"'ISO, DMY', 2024-02-01", "DMY, 2024-02-01", "German, 2024-02-01", "'SQL, MDY', 2024-01-02"})
    void the_order_of_day_and_month_of_the_database_counts(String style, String date) {
        database.execute("alter database " + database.name() + " set datestyle = " + Identifier.literal(style));

        assertThat(seen()).endsWith(" " + date);
    }

    @Test
    void a_migration_that_sets_the_date_style_leaves_no_trace_in_the_next() {
        project.file("migrations/000_style.sql", "set datestyle = 'ISO, DMY'; set timezone = 'Asia/Tokyo';");

        assertThat(seen()).endsWith(" 2024-01-02").doesNotStartWith("Asia/Tokyo");
    }
}
