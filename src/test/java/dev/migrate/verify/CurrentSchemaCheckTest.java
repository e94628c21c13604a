package dev.migrate.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code verify --only current-schema}: the files of current_schema against what all migrations make. */
class CurrentSchemaCheckTest {
    @RegisterExtension
    final TestBench bench = new TestBench();

    @Test
    void files_that_say_what_the_migrations_lead_to_pass() {
        orders("create table orders (id int primary key, total numeric not null default 0);");

        TestProject.Run run = verify();

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(findings(run)).isEmpty();
    }

    @Test
    void a_default_that_a_migration_changed_is_found_with_both_places() {
        bench.migration("003_more", "create index on orders (total);\n\nalter table orders alter total set default 5;");
        bench.migration("004_name", "alter table orders add note text;");
        orders("""
                -- 01_orders

                -- What was ordered.
                create table orders (
                    id int primary key,
                    total numeric not null default 0,
                    note text
                );
                create index on orders (total);
                """);

        JsonNode finding = onlyFinding();

        assertThat(text(finding, "object")).isEqualTo("table public.orders");
        assertThat(text(finding, "column")).isEqualTo("total");
        assertThat(text(finding, "expected")).isEqualTo("5");
        assertThat(text(finding, "actual")).isEqualTo("0");
        assertThat(text(finding, "file")).isEqualTo("current_schema/01_orders.sql");
        assertThat(finding.get("line").asInt()).isEqualTo(4);
        assertThat(text(finding, "message")).contains("default", "migrations/003_more.sql:3");
        assertThat(text(finding, "fix")).contains("current_schema/01_orders.sql", "migrate schema write --from files");
    }

    @Test
    void what_is_missing_is_told_where_its_table_stands() {
        bench.migration("003_index", "create index orders_total on orders (total);");
        orders("select 1;\n\ncreate table orders (id int primary key, total numeric not null default 0);");

        JsonNode finding = onlyFinding();

        assertThat(text(finding, "object")).isEqualTo("index orders_total on public.orders");
        assertThat(text(finding, "file")).isEqualTo("current_schema/01_orders.sql");
        assertThat(finding.get("line").asInt()).isEqualTo(3);
        assertThat(text(finding, "message")).contains("migrations/003_index.sql:1");
    }

    @Test
    void a_missing_table_is_one_finding_beside_the_table_that_it_refers_to() {
        bench.migration("003_items", "create table items (id int primary key, order_id int references orders);");
        orders("create table orders (id int primary key, total numeric not null default 0);");
        bench.project().file("current_schema/02_other.sql", "create table other (id int);");
        bench.migration("004_other", "create table other (id int);");

        JsonNode finding = onlyFinding();

        assertThat(text(finding, "object")).isEqualTo("table public.items");
        assertThat(text(finding, "file")).isEqualTo("current_schema/01_orders.sql");
    }

    @Test
    void what_a_migration_dropped_is_told_where_it_stands_still() {
        bench.migration("003_drop", "drop table orders;");
        orders("create table orders (id int primary key, total numeric not null default 0);");

        JsonNode finding = onlyFinding();

        assertThat(text(finding, "object")).isEqualTo("table public.orders");
        assertThat(text(finding, "expected")).isEqualTo("absent");
        assertThat(finding.get("line").asInt()).isEqualTo(1);
        assertThat(text(finding, "message")).contains("migrations/003_drop.sql:1");
    }

    @Test
    void a_file_that_does_not_load_is_a_finding_with_its_line() {
        orders("create table orders (id int primary key);\n\ncreate view v as select nothing from orders;");

        JsonNode finding = onlyFinding();

        assertThat(text(finding, "file")).isEqualTo("current_schema/01_orders.sql");
        assertThat(finding.get("line").asInt()).isEqualTo(3);
        assertThat(text(finding, "message")).contains("\"nothing\" does not exist");
    }

    @Test
    void migrations_that_do_not_run_are_a_finding() {
        bench.migration("003_bad", "alter table nothing add x int;");
        orders("select 1;");

        assertThat(text(onlyFinding(), "file")).isEqualTo("migrations/003_bad.sql");
    }

    @Test
    void without_files_it_is_not_applicable() {
        bench.migration("001_orders", "create table orders (id int);");

        TestProject.Run run = verify();

        assertThat(run.json().get("checks").get(0).get("status").asText()).isEqualTo("not_applicable");
        assertThat(run.json().get("checks").get(0).get("reason").asText()).contains("current_schema");
    }

    @Test
    void files_may_stand_on_what_existed_or_hold_it() {
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n[shadow]\nexisting = \"existing.sql\"\n");
        bench.project().file("existing.sql", "create table customers (id int primary key);");
        bench.migration("001_orders", "create table orders (id int references customers);");
        bench.project().file("current_schema/01.sql", "create table orders (id int references customers);");

        assertThat(findings(verify())).isEmpty();

        bench.project().file("current_schema/00.sql", "create table customers (id int primary key);");

        assertThat(findings(verify())).isEmpty();
    }

    @Test
    void the_example_is_found_out() throws IOException {
        copy(Path.of("examples/guardian"));

        JsonNode finding = onlyFinding();

        assertThat(text(finding, "column")).isEqualTo("max_retries");
        assertThat(text(finding, "file")).isEqualTo("current_schema/08_job_coordination.sql");
        assertThat(finding.get("line").asInt()).isEqualTo(3);
        assertThat(text(finding, "message")).contains("migration_history/2025-10-08_10_job_dead_letter.sql:");
    }

    private void orders(String current) {
        bench.migration("001_orders", "create table orders (id int primary key);");
        bench.migration("002_total", "alter table orders add total numeric not null default 0;");
        bench.project().file("current_schema/01_orders.sql", current);
    }

    private void copy(Path from) throws IOException {
        try (Stream<Path> walk = Files.walk(from)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                bench.project().file(from.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
    }

    private TestProject.Run verify() {
        return bench.project().run("verify", "--only", "current-schema", "--format", "json");
    }

    private JsonNode onlyFinding() {
        TestProject.Run run = verify();
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(3);
        assertThat(findings(run)).hasSize(1);
        return findings(run).get(0);
    }

    private static List<JsonNode> findings(TestProject.Run run) {
        var all = new ArrayList<JsonNode>();
        run.json().get("checks").get(0).get("findings").forEach(all::add);
        return all;
    }

    private static String text(JsonNode finding, String field) {
        return finding.get(field).asText();
    }
}
