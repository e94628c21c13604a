package dev.migrate.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.database.Identifier;
import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestProject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A name is a name, whatever it holds: of the history, of a role, of a database, of a file. */
class OddNamesTest {
    private static final String LONGEST = "x".repeat(60) + "表";

    @TempDir
    private Path folder;

    private TestDatabase database;
    private TestProject project;

    @BeforeEach
    void make() {
        database = new TestDatabase();
        project = new TestProject(folder, database)
                .file("migrations/001_a.sql", "create table a (id int);\n")
                .file("migrations/002_b.sql", "vacuum;\ncreate table b (id int);\n");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    static List<String> names() {
        return List.of(
                "select",
                "User",
                " ",
                "a.b",
                "a\"b\"\"c\"",
                "it''s '",
                "$$ $1 $body$",
                "100% %s%I%n",
                "\\ \\\\'\\n",
                "line\nline\r\t",
                "-- /* */ ;",
                "'; drop table a; --",
                "{schema} {table:format}",
                "żółć 表 \uD83D\uDC18",
                "\u001B[2J\u202E",
                LONGEST);
    }

    private static String toml(String text) {
        return "\"" + text.chars().mapToObj("\\u%04x"::formatted).collect(Collectors.joining()) + "\"";
    }

    /** Characters beyond the first plane have an escape of their own. */
    private static String tomlPoints(String text) {
        return "\"" + text.codePoints().mapToObj("\\U%08x"::formatted).collect(Collectors.joining()) + "\"";
    }

    private void lives() {
        for (String command : new String[] {"apply", "apply", "status --check"}) {
            TestProject.Run run = project.run(command.split(" ", -1));
            assertThat(run.code()).as(run.out() + run.err()).isZero();
        }
        project.file("migrations/001_a.sql", "create table a (id bigint);\n");
        assertThat(project.run("apply").code()).isEqualTo(3);
        TestProject.Run repaired = project.run("repair", "--accept", "001_a", "--reason", "it's right\\");
        assertThat(repaired.code()).as(repaired.err()).isZero();
        assertThat(project.run("status", "--check").code()).isZero();
        assertThat(database.tables()).contains("a b");
    }

    private String value(String sql, String... names) {
        Object[] quoted = List.of(names).stream().map(Identifier::quoted).toArray();
        return database.value(sql.formatted(quoted));
    }

    @ParameterizedTest
    @MethodSource("names")
    void of_the_history(String name) {
        project.file(
                "migrate.toml",
                "sources = [\"migrations\"]\n[history]\nschema = " + tomlPoints(name) + "\ntable = " + tomlPoints(name)
                        + "\n");

        lives();

        assertThat(value("select count(*) from %s.%s", name, name)).isEqualTo("2");
        assertThat(value("select count(*) > 2 from %s.log", name)).isEqualTo("t");
        assertThat(database.column(
                        "select nspname from pg_namespace where nspname !~ '^(pg_|information_schema|public)'"))
                .containsExactly(name);
    }

    @Test
    void one_that_postgresql_would_cut_is_refused() {
        for (String key : new String[] {"[history]\nschema", "[history]\ntable", "[database]\nrole"}) {
            project.file("migrate.toml", "sources = [\"migrations\"]\n" + key + " = \"" + LONGEST + "x\"\n");

            TestProject.Run run = project.run("apply");

            assertThat(run.err())
                    .contains("error   migrate.toml:3:1: the name in ", "has 64 bytes, and PostgreSQL keeps 63");
            assertThat(run.code()).isEqualTo(2);
        }
        project.file("migrate.toml", "sources = [\"migrations\"]\n[history]\nschema = " + toml("a\0b") + "\n");
        assertThat(project.run("apply").err()).contains("holds a zero").doesNotContain("\tat ");
    }

    @Test
    void a_schema_that_is_there_with_tables_of_its_own() {
        database.execute("create schema ops; create table ops.orders (); create view ops.history_view as select 1");
        project.file("migrate.toml", "sources = [\"migrations\"]\n[history]\nschema = \"ops\"\n");

        lives();
    }

    @Test
    void a_table_of_somebody_else_that_has_the_name_of_the_log() {
        database.execute("create table log (day date, what text)");
        project.file("migrate.toml", "sources = [\"migrations\"]\n[history]\nschema = \"public\"\n");

        TestProject.Run run = project.run("apply");

        assertThat(run.err())
                .contains(
                        "the schema public has a log that is not of migrate",
                        "fix: name another schema for the history");
        assertThat(run.code()).isEqualTo(2);
        assertThat(database.tables()).isEqualTo("log");
    }

    @Test
    void a_schema_that_only_postgresql_may_make() {
        project.file("migrate.toml", "sources = [\"migrations\"]\n[history]\nschema = \"pg_mine\"\n");

        TestProject.Run run = project.run("apply");

        assertThat(run.err()).contains("unacceptable schema name \"pg_mine\"");
        assertThat(run.code()).isEqualTo(1);
        assertThat(database.tables()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"select", "a\"b '", "$$ %s \\", "line\nline", "żółć 表 \uD83D\uDC18", "/?#@:&"})
    void of_roles_and_of_the_database(String name) {
        String role = (database.name() + name)
                .substring(0, Math.min(40, database.name().length() + name.length()));
        String other = role + "_2";
        String copy = Identifier.quoted(role + "_db");
        database.execute("create role %1$s superuser; create role %2$s superuser login password 'p'"
                .formatted(Identifier.quoted(role), Identifier.quoted(other)));
        database.execute("create database " + copy);
        try {
            project.file("migrate.toml", "sources = [\"migrations\"]\n[database]\nrole = " + tomlPoints(role) + "\n")
                    .variable(
                            "DATABASE_URL",
                            "postgresql://" + encoded(other) + ":p@"
                                    + database.target().hosts() + "/" + encoded(role + "_db") + "?sslmode=disable")
                    .file("migrations/003_c.sql", """
                            create table c as select current_user::text || session_user || current_database() as v;
                            do $$ begin raise notice '%', (select v from c); end $$;
                            """);

            TestProject.Run run = project.run("apply", "-v");

            assertThat(run.code()).as(run.err()).isZero();
            assertThat(project.run("status", "--check", "--format", "json").code())
                    .isZero();
            if (name.codePoints().noneMatch(c -> Character.isISOControl(c) || c == 0x202E)) {
                assertThat(run.err()).contains("NOTICE: " + role + other + role + "_db");
            }
        } finally {
            database.execute("drop database " + copy + " with (force)");
            database.execute("drop role " + Identifier.quoted(role));
            database.execute("drop role " + Identifier.quoted(other));
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "003_'; drop table a; --",
                "003_\"quoted\"",
                "003_*` * x",
                "003_line\nline",
                "003_line\r\n",
                "003_$$ $1 $body$",
                "003_%s %n %",
                "003_\\ \\' \\n",
                "003_\u202Egnp",
                "003_\u001B[31mred",
                "003_{schema}",
                "003_--count",
                "003_a=b",
                "003_żółć 表 \uD83D\uDC18"
            })
    void of_a_file(String id) {
        project.file("migrations/" + id + ".sql", "vacuum;\nselect 1 / 0;\n");
        TestProject.Run failed = project.run("apply");
        assertThat(failed.code()).as(failed.err()).isEqualTo(1);
        project.file("migrations/" + id + ".sql", "vacuum;\nselect 1;\n")
                .file(
                        "migrations/004_d.sql",
                        "-- migrate: after " + (id.contains("\n") ? "002_b" : id) + "\nselect 1;\n");

        TestProject.Run run = project.run("apply", "--to", id);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(database.column("select id from migrate.history where state = 'applied' order by position"))
                .containsExactly("001_a", "002_b", id);
        project.file("migrations/" + id + ".sql", "vacuum;\nselect 2;\n");
        TestProject.Run repaired = project.run("repair", "--accept", id, "--reason", id);
        assertThat(repaired.code()).as(repaired.err()).isZero();
        assertThat(project.run("apply").code()).isZero();
        assertThat(project.run("status", "--check").code()).isZero();
        assertThat(database.tables()).isEqualTo("a b");
    }
}
