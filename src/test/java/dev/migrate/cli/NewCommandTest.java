package dev.migrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code migrate new}, which needs no database. */
class NewCommandTest {
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

    private List<String> files(String in) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(in))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** The file that the program says it made. */
    private static String made(TestProject.Run run) {
        assertThat(run.code()).as(run.err()).isZero();
        return run.out().strip();
    }

    @Test
    void words_and_one_quoted_text_are_the_same() {
        project.file("migrations/001_a.sql", "");

        assertThat(made(project.run("new", "add", "orders", "table"))).isEqualTo("migrations/002_add_orders_table.sql");
        assertThat(made(project.run("new", "add orders table"))).isEqualTo("migrations/003_add_orders_table.sql");
    }

    @Test
    void words_that_are_commands_are_words_like_others() {
        project.file("migrations/001_a.sql", "");

        assertThat(made(project.run("new", "apply", "status", "new"))).isEqualTo("migrations/002_apply_status_new.sql");
    }

    @Test
    void the_file_holds_its_id_and_the_day() throws IOException {
        project.file("migrations/001_a.sql", "");
        String before = LocalDate.now(ZoneOffset.UTC).toString();

        project.run("new", "add orders");

        String after = LocalDate.now(ZoneOffset.UTC).toString();
        assertThat(text("migrations/002_add_orders.sql"))
                .isIn("-- 002_add_orders\n-- " + before + "\n\n", "-- 002_add_orders\n-- " + after + "\n\n");
    }

    @Test
    void without_a_folder_one_is_made_and_the_name_begins_with_the_time() throws IOException {
        TestProject.Run run = project.run("new", "first");

        assertThat(made(run)).matches("migrations/\\d{14}_first\\.sql");
        assertThat(run.err()).contains("made the folder migrations");
        assertThat(files("migrations")).hasSize(1);
    }

    @Test
    void a_supabase_project_gets_the_folder_that_supabase_has() throws IOException {
        Files.createDirectories(folder.resolve("supabase"));

        assertThat(made(project.run("new", "first"))).startsWith("supabase/migrations/");
    }

    @Test
    void a_folder_that_the_config_names_is_made() {
        project.file("migrate.toml", "sources = [\"db/changes\"]\n");

        TestProject.Run run = project.run("new", "first");

        assertThat(made(run)).startsWith("db/changes/");
        assertThat(run.err()).contains("made the folder db/changes");
    }

    @Test
    void the_path_is_told_as_it_is_called_where_the_user_is() throws IOException {
        project.file("migrate.toml", "sources = [\"migrations\"]\n").file("migrations/001_a.sql", "");
        Files.createDirectories(folder.resolve("src/main"));

        assertThat(made(project.in("src/main").run("new", "b"))).isEqualTo("../../migrations/002_b.sql");
        assertThat(made(project.in("migrations").run("new", "c"))).isEqualTo("003_c.sql");
    }

    @Test
    void for_scripts_it_is_one_document() {
        project.file("migrations/0001_a.up.sql", "").file("migrations/0001_a.down.sql", "");

        TestProject.Run run = project.run("new", "b", "--format", "json");

        assertThat(run.json().toString())
                .isEqualTo("{\"id\":\"0002_b\",\"file\":\"migrations/0002_b.up.sql\","
                        + "\"rollback\":\"migrations/0002_b.down.sql\"}");
        project.file("migrations/0003_c.sql", "");
        assertThat(project.run("new", "d", "--format", "json")
                        .json()
                        .get("rollback")
                        .isNull())
                .isFalse();
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("examples"))) {
            var all = new ArrayList<>(folders.filter(folder -> Files.exists(folder.resolve("expected.json")))
                    .sorted()
                    .toList());
            all.add(Path.of("."));
            return all;
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void in_each_example_the_new_file_is_the_last_that_would_run(Path example) throws IOException {
        copy(example);

        TestProject.Run first = project.run("new", "zz first", "--format", "json");
        TestProject.Run second = project.run("new", "aa second", "--format", "json");

        assertThat(first.code()).as(first.err()).isZero();
        List<String> order = project.order();
        assertThat(order.subList(order.size() - 2, order.size()))
                .as(first.err() + second.err())
                .containsExactly(
                        first.json().get("id").asText(), second.json().get("id").asText());
    }

    /** As {@code status} shows it, but for files that run again whenever they change. */
    private void copy(Path example) throws IOException {
        try (Stream<Path> files = Files.walk(example)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = example.relativize(file).toString();
                if (name.matches("(migrate\\.toml|[^/]*\\.sql|[^.t/][^/]*/.*\\.(sql|prisma))")) {
                    project.file(name, Files.readAllBytes(file));
                }
            }
        }
        if (example.equals(Path.of("."))) {
            project.file("migrate.toml", "sources = [\"migrations\"]\narchive = [\"migrations_archive\"]\n");
        }
    }

    @Test
    void each_example_gives_its_own_style() throws IOException {
        copy(Path.of("examples/crm"));
        assertThat(made(project.run("new", "x"))).isEqualTo("backend/migrations/007_x.sql");
        copy(Path.of("examples/guardian"));
        assertThat(made(project.run("new", "x"))).matches("migration_history/" + DAY + "_01_x.sql");
        copy(Path.of("examples/consolidated"));
        assertThat(made(project.run("new", "x"))).matches("supabase/migrations/\\d{14}_x.sql");
    }

    @Test
    void where_others_have_a_rollback_in_a_comment_the_new_one_has_its_heading() throws IOException {
        copy(Path.of("examples/guardian"));

        assertThat(text(made(project.run("new", "x")))).endsWith("\n\n-- Rollback Script\n");
    }

    @ParameterizedTest
    @CsvSource({
        "-- Rollback: DROP TABLE a;, -- Rollback:",
        "/* Rollback Script | drop table a; | */, /* Rollback Script||*/",
        "-- ROLLBACK | -- DROP TABLE a;, -- ROLLBACK"
    })
    void a_heading_comes_without_its_script(String there, String made) throws IOException {
        project.file("migrations/001_a.sql", "create table a ();\n" + there.replaceAll(" \\| ?", "\n") + "\n");

        project.run("new", "b");

        assertThat(text("migrations/002_b.sql")).endsWith("\n\n" + made.replace('|', '\n') + "\n");
    }

    @Test
    void where_others_have_a_down_section_the_new_one_has_an_empty_one() throws IOException {
        project.file("migrations/001_a.sql", "create table a ();\n\n-- migrate:down\ndrop table a;\n")
                .file("migrations/002_b.sql", "create table b ();\n");

        project.run("new", "c");

        assertThat(text("migrations/003_c.sql")).endsWith("\n\n\n-- migrate:down\n");
    }

    @Test
    void files_that_undo_stand_where_others_stand() throws IOException {
        project.file("a/001_a.up.sql", "")
                .file("a/001_a.down.sql", "")
                .file("b/V1__a.sql", "")
                .file("b/U1__a.sql", "")
                .file("c/001_a.sql", "")
                .file("c/rollback/001_a.sql", "")
                .file("d/001_a/migration.sql", "")
                .file("d/001_a/down.sql", "")
                .file("e/001_a.sql", "")
                .file("e/001_a.down.sql", "")
                .file("f/001_a/migration.sql", "");

        for (String in : List.of("a", "b", "c", "d", "e", "f")) {
            made(project.run("new", "x", "--source", in));
        }

        assertThat(files("a")).contains("002_x.up.sql", "002_x.down.sql");
        assertThat(files("b")).contains("V2__x.sql", "U2__x.sql");
        assertThat(files("c")).contains("002_x.sql").doesNotContain("002_x.down.sql");
        assertThat(files("c/rollback")).contains("002_x.sql");
        assertThat(files("d/002_x")).containsExactly("down.sql", "migration.sql");
        assertThat(files("e")).contains("002_x.sql", "002_x.down.sql");
        assertThat(files("f/002_x")).containsExactly("migration.sql");
        assertThat(text("a/002_x.down.sql")).isEqualTo("-- Undoes 002_x.\n");
    }

    @ParameterizedTest
    @CsvSource({"!!!, no letter and no digit", "a/b, is a path", "../x, is a path"})
    void a_bad_name_is_wrong_usage(String name, String why) throws IOException {
        project.file("migrations/001_a.sql", "");

        TestProject.Run run = project.run("new", name);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(why, "fix:");
        assertThat(files("migrations")).containsExactly("001_a.sql");
    }

    @Test
    void no_name_at_all_is_wrong_usage() {
        assertThat(project.run("new").code()).isEqualTo(2);
        assertThat(project.run("new", "").code()).isEqualTo(2);
        assertThat(project.run("new", "a".repeat(200)).err()).contains("200 characters, and 100 are the most");
        assertThat(project.run("new", "a\u001b[2Jb").err()).contains("a character that nobody sees");
        assertThat(folder.resolve("migrations")).doesNotExist();
    }

    @Test
    void with_rollback_makes_a_place_where_no_other_migration_has_one() throws IOException {
        project.file("migrations/001_a.sql", "create table a ();");

        TestProject.Run run = project.run("new", "b", "--with-rollback");

        assertThat(made(run)).isEqualTo("migrations/002_b.sql");
        assertThat(run.err()).contains("once it is written: migrate rollback --write 002_b derives its way back");
        assertThat(text("migrations/002_b.sql")).endsWith("\n-- migrate:down\n");
    }

    @Test
    void an_editor_is_opened_only_when_asked() throws IOException {
        project.file("migrations/001_a.sql", "").variable("EDITOR", "echo 'select 1;' >");

        made(project.run("new", "b"));
        made(project.run("new", "c", "--edit"));

        assertThat(text("migrations/002_b.sql")).startsWith("-- 002_b");
        assertThat(text("migrations/003_c.sql")).isEqualTo("select 1;\n");
    }

    @Test
    void without_an_editor_nothing_is_made() throws IOException {
        project.file("migrations/001_a.sql", "").variable("VISUAL", "").variable("EDITOR", "");

        TestProject.Run run = project.run("new", "b", "--edit");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--edit finds no editor", "set VISUAL or EDITOR");
        assertThat(files("migrations")).containsExactly("001_a.sql");
    }

    @Test
    void an_editor_that_fails_is_said_and_the_file_stays() {
        project.file("migrations/001_a.sql", "").variable("EDITOR", "false");

        TestProject.Run run = project.run("new", "b", "--edit");

        assertThat(made(run)).isEqualTo("migrations/002_b.sql");
        assertThat(run.err()).contains("false ended with 1");
    }
}
