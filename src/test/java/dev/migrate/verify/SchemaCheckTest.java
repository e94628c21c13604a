package dev.migrate.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code verify --only schema}: the target against what its applied migrations make on a scratch database. */
class SchemaCheckTest {
    @RegisterExtension
    final TestBench bench = new TestBench();

    @BeforeEach
    void two_migrations_are_applied() {
        bench.migration("001_orders", "create table orders (id int primary key, note text);");
        bench.migration("002_total", "alter table orders add total numeric(10, 2) not null default 0;");
        bench.apply();
    }

    @Test
    void a_database_that_only_migrations_changed_passes() {
        var run = bench.project().run("verify", "--only", "schema");

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out()).contains("1 check passed");
    }

    @Test
    void a_table_made_by_hand_is_found() {
        bench.database().execute("create table made_by_hand (id int)");

        JsonNode finding = onlyFinding();

        assertThat(finding.get("object").asText()).isEqualTo("table public.made_by_hand");
        assertThat(finding.get("expected").asText()).isEqualTo("absent");
        assertThat(finding.get("fix").asText()).contains("migration").contains("drop");
    }

    @Test
    void a_column_that_was_dropped_by_hand_is_found_at_its_table() {
        bench.database().execute("alter table orders drop column note");

        JsonNode finding = onlyFinding();

        assertThat(finding.get("object").asText()).isEqualTo("table public.orders");
        assertThat(finding.get("column").asText()).isEqualTo("note");
        assertThat(finding.get("actual").asText()).isEqualTo("absent");
    }

    @Test
    void a_changed_type_is_found_with_both_types() {
        bench.database().execute("alter table orders alter total type numeric(12, 2)");

        JsonNode finding = onlyFinding();

        assertThat(finding.get("expected").asText()).isEqualTo("numeric(10,2)");
        assertThat(finding.get("actual").asText()).isEqualTo("numeric(12,2)");
    }

    @Test
    void what_is_pending_is_not_expected() {
        bench.migration("003_more", "create table more (id int);");

        assertThat(findings()).isEmpty();
    }

    @Test
    void a_file_that_was_edited_counts_as_it_was_applied() {
        bench.migration("002_total", "alter table orders add total bigint;");

        assertThat(findings()).isEmpty();
    }

    @Test
    void a_file_that_is_gone_counts_as_it_was_applied() {
        bench.project().delete("migrations/002_total.sql");

        assertThat(findings()).isEmpty();
    }

    @Test
    void migrations_count_in_the_order_in_which_they_were_applied() {
        bench.migration("001b_between", "alter table orders rename total to amount;");
        bench.apply();

        assertThat(findings()).isEmpty();
    }

    @Test
    void what_was_there_before_the_first_migration_stands_in_existing() {
        bench.database().execute("create table legacy (id int)");
        bench.project().file("existing.sql", "create table legacy (id int);");
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n[shadow]\nexisting = \"existing.sql\"\n");

        assertThat(findings()).isEmpty();
    }

    @Test
    void a_migration_that_does_not_run_from_nothing_is_named_with_its_line() {
        bench.database().execute("create table legacy (id int)");
        bench.migration("003_legacy", "select 1;\nalter table legacy add note text;");
        bench.apply();

        JsonNode finding = onlyFinding();

        assertThat(finding.get("file").asText()).isEqualTo("migrations/003_legacy.sql");
        assertThat(finding.get("line").asInt()).isEqualTo(2);
        assertThat(finding.get("message").asText()).contains("relation \"legacy\" does not exist");
        assertThat(finding.get("fix").asText()).contains("[shadow]");
    }

    @Test
    void a_role_of_the_target_can_be_granted_to() {
        bench.database()
                .execute("do $$ begin if not exists (select from pg_roles where rolname = 'schema_check_reader') then"
                        + " create role schema_check_reader; end if; end $$");
        bench.migration("003_grant", "grant select on orders to schema_check_reader;");
        bench.apply();

        assertThat(findings()).isEmpty();
    }

    @Test
    void the_scratch_database_has_the_locale_of_the_target_and_where_its_server_cannot_it_is_said() {
        Assumptions.assumeTrue(
                Integer.parseInt(TestServer.VERSION) >= 17,
                "skipped: before PostgreSQL 17 there is no locale that the version before it does not have");
        try (var icu = new TestDatabase("template0 locale_provider icu icu_locale 'de' lc_collate 'C' lc_ctype 'C'")) {
            var project = bench.project().variable("DATABASE_URL", icu.url());
            assertThat(project.run("apply").code()).isZero();

            assertThat(project.run("verify", "--only", "schema").out()).doesNotContain("could not be made like");
        }
        try (var builtin = new TestDatabase("template0 locale_provider builtin builtin_locale 'C.UTF-8'")) {
            var project = bench.project()
                    .variable("DATABASE_URL", builtin.url())
                    .file("migrate.toml", "sources = [\"migrations\"]\n[shadow]\nversion = \"16\"\n");
            assertThat(project.run("apply").code()).isZero();

            var run = project.run("verify", "--only", "schema", "--verbose");

            assertThat(run.code()).as(run.out() + run.err()).isZero();
            assertThat(run.out())
                    .contains("provider is builtin, in the scratch database libc")
                    .doesNotContain("should be");
        }
    }

    @Test
    void a_database_without_history_is_not_applicable() {
        bench.database().execute("drop schema migrate cascade");

        JsonNode check = verify().get(0);

        assertThat(check.get("status").asText()).isEqualTo("not_applicable");
    }

    private JsonNode onlyFinding() {
        List<JsonNode> all = findings();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private List<JsonNode> findings() {
        var found = new ArrayList<JsonNode>();
        verify().get(0).get("findings").forEach(found::add);
        return found;
    }

    private JsonNode verify() {
        var run = bench.project().run("verify", "--only", "schema", "--format", "json");
        return run.json().get("checks");
    }
}
