package dev.migrate.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How much is kept, for how long, and whether at all: what the config and the options say. */
class KeepSettingsTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    private final TenRows rows = new TenRows(bench);

    @Test
    void more_than_the_limit_stops_before_anything_ran_unless_one_says_what_to_do() {
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n[keep]\nmax_rows = 9\n");
        rows.make();

        TestProject.Run run =
                rows.apply("create table u (); drop table t;", "create table t (id int primary key, a text);");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err())
                .contains(
                        "nothing ran",
                        "10 rows",
                        "002_b: public.t: drop table, 10 rows",
                        "--keep",
                        "--no-keep",
                        "max_rows");
        assertThat(bench.database().tables()).isEqualTo("t");
        assertThat(bench.project().run("apply", "--keep", "--no-keep").code()).isEqualTo(2);
        assertThat(bench.project().run("apply", "--keep").code()).isZero();
        assertThat(rows.kept()).containsExactly("table public.t 10 kept");
    }

    @Test
    void a_size_over_the_limit_stops_as_well() {
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n[keep]\nmax_bytes = \"1 kB\"\n");
        rows.make();

        TestProject.Run run = rows.apply("truncate t;", "select 1;");

        assertThat(run.code()).isEqualTo(3);
        assertThat(rows.text()).isNotNull();
    }

    @Test
    void no_keep_and_drops_off_keep_nothing() {
        rows.make();

        rows.applied("delete from t where id = 1;", "select 1;", "--no-keep");
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n[keep]\ndrops = \"off\"\n");
        bench.migration("003_c", "delete from t where id = 2;").apply();

        assertThat(rows.anythingWasEverKept()).isFalse();
        assertThat(bench.database().value("select count(*) from t")).isEqualTo("8");
    }

    @Test
    void wrong_settings_are_named_with_their_line() {
        bench.project().file("migrate.toml", """
                [keep]
                drops = "always"
                max_rows = -1
                max_bytes = "much"
                expires = "soon"
                max_row = 3
                """);

        TestProject.Run run = bench.apply("select 1;");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "migrate.toml:2",
                        "known are auto, off",
                        "migrate.toml:3",
                        "migrate.toml:4",
                        "migrate.toml:5",
                        "migrate.toml:6",
                        "max_rows");
    }

    @Test
    void what_is_over_its_time_is_purged_by_the_next_that_keeps_and_on_request() {
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n[keep]\nexpires = \"2 weeks\"\n");
        rows.make();
        rows.applied("delete from t where id = 1;", "select 1;");
        assertThat(bench.database().value("select expires_at - kept_at from migrate_kept.contents"))
                .isEqualTo("14 days");
        bench.database().execute("update migrate_kept.contents set expires_at = now() - interval '1 s'");

        bench.migration("003_c", "delete from t where id = 2;").apply();

        assertThat(rows.kept()).containsExactly("rows public.t 1 purged", "rows public.t 1 kept");
        bench.database().execute("update migrate_kept.contents set expires_at = now() - interval '1 s'");
        assertThat(bench.project().run("kept", "purge", "--expired", "--yes").code())
                .isZero();
        assertThat(rows.kept()).containsExactly("rows public.t 1 purged", "rows public.t 1 purged");
    }

    @Test
    void the_limit_counts_what_a_run_renames_first() {
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n[keep]\nmax_rows = 9\n");
        rows.make();
        bench.migration("002_b", "alter table t rename to u;");

        TestProject.Run run = bench.migration("003_c", "delete from u;").apply();

        assertThat(run.code()).isEqualTo(3);
        assertThat(bench.database().tables()).isEqualTo("t");
    }
}
