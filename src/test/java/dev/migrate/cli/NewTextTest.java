package dev.migrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestProject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the file of {@code migrate new} holds at first. */
class NewTextTest {
    private static final String DAY = "\\d{4}-\\d\\d-\\d\\d";

    @TempDir
    private Path folder;

    private TestProject project;

    @BeforeEach
    void make() {
        project = new TestProject(folder);
    }

    private String text(String file) throws IOException {
        return Files.readString(folder.resolve(file));
    }

    /** The file that the program says it made. */
    private static String made(TestProject.Run run) {
        assertThat(run.code()).as(run.err()).isZero();
        return run.out().strip();
    }

    @Test
    void the_template_of_the_config_is_copied_and_filled() throws IOException {
        project.file("migrate.toml", "sources = [\"migrations\"]\n[new]\ntemplate = \"migrations/our_template.sql\"\n")
                .file("migrations/001_a.sql", "")
                .file(
                        "migrations/our_template.sql",
                        "-- {id}\r\n-- {name}: {description} ({date})\r\nselect '{}', '{ID}', '{other}', ${id};\r\n");

        assertThat(made(project.run("new", "Add Orders"))).isEqualTo("migrations/002_add_orders.sql");

        assertThat(text("migrations/002_add_orders.sql"))
                .matches("-- 002_add_orders\r\n-- add_orders: add orders \\(" + DAY
                        + "\\)\r\nselect '\\{}', '\\{ID}', '\\{other}', \\$002_add_orders;\r\n");
        assertThat(project.order()).containsExactly("001_a", "002_add_orders");
    }

    @ParameterizedTest
    @CsvSource({".template.sql", "_template.sql", "TEMPLATE.sql"})
    void a_template_in_the_folder_is_found_and_is_no_migration(String name) throws IOException {
        project.file("migrations/001_a.sql", "").file("migrations/" + name, "-- ours: {name}\n");

        made(project.run("new", "b"));

        assertThat(text("migrations/002_b.sql")).isEqualTo("-- ours: b\n");
        assertThat(project.order()).containsExactly("001_a", "002_b");
    }

    @Test
    void the_author_is_the_one_that_git_knows() throws IOException {
        project.file("home/.gitconfig", "[user]\n\tname = Ada Lovelace\n")
                .variable("GIT_CONFIG_NOSYSTEM", "1")
                .file("migrations/_template.sql", "-- {author}\n");

        assertThat(text(made(project.run("new", "a")))).isEqualTo("-- Ada Lovelace\n");

        project.file("home/.gitconfig", "");
        assertThat(text(made(project.run("new", "b")))).isEqualTo("-- " + System.getProperty("user.name") + "\n");
    }

    @Test
    void a_template_that_is_not_there_is_an_error_with_its_place() {
        project.file("migrate.toml", "sources = [\"migrations\"]\n[new]\ntemplate = \"t.sql\"\n");

        TestProject.Run run = project.run("new", "a");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("migrate.toml:3:1: the template \"t.sql\" does not exist");
    }

    @Test
    void a_misspelt_key_is_answered_with_the_nearest() {
        project.file("migrate.toml", "sources = [\"migrations\"]\n[new]\ntemplat = \"t.sql\"\n");

        TestProject.Run run = project.run("new", "a");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("unknown key \"templat\" in [new]", "did you mean \"template\"?");
    }

    @Test
    void the_sql_of_a_file_or_of_standard_input_becomes_the_migration() throws IOException {
        project.file("migrations/001_a.sql", "")
                .file("migrations/_template.sql", "-- not this\n")
                .file("change.sql", "create table b (note text default '{id}');\r\n");

        made(project.run("new", "b", "--from", "change.sql"));
        made(project.input("create table c ();").run("new", "c", "--from", "-"));

        assertThat(text("migrations/002_b.sql")).isEqualTo("create table b (note text default '{id}');\r\n");
        assertThat(text("migrations/003_c.sql")).isEqualTo("create table c ();");
    }

    @Test
    void standard_input_is_not_read_unasked() throws IOException {
        project.file("migrations/001_a.sql", "").input("create table c ();");

        made(project.run("new", "b"));

        assertThat(text("migrations/002_b.sql")).startsWith("-- 002_b\n");
    }

    @Test
    void what_cannot_be_a_migration_is_refused_before_anything_is_made() throws IOException {
        project.file("empty.sql", " \n\t\n")
                .file("latin.sql", "select 'gr\u00fc\u00df';".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(project.run("new", "b", "--from", "empty.sql").err()).contains("empty.sql: holds nothing");
        assertThat(project.run("new", "b", "--from", "latin.sql").err()).contains("the file is not UTF-8");
        assertThat(project.run("new", "b", "--from", "none.sql").err()).contains("there is no such file");
        assertThat(project.run("new", "b", "--from", ".").code()).isEqualTo(2);
        assertThat(project.run("new", "b", "--from", "-").err()).contains("standard input: holds nothing");
        assertThat(folder.resolve("migrations")).doesNotExist();
    }
}
