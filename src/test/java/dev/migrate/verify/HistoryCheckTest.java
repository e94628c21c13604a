package dev.migrate.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code verify --only history}: what is said of a history that is not what files and database say. */
final class HistoryCheckTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    private void applied() {
        bench.migration("001_a", "create table a (\n    id int\n);\n")
                .migration("002_b", "create table b (id int);\n")
                .apply();
    }

    private JsonNode verified(int code) {
        TestProject.Run run = bench.project().run("verify", "--only", "history", "--format", "json");
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(code);
        return run.json().get("checks").get(0);
    }

    private static JsonNode only(JsonNode findings) {
        assertThat(findings).hasSize(1);
        return findings.get(0);
    }

    @Test
    void a_history_that_is_as_it_was_written_passes() {
        applied();

        JsonNode check = verified(0);

        assertThat(check.get("passed").asBoolean()).isTrue();
        assertThat(check.get("status").asText()).isEqualTo("passed");
        assertThat(check.get("findings")).isEmpty();
        assertThat(check.get("warnings")).isEmpty();
    }

    @Test
    void an_edited_file_is_found_with_the_line_of_the_edit_and_the_difference() {
        applied();
        bench.migration("001_a", "create table a (\n    id bigint\n);\n");

        JsonNode finding = only(verified(3).get("findings"));

        assertThat(finding.get("object").asText()).isEqualTo("migration 001_a");
        assertThat(finding.get("file").asText()).isEqualTo("migrations/001_a.sql");
        assertThat(finding.get("line").asInt()).isEqualTo(2);
        assertThat(finding.get("message").asText()).contains("edited", "-    id int\n", "+    id bigint\n");
        assertThat(finding.get("expected").asText()).startsWith("sha256:");
        assertThat(finding.get("actual").asText())
                .startsWith("sha256:")
                .isNotEqualTo(finding.get("expected").asText());
        assertThat(finding.get("fix").asText()).contains("migrate repair 001_a --reason");
    }

    @Test
    void lines_taken_from_the_end_of_a_file_are_missed_at_its_last_line() {
        bench.apply("create table a (id int);\nselect 1;\nselect 2;");
        bench.migration("001_a", "create table a (id int);");

        assertThat(only(verified(3).get("findings")).get("line").asInt()).isEqualTo(1);
    }

    @Test
    void an_edit_of_comments_alone_is_a_warning() {
        applied();
        bench.migration("001_a", "-- the first\ncreate table a (\n    id int\n);\n");

        JsonNode check = verified(0);

        assertThat(check.get("findings")).isEmpty();
        JsonNode warning = only(check.get("warnings"));
        assertThat(warning.get("message").asText()).contains("comments or white space only");
        assertThat(warning.get("severity").asText()).isEqualTo("warning");
    }

    @Test
    void a_missing_file_is_found_and_an_archived_one_is_not() {
        bench.project()
                .file("migrate.toml", "sources = [\"migrations\"]\narchive = [\"archive\"]\n")
                .file("archive/README.md", "");
        applied();
        bench.project()
                .delete("migrations/001_a.sql")
                .delete("migrations/002_b.sql")
                .file("archive/002_b.sql", "create table b (id int);\n");

        JsonNode finding = only(verified(3).get("findings"));

        assertThat(finding.get("object").asText()).isEqualTo("migration 001_a");
        assertThat(finding.get("message").asText()).contains("migrations/001_a.sql", "no source and no archive");
        assertThat(finding.get("fix").asText()).contains("archive");
    }

    @Test
    void a_row_that_was_changed_by_hand_is_found_in_the_chain() {
        applied();
        bench.database()
                .execute(
                        "alter table migrate.log disable trigger all; update migrate.log set done_by = 'me' where n = 2");

        JsonNode finding = only(verified(3).get("findings"));

        assertThat(finding.get("object").asText()).isEqualTo("history migrate.history");
        assertThat(finding.get("message").asText()).startsWith("row 2 of the log");
        assertThat(finding.get("fix").asText()).contains("migrate repair --log");
    }

    @Test
    void a_run_that_failed_half_way_is_found_with_its_error() {
        applied();
        bench.migration("003_c", "create index concurrently on a (id);\ncreate index concurrently on a (nothing);")
                .apply();

        JsonNode finding = only(verified(3).get("findings"));

        assertThat(finding.get("object").asText()).isEqualTo("migration 003_c");
        assertThat(finding.get("file").asText()).isEqualTo("migrations/003_c.sql");
        assertThat(finding.get("message").asText()).contains("\"nothing\" does not exist", "1 statement is done");
        assertThat(finding.get("actual").asText()).isEqualTo("failed");
    }

    @Test
    void a_run_that_has_not_ended_is_found() {
        applied();
        bench.migration("003_c", "create index concurrently on a (id);\ncreate index concurrently on a (nothing);")
                .apply();
        bench.database().execute("update migrate.history set state = 'running', error = null where id = '003_c'");

        var messages = new ArrayList<String>();
        verified(3)
                .get("findings")
                .forEach(finding -> messages.add(finding.get("message").asText()));

        assertThat(messages).anyMatch(message -> message.startsWith("was begun at "));
    }

    @Test
    void what_is_pending_is_a_note_and_what_comes_too_late_is_a_finding() {
        applied();
        bench.migration("001_z", "create table z (id int);").migration("003_c", "create table c (id int);");

        JsonNode check = verified(3);

        JsonNode finding = only(check.get("findings"));
        assertThat(finding.get("object").asText()).isEqualTo("migration 001_z");
        assertThat(finding.get("message").asText()).contains("older than migrations that are applied");
        assertThat(check.get("notes").get(0).asText()).isEqualTo("1 pending: 003_c");
    }

    @Test
    void pending_files_alone_let_it_pass() {
        applied();
        bench.migration("003_c", "create table c (id int);");

        assertThat(verified(0).get("passed").asBoolean()).isTrue();
    }

    @Test
    void a_file_with_another_name_is_told_and_fails_nothing() {
        applied();
        bench.project().delete("migrations/002_b.sql");
        bench.migration("002_better", "create table b (id int);\n");

        JsonNode check = verified(0);

        assertThat(check.get("findings")).isEmpty();
        assertThat(only(check.get("infos")).get("message").asText()).contains("migrations/002_b.sql");
    }

    @Test
    void a_database_without_a_history_has_none_to_check_and_none_is_made() {
        bench.migration("001_a", "create table a (id int);");

        TestProject.Run run = bench.project().run("verify", "--only", "history");
        JsonNode check = verified(0);

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("not applicable", "the database has no history migrate.history", "Nothing was checked");
        assertThat(check.get("status").asText()).isEqualTo("not_applicable");
        assertThat(check.get("passed").asBoolean()).isFalse();
        assertThat(check.get("reason").asText()).contains("no history");
        assertThat(check.get("notes").get(0).asText()).isEqualTo("1 pending: 001_a");
        assertThat(bench.database().rows("select from pg_namespace where nspname = 'migrate'"))
                .isEmpty();
    }

    @Test
    void tables_that_are_no_history_fail_the_check_and_not_the_others() {
        applied();
        bench.database().execute("drop table migrate.log");

        TestProject.Run run = bench.project().run("verify", "--only", "history,security", "--format", "json");

        assertThat(run.code()).isEqualTo(3);
        JsonNode checks = run.json().get("checks");
        assertThat(List.of(
                        checks.get(0).get("status").asText(),
                        checks.get(1).get("status").asText()))
                .containsExactly("failed", "passed");
        assertThat(checks.get(0).get("findings").get(0).get("message").asText())
                .isEqualTo("the log migrate.log is missing");
    }
}
