package dev.migrate.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.database.Session;
import dev.migrate.testing.TestProject;
import dev.migrate.testing.TestServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that cannot hold every character: {@code psql} runs a file there as long as its SQL can be held. */
class OtherEncodingTest {
    private static final String NAME = "latin_" + ProcessHandle.current().pid();

    @TempDir
    private Path folder;

    private TestProject project;

    @BeforeEach
    void make() {
        onServer("create database " + NAME + " encoding 'LATIN1' locale_provider 'libc' locale 'C' template template0");
        project = new TestProject(folder);
        var target = TestServer.superuser();
        project.variable("PGHOST", target.host())
                .variable("PGPORT", Integer.toString(target.port()))
                .variable("PGDATABASE", NAME)
                .variable("PGUSER", target.user())
                .variable("PGSSLMODE", "disable")
                .variable(
                        "PGPASSWORD",
                        dev.migrate.database.SecretForTests.text(
                                target.password().orElseThrow()));
    }

    @AfterEach
    void drop() {
        onServer("drop database " + NAME + " with (force)");
    }

    @Test
    void a_comment_that_the_database_cannot_hold_does_not_keep_the_file_from_running() {
        project.file("migrations/001_a.sql", "-- 日本語\ncreate table a (t text default 'é');\n")
                .file("migrations/002_b.sql", "create table b (id int);\n");

        TestProject.Run run = project.run("apply");

        assertThat(run.code()).as(run.err()).isZero();
        try (Session session = Session.open(TestServer.superuser().withDatabase(NAME), "test")) {
            assertThat(session.rows("select id, up_sql is null from migrate.history order by id"))
                    .extracting(row -> row.get(0) + " " + row.get(1))
                    .containsExactly("001_a t", "002_b f");
        }
    }

    private static void onServer(String sql) {
        try (Session session = Session.open(TestServer.superuser(), "test")) {
            session.rows(sql);
        }
    }
}
