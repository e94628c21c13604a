package dev.migrate.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A symbolic link that leaves the project is followed only where a source names it. */
@Timeout(60)
class SymbolicLinksTest {
    @TempDir
    private Path folder;

    @TempDir
    private Path elsewhere;

    private TestDatabase database;
    private TestProject project;

    @BeforeEach
    void make() throws IOException {
        database = new TestDatabase();
        project = new TestProject(folder, database).file("migrations/001_good.sql", "create table good ();");
        Files.writeString(elsewhere.resolve("002_evil.sql"), "create table evil ();");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private void link(String name, Path to) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.createSymbolicLink(folder.resolve(name), to);
    }

    private void refused(String message) {
        for (String command : new String[] {"apply", "status"}) {
            TestProject.Run run = project.run(command);

            assertThat(run.err()).contains("error   " + message).contains("  fix: ");
            assertThat(run.code()).isEqualTo(2);
        }
        assertThat(database.tables()).isEmpty();
    }

    private void refused(String name, Path to) throws IOException {
        link(name, to);

        refused(name + ": is a symbolic link that leads out of the project, to " + to.toRealPath());
    }

    @Test
    void to_a_file() throws IOException {
        refused("migrations/002_evil.sql", elsewhere.resolve("002_evil.sql"));
    }

    @Test
    void to_a_file_through_another_link_that_stays() throws IOException {
        link("inside.sql", elsewhere.resolve("002_evil.sql"));
        link("migrations/002_evil.sql", Path.of("../inside.sql"));

        refused("migrations/002_evil.sql: is a symbolic link that leads out of the project, to ");
    }

    @Test
    void to_a_folder_with_a_migration() throws IOException {
        Path file = Files.writeString(elsewhere.resolve("migration.sql"), "create table evil ();");
        link("migrations/20240101_x", elsewhere);

        refused("migrations/20240101_x/migration.sql: is a symbolic link that leads out of the project, to "
                + file.toRealPath());
    }

    @Test
    void to_what_undoes_a_migration() throws IOException {
        refused("migrations/001_good.down.sql", elsewhere.resolve("002_evil.sql"));
    }

    @Test
    void to_a_folder_with_what_undoes_a_migration() throws IOException {
        Files.writeString(elsewhere.resolve("001_good.sql"), "drop table good;");
        link("migrations/rollback", elsewhere);

        refused("migrations/rollback/001_good.sql: is a symbolic link that leads out of the project, to ");
    }

    @Test
    void to_a_device() throws IOException {
        refused("migrations/002_zero.sql", Path.of("/dev/zero"));
    }

    @Test
    void to_a_device_beside_a_migration() throws IOException {
        link("migrations/20240101_x/migration.sql", Path.of("/dev/zero"));

        refused("migrations/20240101_x/migration.sql: is no ordinary file");
    }

    @Test
    void a_pipe_is_not_waited_for() throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(
                                "mkfifo",
                                folder.resolve("migrations/002_pipe.sql").toString())
                        .start()
                        .waitFor())
                .isZero();

        refused("migrations/002_pipe.sql: is no ordinary file");
    }

    @Test
    void circles_of_folders_end() throws IOException {
        link("migrations/again", Path.of("."));
        link("migrations/rollback", Path.of("../migrations"));

        TestProject.Run run = project.run("apply");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(database.history()).containsExactly("001_good applied");
    }

    @Test
    void a_folder_that_was_found_and_that_nobody_named() throws IOException {
        project.delete("migrations/001_good.sql").delete("migrations");

        refused("migrations", elsewhere);
        assertThat(project.run("apply", "--source", "migrations").code()).isZero();
        assertThat(database.tables()).isEqualTo("evil");
    }

    @Test
    void a_source_of_the_config_is_followed_with_what_lies_in_it() throws IOException {
        link("shared", elsewhere);
        Files.createSymbolicLink(elsewhere.resolve("003_link.sql"), Path.of("third"));
        Files.writeString(elsewhere.resolve("third"), "create table third ();");
        project.file("migrate.toml", "sources = [\"migrations\", \"shared\"]\n");

        TestProject.Run run = project.run("apply");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(database.tables()).isEqualTo("evil good third");
    }

    @Test
    void a_file_that_is_a_source_is_followed() throws IOException {
        link("one.sql", elsewhere.resolve("002_evil.sql"));
        project.file("migrate.toml", "sources = [\"migrations\", \"one.sql\"]\n");

        assertThat(project.run("apply").code()).isZero();
        assertThat(database.tables()).isEqualTo("evil good");
    }

    @Test
    void links_within_the_project_are_followed() throws IOException {
        project.file("shared/002_inside.sql", "create table inside ();");
        link("migrations/002_inside.sql", Path.of("../shared/002_inside.sql"));

        assertThat(project.run("apply").code()).isZero();
        assertThat(database.tables()).isEqualTo("good inside");
    }
}
