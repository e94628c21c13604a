package dev.migrate.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.migrate.testing.TestBench;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code verify --only rebuild}: an empty database and all files give the structure of the target. */
class RebuildCheckTest {
    @RegisterExtension
    final TestBench bench = new TestBench();

    @Test
    void files_that_rebuild_the_database_pass_and_the_time_is_told() {
        bench.apply("create table orders (id int primary key);");

        JsonNode check = rebuild();

        assertThat(check.get("status").asText()).isEqualTo("passed");
        assertThat(check.get("notes").toString()).containsPattern("1 file was run on an empty database in \\d+ ms");
    }

    @Test
    void a_file_that_was_edited_after_it_was_applied_rebuilds_another_database() {
        bench.apply("create table orders (id int primary key);");
        bench.migration("001_a", "create table orders (id int primary key, note text);");

        JsonNode finding = rebuild().get("findings").get(0);

        assertThat(finding.get("object").asText()).isEqualTo("table public.orders");
        assertThat(finding.get("column").asText()).isEqualTo("note");
        assertThat(finding.get("expected").asText()).isEqualTo("absent");
    }

    @Test
    void a_file_that_is_gone_leaves_a_hole() {
        bench.migration("002_b", "create table b (id int);");
        bench.apply("create table orders (id int primary key);");
        bench.project().delete("migrations/002_b.sql");

        JsonNode finding = rebuild().get("findings").get(0);

        assertThat(finding.get("object").asText()).isEqualTo("table public.b");
        assertThat(finding.get("actual").asText()).isEqualTo("absent");
    }

    @Test
    void an_order_in_which_the_files_fail_is_found_although_they_were_applied_in_another() {
        bench.migration("002_b", "create table b (id int);");
        bench.apply();
        bench.migration("001_a", "alter table b add note text;");
        bench.apply();

        JsonNode finding = rebuild().get("findings").get(0);

        assertThat(finding.get("file").asText()).isEqualTo("migrations/001_a.sql");
        assertThat(finding.get("message").asText()).contains("relation \"b\" does not exist");
    }

    @Test
    void a_role_that_a_migration_makes_is_made_in_each_scratch_database() {
        String role = "rebuild_check_" + ProcessHandle.current().pid();
        bench.migration("001_a", "create role " + role + ";");
        bench.migration("002_b", "create table b (id int); grant select on b to " + role + ";");
        bench.apply();
        bench.migration("003_c", "create table c (id int);");
        bench.project().run("apply");
        bench.project().file("migrations/003_c.sql", "create table c (id int); -- edited, so that both rebuild anew");
        try {
            var run = bench.project().run("verify", "--only", "schema,rebuild");

            assertThat(run.code()).as(run.out() + run.err()).isZero();
        } finally {
            bench.database().execute("drop owned by " + role + "; drop role " + role);
        }
    }

    @Test
    void a_bootstrap_file_that_makes_what_it_stands_for_passes() {
        bootstrapWith("create table orders (id int primary key, note text);");

        assertThat(rebuild().get("status").asText()).isEqualTo("passed");
    }

    @Test
    void a_bootstrap_file_that_makes_something_else_is_found() {
        bootstrapWith("create table orders (id int primary key, note varchar(20));");

        JsonNode finding = rebuild().get("findings").get(0);

        assertThat(finding.get("object").asText()).isEqualTo("table public.orders");
        assertThat(finding.get("expected").asText()).isEqualTo("text");
        assertThat(finding.get("actual").asText()).isEqualTo("character varying(20)");
        assertThat(finding.get("message").asText()).contains("migrations/000_all.sql");
    }

    private void bootstrapWith(String sql) {
        bench.project()
                .file("migrate.toml", """
                        sources = ["migrations"]
                        archive = ["migrations_archive"]
                        [bootstrap]
                        file = "migrations/000_all.sql"
                        covers = ["migrations_archive"]
                        """)
                .file("migrations_archive/2025-01-01_a.sql", "create table orders (id int primary key);")
                .file("migrations_archive/20250102_b.sql", "alter table orders add note text;\n-- migrate:down\nbroken")
                .file("migrations/000_all.sql", sql);
        assertThat(bench.apply().code()).isZero();
    }

    private JsonNode rebuild() {
        var run = bench.project().run("verify", "--only", "rebuild", "--format", "json");
        return run.json().get("checks").get(0);
    }
}
