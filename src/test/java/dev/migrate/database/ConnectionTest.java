package dev.migrate.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestProcess;
import dev.migrate.testing.TestProject;
import dev.migrate.testing.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How a connection that is refused is told: exit code 4, what was tried, what to do; and never a password. */
class ConnectionTest {
    @TempDir
    private Path folder;

    private TestDatabase database;
    private TestProject project;
    private String address;

    @BeforeEach
    void make() {
        database = new TestDatabase();
        project = new TestProject(folder).file("migrations/001_a.sql", "create table a ();");
        address = database.target().hosts();
    }

    @AfterEach
    void drop() {
        database.close();
    }

    /** A role of this test alone; dropped with its rights. */
    private String role(String attributes) {
        String name = database.name() + "_r";
        database.execute("create role " + name + " login password 'tell-nobody' " + attributes);
        return name;
    }

    private void dropRole(String name) {
        database.execute("drop owned by " + name + "; drop role " + name);
    }

    private TestProject.Run refused(String url, String what, String fix) {
        TestProject.Run run = project.run("apply", "--url", url);

        assertThat(run.err()).contains(what).contains("  fix: " + fix).doesNotContain("tell-nobody");
        assertThat(run.code()).isEqualTo(4);
        return run;
    }

    @Test
    void a_wrong_password() {
        refused(
                "postgresql://postgres:tell-nobody@" + address + "/" + database.name(),
                "error   no connection to postgres@" + address + "/" + database.name()
                        + " (from --url): password authentication failed for user \"postgres\"",
                "check the password: in the URL, PGPASSWORD, or ~/.pgpass");
    }

    @Test
    void no_password_at_all() {
        refused(
                "postgresql://postgres@" + address + "/" + database.name(),
                "no password was provided",
                "give the password: in the URL, PGPASSWORD, or ~/.pgpass");
    }

    @Test
    void a_database_that_is_not_there() {
        refused(
                database.url().replace(database.name(), "no_such_db"),
                "database \"no_such_db\" does not exist",
                "create the database, or correct its name in the URL");
    }

    @Test
    void a_server_that_is_down() throws IOException {
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        refused(
                "postgresql://u:tell-nobody@127.0.0.1:" + port + "/d",
                "no connection to u@127.0.0.1:" + port + "/d (from --url): ",
                "check host and port, that the server runs, and that it accepts connections from here");
    }

    @Test
    void a_host_that_nobody_knows() {
        refused(
                "postgresql://u:tell-nobody@no-such-host.invalid/d",
                "no connection to u@no-such-host.invalid:5432/d (from --url): the host name no-such-host.invalid is not known",
                "correct the host name, or look whether this machine can resolve it");
    }

    @Test
    void a_folder_without_a_socket() {
        refused(
                "postgresql:///d?user=u&host=" + folder,
                "no connection to u@" + folder + ":5432/d (from --url): no server listens on the socket " + folder
                        + "/.s.PGSQL.5432",
                "check host and port, that the server runs, and that it accepts connections from here");
    }

    @Test
    void tls_that_the_server_does_not_speak() {
        refused(
                database.url().replace("sslmode=disable", "sslmode=require"),
                "The server does not support SSL",
                "the server does not speak TLS as asked: check sslmode");
    }

    @Test
    void an_sslmode_that_there_is_not() {
        TestProject.Run run =
                project.run("apply", "--url", database.url().replace("sslmode=disable", "sslmode=perhaps"));

        assertThat(run.err()).contains("perhaps");
        assertThat(run.code()).isEqualTo(4);
    }

    @Test
    void a_role_that_may_not_make_the_history_is_told_what_to_ask_for() {
        String role = role("");

        TestProject.Run run = refused(
                database.url(role, "tell-nobody"),
                "the history migrate.history cannot be made: ERROR: permission denied for database " + database.name(),
                "let its owner run: grant create on database \"" + database.name() + "\" to \"" + role + "\"\n");
        dropRole(role);

        assertThat(run.out()).contains("target  " + role + "@");
        assertThat(database.tables()).isEmpty();
    }

    @Test
    void a_role_that_may_not_read_the_history_is_told_what_to_ask_for() {
        project.run("apply", "--url", database.url());
        String role = role("");

        refused(
                database.url(role, "tell-nobody"),
                role + " may not read the history migrate.history",
                "connect as the user that applied the migrations");
        dropRole(role);
    }

