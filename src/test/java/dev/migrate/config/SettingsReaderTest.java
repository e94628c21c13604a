package dev.migrate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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

final class SettingsReaderTest {
    @TempDir
    private Path folder;

    @Test
    void everything_that_can_be_said_is_read() throws IOException {
        config("""
                sources = ["schema.sql", "migrations/", "./backend/migrations"]
                order   = "source"
                archive = ["migrations_archive"]
                verify  = ["verify"]
                optional = ["20251127_seed_event_types"]
                current_schema = "current_schema"
                [after]
                "20251127_seed.x" = ["20251127_schema"]
                [bootstrap]
                file   = "migrations/9.sql"
                covers = ["migrations_archive", "<= 5"]
                [[rollback]]
                file   = "rollback/plan.sql"
                undoes = ["a", "b"]
                [prisma]
                schema = "prisma/schema.prisma"
                [database]
                url = "${DATABASE_URL_DIRECT}"
                lock_timeout = "2min"
                statement_timeout = "500ms"
                role = "postgres"
                [history]
                schema = "m"
                table  = "h"
                supabase = true
                [shadow]
                version = "16"
                prelude = "supabase"
                existing = "existing.sql"
                url = ""
                [embedded]
                version = "18"
                [policy]
                drop-table = "error"
                rewrite = "off"
                [env.production]
                url = "${PRODUCTION_DATABASE_URL}"
                """);

        Settings settings = read();

        assertThat(settings.directory()).isEqualTo(folder);
        assertThat(settings.sources().folders().stream().map(Location::name))
                .containsExactly("schema.sql", "migrations", "backend/migrations");
        assertThat(settings.sources().folders().get(2).path()).isEqualTo(folder.resolve("backend/migrations"));
        assertThat(settings.sources().order()).isEqualTo(Order.BY_SOURCE);
        assertThat(settings.sources().archive().get(0).name()).isEqualTo("migrations_archive");
        assertThat(settings.sources().optional().get(0).where()).hasToString("Optional[migrate.toml:5:13]");
        assertThat(settings.sources().after().get(0).migration().text()).isEqualTo("20251127_seed.x");
        assertThat(settings.sources().after().get(0).behind()).hasToString("[20251127_schema]");
        assertThat(settings.bootstrap().orElseThrow().covers()).hasToString("[migrations_archive, <= 5]");
        assertThat(settings.rollbacks().get(0).undoes()).hasToString("[a, b]");
        assertThat(settings.prisma().orElseThrow().schema().name()).isEqualTo("prisma/schema.prisma");
        assertThat(settings.database().lockTimeout().atMost()).isEqualTo(Duration.ofMinutes(2));
        assertThat(settings.database().statementTimeout().atMost()).isEqualTo(Duration.ofMillis(500));
        assertThat(settings.database().role()).contains("postgres");
        assertThat(settings.history()).isEqualTo(new Settings.History("m", "h", true));
        assertThat(settings.shadow())
                .isEqualTo(new Settings.Shadow(
                        Optional.of("16"), Optional.of("supabase"), Optional.of("existing.sql"), Optional.empty()));
        assertThat(settings.embedded().version()).isEqualTo("18");
        assertThat(settings.policy().stream().map(rule -> rule.rule() + " " + rule.level()))
                .containsExactly("drop-table ERROR", "rewrite OFF");
    }

    @Test
    void all_problems_are_told_at_once_each_with_its_place_and_a_fix() throws IOException {
        config("""
                sources = "migrations"
                ordr = "version"
                lock_timeout = "1s"
                order = "alphabet"
                [database]
                lock_timeout = "5 parsecs"
                role = 7
                [history]
                supabase = "yes"
                [policy]
                drop-table = "stop"
                [[rollback]]
                undoes = ["a"]
                [env.production]
                urll = "x"
                statement_timeout = "soon"
                [env.staging.history]
                tabel = "x"
                [shadow]
                prelude = "${NOT_SET}"
                version = "latest"
                """);

        assertThat(problems())
                .containsExactly(
                        "migrate.toml:1:1: \"sources\" must be a list of texts, not a text\n"
                                + "  fix: write it in brackets: [\"migrations\"]",
                        "migrate.toml:2:1: unknown key \"ordr\"\n  fix: did you mean \"order\"?",
                        "migrate.toml:3:1: unknown key \"lock_timeout\"\n"
                                + "  fix: \"lock_timeout\" belongs in [database]",
                        "migrate.toml:4:1: \"alphabet\" is no value for \"order\"\n"
                                + "  fix: known are version, source, or a list of ids and globs",
                        "migrate.toml:6:1: \"5 parsecs\" is no length of time\n"
                                + "  fix: write lock_timeout as PostgreSQL does:"
                                + " \"5s\", \"500ms\", \"2min\", or \"0\" for no limit",
                        "migrate.toml:7:1: \"database.role\" must be a text, not a number\n"
                                + "  fix: write it in quotes: \"7\"",
                        "migrate.toml:9:1: \"history.supabase\" must be true or false, not a text\n"
                                + "  fix: write true or false",
                        "migrate.toml:11:1: \"stop\" is no value for \"drop-table\"\n"
                                + "  fix: known are error, warn, off",
                        "migrate.toml:13:1: [[rollback]] says no \"file\"\n  fix: add file to [[rollback]]",
                        "migrate.toml:15:1: unknown key \"urll\" in [env.production]\n  fix: did you mean \"url\"?",
                        "migrate.toml:16:1: \"soon\" is no length of time\n"
                                + "  fix: write statement_timeout as PostgreSQL does:"
                                + " \"5s\", \"500ms\", \"2min\", or \"0\" for no limit",
                        "migrate.toml:18:1: unknown key \"tabel\" in [env.staging.history]\n"
                                + "  fix: did you mean \"table\"?",
                        "migrate.toml:20:1: the variable NOT_SET in \"shadow.prelude\" is not set\n"
                                + "  fix: set NOT_SET in the environment, or write the value in the config",
                        "migrate.toml:21:1: \"latest\" is no major version of PostgreSQL\n"
                                + "  fix: write version = \"17\"");
    }

