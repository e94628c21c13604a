package dev.migrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestProject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that cannot be run are told, all in one pass and with their places, before anything runs. */
class BadFilesTest {
    @TempDir
    private Path folder;

    private TestDatabase database;
    private TestProject project;

    @BeforeEach
    void make() {
        database = new TestDatabase();
        project = new TestProject(folder, database).file("migrations/001_good.sql", "create table good ();");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private void refused(String message) {
        TestProject.Run run = project.run("apply");

        assertThat(run.err()).contains(message);
        assertThat(run.code()).isEqualTo(2);
        assertThat(database.tables()).as("nothing was run").isEmpty();
        assertThat(database.value("select to_regnamespace('migrate') is null"))
                .as("no history was made")
                .isEqualTo("t");
    }

    @Test
    void latin_1_bytes_are_told_with_line_and_column_and_how_to_convert_them() {
        project.file("migrations/002_b.sql", "select 1;\nselect 'Müller';\n".getBytes(StandardCharsets.ISO_8859_1));

        refused("""
                error   migrations/002_b.sql:2:10: the file is not UTF-8: byte 0xFC (Latin-1?)
                  1 | select 1;
                  2 | select 'M\uFFFDller';
                    |          ^
                  fix: convert it: iconv -f LATIN1 -t UTF-8 migrations/002_b.sql > converted.sql
                """);
    }

    @Test
    void the_encoding_that_a_dump_names_is_the_one_to_convert_from() {
        project.file(
                "migrations/002_b.sql",
                "--\nSET client_encoding = 'WIN1252';\nselect 'caf\u00e9';\n".getBytes(StandardCharsets.ISO_8859_1));

        refused("migrations/002_b.sql:3:12: the file is not UTF-8: byte 0xE9, by its client_encoding CP1252\n");
        refused("fix: convert it: iconv -f CP1252 -t UTF-8 migrations/002_b.sql > converted.sql\n");
    }

    @Test
    void utf_16_is_recognised_by_its_first_bytes() {
        project.file("migrations/002_b.sql", "\uFEFFselect 1;\n".getBytes(StandardCharsets.UTF_16LE));

        refused("fix: convert it: iconv -f UTF-16 -t UTF-8 migrations/002_b.sql > converted.sql\n");
    }

    @Test
    void a_nul_byte_is_told_with_line_and_column() {
        project.file("migrations/002_b.sql", "select 1;\nselect 'a\0b';\n");

        refused("""
                error   migrations/002_b.sql:2:10: the file holds a NUL byte, which PostgreSQL cannot take
                  1 | select 1;
                  2 | select 'a\\x00b';
                    |          ^
                  fix: remove it; if the file is UTF-16, convert it: iconv -f UTF-16 -t UTF-8
                """);
    }

    @Test
    void a_quote_without_end_is_told_where_it_opens() {
        project.file("migrations/002_b.sql", "select 1;\nselect 'it;\nselect 2;\n");

        refused("""
                error   migrations/002_b.sql:2:8: unterminated quoted string
                  1 | select 1;
                  2 | select 'it;
                    |        ^
                  fix: close it; nothing behind it was read as SQL
                """);
    }

    @Test
    void a_dollar_quote_without_end_is_told_where_it_opens() {
        project.file("migrations/002_b.sql", "do $body$\nbegin\nend $$;\n");

        refused("migrations/002_b.sql:1:4: unterminated dollar-quoted string\n  1 | do $body$\n    |    ^\n");
    }

    @Test
    void a_comment_without_end_is_told_where_it_opens() {
        project.file("migrations/002_b.sql", "select 1; /* /* */\nselect 2;\n");

        refused("migrations/002_b.sql:1:11: unterminated /* comment\n");
    }

    @Test
    void a_folder_with_the_name_of_a_file_is_told() throws IOException {
        Files.createDirectories(folder.resolve("migrations/002_b.sql"));

        refused("""
                error   migrations/002_b.sql: is a folder with the name of a migration
                  fix: rename it without .sql
                """);
    }

    @Test
    void a_link_to_nothing_is_told() throws IOException {
        Files.createSymbolicLink(folder.resolve("migrations/002_b.sql"), Path.of("gone.sql"));

        refused("""
                error   migrations/002_b.sql: is a symbolic link to nothing
                  fix: correct the link, or remove it
                """);
    }

    @Test
    void a_link_out_of_the_project_is_told() throws IOException {
        project.file("inner/migrations/001_a.sql", "select 1;").file("outer.sql", "select 1;");
        Files.createSymbolicLink(folder.resolve("inner/migrations/002_b.sql"), folder.resolve("outer.sql"));

        TestProject.Run run = new TestProject(folder.resolve("inner"), database).run("apply");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .isEqualTo("error   migrations/002_b.sql: is a symbolic link that leads out of the project, to "
                        + folder.toRealPath().resolve("outer.sql")
                        + "\n  fix: copy the file here, or name its folder as a source\n");
    }

    @Test
    void a_link_to_itself_is_told() throws IOException {
        Files.createSymbolicLink(folder.resolve("migrations/002_b.sql"), Path.of("002_b.sql"));

        refused("error   migrations/002_b.sql: is a symbolic link to nothing\n");
    }

    /** Stands for every file that is there and cannot be read: root may read whatever has no permission. */
    @Test
    void a_file_that_cannot_be_read_is_told() throws Exception {
        new ProcessBuilder("mkfifo", folder.resolve("migrations/002_b.sql").toString())
                .start()
                .waitFor();

        refused("error   migrations/002_b.sql: is no ordinary file\n  fix: remove it from the source\n");
    }

    /** Java cannot write such a name, so the shell does. */
    @Test
    void a_name_that_is_no_text_is_told() throws Exception {
        new ProcessBuilder("sh", "-c", "printf 'select 1;' > \"$(printf '002_\\374.sql')\"")
                .directory(folder.resolve("migrations").toFile())
                .start()
                .waitFor();

        refused("error   migrations/002_\uFFFD.sql: has a name that is not UTF-8\n  fix: rename it\n");
    }

    @Test
    void one_file_by_two_names_is_told() throws IOException {
        Files.createSymbolicLink(folder.resolve("migrations/002_b.sql"), Path.of("001_good.sql"));

        refused("is the same file as migrations/00");
    }

    @Test
    void one_file_in_two_sources_is_told() {
        project.file("migrate.toml", "sources = [\"migrations\", \"migrations/001_good.sql\"]\n");

        refused("error   migrations/001_good.sql: is in two sources: \"migrations\" and \"migrations/001_good.sql\"\n");
    }

    @Test
    void a_source_that_is_not_there_is_told_with_its_line_in_the_config() {
        project.file("migrate.toml", "sources = [\n  \"migrations\",\n  \"migratoins\"\n]\n");

        refused("""
                error   migrate.toml:3:3: the source "migratoins" does not exist
                  2 |   "migrations",
                  3 |   "migratoins"
                    |   ^
                  fix: create it, or correct its name
                """);
    }

    @Test
    void a_circle_of_files_that_wait_for_each_other_is_told() {
        project.file("migrations/002_b.sql", "-- migrate: after 003_c\nselect 1;\n")
                .file("migrations/003_c.sql", "-- migrate: after 002_b\nselect 1;\n");

        refused("002_b");
        refused("003_c");
    }

    @Test
    void names_that_mean_nothing_are_told_together() {
        project.file("migrate.toml", """
                sources = ["migrations"]
                optional = ["004_nowhere"]
                [after]
                "001_good" = ["005_nowhere"]
                [bootstrap]
                file = "migrations/001_good.sql"
                covers = ["006_nowhere"]
                """).file("migrations/002_b.sql", "-- migrate: after 003_nowhere\nselect 1;\n");

        TestProject.Run run = project.run("status");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("migrate.toml:2:13: ", "004_nowhere")
                .contains("migrate.toml:4:15: ", "005_nowhere")
                .contains("migrate.toml:7:11: ", "006_nowhere")
                .contains("migrations/002_b.sql:1:", "003_nowhere");
    }

    @Test
    void psql_commands_are_told_with_their_lines() {
        project.file("migrations/002_b.sql", "select 1;\n\\i other.sql\n\\set x 1\n");

        refused("""
                error   migrations/002_b.sql:2:1: \\i is a psql command, which only psql can run
                  1 | select 1;
                  2 | \\i other.sql
                    | ^
                  fix: remove the line, or write it in SQL
                error   migrations/002_b.sql:3:1: \\set is a psql command, which only psql can run
                """);
    }

    @Test
    void everything_that_is_wrong_with_pending_files_is_told_in_one_pass() {
        project.file("migrations/002_b.sql", "select 'it;\n")
                .file("migrations/003_c.sql", "\\i other.sql\n")
                .file("migrations/004_d.sql", "begin;\nselect 1;\n");

        refused("migrations/002_b.sql:1:8: ");
        refused("migrations/003_c.sql:1:1: ");
        refused("migrations/004_d.sql:1:1: BEGIN begins a transaction that nothing in the file ends\n");
    }

    @Test
    void places_in_a_project_above_are_shown_with_their_lines_too() throws IOException {
        project.file("migrate.toml", "sources = [\"migrations\"]\n")
                .file("migrations/002_b.sql", "select 'it;\n")
                .file("deep/down/here.txt", "");

        TestProject.Run run = project.in("deep/down").run("apply");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("migrations/002_b.sql:1:8: ").contains("  1 | select 'it;\n    |        ^\n");
    }

    @Test
    void json_names_the_places_of_all_problems() {
        project.file("migrations/002_b.sql", "select 'it;\n").file("migrations/003_c.sql", "\\i other.sql\n");

        TestProject.Run run = project.run("apply", "--format", "json");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.json().get("exit_code").asInt()).isEqualTo(2);
        assertThat(run.json().get("problems")).hasSize(2);
        assertThat(run.json().get("problems").get(1).toString())
                .isEqualTo("{\"file\":\"migrations/003_c.sql\",\"line\":1,\"column\":1,"
                        + "\"message\":\"\\\\i is a psql command, which only psql can run\","
                        + "\"fix\":\"remove the line, or write it in SQL\"}");
    }
}
