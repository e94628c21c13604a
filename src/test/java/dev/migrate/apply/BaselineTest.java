package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code migrate baseline}: what a database has already is recorded, once it is seen that it has it. */
class BaselineTest {
    @RegisterExtension
    final TestBench bench = new TestBench();

    @BeforeEach
    void a_database_that_no_history_knows() {
        bench.migration("001_orders", "create table orders (id int primary key);");
        bench.migration("002_note", "alter table orders add note text;");
        bench.database().execute("create table orders (id int primary key, note text)");
    }

    @Test
    void records_what_the_database_has_and_runs_nothing() {
        bench.database().execute("insert into orders values (1, 'kept')");

        var run = bench.project().run("baseline");

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(bench.project().run("status", "--format", "json").states())
                .containsExactly("001_orders baselined", "002_note baselined");
        assertThat(bench.database().value("select note from orders")).isEqualTo("kept");
        assertThat(bench.database().column("select action || ' ' || id || ' ' || detail from migrate.log order by n"))
                .containsExactly(
                        "baseline 001_orders proven on a scratch database",
                        "baseline 002_note proven on a scratch database");
        assertThat(bench.project().run("apply", "--format", "json").applied()).isEmpty();
    }

    @Test
    void refuses_where_the_database_lacks_what_the_files_make() {
        bench.database().execute("alter table orders drop column note");

        var run = bench.project().run("baseline");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).contains("note").contains("Nothing was recorded").contains("--accept-differences");
        assertThat(bench.database().value("select to_regclass('migrate.history')"))
                .isNull();
    }

    @Test
    void takes_only_those_up_to_one() {
        bench.database().execute("alter table orders drop column note");

        var run = bench.project().run("baseline", "--to", "001_orders");

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(bench.project().run("status", "--format", "json").states())
                .containsExactly("001_orders baselined", "002_note pending");
        assertThat(bench.apply().code()).isZero();
        assertThat(bench.project().run("verify", "--only", "schema,rebuild").code())
                .isZero();
    }

    @Test
    void goes_on_from_where_an_earlier_baseline_ended() {
        bench.project().run("baseline", "--to", "001_orders", "--accept-differences", "--reason", "note comes later");

        var run = bench.project().run("baseline", "--format", "json");

        assertThat(run.json().get("baselined").toString()).isEqualTo("[\"002_note\"]");
    }

    @Test
    void accepts_differences_for_a_reason_that_the_log_keeps() {
        bench.database().execute("create table of_somebody_else (id int)");

        var run = bench.project().run("baseline", "--accept-differences", "--reason", "theirs");

        assertThat(run.code()).isZero();
        assertThat(bench.database().value("select distinct detail from migrate.log"))
                .isEqualTo("differences accepted: theirs");
    }

    @Test
    void a_reason_has_to_be_given() {
        var run = bench.project().run("baseline", "--accept-differences");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--reason");
    }

    @Test
    void a_file_that_does_not_run_from_nothing_is_told_with_its_line() {
        bench.database().execute("create table legacy (id int)");
        bench.migration("003_legacy", "\nalter table legacy add note text;");

        var run = bench.project().run("baseline", "--format", "json");

        assertThat(run.code()).isEqualTo(3);
        var finding = run.json().get("checks").get(0).get("findings").get(0);
        assertThat(finding.get("file").asText()).isEqualTo("migrations/003_legacy.sql");
        assertThat(finding.get("line").asInt()).isEqualTo(2);
        assertThat(run.json().get("baselined")).isEmpty();
    }

    @Test
    void records_the_bootstrap_file_and_what_it_stands_for() {
        bench.project()
                .file("migrate.toml", """
                        sources = ["migrations"]
                        archive = ["old_archive"]
                        [bootstrap]
                        file = "migrations/999_all.sql"
                        covers = ["old_archive"]
                        """)
                .file("old_archive/1_orders.sql", "create table orders (id int primary key, note text);")
                .file("migrations/999_all.sql", "create table orders (id int primary key, note text);")
                .delete("migrations/001_orders.sql")
                .delete("migrations/002_note.sql");

        var run = bench.project().run("baseline");

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(bench.project().run("status", "--format", "json").states())
                .containsExactlyInAnyOrder("999_all baselined", "1_orders covered");
        assertThat(bench.project().run("verify", "--only", "schema,rebuild").code())
                .isZero();
    }

    @Test
    void of_a_run_that_stopped_half_way_nobody_can_say_what_is_there() {
        bench.migration("003_half", "create index concurrently on orders (note);\nselect broken;");
        bench.project().run("baseline", "--to", "002_note");
        bench.apply();

        var run = bench.project().run("baseline");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("003_half").contains("--forget");
    }

    @Test
    void takes_over_a_database_whose_first_tables_no_file_creates() {
        bench.database()
                .execute("create table legacy (id int primary key, kind text check (kind in ('a', 'b')));"
                        + "create view legacy_kinds as select distinct kind from legacy");
        bench.migration("003_legacy", "alter table legacy add note text;");
        bench.database().execute("alter table legacy add note text");
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n[shadow]\nexisting = \"target\"\n");

        var run = bench.project().run("baseline");

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(bench.project().folder().resolve("existing_structure.sql"))
                .content()
                .contains("create table public.legacy", "create table public.orders", "legacy_kinds");
        bench.migration("004_more", "alter table legacy add more int;");
        assertThat(bench.apply().code()).isZero();
        var verified = bench.project().run("verify", "--only", "schema,rebuild");
        assertThat(verified.code()).as(verified.out()).isZero();
        bench.database().execute("alter table legacy drop column more");
        assertThat(bench.project().run("verify", "--only", "schema").code()).isEqualTo(3);
    }

    @Test
    void says_so_where_everything_is_recorded() {
        bench.project().run("baseline");

        var run = bench.project().run("baseline");

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Nothing to record");
    }
}
