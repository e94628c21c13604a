package dev.migrate.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When something is kept, what of it, and who may read it. */
class KeepTest {
    private static final String NO_SHADOW = "[shadow]\nurl = \"postgresql://nobody@127.0.0.1:1/none\"\n";

    @RegisterExtension
    private final TestBench bench = new TestBench();

    private final TenRows rows = new TenRows(bench);

    @Test
    void files_that_only_add_ask_the_database_nothing_more_and_start_no_server() {
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n" + NO_SHADOW);
        rows.make();
        String adding = """
                create table u (id int references t on delete cascade);
                alter table t add column b text;
                alter table t alter column b set default 'x';
                comment on table t is 'it is dropped, updated and truncated: says nobody';
                create function f() returns void language sql as 'delete from t';
                grant select on t to public;
                insert into t values (11, 'eleven', 'y') on conflict do nothing;
                create index on t (b);
                select setval(pg_get_serial_sequence('t', 'id'), 5) from (select 1) x where false;
                """;
        TestProject.Run with = rows.applied(adding, "select 1;", "-v");
        bench.project().run("rollback", "--last", "1", "--yes");
        bench.database().execute("drop table u; alter table t drop column b; drop function f");

        TestProject.Run without = rows.applied(adding, "select 1;", "-v", "--no-keep");

        assertThat(with.err()).doesNotContain("could not be observed").doesNotContain("kept for");
        assertThat(with.err().lines().filter(line -> line.contains(" ms")).count())
                .isEqualTo(without.err()
                        .lines()
                        .filter(line -> line.contains(" ms"))
                        .count());
        assertThat(rows.anythingWasEverKept()).isFalse();
    }

    @Test
    void a_database_without_tables_starts_no_server() {
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n" + NO_SHADOW);

        TestProject.Run run =
                bench.apply("create table t (id int); insert into t values (1); update t set id = 2; drop table t;");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("could not be observed");
        assertThat(rows.anythingWasEverKept()).isFalse();
    }

    @Test
    void what_destroys_nothing_that_is_there_keeps_nothing() {
        rows.make();

        rows.applied(
                "create table u (id int); insert into u values (1); update u set id = 2; drop table u; drop table if exists v;",
                "select 1;");

        assertThat(rows.anythingWasEverKept()).isFalse();
    }

    @Test
    void it_is_said_what_is_kept() {
        rows.make();

        TestProject.Run run = rows.applied("delete from t where id > 7;", "select 1;");

        assertThat(run.err()).contains("kept for a rollback: 3 rows of public.t (delete)");
        assertThat(rows.kept()).containsExactly("rows public.t 3 kept");
    }

    @Test
    void what_functions_blocks_and_built_statements_do_is_seen() {
        rows.make();
        bench.database()
                .execute(
                        "create function clear() returns void language plpgsql as 'begin delete from t where id = 1; end'");

        rows.applied(
                "select clear(); do $$ begin execute 'up' || 'date t set a = 1 where id = 2'; end $$;", "select 1;");

        assertThat(rows.kept()).containsExactly("rows public.t 2 kept");
        rows.rolledBack();
        assertThat(rows.text()).startsWith("1text 1,2text 2");
    }

    @Test
    void triggers_that_are_off_hide_nothing() {
        rows.make();

        rows.applied("set local session_replication_role = replica; update t set a = 'x' where id = 1;", "select 1;");

        assertThat(rows.kept()).containsExactly("rows public.t 1 kept");
    }

    @Test
    void a_migration_that_fails_keeps_nothing_and_says_what_the_database_said() {
        rows.make();

        TestProject.Run run = rows.apply("delete from t; select 1 / 0;", "select 1;");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("division by zero")
                .doesNotContain("could not be observed")
                .doesNotContain("kept for");
        assertThat(rows.anythingWasEverKept()).isFalse();
        assertThat(bench.database().value("select count(*) from t")).isEqualTo("10");
    }

    @Test
    void what_cannot_be_observed_is_kept_whole_by_its_name() {
        rows.make();
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n" + NO_SHADOW);

        TestProject.Run run = rows.applied("do $$ begin update t set a = 'x' where id = 1; end $$;", "select 1;");

        assertThat(run.err())
                .contains(
                        "what it destroys could not be observed",
                        "there is no scratch server",
                        "looked at were all tables that it names: public.t");
        assertThat(rows.kept()).containsExactly("rows public.t 1 kept");
        rows.rolledBack();
        assertThat(rows.text()).startsWith("1text 1");
    }

