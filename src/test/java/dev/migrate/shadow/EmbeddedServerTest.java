package dev.migrate.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestProcess;
import dev.migrate.testing.TestProject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server behind {@code --embedded}: its data stay, the server itself never outlives who uses it. */
@Timeout(180)
class EmbeddedServerTest {
    private static final String SLEEPS =
            "create table b ();\ndo $$ begin raise notice 'sleeping'; perform pg_sleep(100); end $$;\n";

    @TempDir
    private Path folder;

    private TestProject project;

    @BeforeEach
    void make() {
        project = new TestProject(folder).file("migrations/001_a.sql", "create table a ();");
    }

    @AfterEach
    void nobody_is_left_behind() {
        TestProcess.waitFor(
                "the end of all servers of this test: " + servers(),
                () -> servers().isEmpty());
    }

    /** Servers on folders of this test. */
    private List<String> servers() {
        try (var files = Files.find(folder, 5, (file, found) -> file.endsWith("postmaster.pid"))) {
            return files.flatMap(EmbeddedServerTest::process)
                    .map(process -> process.info().commandLine().orElse("a server"))
                    .toList();
        } catch (IOException | UncheckedIOException stopping) {
            return List.of("a server that is stopping");
        }
    }

    private static Stream<ProcessHandle> process(Path file) {
        try {
            long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
            return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).stream();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private Path data() {
        return folder.resolve(".migrate").resolve("postgres");
    }

    @Test
    void the_first_start_loads_what_was_there_before_and_the_second_keeps_the_data() {
        project.file("migrate.toml", "[shadow]\nprelude = \"supabase\"\nexisting = \"existing.sql\"\n")
                .file("existing.sql", "create table existing (id int);")
                .file(
                        "migrations/002_b.sql",
                        "create table b (id int); insert into existing values (1);" + " select auth.uid();");

        TestProject.Run first = project.run("apply", "--embedded");
        TestProject.Run second = project.run("--embedded", "status", "--format", "json");

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.out()).contains(", from the embedded server in .migrate/postgres\n");
        assertThat(second.states()).containsExactly("001_a applied", "002_b applied");
        assertThat(folder.resolve(".migrate/.gitignore")).hasContent("*");
    }

    @Test
    void the_folder_may_be_named_with_spaces_and_letters_of_any_alphabet() {
        TestProject.Run first = project.run("apply", "--embedded", "it's my \"data\" — żółć $HOME");
        TestProject.Run second = project.run("--embedded=it's my \"data\" — żółć $HOME", "status", "--check");

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(second.code()).as(second.err()).isZero();
    }

    @Test
    void two_runs_at_once_share_the_server_and_the_last_one_stops_it() {
        project.run("status", "--embedded");
        project.file("migrations/002_b.sql", SLEEPS);

        try (TestProcess first = project.start("apply", "--embedded")) {
            first.waitToSay("NOTICE: sleeping");
            try (TestProcess second = project.start("status", "--embedded")) {
                assertThat(second.code()).isZero();
                assertThat(second.said()).contains("applied  migrations/001_a.sql");
            }
            assertThat(servers()).as("the first still uses it").isNotEmpty();
            first.signal("INT");
            assertThat(first.code()).isEqualTo(130);
        }
    }

    @Test
    void ctrl_c_in_a_terminal_reaches_the_run_and_not_its_server() {
        project.file("migrations/002_b.sql", SLEEPS);

        try (TestProcess run = project.startInGroup("apply", "--embedded")) {
            run.waitToSay("NOTICE: sleeping").signalGroup("INT");

            assertThat(run.code()).isEqualTo(130);
            assertThat(run.said())
                    .contains("canceling statement due to user request")
                    .contains("Interrupted: what was running was rolled back. Nothing of it was kept.")
                    .doesNotContain("connection");
        }
    }

    @Test
    void the_server_of_a_run_that_was_killed_is_taken_over_and_stopped() {
        project.file("migrations/002_b.sql", SLEEPS);
        try (TestProcess killed = project.start("apply", "--embedded")) {
            killed.waitToSay("NOTICE: sleeping").signal("KILL");
            killed.code();
        }
        assertThat(servers()).isNotEmpty();

        TestProject.Run next = project.run("status", "--embedded", "--format", "json");

        assertThat(next.code()).as(next.err()).isZero();
        assertThat(next.states()).containsExactly("001_a applied", "002_b pending");
    }

