package dev.migrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestProject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code --format json} there is exactly one document on standard output, whatever happens. */
class JsonTest {
    @TempDir
    private Path folder;

    private TestDatabase database;
    private TestProject project;

    @BeforeEach
    void make() {
        database = new TestDatabase();
        project = new TestProject(folder, database).file("migrations/001_a.sql", "create table a ();\nselect 1;");
    }

    @AfterEach
    void drop() {
        database.close();
    }

    private static List<String> keys(JsonNode node) {
        var keys = new ArrayList<String>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private void problem(TestProject.Run run, int code, String message) {
        assertThat(run.code()).isEqualTo(code);
        assertThat(keys(run.json())).containsExactly("problems", "exit_code");
        assertThat(run.json().get("exit_code").asInt()).isEqualTo(code);
        JsonNode problem = run.json().get("problems").get(0);
        assertThat(keys(problem)).containsExactly("file", "line", "column", "message", "fix");
        assertThat(problem.get("message").asText()).contains(message);
        assertThat(run.err()).contains("error   ");
    }

    @Test
    void apply_tells_what_was_applied() {
        TestProject.Run run = project.run("apply", "--format", "json");

        JsonNode json = run.json();
        assertThat(keys(json)).containsExactly("applied", "failed", "pending", "duration_ms");
        assertThat(json.get("failed").isNull()).isTrue();
        assertThat(json.get("pending")).isEmpty();
        assertThat(json.get("duration_ms").isInt()).isTrue();
        JsonNode one = json.get("applied").get(0);
        assertThat(keys(one)).containsExactly("id", "file", "duration_ms", "statements");
        assertThat(one.get("file").asText()).isEqualTo("migrations/001_a.sql");
        assertThat(one.get("statements").asInt()).isEqualTo(2);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void a_dry_run_says_so() {
        TestProject.Run run = project.run("apply", "--dry-run", "--format", "json");

        assertThat(run.json().get("dry_run").asBoolean()).isTrue();
        assertThat(run.json().get("applied")).isEmpty();
        assertThat(run.json().get("pending").toString()).isEqualTo("[\"001_a\"]");
    }

    @Test
    void a_migration_that_fails_is_told_with_its_place() {
        project.file("migrations/002_b.sql", "select 1;\ncreate table a ();").file("migrations/003_c.sql", "select 1;");

        TestProject.Run run = project.run("apply", "--format", "json");

        assertThat(run.code()).isEqualTo(1);
        JsonNode failed = run.json().get("failed");
        assertThat(keys(failed)).startsWith("id", "file", "line", "column", "statement", "sqlstate", "message");
        assertThat(failed.get("id").asText()).isEqualTo("002_b");
        assertThat(failed.get("line").asInt()).isEqualTo(2);
        assertThat(failed.get("column").asInt()).isEqualTo(1);
        assertThat(failed.get("statement").asInt()).isEqualTo(2);
        assertThat(failed.get("sqlstate").asText()).isEqualTo("42P07");
        assertThat(failed.get("message").asText()).isEqualTo("relation \"a\" already exists");
        assertThat(run.applied()).containsExactly("001_a");
        assertThat(run.json().get("pending").toString()).isEqualTo("[\"003_c\"]");
        assertThat(run.err()).contains("failed  migrations/002_b.sql:2:1");
    }

    @Test
    void status_tells_database_migrations_and_summary() {
        project.run("apply");
        project.file("migrations/odd.sql", "select 1;")
                .file("migrations/002_b.sql", "select 1;\n-- migrate:down\nselect 2;");

        JsonNode json = project.run("status", "--format", "json").json();

        assertThat(keys(json.get("database"))).containsExactly("host", "port", "name", "user", "server");
        assertThat(json.get("database").get("port").isInt()).isTrue();
        assertThat(json.get("database").get("server").asText()).matches("[0-9]+\\.[0-9]+.*");
        assertThat(keys(json.get("summary"))).containsExactly("applied", "pending", "changed", "missing", "failed");
        assertThat(json.get("summary").toString())
                .isEqualTo("{\"applied\":1,\"pending\":2,\"changed\":0,\"missing\":0,\"failed\":0}");
        JsonNode odd = json.get("migrations").get(0);
        assertThat(odd.get("id").asText()).isEqualTo("odd");
        assertThat(odd.get("version").isNull()).isTrue();
        assertThat(odd.get("unversioned").asBoolean()).isTrue();
        JsonNode applied = json.get("migrations").get(1);
        assertThat(keys(applied))
                .contains(
                        "id",
                        "version",
                        "description",
                        "source",
                        "file",
                        "state",
                        "checksum",
                        "applied_at",
                        "applied_by",
                        "duration_ms",
                        "rollback");
        assertThat(applied.get("state").asText()).isEqualTo("applied");
        assertThat(applied.get("checksum").asText()).matches("sha256:[0-9a-f]{64}");
        assertThat(applied.get("applied_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(applied.get("applied_by").asText()).endsWith("@test-host)").startsWith("postgres (");
        assertThat(applied.get("rollback").asBoolean()).isFalse();
        JsonNode pending = json.get("migrations").get(2);
        assertThat(pending.get("applied_at").isNull()).isTrue();
        assertThat(pending.get("duration_ms").isNull()).isTrue();
        assertThat(pending.get("rollback").asBoolean()).isTrue();
    }

    @Test
    void wrong_usage_is_a_document_too() {
        problem(project.run("apply", "--dryrun", "--format", "json"), 2, "unknown option: '--dryrun'");
        problem(project.run("--format=json", "aply"), 2, "unmatched argument");
        problem(project.run("--format", "json"), 2, "which command?");
        problem(project.run("apply", "--count", "few", "--format", "json"), 2, "'few' is not an int");
    }

    @Test
    void no_connection_is_a_document_too() {
        problem(
                project.run("status", "--format", "json", "--url", "postgresql://x@localhost:1/x"),
                4,
                "no connection to x@localhost:1/x (from --url): ");
    }

    @Test
    void a_wrong_config_is_a_document_too() {
        project.file("migrate.toml", "sorces = []\n");

        problem(project.run("status", "--format", "json"), 2, "unknown key \"sorces\"");
    }

    @Test
    void an_edited_file_is_a_document_too() {
        project.run("apply");
        project.file("migrations/001_a.sql", "create table b ();");

        problem(project.run("apply", "--format", "json"), 3, "was edited after it was applied");
    }

    @Test
    void a_repair_is_a_document() {
        project.run("apply");
        project.file("migrations/001_a.sql", "create table b ();");

        TestProject.Run run = project.run("repair", "001_a", "--reason", "typing", "--format", "json");

        assertThat(run.json().get("repaired").asText()).isEqualTo("accepted migrations/001_a.sql as it is now");
    }
}
