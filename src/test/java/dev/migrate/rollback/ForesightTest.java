package dev.migrate.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a scratch server shows before anything is undone. */
class ForesightTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    private TestBench a(String down) {
        return bench.migration(
                "001_a", "create table a (id int primary key, note text);\n-- migrate:down\n" + down + "\n");
    }

    private void refused(TestProject.Run run, String... because) {
        assertThat(run.code()).as(run.err()).isEqualTo(3);
        assertThat(run.err())
                .contains("001_a cannot be undone while 002_b is applied")
                .contains(because);
        assertThat(bench.database().history()).containsExactly("001_a applied", "002_b applied");
    }

    @Test
    void a_later_migration_whose_view_would_go_with_the_table_is_named() {
        a("drop table a cascade;").migration("002_b", "create view v as select * from a;");
        bench.apply();

        refused(bench.rollback("001_a"), "made view public.v, which the way back drops");
    }

    @Test
    void a_later_migration_whose_view_keeps_the_server_from_dropping_the_table_is_named() {
        a("drop table a;").migration("002_b", "create view v as select * from a;");
        bench.apply();

        refused(bench.rollback("001_a"), "touched view public.v", "cannot drop table a");
    }

    @Test
    void a_later_migration_that_changed_the_table_is_named() {
        a("drop table a;").migration("002_b", "alter table a add n int;");
        bench.apply();

        refused(bench.rollback("001_a"), "changed table public.a, which the way back drops");
    }

    @Test
    void one_that_is_undone_along_with_it_is_in_nobodys_way() {
        a("drop table a;").migration("002_b", "create view v as select * from a;\n-- migrate:down\ndrop view v;\n");
        bench.apply();

        TestProject.Run run = bench.rollback("001_a", "002_b");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void those_that_are_undone_before_it_are_gone_when_it_is_looked_at() {
        a("drop table a;")
                .migration("002_b", "create table b (id int);")
                .migration("003_c", "create view v as select * from a;\n-- migrate:down\ndrop view v;\n");
        bench.apply();

        TestProject.Run run = bench.rollback("001_a", "003_c");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("foreseen");
        assertThat(bench.database().tables()).isEqualTo("b");
    }

    @Test
    void one_that_has_nothing_to_do_with_it_is_in_nobodys_way() {
        a("drop table a;").migration("002_b", "create table b (id int);");
        bench.apply();

        assertThat(bench.rollback("001_a").code()).isZero();
        assertThat(bench.database().tables()).isEqualTo("b");
    }

    @Test
    void tables_and_columns_are_told_with_their_rows_before_it_is_asked() {
        a("drop table a;")
                .migration("002_b", "alter table a add \"n.o\" int;\n-- migrate:down\nalter table a drop \"n.o\";\n");
        bench.apply();
        bench.database().execute("insert into a values (1, 'x', 1), (2, 'y', null), (3, 'z', null)");

        TestProject.Run run = bench.project().answering("no").run("rollback", "--last", "2");

        assertThat(run.code()).isEqualTo(130);
        assertThat(run.err()).contains("column public.a.\"n.o\" (1 row with a value)", "table public.a (3 rows)");
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void where_no_scratch_server_is_to_be_had_it_is_said_and_what_is_declared_counts() {
        a("drop table a;").migration("002_b", "create table b (id int);");
        bench.apply();
        bench.project().file("migrate.toml", """
                sources = ["migrations"]
                [shadow]
                url = "postgresql://nobody@127.0.0.1:1/postgres"
                """);

        TestProject.Run run = bench.rollback("001_a");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("cannot be foreseen, so only what is declared counts");
    }

    @Test
    void a_way_back_that_leads_elsewhere_is_not_run_where_a_proof_is_wanted() {
        a("alter table a rename to b;");
        bench.apply();

        TestProject.Run run = bench.rollback("001_a", "--prove");

        assertThat(run.code()).as(run.err()).isEqualTo(3);
        assertThat(run.err()).contains("nothing was undone: table public.b: is left behind by the way back of 001_a");
        assertThat(bench.database().history()).containsExactly("001_a applied");
    }

    @Test
    void a_way_back_that_is_proven_runs() {
        a("drop table a;");
        bench.apply();

        TestProject.Run run = bench.rollback("001_a", "--prove");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("leads back exactly: 1 (001_a)", "undone  001_a");
    }

    @Test
    void without_a_selection_all_are_proven_and_nothing_is_undone() {
        a("drop table a;").migration("002_b", "create table b (id int);\n-- migrate:down\nselect 1;\n");
        bench.apply();

        TestProject.Run run = bench.project().run("rollback", "--prove");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).contains("table public.b: is left behind by the way back of 002_b");
        assertThat(bench.database().tables()).isEqualTo("a b");
    }
}
