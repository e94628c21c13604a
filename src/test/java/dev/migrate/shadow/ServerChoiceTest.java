package dev.migrate.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.testing.OwnServer;
import dev.migrate.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which server scratch databases are made on. */
@Timeout(180)
class ServerChoiceTest {
    private ShadowBench bench;

    @BeforeEach
    void make() {
        bench = ShadowBench.make();
    }

    @AfterEach
    void delete() throws IOException {
        bench.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"15", "16", "17", "18"})
    void the_embedded_server_has_the_version_of_the_target(String version) {
        bench.major = version;

        try (Shadow shadow = bench.open();
                ScratchDatabase database = shadow.create()) {
            assertThat(shadow.majorVersion()).hasToString(version);
            assertThat(ShadowBench.value(database, "show server_version")).startsWith(version + ".");
        }
    }

    @Test
    void the_cache_may_be_named_from_the_current_folder() {
        Path relative =
                Path.of("").toAbsolutePath().relativize(TestServer.cache().toAbsolutePath());
        bench.binaries = new PostgresBinaries(TestServer.home().resolve("postgres"), relative);

        try (Shadow shadow = bench.open()) {
            assertThat(shadow.majorVersion()).hasToString(bench.major);
        }
    }

    @Test
    void the_config_may_ask_for_another_version() {
        bench.major = "11";
        bench.config("version = \"16\"");

        try (Shadow shadow = bench.open()) {
            assertThat(shadow.majorVersion()).isEqualTo(16);
        }
    }

    @Test
    void a_version_that_is_not_embedded_may_be_installed() throws IOException {
        bench.binaries = new PostgresBinaries(bench.folder, bench.folder);
        bench.variables.put("PATH", "/nowhere::" + pgConfig("PostgreSQL " + TestServer.VERSION + ".9 (Debian)"));

        try (Shadow shadow = bench.open();
                ScratchDatabase database = shadow.create()) {
            assertThat(shadow.description())
                    .isEqualTo("the PostgreSQL " + TestServer.VERSION + " that is installed in " + OwnServer.home());
            assertThat(ShadowBench.value(database, "select 1")).isEqualTo("1");
        }
    }

    private Path pgConfig(String version) throws IOException {
        Path bin = Files.createDirectories(bench.folder.resolve("bin"));
        Path program = Files.writeString(
                bin.resolve("pg_config"),
                "#!/bin/sh\ncase $1 in --version) echo '" + version + "';; --bindir) echo '"
                        + OwnServer.home().resolve("bin") + "';; esac\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return bin;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usr/lib/postgresql/17",
                "usr/pgsql-17",
                "opt/homebrew/opt/postgresql@17",
                "usr/local/opt/postgresql@17",
                "Applications/Postgres.app/Contents/Versions/17"
            })
    void packages_have_their_places(String place) throws IOException {
        Path home = bench.folder.resolve(place);
        for (String program : List.of("initdb", "pg_ctl", "postgres")) {
            assertThat(new InstalledServers(bench.folder, "").find("17"))
                    .as("without " + program)
                    .isEmpty();
            Files.createDirectories(home.resolve("bin"));
            assertThat(Files.createFile(home.resolve("bin").resolve(program))
                            .toFile()
                            .setExecutable(true))
                    .isTrue();
        }

        assertThat(new InstalledServers(bench.folder, "")
                        .find("17")
                        .orElseThrow()
                        .home())
                .isEqualTo(home);
        assertThat(new InstalledServers(bench.folder, "").find("1")).isEmpty();
    }

    @Test
    void an_installed_server_of_another_version_is_none() throws IOException {
        String path = pgConfig("PostgreSQL 9.6.3").toString();

        assertThat(new InstalledServers(bench.folder, path).find("96")).isEmpty();
        assertThat(new InstalledServers(bench.folder, path).find(TestServer.VERSION))
                .isEmpty();
    }

    @Test
    void where_there_is_none_the_three_ways_to_have_one_are_named() {
        bench.major = "11";

        assertThatThrownBy(bench::open)
                .isInstanceOfSatisfying(
                        MigrationFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining(
                        "there is no PostgreSQL 11 to make scratch databases on: [shadow] url names none,"
                                + " the embedded ones are others (at hand: 15, 16, 17, 18), and none is installed on this machine")
                .hasMessageContaining("name a server: [shadow] url = \"postgresql://user@host/postgres\";")
                .hasMessageContaining("[shadow] version = \"15\"")
                .hasMessageContaining("or install PostgreSQL 11, with its pg_config on PATH");
    }

    @Test
    void a_cache_that_cannot_be_written_to_is_told() throws IOException {
        Files.writeString(bench.cache(), "a file");

        assertThatThrownBy(bench::open)
                .isInstanceOfSatisfying(
                        MigrationFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.NO_CONNECTION))
                .hasMessageContaining("no scratch server can be started")
                .hasMessageContaining(bench.cache().toString())
                .hasMessageContaining("MIGRATE_CACHE");
    }
}
