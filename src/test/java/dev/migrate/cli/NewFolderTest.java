package dev.migrate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.migrate.testing.TestProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where {@code migrate new} puts a file, and what else may be there. */
class NewFolderTest {

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
        assertThat(project.order()).containsExactly("003_b", "007_a", "008_x");
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
