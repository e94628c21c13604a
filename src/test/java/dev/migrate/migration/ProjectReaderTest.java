package dev.migrate.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.migrate.config.Settings;
import dev.migrate.config.SettingsReader;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProjectReaderTest {
    @TempDir
    private Path folder;

    @Test
    void what_is_no_migration_is_passed_over() throws IOException {
        file("m/001_a.sql", "select 1;");
        file("m/README.md", "");
        file("m/.hidden.sql", "");
        file("m/meta/_journal.json", "");
        file("m/nested/002_b.sql", "");
        file("m/20240101120000_init/migration.sql", "select 1;");
        file("m/migration_lock.toml", "");
        file("m/empty.sql", "");

        Project project = read(Settings.of(folder, "m"));

        assertThat(project.migrations().stream().map(Migration::id))
                .containsExactlyInAnyOrder("001_a", "20240101120000_init", "empty");
        assertThat(byId(project, "20240101120000_init").file()).isEqualTo("m/20240101120000_init/migration.sql");
        assertThat(byId(project, "empty").unversioned()).isTrue();
    }

    @Test
    void what_undoes_a_migration_is_found_in_the_order_of_the_contract() throws IOException {
        file("m/1_section.sql", "create table a();\n-- migrate:down\ndrop table a;\n");
        file("m/1_section.down.sql", "select 'file';");
        file("m/2_file.up.sql", "create table b();\n-- Rollback: drop table b;\n");
        file("m/2_file.down.sql", "\uFEFFdrop table b; -- file\r\n");
        file("m/V3__x.sql", "select 3;");
        file("m/U3__other_name.sql", "select 'undo';");
        file("m/4_folder.sql", "select 4;");
        file("m/revert/4_folder.sql", "select 'folder';");
        file("m/5_comment.sql", "select 5;\n-- Rollback: drop table c;\n");
        file("m/6_none.sql", "select 6;");

        Project project = read(Settings.of(folder, "m"));

        assertThat(down(project, "1_section")).isEqualTo("section m/1_section.sql:3:1 drop table a;\n");
        assertThat(down(project, "2_file")).isEqualTo("file m/2_file.down.sql:1:1 drop table b; -- file\n");
        assertThat(down(project, "V3__x")).isEqualTo("file m/U3__other_name.sql:1:1 select 'undo';");
        assertThat(down(project, "4_folder")).isEqualTo("file m/revert/4_folder.sql:1:1 select 'folder';");
        assertThat(down(project, "5_comment")).isEqualTo("comment m/5_comment.sql:2:14 drop table c;");
        assertThat(byId(project, "6_none").down()).isEmpty();
        assertThat(project.migrations()).hasSize(6);
    }

    @Test
    void sections_are_ranges_of_bytes_with_their_line() throws IOException {
        file(
                "m/1.sql",
                "\uFEFF-- \u00e9\r\n-- migrate:up\r\nselect 1;\r\n-- migrate:down\r\nselect 2;\r\n"
                        + "-- migrate:verify\nselect 3;");

        Migration migration = byId(read(Settings.of(folder, "m")), "1");

        assertThat(migration.up()).hasSize(1);
        assertThat(migration.up().get(0).text(1000)).contains("-- \u00e9\n-- migrate:up\nselect 1;\n");
        assertThat(migration.up().get(0).start().offset()).isEqualTo(3);
        assertThat(migration.down().orElseThrow().text()).contains("select 2;\n");
        assertThat(migration.down().orElseThrow().where()).hasToString("m/1.sql:5:1");
        assertThat(migration.verify().get(0).text(1000)).contains("select 3;");
        assertThat(migration.text(5)).isEmpty();
        assertThat(migration.text(1000).orElseThrow()).startsWith("-- \u00e9\n").endsWith("select 3;");
    }

    @Test
    void a_checksum_knows_neither_bom_nor_line_ends_but_every_other_byte() throws IOException {
        file("m/1.sql", "a\nb\rc\n");
        file("m/2.sql", "\uFEFFa\r\nb\rc\r\n");
        file("m/3.sql", "a\nb\nc\n");
        file("m/4.sql", "a\nb\rc\n\r");

        Project project = read(Settings.of(folder, "m"));

        assertThat(byId(project, "1").checksum()).isEqualTo(byId(project, "2").checksum());
        assertThat(byId(project, "1").checksum().text())
                .isEqualTo("sha256:6f52afe4d39e9cf2a7c126277dd775264d5d47ac6af9ed8c6d2040c1839c45aa");
        assertThat(byId(project, "3").checksum())
                .isNotEqualTo(byId(project, "1").checksum());
        assertThat(byId(project, "4").checksum())
                .isNotEqualTo(byId(project, "1").checksum());
    }

    @Test
    void a_large_file_is_read_like_a_small_one() throws IOException {
        String line = "insert into a values ('\u00e9\u20ac\uD83D\uDE00 0123456789');\r\n";
        String text = line.repeat((1 << 21) / line.length()) + "-- migrate:down\r\ndrop table a;\r\n";
        file("m/1.sql", text);

        Migration migration = byId(read(Settings.of(folder, "m")), "1");

        assertThat(migration.checksum())
                .isEqualTo(Checksum.of(text.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8)));
        assertThat(migration.down().orElseThrow().text()).contains("drop table a;\n");
        assertThat(migration.text(DownScript.LONGEST_TEXT)).isEmpty();
    }

    @Test
    void the_same_id_in_two_sources_is_told_apart_by_the_source() throws IOException {
        file("a/001_init.sql", "");
        file("b/001_init.sql", "");
        file("b/002_x.sql", "");

        Project project = read(Settings.of(folder, "a", "b"));

        assertThat(project.migrations().stream().map(Migration::id))
                .containsExactlyInAnyOrder("a/001_init", "b/001_init", "002_x");
    }

    @Test
    void everything_that_is_wrong_is_told_at_once() throws IOException {
        file("m/001_a.sql", "");
        file("m/001_a.up.sql", "");
        file("m/005_b.sql", "-- migrate: after 004_nothing_of_the_kind\n");
        file("m/006_c.sql", "-- migrate: after 007_d\n");
        file("m/007_d.sql", "-- migrate: after 006_c\n");
        Files.createDirectories(folder.resolve("m/008.sql"));
        Files.createSymbolicLink(folder.resolve("m/009.sql"), Path.of("nowhere"));
        Files.write(
                folder.resolve("m/010.sql"), "select 1;\nselect 'caf\u00e9';".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(folder.resolve("m/011.sql"), new byte[] {'a', 0});
        file("migrate.toml", """
                sources = ["m", "n", "m/005_b.sql"]
                optional = ["005_c"]
                verify = ["verify"]
                [after]
                "005_b" = ["001.sql"]
                [bootstrap]
                file = "boot.sql"
                covers = ["zzz*", "<= x"]
                [[rollback]]
                file = "r.sql"
                undoes = []
                """);

        assertThat(problems())
                .containsExactlyInAnyOrder(
                        "migrate.toml:1:17: the source \"n\" does not exist\n  fix: create it, or correct its name",
                        "m/005_b.sql: is in two sources: \"m\" and \"m/005_b.sql\"\n"
                                + "  fix: leave it in one source only",
                        "m/001_a.up.sql: has the same id as m/001_a.sql: 001_a\n  fix: rename one of the two",
                        "migrate.toml:2:13: \"005_c\" in \"optional\" is no migration\n"
                                + "  fix: did you mean \"005_b\"?",
                        "m/005_b.sql:1:1: \"004_nothing_of_the_kind\" in \"after\" is no migration\n"
                                + "  fix: write the id of a migration: its file name without .sql",
                        "migrate.toml:5:12: \"001.sql\" in \"after\" is no migration\n"
                                + "  fix: write the id of a migration: its file name without .sql",
                        "m/006_c.sql: \"after\" goes in a circle: m/006_c.sql -> m/007_d.sql -> m/006_c.sql\n"
                                + "  fix: remove one of these \"after\"s; each arrow reads \"runs after\"",
                        "m/008.sql: is a folder with the name of a migration\n  fix: rename it without .sql",
                        "m/009.sql: is a symbolic link to nothing\n  fix: correct the link, or remove it",
                        "m/010.sql:2:12: the file is not UTF-8: byte 0xE9 (Latin-1?)\n"
                                + "  fix: convert it: iconv -f LATIN1 -t UTF-8 m/010.sql > converted.sql",
                        "m/011.sql:1:2: the file holds a NUL byte, which PostgreSQL cannot take\n"
                                + "  fix: remove it; if the file is UTF-16, convert it: iconv -f UTF-16 -t UTF-8",
                        "migrate.toml:7:1: the source \"boot.sql\" does not exist\n"
                                + "  fix: create it, or correct its name",
                        "migrate.toml:8:11: \"zzz*\" in \"covers\" matches no migration\n"
                                + "  fix: correct the pattern, or remove it",
                        "migrate.toml:8:19: \"<= x\" in \"covers\" holds no version\n"
                                + "  fix: write \"<= 20251105\" or another number or date",
                        "migrate.toml:10:1: the rollback script \"r.sql\" does not exist\n"
                                + "  fix: create it, or correct its name",
                        "migrate.toml:3:11: \"verify\" in \"verify\" does not exist\n"
                                + "  fix: create it, or correct its name");
    }

    @Test
    void a_link_may_lead_within_the_project_but_not_out_of_it(@TempDir Path elsewhere) throws IOException {
        file("shared/001_a.sql", "");
        Files.createDirectories(folder.resolve("m"));
        Files.createSymbolicLink(folder.resolve("m/001_a.sql"), folder.resolve("shared/001_a.sql"));
        assertThat(read(Settings.of(folder, "m")).migrations()).hasSize(1);
        Files.writeString(elsewhere.resolve("x.sql"), "");
        Files.createSymbolicLink(folder.resolve("m/002_b.sql"), elsewhere.resolve("x.sql"));
        Files.createSymbolicLink(folder.resolve("outside"), elsewhere);

        MigrationFailure failure =
                catchThrowableOfType(MigrationFailure.class, () -> read(Settings.of(folder, "m", "shared")));

        assertThat(failure.problems().stream().map(Problem::what))
                .containsExactlyInAnyOrder(
                        "is a symbolic link that leads out of the project, to "
                                + elsewhere.toRealPath().resolve("x.sql"),
                        "is the same file as m/001_a.sql");
        assertThat(read(Settings.of(folder, "outside")).migrations()).hasSize(1);
    }

    @Test
    void files_of_other_environments_are_excluded() throws IOException {
        file("m/1.sql", "-- migrate: env local, staging\n");
        file("migrate.toml", "sources = [\"m\"]\n[env.staging]\n[env.production]\n");

        assertThat(byId(read(settings(Optional.of("staging"))), "1").excluded()).isFalse();
        assertThat(byId(read(settings(Optional.of("production"))), "1").excluded())
                .isTrue();
        assertThat(byId(read(settings(Optional.empty())), "1").excluded()).isTrue();
    }

    @Test
    void the_bootstrap_file_may_lie_beside_the_sources_and_covers_what_is_named() throws IOException {
        file("m/001_a.sql", "");
        file("m/20250101_b.sql", "");
        file("old/000_z.sql", "\u00ff".repeat(3));
        file("boot.sql", "");
        file(
                "migrate.toml",
                "sources = [\"m\"]\n[bootstrap]\nfile = \"boot.sql\"\ncovers = [\"old\", \"<= 20241231\"]\n");

        Project project = read(settings(Optional.empty()));

        assertThat(project.bootstrap().orElseThrow().covers().stream().map(Migration::id))
                .containsExactlyInAnyOrder("000_z", "001_a");
        assertThat(project.isBootstrap(byId(project, "boot"))).isTrue();
        assertThat(project.archived().stream().map(Migration::id)).containsExactly("000_z");
    }

    @Test
    void without_any_source_it_is_said_what_was_looked_for() {
        assertThat(problems().get(0))
                .startsWith("no migrations: no migrate.toml; found none of schema.sql, ")
                .endsWith("fix: name a folder with --source, or write sources = [...] in migrate.toml");
    }

    @Test
    void five_thousand_files_are_read_fast() throws IOException {
        Files.createDirectories(folder.resolve("m"));
        for (int i = 0; i < 5_000; i++) {
            Files.writeString(
                    folder.resolve("m/" + (100_000 + i) + "_table.sql"), "create table t" + i + " (id int);\n");
        }
        read(Settings.of(folder, "m"));
        long start = System.nanoTime();

        Project project = read(Settings.of(folder, "m"));

        assertThat(project.migrations()).hasSize(5_000);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }

    private void file(String name, String text) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static Project read(Settings settings) {
        return ProjectReader.read(settings);
    }

    private Settings settings(Optional<String> environment) {
        return SettingsReader.read(
                new SettingsReader.Request(folder, Optional.empty(), environment, List.of(), Map.of()));
    }

    private static Migration byId(Project project, String id) {
        return project.byId().get(id);
    }

    private static String down(Project project, String id) throws IOException {
        DownScript down = byId(project, id).down().orElseThrow();
        return down.kind() + " " + down.where() + " " + down.text().orElseThrow();
    }

    private List<String> problems() {
        MigrationFailure failure = catchThrowableOfType(MigrationFailure.class, () -> read(settings(Optional.empty())));
        assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
        return failure.problems().stream().map(Problem::toString).toList();
    }
}