    @Test
    void a_role_that_only_reads_is_told_so() {
        String role = role("");
        database.execute("alter role " + role + " set default_transaction_read_only = on; grant create on database "
                + database.name() + " to " + role);

        TestProject.Run status = project.run("status", "--url", database.url(role, "tell-nobody"));
        refused(
                database.url(role, "tell-nobody"),
                "transactions are read-only here: default_transaction_read_only is on",
                "connect to the primary server, or set default_transaction_read_only = off for this user or database");
        dropRole(role);

        assertThat(status.code()).isZero();
    }

    @Test
    void no_output_ever_holds_a_password() {
        String password = "tell-nobody !\"#$%&()*+,-./:;<=>?@[]^_`{|}~";
        String role = database.name() + "_r";
        database.execute("create role " + role + " superuser login password " + Identifier.literal(password));
        String url = "postgresql://" + role + ":" + Percent.encoded(password) + "@" + address + "/" + database.name()
                + "?sslmode=disable";

        TestProject.Run good = project.run("apply", "-v", "--url", url);
        TestProject.Run bad = project.run("apply", "-v", "--url", url.replace(database.name() + "?", "gone?"));
        TestProject.Run variable = project.variable("PGPASSWORD", password)
                .run("status", "-v", "--url", url.replace(":" + Percent.encoded(password) + "@", "@"));

        assertThat(good.code()).as(good.err()).isZero();
        assertThat(bad.code()).isEqualTo(4);
        assertThat(variable.code()).as(variable.err()).isZero();
        String said = good.out()
                + good.err()
                + bad.out()
                + bad.err()
                + variable.out()
                + variable.err()
                + database.rows("select h::text, l::text from migrate.history h, migrate.log l");
        assertThat(said).doesNotContain("tell-nobody");
        database.execute("reassign owned by " + role + " to postgres; drop role " + role);
    }

    @Test
    void a_password_file_is_read_as_psql_reads_it() throws IOException {
        Target target = database.target();
        Path file = Files.writeString(
                folder.resolve("pass"),
                "# ours\nelsewhere:*:*:*:wrong\n127.0.0.1:" + target.port() + ":*:postgres:"
                        + SecretForTests.text(target.password().orElseThrow()) + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        project.variable("PGPASSFILE", file.toString());

        try (TestProcess process = project.start(
                "status", "--url", "postgresql://postgres@127.0.0.1:" + target.port() + "/" + database.name())) {
            assertThat(process.code()).as(process.said()).isZero();
        }
    }

    @Test
    void several_hosts_are_tried_in_turn() throws IOException {
        TestProject.Run run = project.run(
                "status", "--url", database.url().replace("@", "@127.0.0.1:1,").replace(address, address));

        assertThat(run.code()).as(run.err()).isZero();
    }

    @Test
    void the_first_of_all_that_name_a_database_counts() {
        String url = database.url();
        String nowhere = "postgresql://u@nowhere.invalid/d";
        project.file("migrate.toml", "sources = [\"migrations\"]\n[env.other]\nurl = \"" + nowhere + "4\"\n");

        project.variable("PGHOST", "nowhere.invalid1").variable("DATABASE_URL", nowhere + "2");
        assertThat(project.run("status").err()).contains("nowhere.invalid:5432/d2 (from DATABASE_URL)");
        project.variable("DB_URL", nowhere + "3");
        assertThat(project.run("status").err()).contains("(from DB_URL)");
        project.variable("SUPABASE_DB_URL", nowhere);
        assertThat(project.run("status").err()).contains("(from SUPABASE_DB_URL)");
        project.variable("DIRECT_URL", nowhere);
        assertThat(project.run("status").err()).contains("(from DIRECT_URL)");
        project.variable("DATABASE_URL_DIRECT", nowhere);
        assertThat(project.run("status").err()).contains("(from DATABASE_URL_DIRECT)");
        assertThat(project.run("status", "--env", "other").err()).contains("d4 (from env.other.url in migrate.toml)");
        assertThat(project.run("status", "--env", "other", "--url", url).code()).isZero();
    }

    @Test
    void the_variables_of_libpq_name_a_database_where_nothing_else_does() {
        Target target = database.target();

        TestProject.Run run = project.variable("PGHOST", target.host())
                .variable("PGPORT", Integer.toString(target.port()))
                .variable("PGDATABASE", database.name())
                .variable("PGUSER", "postgres")
                .variable(
                        "PGPASSWORD",
                        SecretForTests.text(TestServer.superuser().password().orElseThrow()))
                .run("status");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("target  postgres@" + address + "/" + database.name())
                .contains("from the PG… variables");
    }
}
