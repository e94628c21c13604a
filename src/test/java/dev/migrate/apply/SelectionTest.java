package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which of the pending migrations a run takes, and in which order. */
class SelectionTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void to_takes_all_up_to_and_with_one_and_count_so_many() {
        four();

        assertThat(applied("--to", "002_b")).containsExactly("001_a", "002_b");
        assertThat(applied("--to", "002_b")).isEmpty();
        assertThat(applied("--count", "1")).containsExactly("003_c");
        assertThat(applied("--to", "migrations/004_d.sql")).containsExactly("004_d");
    }

    @Test
    void to_may_be_a_version() {
        four();

        assertThat(applied("--to", "003")).containsExactly("001_a", "002_b", "003_c");
    }

    @Test
    void to_something_that_is_not_there_names_what_is_near() {
        four();

        TestProject.Run run = bench.project().run("apply", "--to", "003_d");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("there is no migration 003_d", "did you mean 00", "migrate status lists them");
        assertThat(bench.database().column("select 1 from pg_namespace where nspname = 'migrate'"))
                .isEmpty();
    }

    @Test
    void to_a_version_of_two_is_refused() {
        bench.migration("001_a", "select 1;").migration("001_b", "select 2;");

        TestProject.Run run = bench.project().run("apply", "--to", "001");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("001 means more than one: 001_a, 001_b");
    }

    @Test
    void two_files_of_one_version_are_two_migrations() {
        bench.migration("001_b", "select 1;").migration("001_a", "select 2;");

        assertThat(applied()).containsExactly("001_a", "001_b");
        assertThat(bench.database().history()).containsExactly("001_a applied", "001_b applied");
    }

    @Test
    void two_files_of_one_name_in_two_sources_are_two_migrations() {
        bench.project()
                .file("migrate.toml", "sources = [\"one\", \"two\"]\n")
                .file("one/001_a.sql", "create table a (id int);")
                .file("two/001_a.sql", "create table b (id int);");

        assertThat(applied()).containsExactly("one/001_a", "two/001_a");
        assertThat(applied()).isEmpty();
    }

    @Test
    void a_name_that_gets_a_namesake_in_another_source_is_not_run_again() {
        bench.project()
                .file("migrate.toml", "sources = [\"one\", \"two\"]\n")
                .file("one/001_a.sql", "create table a (id int);")
                .file("two/002_b.sql", "select 1;");
        applied();
        bench.project().file("two/001_a.sql", "create table b (id int);");

        assertThat(applied()).containsExactly("two/001_a");
        bench.project().delete("two/001_a.sql");
        assertThat(applied()).isEmpty();
        assertThat(bench.project().run("status", "--format", "json").states())
                .contains("001_a applied", "two/001_a missing");
    }

    @Test
    void optional_ones_are_run_when_asked_for() {
        bench.migration("001_a", "select 1;").migration("002_b", "-- migrate: optional\ncreate table b (id int);");

        assertThat(applied()).containsExactly("001_a");
        assertThat(bench.project().run("status", "--format", "json").states())
                .containsExactly("001_a applied", "002_b optional");
        assertThat(applied("--include-optional")).containsExactly("002_b");
    }

    @Test
    void one_that_is_older_than_what_is_applied_is_applied_and_said() {
        late();
        assertThat(bench.project().run("status", "--format", "json").states())
                .containsExactly("001_a applied", "002_late out_of_order", "003_c applied");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err())
                .contains(
                        "migrations/002_late.sql is older than migrations that are applied: it is applied all the same");
        assertThat(bench.database().tables()).isEqualTo("late");
    }

    @Test
    void one_that_is_older_can_be_refused() {
        late();

        TestProject.Run run = bench.project().run("apply", "--out-of-order", "refuse");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("migrations/002_late.sql: is older than migrations that are applied");
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void one_that_is_older_can_be_allowed_without_a_word() {
        late();

        TestProject.Run run = bench.project().run("apply", "--out-of-order", "allow");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("older");
        assertThat(bench.database().tables()).isEqualTo("late");
    }

    @Test
    void a_fresh_database_starts_from_the_bootstrap_file_and_covers_what_it_stands_for() {
        bootstrap();

        TestProject.Run run = bench.project().run("apply", "--format", "json");

        assertThat(run.applied()).containsExactly("999_all", "003_c");
        assertThat(bench.database().tables()).isEqualTo("a b c");
        assertThat(bench.project().run("status", "--format", "json").states())
                .containsExactlyInAnyOrder("999_all applied", "001_a covered", "002_b covered", "003_c applied");
        assertThat(applied()).isEmpty();
        assertThat(bench.project().run("status", "--check").code()).isZero();
    }

    @Test
    void a_database_that_has_tables_never_sees_the_bootstrap_file() {
        bootstrap();
        bench.database().execute("create table old (id int)");

        assertThat(applied()).containsExactly("003_c");
        assertThat(bench.project().run("status", "--format", "json").states()).contains("999_all not_needed");
    }

    @Test
    void tables_of_a_platform_and_what_is_kept_leave_a_database_fresh() {
        bootstrap();
        bench.database().execute("""
                create schema storage; create table storage.objects (id int);
                create schema partman; create table partman.part_config (id int);
                create schema migrate_kept; create table migrate_kept.contents (id int);
                """);

        assertThat(applied()).containsExactly("999_all", "003_c");
    }

    @Test
    void tables_beside_a_history_in_their_schema_are_seen() {
        bootstrap("[history]\nschema = \"public\"\n");
        bench.database().execute("create table old (id int)");

        assertThat(applied()).containsExactly("003_c");
    }

    private void four() {
        for (String id : new String[] {"001_a", "002_b", "003_c", "004_d"}) {
            bench.migration(id, "select '" + id + "';");
        }
    }

    private void late() {
        bench.migration("001_a", "select 1;").migration("003_c", "select 3;").apply();
        bench.migration("002_late", "create table late (id int);");
    }

    private void bootstrap() {
        bootstrap("");
    }

    private void bootstrap(String more) {
        bench.project()
                .file("migrate.toml", """
                        sources = ["migrations"]
                        archive = ["archive"]
                        [bootstrap]
                        file = "migrations/999_all.sql"
                        covers = ["archive"]
                        """ + more)
                .file("archive/001_a.sql", "create table a (id int);")
                .file("archive/002_b.sql", "create table b (id int);");
        bench.migration("003_c", "create table c (id int);")
                .migration("999_all", "create table a (id int);\ncreate table b (id int);");
    }

    private List<String> applied(String... options) {
        var words = new java.util.ArrayList<>(List.of("apply", "--format", "json"));
        words.addAll(List.of(options));
        TestProject.Run run = bench.project().run(words.toArray(String[]::new));
        assertThat(run.code()).as(run.err()).isZero();
        return run.applied();
    }
}
