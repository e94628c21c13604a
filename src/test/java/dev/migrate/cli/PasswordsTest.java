package dev.migrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.database.Identifier;
import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestProcess;
import dev.migrate.testing.TestProject;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A password of every printable character works wherever it may stand, and is seen nowhere else. */
class PasswordsTest {
    private static final String PASSWORD = IntStream.rangeClosed(' ', '~')
            .mapToObj(Character::toString)
            .collect(Collectors.joining("", "tell-nobody", "tell-nobody"));

    @TempDir
    private Path folder;

    private TestDatabase database;
    private TestProject project;
    private String role;
    private String address;

    @BeforeEach
    void make() {
        database = new TestDatabase();
        role = database.name() + "_r";
        address = database.target().hosts();
        project = new TestProject(folder).file("migrations/001_a.sql", "create table a ();");
        database.execute("create role " + role + " superuser login password " + Identifier.literal(PASSWORD));
    }

    @AfterEach
    void drop() {
        database.execute("reassign owned by " + role + " to postgres; drop role " + role);
        database.close();
    }

    private static String encoded(String password) {
        return URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String url(String password) {
        return "postgresql://" + role + ":" + password + "@" + address + "/" + database.name() + "?sslmode=disable";
    }

    /** Neither the password as it is, nor as it stands in a URL, nor any part of it that could be told from other text. */
    private static void nothingOfIt(String said) {
        var parts = new ArrayList<>(List.of("tell-nobody"));
        for (int i = 0; i + 8 <= PASSWORD.length(); i++) {
            parts.add(PASSWORD.substring(i, i + 8));
            parts.add(encoded(PASSWORD.substring(i, i + 8)));
        }
        assertThat(parts.stream().filter(said::contains).limit(1)).as(said).isEmpty();
    }

    private TestProject.Run silent(int code, String... arguments) {
        TestProject.Run run = project.run(arguments);

        assertThat(run.code()).as(run.err()).isEqualTo(code);
        nothingOfIt(run.out() + run.err());
        return run;
    }

    @Test
    void in_a_url() {
        silent(0, "apply", "-v", "--url", url(encoded(PASSWORD)));
        silent(0, "status", "-v", "--format", "json", "--url", "jdbc:" + url(encoded(PASSWORD)));
        silent(0, "status", "-v", "--url", url("x").replace(":x@", "@") + "&password=" + encoded(PASSWORD));

        nothingOfIt(database.rows("select h::text, l::text from migrate.history h, migrate.log l")
                .toString());
    }

    @Test
    void in_variables_and_in_a_config_that_names_one() {
        project.variable("PGPASSWORD", PASSWORD);
        silent(0, "apply", "-v", "--url", url("x").replace(":x@", "@"));

        project.without("PGPASSWORD").variable("OURS", url(encoded(PASSWORD)));
        project.file("migrate.toml", "sources = [\"migrations\"]\n[database]\nurl = \"${OURS}\"\n");
        silent(0, "status", "-v");
        project.file("migrate.toml", "sources = [\"migrations\"]\n[database]\nurl = \"${OURS}\n");
        silent(2, "status", "-v");
    }

    @Test
    void in_a_password_file() throws IOException {
        Path file = Files.writeString(
                folder.resolve("pass"),
                "*:*:*:" + role + ":" + PASSWORD.replace("\\", "\\\\").replace(":", "\\:") + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        project.variable("PGPASSFILE", file.toString());

        try (TestProcess process = project.start("status", "-v", "--url", url("x").replace(":x@", "@"))) {
            assertThat(process.code()).as(process.said()).isZero();
            nothingOfIt(process.said());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void when_the_server_refuses(String format) {
        String url = url(encoded(PASSWORD));

        for (String refused : new String[] {
            url.replace("@", "x@"),
            url.replace(database.name() + "?", "gone?"),
            url.replace(address, "127.0.0.1:1"),
            url.replace(address, "no-such-host.invalid"),
            url.replace("sslmode=disable", "sslmode=require"),
            url.replace("sslmode=disable", "sslmode=perhaps"),
            url.replace("sslmode=disable", "options=-c%20no_such=1"),
            url.replace("sslmode=disable", "connect_timeout=long")
        }) {
            silent(4, "apply", "-v", "--format", format, "--url", refused);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgre://u:%s@h/d",
                "postgresql:/u:%s@h/d",
                "postgresql://u:%s@h:x/d",
                "postgresql://u:%s@h/d%%zz",
                "postgresql://u:%s@h/d?no_such=1",
                "postgresql://u@h/d?password=%s&no_such=1",
                "postgresql://u:%s",
                "mysql://u:%s@h/d",
                "host=h user=u password='%s'"
            })
    void when_the_url_is_wrong(String url) {
        String encoded = url.contains("password='") ? PASSWORD : encoded(PASSWORD);
        for (String format : new String[] {"text", "json"}) {
            TestProject.Run run = silent(2, "apply", "-v", "--format", format, "--url", url.formatted(encoded));
            assertThat(run.err()).contains("--url");
        }
        project.variable("DATABASE_URL", url.formatted(encoded));
        silent(2, "apply", "-v");
        project.file("migrate.toml", "[database]\nurl = '''" + url.formatted(encoded) + "'''\nno_such = 1\n");
        silent(2, "apply", "-v");
    }

    @Test
    void when_it_stands_in_the_url_as_it_is() {
        for (String password : new String[] {
            PASSWORD,
            "tell-nobody/x@y",
            "tell-nobody?a=b&c=d",
            "tell-nobody#x",
            "tell-nobody%x",
            "tell-nobody@x:y",
            "a/b:tell-nobody"
        }) {
            TestProject.Run run =
                    project.run("apply", "-v", "--url", url(password).replace("sslmode=disable", ""));

            assertThat(run.code()).as(run.err()).isIn(2, 4);
            assertThat(run.out() + run.err()).doesNotContain("tell-nobody");
        }
    }

    @Test
    void when_the_command_line_is_wrong() {
        String url = url(encoded(PASSWORD));

        silent(2, "apply", url);
        silent(2, "apply", "--ur", url);
        silent(2, "apply", "--ur=" + url);
        silent(2, "--url", url, "aply");
        silent(2, "apply", "--url", url, "--url", url);
        silent(2, "apply", "--format", url);
        silent(2, "apply", "--count", url);
        silent(2, "apply", "--env", url);
        silent(2, "apply", "--config", url);
        silent(2, "apply", "--source", url);
        silent(2, url);
        silent(2, "apply", "--format", "json", "--ur", url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[database]\nulr = \"%s\"",
                "[database]\nurl = \"%s",
                "[database]\nurl = %s",
                "[database]\nurl = [\"%s\"]",
                "[database]\nurl = \"%s\"\nurl = \"%s\"",
                "[database]\nurl = \"%s\"\nno_such = 1",
                "[database]\nurl = \"%s\"\nlock_timeout = \"long\"",
                "url = \"%s\"",
                "[env.x]\nurl = \"%s\"\nno_such = 1",
                "[env]\nurl = \"%s\"",
                "[shadow]\nurl = \"%s\"\nno_such = 1",
                "sources = [\"%s\"]",
                "order = \"%s\"",
                "\"%s\" = 1",
                "[policy]\n\"%s\" = \"error\"",
                "[history]\nschema = \"%s\"\nno_such = 1"
            })
    void when_the_config_is_wrong(String config) {
        String url = url(encoded(PASSWORD));
        project.file("migrate.toml", config.replace("%s", url) + "\n");

        silent(2, "apply", "-v");
        silent(2, "apply", "--format", "json");
    }

    @Test
    void the_server_does_not_show_it_to_others() {
        project.file("migrations/001_a.sql", """
                create table seen as select a::text as what from pg_stat_activity a
                    union all select name || setting from pg_settings;
                """);

        silent(0, "apply", "--url", url(encoded(PASSWORD)));

        nothingOfIt(database.column("select what from seen").toString());
    }

    @Test
    void a_server_that_we_start_knows_nothing_of_it() {
        project.file("migrations/001_a.sql", """
                create table environment (line text);
                copy environment from program 'env; cat /proc/*/cmdline 2>/dev/null | tr "\\0\\n\\r\\\\" "    " ' with (format text);
                do $$ begin raise notice '%', (select string_agg(line, ' ') from environment); end $$;
                """)
                .variable("PGPASSWORD", PASSWORD)
                .variable("DATABASE_URL", url(encoded(PASSWORD)))
                .variable("SOMETHING", url(encoded(PASSWORD)));

        try (TestProcess process = project.start("apply", "--embedded")) {
            assertThat(process.code()).as(process.said()).isZero();
            assertThat(process.said()).contains("PATH=", "applied migrations/001_a.sql");
            nothingOfIt(process.said());
        }
    }
}
