package dev.migrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestProject;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever text comes from a file, its name, the config, the command line or the server: a terminal only shows it. */
class HostileTextTest {
    /** Clears the screen, rings, goes back, begins a sequence in one character, turns the direction, begins a line. */
    private static final String BAD = "\u001B[2J\u0007\b\u007F\u0085\u009B31m\u202E\u2066\u200F\u061C\u2028x";

    @TempDir
    private Path folder;

    private TestDatabase database;
    private TestProject project;

    @BeforeEach
    void make() {
        database = new TestDatabase();
        project = new TestProject(folder, database);
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private TestProject.Run harmless(String... arguments) {
        TestProject.Run run = project.run(arguments);

        String said = run.out() + run.err();
        assertThat(said.codePoints()
                        .filter(c -> (Character.isISOControl(c) && c != '\n' && c != '\t')
                                || (Character.getType(c) == Character.FORMAT)
                                || c == '\u2028')
                        .mapToObj("U+%04X"::formatted)
                        .distinct()
                        .collect(Collectors.toList()))
                .as(String.join(" ", List.of(arguments)) + ": " + said)
                .isEmpty();
        return run;
    }

    private void everyCommandIsHarmless() {
        for (String format : new String[] {"text", "json"}) {
            harmless("apply", "--dry-run", "--format", format);
            harmless("status", "--format", format);
            harmless("apply", "-v", "--format", format);
            harmless("apply", "--format", format);
            TestProject.Run status = harmless("status", "-v", "--format", format);
            if (format.equals("json")) {
                assertThat(status.json().has("migrations") || status.json().has("problems"))
                        .isTrue();
            }
        }
    }

    @Test
    void names_of_files() {
        project.file("migrations/001_" + BAD + "\r.sql", "create table a ();")
                .file("migrations/002_" + BAD + "/migration.sql", "create table b ();")
                .file("migrations/003_" + BAD + ".sql", "select\nnothing;");

        everyCommandIsHarmless();
        assertThat(database.tables()).isEqualTo("a b");
        assertThat(project.run("status", "--format", "json").states())
                .contains("001_" + BAD + "\r applied", "003_" + BAD + " pending");
        harmless("inspect", "migrations/003_" + BAD + ".sql");
        harmless("inspect", "--format", "json", "migrations/003_" + BAD + ".sql", "migrations/none_" + BAD + ".sql");
        harmless("repair", "--accept", "001_" + BAD + "\r", "--reason", BAD);
        harmless("repair", "--accept", "none" + BAD, "--reason", BAD);
    }

    @Test
    void the_name_of_a_file_cannot_pass_for_a_message() {
        project.file("migrations/001_a\napplied 999_all.sql", "select nothing;");

        TestProject.Run run = harmless("apply");
        TestProject.Run status = harmless("status");

        assertThat(run.out() + run.err() + status.out())
                .doesNotContain("\napplied 999")
                .contains("migrations/001_a\\x0aapplied 999_all.sql");
    }

    @Test
    void neither_can_what_the_server_says() {
        project.file("migrations/001_a.sql", """
                do $$ begin
                    raise notice E'x\\napplied migrations/999_all.sql';
                    raise exception E'y\\napplied migrations/999_all.sql' using detail = E'z\\napplied migrations/999_all.sql';
                end $$;
                """);

        TestProject.Run run = harmless("apply");

        assertThat(run.out() + run.err())
                .doesNotContain("\napplied migrations/999")
                .contains("NOTICE: x\n  applied", "ERROR: y\n  applied", "DETAIL: z\n  applied");
    }

    @Test
    void what_the_server_says() {
        String bad = "U&'" + BAD.chars().mapToObj("\\%04x"::formatted).collect(Collectors.joining()) + "'";
        project.file("migrations/001_a.sql", """
                create function "f%1$s"() returns void language plpgsql as $$ begin
                    raise notice '%%', %2$s using detail = %2$s, hint = %2$s;
                    raise warning '%%', %2$s;
                end $$;
                select "f%1$s"();
                """.formatted(BAD, bad))
                .file(
                        "migrations/002_b.sql",
                        "create table b ();\nselect 1 as \"" + BAD + "\", \"" + BAD + "\"(); -- " + BAD)
                .file("migrations/003_c.sql", """
                        vacuum;
                        do $$ begin
                            raise exception '%%', %1$s using detail = %1$s, hint = %1$s;
                        end $$;
                        """.formatted(bad));

        everyCommandIsHarmless();
        project.delete("migrations/002_b.sql");
        everyCommandIsHarmless();
        project.file(
                "migrations/003_c.sql", "vacuum;\nselect 1;\n-- migrate:verify\nselect " + bad + ";\n-- Expected: 3\n");
        everyCommandIsHarmless();
        project.file("migrations/003_c.sql", "vacuum;\nselect 1;\n-- migrate:verify\nselect 1;\n-- Expected: " + BAD);
        everyCommandIsHarmless();
    }

    @Test
    void what_is_no_sql_at_all() {
        project.file("migrations/001_a.sql", "\\" + BAD + "\n").file("migrations/002_b.sql", "select '" + BAD);

        everyCommandIsHarmless();
        harmless("inspect", "migrations/001_a.sql", "migrations/002_b.sql");
    }

    @Test
    void comments_that_are_read() {
        project.file("migrations/001_a.sql", "-- migrate: " + BAD + "\n-- migrate: after " + BAD + "\nselect 1;\n");

        everyCommandIsHarmless();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"%s\" = 1",
                "sources = [\"%s\"]",
                "sources = [\"migrations\"]\norder = \"%s\"",
                "[database]\nlock_timeout = \"%s\"",
                "[database]\nurl = \"%s\"",
                "[database]\nurl = \"${%s}\"",
                "[env.\"%s\"]\nx = 1",
                "[history]\nschema = \"%s\"",
                "[history]\ntable = \"%s\"",
                "[database]\nrole = \"%s\"",
                "[bootstrap]\nfile = \"%s\"",
                "[shadow]\nprelude = \"%s\"",
                "[policy]\n\"%s\" = \"error\""
            })
    void the_config(String line) {
        String escaped = BAD.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining());
        project.file("migrations/001_a.sql", "select 1;");
        for (String value : new String[] {BAD, escaped}) {
            project.file("migrate.toml", line.replace("%s", value) + "\n");

            harmless("apply");
            harmless("status", "-v");
            harmless("status", "--format", "json");
        }
    }

    @Test
    void the_command_line() {
        project.file("migrations/001_a.sql", "select 1;");
        for (String option : new String[] {
            "--config",
            "--env",
            "--source",
            "--url",
            "--format",
            "--color",
            "--to",
            "--count",
            "--lock-timeout",
            "--retries"
        }) {
            harmless("apply", option, BAD);
            harmless("apply", "--format", "json", option, BAD);
        }
        harmless("apply", "--" + BAD);
        harmless("apply", BAD);
        harmless(BAD);
        harmless("apply", "--url", "postgresql://" + BAD + "@127.0.0.1:1/" + BAD);
        harmless("apply", "--url", "postgresql://u@127.0.0.1:1/d?" + BAD + "=1");
        harmless("apply", "--url", "postgresql://u@" + BAD + "/d");
    }

    @Test
    void names_of_databases_and_users() {
        String role = database.name() + BAD;
        database.execute("create role \"" + role + "\" superuser login password 'p'");
        try {
            project.file("migrations/001_a.sql", "select 1;").variable("DATABASE_URL", database.url(role, "p"));

            assertThat(harmless("apply").code()).isZero();
            everyCommandIsHarmless();
            harmless("status", "--url", database.url(role, "wrong"));
        } finally {
            database.execute("reassign owned by \"" + role + "\" to postgres; drop role \"" + role + "\"");
        }
    }

    @Test
    void a_line_that_nobody_can_read_is_cut() {
        project.file("migrations/001_a.sql", """
                do $$ begin
                    raise notice '%', repeat('n', 100000);
                    raise exception '%', repeat('e', 100000);
                end $$;
                """);

        TestProject.Run run = harmless("apply");
        TestProject.Run json = project.run("apply", "--format", "json");

        assertThat(run.err()).contains("nnn… (98008 more characters)", "eee… (98015 more characters)");
        assertThat(run.err().length()).isLessThan(10_000);
        assertThat(json.json().get("failed").get("message").asText()).hasSize(100_000);
    }
}