    @Test
    void an_environment_is_laid_over_the_rest_key_by_key() throws IOException {
        config("""
                sources = ["migrations"]
                [database]
                url = "postgresql://one"
                role = "postgres"
                lock_timeout = "5s"
                [policy]
                drop-table = "error"
                rewrite = "warn"
                [env.production]
                sources = ["other"]
                url = "postgresql://${HOST}/two"
                lock_timeout = "1s"
                [env.production.database]
                role = "owner"
                [env.production.policy]
                rewrite = "off"
                """);

        Settings settings = SettingsReader.read(request(Optional.of("production"), Map.of()));

        assertThat(settings.sources().folders()).hasToString("[other]");
        assertThat(settings.database().url().orElseThrow().resolve(Map.of("HOST", "h")))
                .isEqualTo("postgresql://h/two");
        assertThat(settings.database().lockTimeout().atMost()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.database().role()).contains("owner");
        assertThat(settings.policy().stream().map(rule -> rule.rule() + " " + rule.level()))
                .containsExactly("drop-table ERROR", "rewrite OFF");
    }

    @Test
    void an_unknown_environment_names_the_known_ones() throws IOException {
        config("[env.production]\n[env.staging]\n");

        assertThatThrownBy(() -> SettingsReader.read(request(Optional.of("prod"), Map.of())))
                .isInstanceOf(MigrationFailure.class)
                .hasMessage("there is no environment \"prod\" in the config\n  fix: known are production, staging");
    }

    @Test
    void an_environment_without_a_config_is_an_error() {
        assertThatThrownBy(() -> SettingsReader.read(request(Optional.of("prod"), Map.of())))
                .hasMessageContaining("there is no migrate.toml here or above");
    }

    @Test
    void a_url_with_a_variable_that_is_not_set_is_no_problem_until_it_is_needed() throws IOException {
        config("sources = [\"m\"]\n[database]\nurl = \"${NOT_SET}\"\n");

        Template url = read().database().url().orElseThrow();

        assertThatThrownBy(() -> url.resolve(Map.of()))
                .isInstanceOf(MigrationFailure.class)
                .hasMessage("migrate.toml:3:1: the variable NOT_SET in \"database.url\" is not set\n"
                        + "  fix: set NOT_SET in the environment, or write the value in the config");
        assertThatThrownBy(() -> url.resolve(Map.of("NOT_SET", ""))).hasMessageContaining("is empty");
        assertThat(url.resolve(Map.of("NOT_SET", "a$1\\b"))).isEqualTo("a$1\\b");
    }

    @Test
    void variables_of_an_environment_that_is_not_chosen_need_not_be_set() throws IOException {
        config("sources = [\"m\"]\n[env.p.shadow]\nprelude = \"${NOT_SET}\"\n");

        assertThat(read().shadow().prelude()).isEmpty();
        assertThatThrownBy(() -> SettingsReader.read(request(Optional.of("p"), Map.of())))
                .hasMessageContaining("the variable NOT_SET in \"env.p.shadow.prelude\" is not set");
    }

    @Test
    void two_dollars_stand_for_one_and_what_is_no_variable_is_an_error() throws IOException {
        config("sources = [\"m\"]\n[database]\nrole = \"$${x}$y\"\n[shadow]\nprelude = \"${a b}\"\n");

        assertThat(problems())
                .containsExactly(
                        "migrate.toml:5:1: \"${a b}\" in \"shadow.prelude\" is no variable\n  fix: write ${NAME}"
                                + " with a name of letters, digits and _, or $${ for the characters themselves");

        config("sources = [\"m\"]\n[database]\nrole = \"$${x}$y\"\n");
        assertThat(read().database().role()).contains("${x}$y");
    }

