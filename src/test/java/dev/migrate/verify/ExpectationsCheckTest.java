package dev.migrate.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code verify --only expectations}: the queries of files, sections and comments on the database as it is now. */
final class ExpectationsCheckTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @BeforeEach
    void config() {
        bench.project()
                .file("migrate.toml", "sources = [\"migrations\"]\nverify = [\"verify\"]\n")
                .file("verify/README.md", "");
        bench.apply("create table a (id int, note text);\ninsert into a values (1, 'x'), (2, 'y');\n");
    }

    private TestBench queries(String name, String sql) {
        bench.project().file("verify/" + name, sql);
        return bench;
    }

    private JsonNode verified(int code) {
        TestProject.Run run = bench.project().run("verify", "--only", "expectations", "--format", "json");
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(code);
        return run.json().get("checks").get(0);
    }

    /** {@code file:line message} of each finding. */
    private List<String> findings() {
        var findings = new ArrayList<String>();
        verified(3)
                .get("findings")
                .forEach(finding -> findings.add(
                        finding.get("file").asText() + ":" + finding.get("line").asInt() + " "
                                + finding.get("message").asText()));
        return findings;
    }

    @Test
    void what_holds_passes_and_is_counted() {
        queries("1.sql", "select count(*) from a;\n-- Expected: 2\nselect id from a;\n-- Expected: 2 rows\n");

        JsonNode check = verified(0);

        assertThat(check.get("passed").asBoolean()).isTrue();
        assertThat(check.get("notes").get(0).asText()).isEqualTo("2 expectations of 2 queries in 1 script");
    }

    @Test
    void what_does_not_hold_is_found_with_its_line_what_was_expected_and_what_came() {
        queries("1.sql", "select count(*)\n  from a;\n-- Expected: 3\n");

        JsonNode finding = verified(3).get("findings").get(0);

        assertThat(finding.get("object").asText()).isEqualTo("file verify/1.sql");
        assertThat(finding.get("file").asText()).isEqualTo("verify/1.sql");
        assertThat(finding.get("line").asInt()).isEqualTo(3);
        assertThat(finding.get("expected").asText()).isEqualTo("3");
        assertThat(finding.get("actual").asText()).isEqualTo("count\n  2");
        assertThat(finding.get("message").asText()).isEqualTo("expected 3, the query returned 2");
        assertThat(finding.get("fix").asText()).isNotEmpty();
    }

    @Test
    void people_see_the_lines_of_the_file() {
        queries("1.sql", "select count(*)\n  from a;\n-- Expected: 3\n");

        TestProject.Run run = bench.project().run("verify", "--only", "expectations");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out())
                .contains(
                        "finding verify/1.sql:3:4: expected 3, the query returned 2",
                        "  3 | -- Expected: 3\n",
                        "expected: 3",
                        "failed (expectations).");
    }

    @Test
    void what_is_not_understood_is_never_passed() {
        queries("1.sql", "select 1;\n-- Expected: roughly some\n");

        assertThat(findings()).containsExactly("verify/1.sql:2 not understood: Expected: roughly some");
    }

    @Test
    void a_query_that_fails_is_found_at_its_place_and_other_files_go_on() {
        queries("1.sql", "select\n  nothing from a;\n-- Expected: 1\n")
                .project()
                .file("verify/2.sql", "select count(*) from a;\n-- Expected: 4\n");

        assertThat(findings())
                .containsExactly(
                        "verify/1.sql:2 the query fails: column \"nothing\" does not exist (42703); nothing behind it was run",
                        "verify/2.sql:2 expected 4, the query returned 2");
    }

    @Test
    void what_a_file_writes_the_next_does_not_see_and_nothing_is_left() {
        queries("1.sql", """
                        delete from a;
                        create table b ();
                        set search_path = nowhere;
                        create temporary table c ();
                        select set_config('app.seen', 'yes', false);
                        prepare seen as select 1;
                        select pg_advisory_lock(7);
                        select count(*) from public.a;
                        -- Expected: 0
                        """).project().file("verify/2.sql", """
                        select count(*) from a;
                        -- Expected: 2
                        select to_regclass('b') is null and to_regclass('c') is null as gone;
                        -- expect: gone = true
                        select coalesce(current_setting('app.seen', true), '') as seen;
                        -- expect: seen = ''
                        select count(*) from pg_prepared_statements;
                        -- Expected: 0
                        select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid();
                        -- Expected: 0
                        """);

        verified(0);

        assertThat(bench.database().value("select count(*) from a")).isEqualTo("2");
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void a_file_that_would_commit_is_refused_before_anything_of_it_runs() {
        queries("1.sql", "delete from a;\ncommit;\nselect count(*) from a;\n-- Expected: 0\n");

        assertThat(findings()).containsExactly("verify/1.sql:2 not a query: COMMIT");
        assertThat(bench.database().value("select count(*) from a")).isEqualTo("2");
    }

    @Test
    void a_query_left_open_is_found_at_its_place() {
        queries("1.sql", "select 'open\n-- Expected: 0\n");

        assertThat(findings()).singleElement().asString().startsWith("verify/1.sql:1 ");
    }

    @Test
    void a_file_that_expects_nothing_is_run_and_told() {
        queries("1.sql", "select 1;\n").project().file("verify/2.sql", "-- to do\n");

        JsonNode notes = verified(0).get("notes");

        assertThat(notes.get(1).asText()).startsWith("verify/1.sql:1 expects nothing");
        assertThat(notes.get(2).asText()).isEqualTo("verify/2.sql:1 holds no query");
    }

    @Test
    void folders_in_folders_and_single_files_are_read_each_file_once() {
        bench.project()
                .file("migrate.toml", "sources = [\"migrations\"]\nverify = [\"verify/b.sql\", \"verify\"]\n")
                .file("verify/b.sql", "select 1;\n-- Expected: 2\n")
                .file("verify/a/c.down.sql", "select 1;\n-- Expected: 3\n")
                .file("verify/.hidden/d.sql", "select 1;\n-- Expected: 4\n");

        assertThat(findings())
                .containsExactly(
                        "verify/b.sql:2 expected 2, the query returned 1",
                        "verify/a/c.down.sql:2 expected 3, the query returned 1");
    }

    @Test
    void a_file_that_is_not_utf_8_is_exit_code_2_and_the_other_checks_are_told() {
        bench.project().file("verify/1.sql", "select 'é';\n-- Expected: é\n".getBytes(StandardCharsets.ISO_8859_1));

        TestProject.Run run = bench.project().run("verify", "--format", "json");

        assertThat(run.code()).isEqualTo(2);
        JsonNode checks = run.json().get("checks");
        assertThat(checks.get(0).get("status").asText()).isEqualTo("passed");
        assertThat(checks.get(1).get("status").asText()).isEqualTo("failed");
        assertThat(checks.get(1).get("findings").get(0).get("message").asText()).contains("not UTF-8");
        assertThat(checks.get(1).get("findings").get(0).get("line").asInt()).isEqualTo(1);
    }

    @Test
    void a_link_that_leads_out_of_the_project_is_refused(@TempDir Path elsewhere) throws IOException {
        Path outside = Files.writeString(elsewhere.resolve("x.sql"), "select 1;\n");
        Files.createSymbolicLink(bench.project().folder().resolve("verify/1.sql"), outside);

        JsonNode check = verified(2);

        assertThat(check.get("findings").get(0).get("message").asText()).contains("leads out of the project");
    }

    @Test
    void a_section_is_asked_again_of_the_database_as_it_is_now() {
        bench.migration(
                        "002_b",
                        "create table b (id int);\n-- migrate:verify\nselect count(*) from b;\n-- Expected: 0\n")
                .apply();
        assertThat(verified(0).get("passed").asBoolean()).isTrue();
        bench.database().execute("insert into b values (1)");

        JsonNode finding = verified(3).get("findings").get(0);

        assertThat(finding.get("object").asText()).isEqualTo("migration 002_b");
        assertThat(finding.get("file").asText()).isEqualTo("migrations/002_b.sql");
        assertThat(finding.get("line").asInt()).isEqualTo(4);
    }

    @Test
    void a_query_in_a_comment_is_asked_once_its_migration_is_applied() {
        bench.migration(
                "002_b", "create table b (id int);\n-- Verification:\n-- SELECT count(*) FROM b;\n-- Expected: 1\n");
        assertThat(verified(0).get("status").asText()).isEqualTo("not_applicable");
        bench.apply();

        assertThat(findings()).containsExactly("migrations/002_b.sql:4 expected 1, the query returned 0");
    }

    @Test
    void the_expectation_that_a_later_migration_made_void_can_be_taken_out() {
        String section = "create table b (id int);\n-- migrate:verify\nselect count(*) from b;\n";
        bench.migration("002_b", section + "-- Expected: 0\n").apply();
        bench.migration("003_c", "insert into b values (1);").apply();
        assertThat(findings()).containsExactly("migrations/002_b.sql:4 expected 0, the query returned 1");

        bench.migration("002_b", section);

        verified(0);
        assertThat(bench.apply().code()).isZero();
    }

    @Test
    void what_the_bootstrap_file_stands_for_is_not_asked_and_that_is_said() {
        bench.database().execute("drop schema migrate cascade; drop table a");
        bench.project()
                .file(
                        "migrate.toml",
                        "sources = [\"migrations\"]\n[bootstrap]\nfile = \"migrations/999_all.sql\"\ncovers = [\"001_a\"]\n")
                .file("migrations/999_all.sql", "create table a (id int);\n")
                .file(
                        "migrations/001_a.sql",
                        "select 1;\n-- Verification:\n-- SELECT count(*) FROM a;\n-- Expected: 7\n");
        bench.apply();

        JsonNode check = verified(0);

        assertThat(check.get("status").asText()).isEqualTo("not_applicable");
        assertThat(check.get("notes").get(0).asText()).startsWith("not run: what 001_a expects");
    }

    @Test
    void queries_have_the_role_and_the_time_limits_of_migrations() {
        bench.database().execute("create role verify_" + bench.database().name());
        try {
            bench.project()
                    .file(
                            "migrate.toml",
                            "sources = [\"migrations\"]\nverify = [\"verify\"]\n[database]\nlock_timeout = \"3s\"\nrole = \"verify_"
                                    + bench.database().name() + "\"\n[history]\nschema = \"migrate\"\n");
            queries(
                    "1.sql",
                    "select current_user::text as who, current_setting('lock_timeout') as wait;\n"
                            + "-- expect: who = 'verify_" + bench.database().name() + "', wait = '3s'\n");

            verified(0);
        } finally {
            bench.database().execute("drop role verify_" + bench.database().name());
        }
    }

    @Test
    void without_any_there_is_nothing_to_check() {
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n");

        JsonNode check = verified(0);

        assertThat(check.get("status").asText()).isEqualTo("not_applicable");
        assertThat(check.get("reason").asText()).startsWith("there are no expectations");
    }

    @Test
    void a_connection_that_is_lost_is_exit_code_4_and_no_later_check_passes() {
        queries("1.sql", "select pg_terminate_backend(pg_backend_pid());\n-- Expected: 1 row\n");

        TestProject.Run run = bench.project().run("verify", "--format", "json");

        assertThat(run.code()).as(run.err()).isEqualTo(4);
        JsonNode checks = run.json().get("checks");
        assertThat(checks.get(0).get("status").asText()).isEqualTo("passed");
        for (int i = 1; i < checks.size(); i++) {
            // Of what is not named in the config there is nothing to ask.
            assertThat(checks.get(i).get("status").asText()).isIn("failed", "not_applicable");
        }
        assertThat(checks.findValuesAsText("status"))
                .filteredOn("failed"::equals)
                .hasSizeGreaterThanOrEqualTo(4);
    }

    @Test
    void an_empty_folder_is_nothing_to_check() {
        assertThat(verified(0).get("reason").asText()).contains("what verify = […] names holds no .sql file");
    }

    @Test
    void files_need_no_history() {
        bench.database().execute("drop schema migrate cascade");
        queries("1.sql", "select count(*) from a;\n-- Expected: 2\n");

        assertThat(verified(0).get("passed").asBoolean()).isTrue();
    }
}
