package dev.migrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestProject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageLogTest {
    @Test
    void verbose_logs_each_message_to_the_server_beside_the_results(@TempDir Path folder) {
        try (var database = new TestDatabase()) {
            var project = new TestProject(folder, database)
                    .file("migrations/001_a.sql", "create table a (t text default '\u001b[2J');");

            TestProject.Run quiet = project.run("apply", "--dry-run");
            TestProject.Run verbose = project.run("apply", "-v");

            assertThat(quiet.err()).doesNotContain("statements, IDLE");
            assertThat(verbose.err())
                    .containsPattern("[0-9:.]+ message: \\d+ ms, \\d+ statements, IDLE: BEGIN; create table a")
                    .doesNotContain("\u001b");
            assertThat(verbose.out()).contains("1 migration applied").doesNotContain("IDLE");
        }
    }
}
