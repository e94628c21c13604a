package dev.migrate.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code verify --only rollback}: up, down and up again on a scratch server, with and without rows. */
class RollbackCheckTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    private TestBench migration(String id, String up, String down) {
        return bench.migration(id, up + "\n-- migrate:down\n" + down + "\n");
    }

    private JsonNode rollback() {
        TestProject.Run run = bench.project().run("verify", "--only", "rollback", "--format", "json");
        return run.json().get("checks").get(0);
    }

    private static String messages(JsonNode check) {
        return check.get("findings").findValuesAsText("message").toString();
    }

    @Test
    void a_way_back_that_leads_back_passes_and_is_counted() {
        migration("001_a", "create table a (id int primary key);", "drop table a;");
        migration("002_b", "alter table a add b text;", "alter table a drop b;");
        bench.migration("003_c", "create table c ();").apply();

        JsonNode check = rollback();

        assertThat(check.get("status").asText()).as(check.toString()).isEqualTo("passed");
        assertThat(check.get("findings")).isEmpty();
        assertThat(check.get("notes").toString())
                .contains("leads back exactly: 2 (001_a, 002_b)", "no way back: 1 (003_c)");
    }

    @Test
    void what_is_left_behind_is_found_with_the_line_of_the_way_back() {
        migration(
                        "001_a",
                        "create table a (id int); create function f() returns int language sql return 1;",
                        "drop table a;")
                .apply();

        JsonNode check = rollback();

        JsonNode finding = check.get("findings").get(0);
        assertThat(check.get("status").asText()).isEqualTo("failed");
        assertThat(finding.get("object").asText()).isEqualTo("function public.f()");
        assertThat(finding.get("expected").asText()).isEqualTo("absent");
        assertThat(finding.get("actual").asText()).isEqualTo("present");
        assertThat(finding.get("file").asText()).isEqualTo("migrations/001_a.sql");
        assertThat(finding.get("line").asInt()).isEqualTo(3);
        assertThat(check.get("notes").toString()).contains("does not lead back: 1 (001_a)");
    }

    @Test
    void what_does_not_come_back_is_found() {
        migration("001_a", "create table a (id int primary key, n int default 5 check (n > 0));", "drop table a;");
        migration("002_b", "alter table a drop n;", "alter table a add n int;").apply();

        JsonNode check = rollback();

        assertThat(messages(check)).contains("default is not set, should be 5, behind the way back of 002_b");
        assertThat(check.at("/findings").findValuesAsText("object")).contains("constraint a_n_check on public.a");
    }

    @Test
    void a_column_that_comes_back_as_the_last_is_a_note_and_no_more() {
        migration("001_a", "create table a (id int, n int, m int);", "drop table a;");
        migration("002_b", "alter table a drop n;", "alter table a add n int;").apply();

        JsonNode check = rollback();

        assertThat(check.get("status").asText()).as(check.toString()).isEqualTo("passed");
        assertThat(check.get("notes").toString()).contains("leads back but: 1 (002_b)");
        assertThat(check.at("/infos").findValuesAsText("class")).containsExactly("order");
    }

    @Test
    void a_way_back_that_the_server_refuses_is_found_at_its_line_and_the_next_is_proven_all_the_same() {
        migration("001_a", "create table a (id int);", "drop table a;\ndrop table nowhere;");
        migration("002_b", "create table b (id int);", "drop table b;").apply();

        JsonNode check = rollback();

        assertThat(messages(check)).contains("the way back fails", "table \"nowhere\" does not exist");
        assertThat(check.at("/findings/0/line").asInt()).isEqualTo(4);
        assertThat(check.get("notes").toString()).contains("fails: 1 (001_a)", "leads back exactly: 1 (002_b)");
    }

    @Test
    void a_migration_that_cannot_be_applied_again_is_found() {
        String role = "proof_" + ProcessHandle.current().pid();
        migration("001_a", "create role " + role + "; create table a (id int);", "drop table a;");
        migration("002_b", "create table b (id int);", "drop table b;");

        JsonNode check = rollback();

        assertThat(messages(check)).contains("cannot be applied again behind its way back", "already exists");
        assertThat(check.get("notes").toString()).contains("does not lead back: 1 (001_a)", "exactly: 1 (002_b)");
    }

    @Test
    void of_what_is_applied_the_text_that_would_run_is_proven_and_of_what_is_pending_the_file() {
        migration("001_a", "create table a (id int);", "drop table a;").apply();
        migration("001_a", "create table a (id int);", "select 1;");
        migration("002_b", "create table b (id int);", "select 1;");

        JsonNode check = rollback();

        assertThat(check.get("notes").toString())
                .contains("leads back exactly: 1 (001_a)", "does not lead back: 1 (002_b)");
    }

    @Test
    void several_that_are_undone_as_a_unit_are_proven_as_a_unit() {
        bench.project().file("migrate.toml", """
                sources = ["migrations"]
                [[rollback]]
                file = "back.sql"
                undoes = ["001_a", "003_c"]
                """).file("back.sql", "drop table a, c;");
        bench.migration("001_a", "create table a (id int);")
                .migration("002_b", "create table b (id int);")
                .migration("003_c", "create table c (id int);");

        JsonNode check = rollback();

        assertThat(check.get("status").asText()).as(check.toString()).isEqualTo("passed");
        assertThat(check.get("notes").toString()).contains("leads back exactly: 1 (001_a + 003_c)");
    }

    @Test
    void without_any_way_back_there_is_nothing_to_prove() {
        bench.apply("create table a (id int);");

        assertThat(rollback().get("status").asText()).isEqualTo("not_applicable");
    }

    @Test
    void a_way_back_that_fails_only_where_rows_were_written_behind_the_migration_is_found() {
        migration("001_a", "create table a (id int primary key, n int not null);", "drop table a;");
        migration("002_b", "alter table a alter n drop not null;", "-- back\nalter table a alter n set not null;");

        JsonNode check = rollback();

        JsonNode finding = check.get("findings").get(0);
        assertThat(finding.get("message").asText())
                .contains("fails where rows were written behind the migration", "contains null values");
        assertThat(finding.get("line").asInt()).isEqualTo(4);
        assertThat(check.get("status").asText()).isEqualTo("failed");
    }

    @Test
    void a_way_back_that_deletes_what_was_there_before_is_found() {
        migration("001_a", "create table a (id int primary key, note text);", "drop table a;");
        migration("002_b", "alter table a add n int;", "alter table a drop n; delete from a;");

        JsonNode check = rollback();

        assertThat(check.get("status").asText()).isEqualTo("failed");
        assertThat(check.at("/findings/0/object").asText()).isEqualTo("table public.a");
        assertThat(messages(check)).contains("loses data: 2 of 2 rows that were there before the migration are gone");
    }

    @Test
    void what_a_migration_takes_away_and_its_way_back_does_not_give_back_is_a_warning() {
        migration("001_a", "create table a (id int primary key, note text, n int);", "drop table a;");
        migration("002_b", "alter table a drop n;", "alter table a add n int;");

        JsonNode check = rollback();

        assertThat(check.get("status").asText()).isEqualTo("passed");
        assertThat(check.at("/warnings/0/message").asText())
                .contains("in column n, behind the way back of 002_b: the migration took it away");
    }

    @Test
    void a_migration_that_fails_only_where_there_are_rows_is_a_warning() {
        migration("001_a", "create table a (id int primary key);", "drop table a;");
        migration("002_b", "alter table a add n int not null;", "alter table a drop n;");

        JsonNode check = rollback();

        assertThat(check.get("status").asText()).isEqualTo("passed");
        assertThat(check.at("/warnings/0/message").asText())
                .contains("fails where its tables hold rows", "contains null values");
    }

    @Test
    void a_table_that_cannot_be_filled_is_named() {
        migration("001_a", "create table a (id int check (id > 10 and id < 5) not null);", "drop table a;");

        JsonNode check = rollback();

        assertThat(check.get("notes").toString()).contains("not filled: public.a: ");
    }

    @Test
    void numbers_that_rows_took_from_a_sequence_are_given_back() {
        migration("001_a", "create table a (id int generated always as identity, note text);", "drop table a;");
        migration(
                "002_b",
                "insert into a (note) values ('first'); do 'begin assert (select max(id) = 1 from a); end';",
                "truncate a restart identity;");

        JsonNode check = rollback();

        assertThat(check.get("findings")).isEmpty();
        assertThat(check.get("notes").toString()).contains("leads back exactly: 2 (001_a, 002_b)");
    }

    @Test
    void the_rollback_comments_of_an_example_all_lead_back() {
        var project = new TestProject(Path.of("examples/guardian").toAbsolutePath(), bench.database());

        TestProject.Run run = project.run("verify", "--only", "rollback", "--format", "json");

        assertThat(run.code()).as(run.out()).isZero();
        assertThat(run.json().at("/checks/0/notes").toString())
                .contains("leads back exactly: 13 (", "leads back but: 2 (");
    }

    @Test
    void the_plan_of_an_example_says_what_it_does_not_give_back() {
        var project = new TestProject(Path.of("examples/segmentation").toAbsolutePath(), bench.database());

        TestProject.Run run = project.run("verify", "--only", "rollback", "--format", "json");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.json().at("/checks/0/findings").findValuesAsText("object"))
                .contains(
                        "function public.calculate_event_compliance(text, integer)",
                        "constraint tier_event_requirements_pkey on public.tier_event_requirements",
                        "constraint tier_event_requirements_required_count_per_year_check on"
                                + " public.tier_event_requirements");
    }
}