    @Test
    void what_fails_only_without_rows_is_kept_by_its_name() {
        rows.make();

        TestProject.Run run = rows.applied("""
                do $$ begin if not exists (select from t) then raise exception 'no rows'; end if; end $$;
                delete from t where id = 1;
                """, "select 1;");

        assertThat(run.err()).contains("could not be observed", "no rows", "public.t");
        assertThat(rows.kept()).containsExactly("rows public.t 1 kept");
    }

    @Test
    void statements_that_refuse_a_transaction_keep_it_right_before() {
        rows.make();
        bench.database().execute("create index x on t (a)");
        rows.applied(
                "drop index concurrently x;\ndelete from t where id = 1;",
                "create index concurrently x on t (a);\nselect 1;");
        assertThat(rows.kept()).containsExactly("rows public.t 1 kept");

        TestProject.Run run = rows.rolledBack();

        assertThat(run.err()).contains("gave back 1 row of public.t");
        assertThat(rows.text()).startsWith("1text 1,2");
        assertThat(rows.kept()).containsExactly("rows public.t 1 restored");
    }

    @Test
    void in_a_single_transaction_each_keeps_its_own() {
        rows.make();
        bench.migration("002_b", "delete from t where id = 1;\n-- migrate:down\nselect 1;\n");
        bench.migration("003_c", "delete from t where id = 2;\n-- migrate:down\nselect 1;\n");

        TestProject.Run run = bench.project().run("apply", "--single-transaction");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database()
                        .column("select migration || ' ' || row_count from migrate_kept.contents order by id"))
                .containsExactly("002_b 1", "003_c 1");
        rows.rolledBack();
        assertThat(rows.text()).startsWith("2text 2");
    }

    @Test
    void nobody_but_the_owner_reads_it_and_nothing_else_sees_it() {
        String role = "reader_" + bench.database().name();
        rows.make();
        bench.database()
                .execute("create role " + role + "; alter default privileges grant all on tables to " + role
                        + "; alter default privileges grant all on schemas to public; alter default privileges grant all on sequences to "
                        + role);
        try {
            rows.applied("drop table t;", "create table t (id int primary key, a text);");

            assertThat(bench.database()
                            .column("select c.relname from pg_class c where relnamespace = 'migrate_kept'::regnamespace"
                                    + " and relkind in ('r', 'S') and (exists (select from aclexplode(relacl) where grantee <> relowner)"
                                    + " or (relkind = 'r' and not relrowsecurity))"))
                    .isEmpty();
            assertThat(bench.database().value("select has_schema_privilege('" + role + "', 'migrate_kept', 'usage')"))
                    .isEqualTo("f");
            TestProject.Run verify = bench.project().run("verify", "--only", "schema,security");
            assertThat(verify.out() + verify.err()).doesNotContain("migrate_kept");
        } finally {
            bench.database()
                    .execute("alter default privileges revoke all on tables from " + role
                            + "; alter default privileges revoke all on sequences from " + role
                            + "; alter default privileges revoke all on schemas from public; drop role " + role);
        }
    }

    @Test
    void what_a_block_does_only_where_there_are_rows() {
        rows.make();

        rows.applied(
                "do $$ declare r record; begin for r in select id from t where id < 3 loop update public.t set a = 'x' where id = r.id; end loop; end $$;",
                "select 1;");

        assertThat(rows.kept()).containsExactly("rows public.t 2 kept");
    }

    @Test
    void several_in_one_run_each_find_the_table_as_the_one_before_left_it() {
        rows.make();
        bench.migration(
                "002_b",
                "alter table t rename to u; alter table u rename a to b;\n-- migrate:down\nalter table u rename b to a; alter table u rename to t;\n");
        bench.migration("003_c", "delete from u where id = 1;\n-- migrate:down\nselect 1;\n");
        bench.migration(
                "004_d",
                "drop table u; create table u (x int);\n-- migrate:down\ndrop table u; create table u (id int primary key, b text);\n");
        bench.migration("005_e", "delete from u; insert into u values (1);\n-- migrate:down\nselect 1;\n");
        for (String option : List.of("", "--single-transaction")) {
            String before = rows.text();
            TestProject.Run run =
                    option.isEmpty() ? bench.apply() : bench.project().run("apply", option);
            assertThat(run.code()).as(run.err()).isZero();
            TestProject.Run back = bench.project().run("rollback", "--to", "001_a", "--yes");
            assertThat(back.code()).as(back.err()).isZero();
            assertThat(rows.text()).isEqualTo(before);
        }
    }
}
