package dev.migrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestProject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong in the config is told end to end; the rules themselves are tested in the config's own room. */
class BadConfigTest {
    @TempDir
    private Path folder;

    private TestDatabase database;
    private TestProject project;

    @BeforeEach
    void make() {
        database = new TestDatabase();
        project = new TestProject(folder, database).file("migrations/001_a.sql", "create table a ();");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private void refused(String config, String message) {
        TestProject.Run run = project.file("migrate.toml", config).run("status");

        assertThat(run.err()).contains(message);
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void an_unknown_key_is_shown_with_its_line_and_the_nearest_one() {
        refused("sources = [\"migrations\"]\n\n[databse]\nurl = \"x\"\n", """
                error   migrate.toml:3:1: unknown key "databse"
                  3 | [databse]
                    | ^
                  fix: did you mean "database"?
                """);
    }

    @Test
    void a_value_of_the_wrong_type_is_shown() {
        refused("sources = \"migrations\"\n", """
                error   migrate.toml:1:1: "sources" must be a list of texts, not a text
                  1 | sources = "migrations"
                    | ^
                  fix: write it in brackets: ["migrations"]
                """);
    }

    @Test
    void a_line_that_is_no_toml_is_shown() {
        refused("sources = [\"migrations\"]\norder == 1\n", "error   migrate.toml:2:");
    }

    @Test
    void a_config_that_is_not_utf_8_is_told() {
        project.file("migrate.toml", "# Müller\n".getBytes(StandardCharsets.ISO_8859_1));

        TestProject.Run run = project.run("status");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("error   migrate.toml: the config is not UTF-8\n  fix: save it as UTF-8\n");
    }

    @Test
    void a_variable_that_is_not_set_is_told_only_where_it_is_needed() {
        project.file("migrate.toml", "[database]\nurl = \"${SURELY_NOT_SET}\"\n");

        TestProject.Run needed = project.run("status");
        TestProject.Run unneeded = project.run("status", "--url", database.url());

        assertThat(needed.code()).isEqualTo(2);
        assertThat(needed.err()).contains("""
                error   migrate.toml:2:1: the variable SURELY_NOT_SET in "database.url" is not set
                  1 | [database]
                  2 | url = "${SURELY_NOT_SET}"
                    | ^
                  fix: set SURELY_NOT_SET in the environment, or write the value in the config
                """);
        assertThat(unneeded.code()).as(unneeded.err()).isZero();
    }

    @Test
    void a_config_that_was_named_and_is_not_there_is_told() {
        TestProject.Run run = project.run("status", "--config", "other.toml");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("error   other.toml: there is no such config\n  fix: check the path after --config\n");
    }

    @Test
    void an_environment_that_is_not_there_is_told_with_those_that_are() {
        project.file("migrate.toml", "[env.staging]\nurl = \"x\"\n[env.production]\nurl = \"y\"\n");

        TestProject.Run run = project.run("status", "--env", "prod");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("there is no environment \"prod\" in the config")
                .contains("known are staging, production");
    }

    @Test
    void from_a_folder_of_the_project_the_nearest_config_upward_counts() {
        project.file("migrate.toml", "sources = [\"migrations\"]\nordr = \"version\"\n")
                .file("deep/down/x.txt", "");

        TestProject.Run broken = project.in("deep/down").run("status");
        project.file("migrate.toml", "sources = [\"migrations\"]\n");
        TestProject.Run run = project.run("apply", "--format", "json");

        assertThat(broken.err())
                .contains("error   migrate.toml:2:1: unknown key \"ordr\"\n  1 | sources", "  2 | ordr");
        assertThat(run.applied()).containsExactly("001_a");
        assertThat(run.json().get("applied").get(0).get("file").asText()).isEqualTo("migrations/001_a.sql");
    }

    @Test
    void a_config_elsewhere_brings_its_own_folder_with_it() {
        project.file("conf/migrate.toml", "sources = [\"sql\"]\n").file("conf/sql/001_b.sql", "select 'it;");

        TestProject.Run run = project.run("apply", "--config", "conf/migrate.toml");
        project.file("conf/migrate.toml", "sources = [\"sqll\"]\n");
        TestProject.Run wrong = project.run("apply", "--config", "conf/migrate.toml");

        assertThat(run.err()).contains("error   sql/001_b.sql:1:8: unterminated quoted string\n  1 | select 'it;\n");
        assertThat(wrong.err())
                .contains("error   conf/migrate.toml:1:12: the source \"sqll\" does not exist\n  1 | sources");
    }

    @Test
    void sources_of_the_command_line_start_where_the_user_is() {
        project.file("migrate.toml", "sources = [\"migrations\"]\n").file("deep/sql/005_e.sql", "select 1;");

        TestProject.Run run = project.in("deep").run("status", "--source", "sql", "--format", "json");

        assertThat(run.states()).containsExactly("005_e pending");
    }

    @Test
    void nothing_to_run_at_all_is_told_with_what_was_looked_for() {
        project.delete("migrations/001_a.sql").delete("migrations");

        TestProject.Run run = project.run("status");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("no migrations: no migrate.toml; found none of schema.sql, supabase/migrations");
    }

    @Test
    void no_database_is_told_with_all_the_ways_to_name_one() {
        TestProject.Run run = project.without("DATABASE_URL").run("status");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("error   no database is named\n")
                .contains("--url", "--embedded", "[database]", "DATABASE_URL_DIRECT, DIRECT_URL", "PGHOST");
    }
}