    @Test
    void the_nearest_config_counts_and_paths_start_there() throws IOException {
        config("sources = [\"m\"]\n");
        Path below = Files.createDirectories(folder.resolve("a/b"));

        Settings settings = SettingsReader.read(SettingsReader.Request.in(below));

        assertThat(settings.directory()).isEqualTo(folder);
        assertThat(settings.sources().folders().get(0).path()).isEqualTo(folder.resolve("m"));
    }

    @Test
    void sources_of_the_command_line_replace_those_of_the_config_and_start_where_the_user_is() throws IOException {
        config("sources = [\"m\"]\n");
        Path below = Files.createDirectories(folder.resolve("a"));

        Settings settings = SettingsReader.read(new SettingsReader.Request(
                below, Optional.empty(), Optional.empty(), List.of("../x", "y.sql"), Map.of()));

        assertThat(settings.sources().folders().stream().map(Location::path))
                .containsExactly(folder.resolve("x"), below.resolve("y.sql"));
        assertThat(settings.sources().fromOptions()).isTrue();
    }

    @Test
    void without_a_config_the_usual_places_are_found_and_said() throws IOException {
        Files.writeString(folder.resolve("schema.sql"), "");
        Files.createDirectories(folder.resolve("backend/migrations"));
        Files.createDirectories(folder.resolve("migrations"));
        Files.createDirectories(folder.resolve("migrations_archive"));
        Files.createDirectories(folder.resolve("backend/old_archive"));

        Settings settings = SettingsReader.read(request(Optional.empty(), Map.of()));

        assertThat(settings.sources().folders()).hasToString("[schema.sql, migrations, backend/migrations]");
        assertThat(settings.sources().archive()).hasToString("[migrations_archive, backend/old_archive]");
        assertThat(settings.found())
                .contains("no migrate.toml; found schema.sql, migrations, backend/migrations;"
                        + " archive migrations_archive, backend/old_archive");
    }

    @Test
    void where_nothing_is_found_that_is_said() {
        assertThat(SettingsReader.read(request(Optional.empty(), Map.of()))
                        .found()
                        .orElseThrow())
                .startsWith("no migrate.toml; found none of schema.sql, supabase/migrations, ");
    }

    @Test
    void a_config_that_is_no_toml_says_each_line() throws IOException {
        config("sources = \n[database\n");

        assertThat(problems())
                .containsExactly(
                        "migrate.toml:1:11: unexpected end of line, expected a value\n"
                                + "  fix: correct the line; it is read as TOML",
                        "migrate.toml:2:10: unexpected end of line, expected ]\n"
                                + "  fix: correct the line; it is read as TOML");
    }

    @Test
    void a_config_that_cannot_be_read_says_why() throws IOException {
        Files.write(folder.resolve("latin.toml"), "role = \"\u00e9\"".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> explicit("latin.toml")).hasMessageContaining("latin.toml: the config is not UTF-8");
        assertThatThrownBy(() -> explicit(".")).hasMessageContaining("the config is a folder");
        assertThatThrownBy(() -> explicit("none.toml"))
                .hasMessage("none.toml: there is no such config\n  fix: check the path after --config");
    }

    @Test
    void an_order_may_be_a_list() throws IOException {
        config("sources = [\"m\"]\norder = [\"b\", \"a*\"]\n");

        assertThat(((Order.Listed) read().sources().order()).names()).hasToString("[b, a*]");
    }

    @Test
    void an_empty_config_is_a_config_and_sources_are_looked_for() throws IOException {
        config("");
        Files.createDirectories(folder.resolve("migrations"));

        assertThat(read().found()).contains("migrate.toml names no sources; found migrations");
    }

    private Settings explicit(String file) {
        return SettingsReader.read(
                new SettingsReader.Request(folder, Optional.of(Path.of(file)), Optional.empty(), List.of(), Map.of()));
    }

    private void config(String text) throws IOException {
        Files.writeString(folder.resolve("migrate.toml"), text);
    }

    private Settings read() {
        return SettingsReader.read(request(Optional.empty(), Map.of()));
    }

    private SettingsReader.Request request(Optional<String> environment, Map<String, String> variables) {
        return new SettingsReader.Request(folder, Optional.empty(), environment, List.of(), variables);
    }

    private List<String> problems() {
        MigrationFailure failure = catchThrowableOfType(MigrationFailure.class, this::read);
        assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE);
        return failure.problems().stream().map(Problem::toString).toList();
    }
}
