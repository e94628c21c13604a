package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statements that PostgreSQL refuses in a transaction block: their files need no marker. */
class RefusingStatementsTest {
    private static final String TABLES = """
            create table t (id int, v text);
            create index t_id on t (id);
            create table p (id int) partition by range (id);
            create table p1 partition of p for values from (0) to (10);
            create index p_id on p (id);
            """;

    @RegisterExtension
    private final TestBench bench = new TestBench();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vacuum t",
                "VACUUM (ANALYZE, VERBOSE) t",
                "create index concurrently t_v on t (v)",
                "create unique index concurrently if not exists t_u on t (id)",
                "create index concurrently on t (v)",
                "drop index concurrently t_id",
                "drop index concurrently if exists nothing",
                "reindex index concurrently t_id",
                "reindex table concurrently t",
                "reindex (concurrently, verbose) table t",
                "reindex schema public",
                "reindex table p",
                "reindex index p_id",
                "alter table p detach partition p1 concurrently",
                "alter system set work_mem = '5MB'; alter system reset work_mem",
                "discard all",
                "cluster",
                "do $$ begin execute 'create table x (id int)'; commit; end $$",
                "create subscription migrate_never connection 'host=127.0.0.1 port=1' publication p"
                        + " with (connect = false);"
                        + " alter subscription migrate_never set (slot_name = none); drop subscription migrate_never"
            })
    void a_file_with_one_of_them_among_others_is_applied_whole(String statement) {
        bench.migration("001_tables", TABLES);

        TestProject.Run run = bench.migration(
                        "002_refusing",
                        "create table before (id int);\n" + statement + ";\ncreate table behind (id int);\n")
                .apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).contains("before", "behind");
        assertThat(bench.database().history()).containsExactly("001_tables applied", "002_refusing applied");
    }

    @Test
    void databases_and_tablespaces_can_be_made_and_dropped() {
        String name = bench.database().name() + "_other";

        TestProject.Run run = bench.apply(
                "create database %1$s;\ndrop database %1$s;\ndrop database if exists %1$s;\n".formatted(name));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().column("select datname from pg_database where datname = '" + name + "'"))
                .isEmpty();
    }

    @Test
    void a_file_with_nothing_but_such_statements_that_fails_keeps_the_first() {
        TestProject.Run run = bench.migration("001_tables", TABLES)
                .migration("002_two", "create index concurrently t_v on t (v);\nvacuum nothing;\n")
                .apply();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "failed  migrations/002_two.sql:2:",
                        "statement 1 is done and stays, of 2",
                        "The migration before it was applied and stays.");
        assertThat(bench.database().history()).containsExactly("001_tables applied", "002_two failed");
    }

    @Test
    void what_only_the_server_knows_to_refuse_is_said_and_run_statement_by_statement() {
        TestProject.Run run = bench.migration("001_tables", TABLES)
                .migration("002_reindex", "select 1;\nreindex table p;\n")
                .apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err())
                .contains(
                        "migrations/002_reindex.sql: line 2 does not run in a transaction with the rest (REINDEX TABLE"
                                + " cannot run inside a transaction block): running statement by statement");
    }

    @Test
    void a_file_that_asks_for_it_runs_statement_by_statement() {
        TestProject.Run run = bench.apply("-- migrate: no-transaction\ncreate table a (id int);\nselect 1 / 0;\n");

        assertThat(run.err()).contains("migrations/001_a.sql:3:1", "statement 1 is done and stays, of 2");
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void a_copy_among_them_is_one_of_the_statements() {
        TestProject.Run run = bench.apply(
                "create table a (id int);\ncopy a from stdin;\n1\n2\n\\.\nvacuum a;\ncopy a from stdin;\n3\n\\.\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().value("select count(*) from a")).isEqualTo("3");
    }

    @Test
    void a_value_added_to_an_enum_can_be_used_in_the_same_file_and_in_the_next() {
        bench.migration("001_type", "create type mood as enum ('sad');\ncreate table m (m mood);\n")
                .migration("002_use", "alter type mood add value 'glad';\ninsert into m values ('glad');\n")
                .migration("003_next", "insert into m values ('glad');\n");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("migrations/002_use.sql: line 2 does not run in a transaction with the rest");
        assertThat(bench.database().value("select count(*) from m")).isEqualTo("2");
    }

    @Test
    void lock_timeout_does_not_end_the_wait_of_a_concurrent_build_and_stays_as_the_file_set_it() {
        TestProject.Run run = bench.apply("""
                create table a (id int);
                set lock_timeout = '7s';
                create index concurrently a_id on a (id);
                create table seen as select current_setting('lock_timeout') as v;
                """);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().value("select v from seen")).isEqualTo("7s");
    }

    @Test
    void read_only_by_default_from_the_middle_of_a_file_on_does_not_hinder_its_record() {
        TestProject.Run run = bench.apply(
                "create table a (id int);\nvacuum a;\nset default_transaction_read_only = on;\nselect 1;\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().history()).containsExactly("001_a applied");
    }

    @Test
    void every_statement_is_logged_once_as_one_run() {
        bench.apply("create table a (id int);\nvacuum a;\n");

        List<String> log = bench.database().column("select action || ' ' || state from migrate.log order by n");

        assertThat(log).containsExactly("begin running", "apply applied");
        assertThat(bench.database().value("select statements from migrate.history"))
                .isEqualTo("2");
    }

    @Test
    void a_role_of_the_config_runs_every_statement() {
        String role = bench.database().name() + "_role";
        bench.database()
                .execute("create role " + role + "; grant create, usage on schema public to " + role
                        + "; grant create on database " + bench.database().name() + " to " + role);
        bench.project().file("migrate.toml", "[database]\nrole = \"" + role + "\"\n");

        TestProject.Run run = bench.apply("create table a (id int);\ncreate index concurrently on a (id);\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().value("select relowner::regrole from pg_class where relname = 'a'"))
                .isEqualTo(role);
        bench.database()
                .execute("reassign owned by " + role + " to postgres; drop owned by " + role + "; drop role " + role);
    }
}
