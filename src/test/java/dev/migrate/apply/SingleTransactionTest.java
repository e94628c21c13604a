package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code --single-transaction}: all pending migrations, or none. */
class SingleTransactionTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void all_are_applied_and_recorded() {
        bench.migration("001_a", "create table a (id int);\nset search_path = pg_catalog;\n")
                .migration("002_b", "begin;\ncreate table b (id int);\ncommit;\n")
                .migration("003_c", "copy b from stdin;\n1\n\\.\ncreate table c (id int);\ncommit;\n");

        TestProject.Run run = together();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a b c");
        assertThat(bench.database().history()).containsExactly("001_a applied", "002_b applied", "003_c applied");
        assertThat(bench.database().value("select count(distinct xmin::text) from migrate.history"))
                .isEqualTo("1");
    }

    @Test
    void nothing_stays_where_one_fails() {
        bench.migration("001_a", "create table a (id int);")
                .migration("002_b", "create table b (id int);\nselect 1 / 0;");

        TestProject.Run run = together();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).doesNotContain("applied migrations/001_a.sql");
        assertThat(run.err()).contains("migrations/002_b.sql:2:1", "Nothing of it was kept.");
        assertThat(bench.database().tables()).isEmpty();
        assertThat(bench.database().history()).isEmpty();
    }

    @Test
    void a_constraint_deferred_in_the_first_fails_the_whole() {
        bench.migration("001_a", """
                        create table a (id int primary key);
                        create table b (a int references a deferrable initially deferred);
                        insert into b values (1);
                        """).migration("002_b", "select 1;\n");

        TestProject.Run run = together();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("(23503)");
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void what_is_deferred_in_the_first_may_be_put_right_in_the_second() {
        bench.migration("001_a", """
                        create table a (id int primary key);
                        create table b (a int references a deferrable initially deferred);
                        insert into b values (1);
                        """).migration("002_b", "insert into a values (1);\n");

        TestProject.Run run = together();

        assertThat(run.code()).as(run.err()).isZero();
    }

    @Test
    void files_that_cannot_are_all_named_before_anything_runs() {
        bench.migration("001_a", "create table a (id int);")
                .migration("002_b", "select 1;\nvacuum a;\n")
                .migration("003_c", "begin;\nselect 1;\ncommit;\nbegin;\ncommit;\n")
                .migration("004_d", "-- migrate: no-transaction\nselect 1;\n");

        TestProject.Run run = together();

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "migrations/002_b.sql: cannot be in a single transaction: VACUUM (line 2) cannot run in a transaction",
                        "migrations/003_c.sql: cannot be in a single transaction: it has transactions of its own (line 1)",
                        "migrations/004_d.sql: cannot be in a single transaction: it is marked no-transaction");
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void a_file_that_uses_a_value_which_another_adds_to_an_enum_is_named() {
        bench.migration("001_a", "create type mood as enum ('sad');\ncreate table m (m mood);")
                .apply();
        bench.migration("002_b", "alter type mood add value 'glad';")
                .migration("003_c", "select 1;\ninsert into m values ('glad');");

        TestProject.Run run = together();

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("migrations/003_c.sql:2:1: names 'glad', which migrations/002_b.sql:1:1 adds to an enum");
        assertThat(bench.project().run("apply").code()).isZero();
    }

    @Test
    void an_enum_value_whose_use_cannot_be_seen_fails_the_whole() {
        bench.migration("001_a", "create type mood as enum ('sad');\ncreate table m (m mood);")
                .apply();
        bench.migration("002_b", "alter type mood add value 'glad';")
                .migration("003_c", "insert into m select enum_last(null::mood);");

        TestProject.Run run = together();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("migrations/003_c.sql:1:", "(55P04)");
        assertThat(bench.database().history()).containsExactly("001_a applied");
    }

    @Test
    void a_file_that_is_half_done_is_refused() {
        bench.migration("001_a", "create type mood as enum ('sad');\ncreate table m (m mood);")
                .apply();
        String start = "alter type mood add value 'glad';\ninsert into m select enum_last(null::mood);\n";
        bench.migration("002_b", start + "select 1 / 0;\n").apply();
        bench.migration("002_b", start + "select 1;\n");

        TestProject.Run run = together();

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("migrations/002_b.sql: cannot be in a single transaction: its first 2 statements are done");
        assertThat(bench.apply().code()).isZero();
        assertThat(bench.database().value("select count(*) from m")).isEqualTo("1");
    }

    @Test
    void nothing_to_do_is_no_error() {
        bench.apply("select 1;");

        assertThat(together().out()).contains("Nothing to do");
    }

    private TestProject.Run together() {
        return bench.project().run("apply", "--single-transaction");
    }
}