    @Test
    void data_that_were_never_finished_are_made_anew() throws IOException {
        project.file("migrate.toml", "[shadow]\nexisting = \"existing.sql\"\n").file("existing.sql", SLEEPS);
        try (TestProcess killed = project.start("status", "--embedded")) {
            TestProcess.waitFor("the server of the prelude", () -> Files.exists(data().resolve("data/postmaster.pid")));
            killed.signal("KILL");
            killed.code();
        }
        project.file("existing.sql", "create table b ();");

        TestProject.Run next = project.run("status", "--embedded");

        assertThat(next.code()).as(next.err()).isZero();
    }

    @Test
    void an_initdb_that_goes_on_after_its_run_was_killed_is_no_obstacle() {
        try (TestProcess killed = project.start("status", "--embedded")) {
            TestProcess.waitFor(
                    "the beginning of initdb",
                    () -> unfinished().stream().anyMatch(folder -> Files.exists(folder.resolve("base"))));
            killed.signal("KILL");
            killed.code();
        }

        TestProject.Run next = project.run("status", "--embedded");

        assertThat(next.code()).as(next.err()).isZero();
    }

    private List<Path> unfinished() {
        try (var files = Files.newDirectoryStream(data(), "making-*")) {
            var found = new java.util.ArrayList<Path>();
            files.forEach(found::add);
            return found;
        } catch (IOException notYet) {
            return List.of();
        }
    }

    @Test
    void half_of_an_initdb_is_no_database() throws IOException {
        Files.createDirectories(data().resolve("data/base"));
        Files.writeString(data().resolve("password"), "half");

        TestProject.Run run = project.run("apply", "--embedded");

        assertThat(run.code()).as(run.err()).isZero();
    }

    @Test
    void what_was_there_before_may_be_wrong_and_the_next_run_begins_anew() {
        project.file("migrate.toml", "[shadow]\nexisting = \"existing.sql\"\n")
                .file("existing.sql", "create table b ();\nselect nothing;\n");

        TestProject.Run broken = project.run("status", "--embedded");
        project.file("existing.sql", "create table b ();\n");
        TestProject.Run mended = project.run("status", "--embedded");

        assertThat(broken.code()).isEqualTo(1);
        assertThat(broken.err())
                .contains("error   existing.sql:2:8: ERROR: column \"nothing\" does not exist (42703)\n");
        assertThat(mended.code()).as(mended.err()).isZero();
    }

    @Test
    void a_number_of_a_process_that_is_another_program_by_now_is_no_server() throws IOException {
        project.run("status", "--embedded");
        Process other = new ProcessBuilder("sleep", "100").start();
        Files.writeString(
                data().resolve("data/postmaster.pid"),
                other.pid() + "\n" + data().resolve("data") + "\n1\n1\n\n127.0.0.1\n0\nready\n");

        TestProject.Run run = project.run("status", "--embedded");
        boolean untouched = other.isAlive();
        other.destroy();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(untouched).as("it was not stopped as if it were a server").isTrue();
    }

    @Test
    void a_folder_of_somebody_else_is_left_alone() {
        project.file("mine/letter.txt", "dear");

        TestProject.Run run = project.run("status", "--embedded", "mine");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "mine holds files that are not of an embedded PostgreSQL\n  fix: name an empty or a new folder: --embedded DIR");
        assertThat(folder.resolve("mine")).isDirectoryContaining("glob:**letter.txt");
    }

    @Test
    void data_of_another_version_are_left_alone() {
        project.run("status", "--embedded");
        project.file("migrate.toml", "[embedded]\nversion = \"16\"\n");

        TestProject.Run run = project.run("status", "--embedded");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("are of PostgreSQL 17, the config asks for 16")
                .contains("set [embedded] version = \"17\", or name another folder: --embedded DIR");
    }

    @Test
    void a_version_that_is_not_at_hand_is_told() {
        project.file("migrate.toml", "[embedded]\nversion = \"11\"\n");

        TestProject.Run run = project.run("status", "--embedded");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("there is no embedded PostgreSQL 11 (at hand: 15, 16, 17, 18)");
    }

    @Test
    void a_place_where_no_folder_can_be_made_is_told() {
        project.file(".migrate", "a file");

        TestProject.Run run = project.run("status", "--embedded");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err())
                .contains("error   the embedded PostgreSQL in " + data() + " cannot be used: ")
                .contains("name another folder: --embedded DIR");
    }

    @Test
    void a_home_that_is_not_there_is_no_obstacle() {
        TestProject.Run run = project.without("MIGRATE_CACHE")
                .without("HOME")
                .variable("XDG_CACHE_HOME", folder.resolve("cache").toString())
                .run("status", "--embedded");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(folder.resolve("cache/migrate")).isDirectoryContaining("glob:**postgres-17-*");
    }
}
