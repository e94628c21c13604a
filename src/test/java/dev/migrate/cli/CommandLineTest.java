package dev.migrate.cli;

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

class CommandLineTest {
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

    @Test
    void global_options_stand_before_or_after_the_command() {
        project.file("other/001_b.sql", "create table b ();");

        TestProject.Run before = project.run("--source", "other", "--format", "json", "status");
        TestProject.Run after = project.run("status", "--source", "other", "--format", "json");

        assertThat(before.states()).containsExactly("001_b pending").isEqualTo(after.states());
    }

    @Test
    void sources_may_be_given_several_times() {
        project.file("other/002_b.sql", "create table b ();");

        TestProject.Run run = project.run("--source", "other", "status", "--source", "migrations", "--format", "json");

        assertThat(run.states()).containsExactly("001_a pending", "002_b pending");
    }

    @Test
    void no_command_at_all_is_wrong_usage() {
        TestProject.Run run = project.run();

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("error   which command? migrate --help lists them\n  fix: migrate --help\n");
    }

    @Test
    void an_unknown_command_is_answered_with_the_nearest_one() {
        TestProject.Run run = project.run("aply");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo(
                        "error   unmatched argument at index 0: 'aply'\n  fix: did you mean apply? migrate --help\n");
    }

    @Test
    void an_unknown_option_is_answered_with_the_nearest_one() {
        TestProject.Run run = project.run("apply", "--dryrun");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("error   unknown option: '--dryrun'")
                .contains("did you mean --dry-run? migrate apply --help");
        assertThat(database.tables()).isEmpty();
    }

    @Test
    void a_word_in_place_of_a_number_is_wrong_usage() {
        TestProject.Run run = project.run("apply", "--count", "few");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--count", "few", "fix: migrate apply --help");
    }

    @Test
    void a_duration_that_postgresql_does_not_know_is_wrong_usage() {
        TestProject.Run run = project.run("apply", "--lock-timeout", "soon");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--lock-timeout", "soon");
    }

    @Test
    void an_option_given_twice_is_wrong_usage() {
        TestProject.Run run = project.run("--env", "a", "--env", "b", "status");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--env");
    }

    @ParameterizedTest
    @ValueSource(strings = {"apply", "status", "repair", "inspect"})
    void every_command_explains_itself(String command) {
        TestProject.Run run = project.run(command, "--help");

        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("Usage: migrate " + command).contains("--url=URL", "--format=text|json");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void help_lists_the_commands_and_the_exit_codes() {
        TestProject.Run run = project.run("--help");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("apply", "status", "repair", "inspect", "Exit codes: 0 done", "130 interrupted");
    }

    @Test
    void the_version_is_told() {
        assertThat(project.run("--version").out()).matches("migrate [0-9]+\\.[0-9]+\\.[0-9]+.*\\R");
    }

    @Test
    void quiet_tells_errors_only() {
        TestProject.Run run = project.run("-q", "apply");
        project.file("migrations/002_b.sql", "select nothing;");
        TestProject.Run failed = project.run("apply", "-q");

        assertThat(run.out() + run.err()).isEmpty();
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err()).contains("failed  migrations/002_b.sql:1:8");
    }

    @Test
    void verbose_tells_what_the_server_skips_and_where_an_error_came_from() {
        project.file("migrations/002_a.sql", "create table if not exists a ();");

        assertThat(project.run("apply", "-v").err()).contains("relation \"a\" already exists, skipping");
        assertThat(project.run("status", "-v", "--url", "mysql://x").err()).contains("\tat dev.migrate");
    }

    @Test
    void colour_is_for_terminals_unless_it_is_asked_for() {
        assertThat(project.run("status").out()).doesNotContain("\u001B");
        assertThat(project.run("status", "--color", "always").out()).contains("\u001B[");
        assertThat(project.variable("NO_COLOR", "1")
                        .run("status", "--color", "always")
                        .out())
                .as("what is asked for on the command line counts more")
                .contains("\u001B[");
    }

    @Test
    void status_check_fails_while_anything_is_pending() {
        assertThat(project.run("status", "--check").code()).isEqualTo(3);
        assertThat(project.run("apply").code()).isZero();
        assertThat(project.run("status", "--check").code()).isZero();
    }

    @Test
    void an_empty_source_is_no_source() {
        TestProject.Run run = project.run("status", "--source", "");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--source", "names no path");
    }

    @Test
    void a_command_that_only_looks_makes_no_history() {
        project.run("status");
        project.run("apply", "--dry-run");

        assertThat(database.value("select to_regnamespace('migrate') is null")).isEqualTo("t");
    }

    @Test
    void a_misspelt_option_behind_embedded_is_no_folder() {
        TestProject.Run run = project.run("status", "--embedded", "--chek");

        assertThat(run.err()).contains("unknown option: '--chek'");
        assertThat(run.code()).isEqualTo(2);
    }

    @Test
    void a_name_of_a_command_behind_embedded_is_the_command() {
        assertThat(CommandLineInterface.separated(
                        new String[] {"--embedded", "apply"}, java.util.Set.of("apply", "status")))
                .containsExactly("--embedded=", "apply");
        assertThat(CommandLineInterface.separated(
                        new String[] {"--embedded", "status", "apply"}, java.util.Set.of("apply", "status")))
                .containsExactly("--embedded=", "status", "apply");
        assertThat(CommandLineInterface.separated(
                        new String[] {"apply", "--embedded", "status"}, java.util.Set.of("apply", "status")))
                .containsExactly("apply", "--embedded", "status");
    }
}
