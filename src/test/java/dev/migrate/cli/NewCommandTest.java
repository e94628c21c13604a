package dev.migrate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.migrate.config.SettingsReader;
import dev.migrate.migration.Migration;
import dev.migrate.migration.ProjectReader;
import dev.migrate.plan.RunOrder;
import dev.migrate.testing.TestProject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        List<String> order = order();
        assertThat(order.subList(order.size() - 2, order.size()))
                .as(first.err() + second.err())
                .containsExactly(
                        first.json().get("id").asText(), second.json().get("id").asText());
    }

    /** As {@code status} shows it, but for files that run again whenever they change. */
    private List<String> order() {
        return RunOrder.of(ProjectReader.read(SettingsReader.read(new SettingsReader.Request(
                        folder,
                        java.util.Optional.empty(),
                        java.util.Optional.empty(),
                        List.of(),
                        java.util.Map.of()))))
                .stream()
                .filter(migration -> !migration.repeatable())
                .map(Migration::id)
                .toList();
    }

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

    @Test
    void of_several_folders_the_one_with_the_newest_migration_is_taken_and_that_is_said() {
        project.file("migrate.toml", "sources = [\"schema.sql\", \"old\", \"current\"]\n")
                .file("schema.sql", "")
                .file("old/007_a.sql", "")
                .file("current/003_b.sql", "");

        TestProject.Run run = project.run("new", "x");

        assertThat(made(run)).isEqualTo("old/008_x.sql");
        assertThat(run.err())
                .contains("made in old, which has the newest migration, 007_a; --source PATH picks another");
    }

    @Test
    void in_a_folder_that_is_chosen_it_still_comes_behind_those_of_the_others() {
        project.file("migrate.toml", "sources = [\"old\", \"current\"]\n")
                .file("old/007_a.sql", "")
                .file("current/003_b.sql", "");

        assertThat(made(project.run("new", "x", "--source", "current"))).isEqualTo("current/008_x.sql");
        assertThat(order()).containsExactly("003_b", "007_a", "008_x");
    }

    @Test
    void with_order_by_source_each_folder_counts_for_itself_and_what_does_not_come_last_is_said() {
        project.file("migrate.toml", "sources = [\"a\", \"b\"]\norder = \"source\"\n")
                .file("a/007_a.sql", "")
                .file("b/003_b.sql", "");

        TestProject.Run early = project.run("new", "x", "--source", "a");

        assertThat(made(project.run("new", "x"))).isEqualTo("b/004_x.sql");
        assertThat(made(early)).isEqualTo("a/008_x.sql");
        assertThat(early.err()).contains("it runs before those of b");
    }

    @Test
    void where_order_is_a_list_that_fits_the_name_it_is_said() {
        project.file("migrate.toml", "sources = [\"migrations\"]\norder = [\"*_tables\"]\n")
                .file("migrations/001_tables.sql", "");

        assertThat(project.run("new", "more tables").err()).contains("\"*_tables\" in order fits it");
        assertThat(project.run("new", "rows").err()).doesNotContain("in order");
    }

    @Test
    void the_bootstrap_file_is_no_model_and_nothing_comes_behind_it() {
        project.file(
                        "migrate.toml",
                        "sources = [\"migrations\"]\n[bootstrap]\nfile = \"migrations/99999999999999_all.sql\"\n")
                .file("migrations/99999999999999_all.sql", "")
                .file("migrations/004_a.sql", "")
                .file("migrations/schema.sql", "");

        TestProject.Run run = project.run("new", "x");

        assertThat(made(run)).isEqualTo("migrations/005_x.sql");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void a_number_above_all_that_is_no_bootstrap_file_is_said() {
        project.file("migrations/99999999999999_all.sql", "").file("migrations/20250101000000_a.sql", "");

        TestProject.Run run = project.run("new", "x");

        assertThat(made(run)).matches("migrations/20\\d{12}_x.sql");
        assertThat(run.err()).contains("99999999999999_all runs behind it", "[bootstrap]");
    }

    @Test
    void what_is_only_in_the_archive_is_the_model_where_there_is_nothing_else() throws IOException {
        project.file("migrations_archive/041_a.sql", "");
        Files.createDirectories(folder.resolve("migrations"));

        assertThat(made(project.run("new", "x"))).isEqualTo("migrations/042_x.sql");

        project.delete("migrations/042_x.sql").file("migrations/001_anew.sql", "");
        assertThat(made(project.run("new", "y"))).isEqualTo("migrations/002_y.sql");
    }

    @Test
    void a_folder_without_files_takes_after_the_others() {
        project.file("migrate.toml", "sources = [\"a\", \"b\"]\n").file("a/007-first-things.sql", "");

        assertThat(made(project.run("new", "x y", "--source", "b"))).isEqualTo("b/008-x-y.sql");
    }

    @Test
    void nothing_is_ever_overwritten() throws IOException {
        project.file("migrations/001_a.sql", "")
                .file("migrations/002_x.down.sql", "mine")
                .file("migrations/003_x/notes.txt", "mine");
        Files.createSymbolicLink(folder.resolve("migrations/004_x.sql"), Path.of("nowhere"));

        project.file("migrations/rollback/005_x.sql", "mine");

        assertThat(made(project.run("new", "x", "--with-rollback"))).isEqualTo("migrations/006_x.sql");
        assertThat(text("migrations/002_x.down.sql")).isEqualTo("mine");
        assertThat(text("migrations/rollback/005_x.sql")).isEqualTo("mine");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void runs_at_the_same_time_never_take_the_same_number(boolean first) throws Exception {
        if (!first) {
            project.file("migrations/001_a.sql", "");
        }
        var go = new CountDownLatch(1);
        var said = new ArrayList<String>();
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 8; i++) {
            String name = "x" + (8 - i);
            var thread = new Thread(() -> {
                try {
                    go.await();
                } catch (InterruptedException error) {
                    throw new AssertionError(error);
                }
                String file = project.run("new", name).out().strip();
                synchronized (said) {
                    said.add(file);
                }
            });
            thread.start();
            threads.add(thread);
        }
        go.countDown();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(said.stream().map(file -> file.substring(0, file.indexOf('_'))))
                .as(said.toString())
                .doesNotHaveDuplicates()
                .allMatch(file -> file.matches(first ? "migrations/\\d{14}" : "migrations/0\\d\\d"))
                .hasSize(8);
        assertThat(files("migrations")).hasSize(first ? 8 : 9);
    }

    @Test
    void a_number_that_another_run_has_reserved_is_passed_over_unless_that_run_was_killed() throws IOException {
        project.file("migrations/001_a.sql", "").file("migrations/.migrate-new-002", "");

        assertThat(made(project.run("new", "x"))).isEqualTo("migrations/003_x.sql");

        project.delete("migrations/003_x.sql");
        Files.setLastModifiedTime(
                folder.resolve("migrations/.migrate-new-002"),
                FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        assertThat(made(project.run("new", "y"))).isEqualTo("migrations/002_y.sql");
        assertThat(files("migrations")).containsExactly("001_a.sql", "002_y.sql");
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
        assertThat(order()).containsExactly("001_a", "002_add_orders");
    }

    @ParameterizedTest
    @CsvSource({".template.sql", "_template.sql", "TEMPLATE.sql"})
    void a_template_in_the_folder_is_found_and_is_no_migration(String name) throws IOException {
        project.file("migrations/001_a.sql", "").file("migrations/" + name, "-- ours: {name}\n");

        made(project.run("new", "b"));

        assertThat(text("migrations/002_b.sql")).isEqualTo("-- ours: b\n");
        assertThat(order()).containsExactly("001_a", "002_b");
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

    @Test
    void a_folder_that_is_a_link_out_of_the_project_is_refused_where_nobody_named_it(@TempDir Path elsewhere)
            throws IOException {
        Files.createSymbolicLink(folder.resolve("migrations"), elsewhere);

        TestProject.Run run = project.run("new", "b");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("migrations: is a symbolic link that leads out of the project");
        assertThat(elsewhere).isEmptyDirectory();
        assertThat(project.run("new", "b", "--source", "migrations").code()).isZero();
    }

    @Test
    void a_rollback_folder_or_template_that_is_a_link_out_of_the_project_is_refused(@TempDir Path elsewhere)
            throws IOException {
        project.file("migrations/001_a.sql", "");
        Files.writeString(elsewhere.resolve("secret"), "secret");
        Files.createSymbolicLink(folder.resolve("migrations/_template.sql"), elsewhere.resolve("secret"));

        assertThat(project.run("new", "b").err())
                .contains("migrations/_template.sql: is a symbolic link that leads out of the project");

        project.delete("migrations/_template.sql");
        Files.createSymbolicLink(folder.resolve("migrations/rollback"), elsewhere);
        assertThat(project.run("new", "b", "--with-rollback").err())
                .contains("migrations/rollback: is a symbolic link that leads out of the project");
        assertThat(files("migrations")).containsExactly("001_a.sql", "rollback");
    }

    @Test
    void a_folder_that_cannot_be_written_to_is_said() throws IOException {
        project.file("migrations/001_a.sql", "");
        Path migrations = folder.resolve("migrations");
        Files.setPosixFilePermissions(migrations, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeTrue(!Files.isWritable(migrations), "whoever runs this may write everywhere: it is not to be tried");

        TestProject.Run run = project.run("new", "b");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("migrations: cannot be written (permission denied); nothing was made");
    }

    @Test
    void a_folder_that_no_one_can_write_to_is_said() {
        assumeTrue(Files.isDirectory(Path.of("/proc/self/fdinfo")), "there is no /proc here");

        TestProject.Run run = project.run("new", "b", "--source", "/proc/self/fdinfo");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("/proc/self/fdinfo: cannot be written (", "nothing was made");
    }

    @Test
    void a_file_in_the_place_of_the_folder_is_said() {
        project.file("migrations", "");

        TestProject.Run run = project.run("new", "b");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("migrations: is no folder, so that no migration can be made in it");
    }

    @Test
    void within_a_folder_of_migrations_no_folder_is_made() throws IOException {
        project.file("migrations/001_a.sql", "").in("migrations");

        TestProject.Run run = project.run("new", "b");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "this folder holds migrations itself",
                        "run it in the folder of the project, or add --source .");
        assertThat(files("migrations")).containsExactly("001_a.sql");
        assertThat(made(project.run("new", "b", "--source", "."))).isEqualTo("002_b.sql");
    }

    @Test
    void names_of_files_cannot_look_like_messages() {
        project.file("migrate.toml", "sources = [\"a\", \"b\"]\n")
                .file("a/001_x.sql", "")
                .file("b/29990101000000_x\nerror   \u001b[31mall is lost.sql", "");

        TestProject.Run run = project.run("new", "y");

        assertThat(made(run)).isEqualTo("b/29990101000001_y.sql");
        assertThat(run.err())
                .contains("29990101000000_x\\x0aerror   \\x1b[31mall is lost")
                .doesNotContain("\nerror", "\u001b");
    }

    @Test
    void files_of_the_project_that_are_wrong_are_not_in_the_way() {
        project.file("migrations/001_a.sql", "-- migrate: optinal\n");

        assertThat(made(project.run("new", "b"))).isEqualTo("migrations/002_b.sql");
    }
}
