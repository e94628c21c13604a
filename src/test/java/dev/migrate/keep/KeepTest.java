package dev.migrate.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** When something is kept, how much of it, who may read it, and what is given back. */
class KeepTest {
    private static final String CONTENTS =
            "select kind || ' ' || schema_name || '.' || table_name || ' ' || row_count || ' ' || state from migrate_kept.contents order by id";

    private static final String NO_SHADOW = "[shadow]\nurl = \"postgresql://nobody@127.0.0.1:1/none\"\n";

    @RegisterExtension
    private final TestBench bench = new TestBench();

    private TestBench ten(String definition) {
        assertThat(bench.apply(definition).code()).isZero();
        bench.database().execute("insert into t select g, 'text ' || g from generate_series(1, 10) g");
        return bench;
    }

    private TestBench ten() {
        return ten("create table t (id int primary key, a text);");
    }

    private TestProject.Run apply(String up, String down, String... options) {
        bench.migration("002_b", up + "\n-- migrate:down\n" + down + "\n");
        var arguments = new java.util.ArrayList<>(List.of("apply"));
        arguments.addAll(List.of(options));
        return bench.project().run(arguments.toArray(String[]::new));
    }

    private TestProject.Run applied(String up, String down, String... options) {
        TestProject.Run run = apply(up, down, options);
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        return run;
    }

    private TestProject.Run rolledBack() {
        TestProject.Run run = bench.project().run("rollback", "--last", "1", "--yes");
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        return run;
    }

    private String text() {
        return bench.database().value("select string_agg(id || a, ',' order by id) from t");
    }

    private boolean keptSchema() {
        return bench.database()
                .value("select to_regnamespace('migrate_kept') is not null")
                .equals("t");
    }

    @Test
    void files_that_only_add_ask_the_database_nothing_more_and_start_no_server() {
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n" + NO_SHADOW);
        ten();
        String adding = """
                create table u (id int references t on delete cascade);
                alter table t add column b text;
                alter table t alter column b set default 'x', drop constraint t_pkey cascade;
                """.replace(", drop constraint t_pkey cascade", "") + """
                comment on table t is 'it is dropped, updated and truncated: says nobody';
                create function f() returns void language sql as 'delete from t';
                grant select on t to public;
                insert into t values (11, 'eleven', 'y') on conflict do nothing;
                create index on t (b);
                select setval(pg_get_serial_sequence('s', 'id'), 5) from (select 1) x where false;
                """.replace("'s', 'id'", "'t', 'id'");
        TestProject.Run with = applied(adding, "select 1;", "-v");
        bench.project().run("rollback", "--last", "1", "--yes");
        bench.database().execute("drop table u; alter table t drop column b; drop function f");

        TestProject.Run without = applied(adding, "select 1;", "-v", "--no-keep");

        assertThat(with.err()).doesNotContain("could not be observed").doesNotContain("kept for");
        assertThat(with.err().lines().filter(line -> line.contains(" ms")).count())
                .isEqualTo(without.err()
                        .lines()
                        .filter(line -> line.contains(" ms"))
                        .count());
        assertThat(keptSchema()).isFalse();
    }

    @Test
    void a_database_without_tables_starts_no_server() {
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n" + NO_SHADOW);

        TestProject.Run run =
                bench.apply("create table t (id int); insert into t values (1); update t set id = 2; drop table t;");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("could not be observed");
        assertThat(keptSchema()).isFalse();
    }

    @Test
    void what_destroys_nothing_that_is_there_keeps_nothing() {
        ten();

        applied(
                "create table u (id int); insert into u values (1); update u set id = 2; drop table u; drop table if exists v;",
                "select 1;");

        assertThat(keptSchema()).isFalse();
    }

    @Test
    void it_is_said_what_is_kept() {
        ten();

        TestProject.Run run = applied("delete from t where id > 7;", "select 1;");

        assertThat(run.err()).contains("kept for a rollback: 3 rows of public.t (delete)");
        assertThat(bench.database().column(CONTENTS)).containsExactly("rows public.t 3 kept");
    }

    @Test
    void more_than_the_limit_stops_before_anything_ran_unless_one_says_what_to_do() {
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n[keep]\nmax_rows = 9\n");
        ten();

        TestProject.Run run = apply("create table u (); drop table t;", "create table t (id int primary key, a text);");

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
        assertThat(bench.database().column(CONTENTS)).containsExactly("table public.t 10 kept");
    }

    @Test
    void a_size_over_the_limit_stops_as_well() {
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n[keep]\nmax_bytes = \"1 kB\"\n");
        ten();

        TestProject.Run run = apply("truncate t;", "select 1;");

        assertThat(run.code()).isEqualTo(3);
        assertThat(text()).isNotNull();
    }

    @Test
    void no_keep_and_drops_off_keep_nothing() {
        ten();

        applied("delete from t where id = 1;", "select 1;", "--no-keep");
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n[keep]\ndrops = \"off\"\n");
        bench.migration("003_c", "delete from t where id = 2;").apply();

        assertThat(keptSchema()).isFalse();
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
    void rows_that_somebody_changed_since_stay_as_they_are() {
        ten();
        applied("update t set a = 'all' where id < 6; delete from t where id > 8;", "select 1;");
        bench.database()
                .execute(
                        "update t set a = 'mine' where id = 1; delete from t where id = 2; insert into t values (9, 'again')");

        TestProject.Run run = rolledBack();

        assertThat(text()).isEqualTo("1mine,3text 3,4text 4,5text 5,6text 6,7text 7,8text 8,9again,10text 10");
        assertThat(run.err()).contains("gave back 4 rows of public.t (3 rows were left as they are");
        assertThat(bench.database().value("select given_back || ' ' || left_alone from migrate_kept.contents"))
                .isEqualTo("4 3");
    }

    @Test
    void values_of_a_dropped_column_come_back_where_their_rows_are() {
        ten();
        applied("alter table t drop column a;", "alter table t add column a text not null default '-';");
        bench.database().execute("delete from t where id = 1; insert into t values (11)");

        TestProject.Run run = rolledBack();

        assertThat(run.err()).contains("gave back values of a in 9 rows of public.t");
        assertThat(bench.database().value("select a from t where id = 2")).isEqualTo("text 2");
        assertThat(bench.database().value("select a from t where id = 11")).isEqualTo("-");
    }

    @Test
    void tables_and_columns_with_another_name_behind_the_migration() {
        ten();
        applied("""
                create schema s;
                alter table t rename to u;
                alter table u set schema s;
                alter table s.u rename column a to b;
                update s.u set b = 'x' where id = 1;
                """, """
                alter table s.u rename column b to a;
                alter table s.u set schema public;
                alter table u rename to t;
                drop schema s;
                """);
        bench.database().execute("update s.u set b = 'y' where id = 3");

        rolledBack();

        assertThat(text()).startsWith("1text 1,2text 2,3y,4text 4");
    }

    @Test
    void what_functions_blocks_and_built_statements_do_is_seen() {
        ten();
        bench.database()
                .execute(
                        "create function clear() returns void language plpgsql as 'begin delete from t where id = 1; end'");

        applied("select clear(); do $$ begin execute 'up' || 'date t set a = 1 where id = 2'; end $$;", "select 1;");

        assertThat(bench.database().column(CONTENTS)).containsExactly("rows public.t 2 kept");
        rolledBack();
        assertThat(text()).startsWith("1text 1,2text 2");
    }

    @Test
    void triggers_that_are_off_hide_nothing() {
        ten();

        applied("set local session_replication_role = replica; update t set a = 'x' where id = 1;", "select 1;");

        assertThat(bench.database().column(CONTENTS)).containsExactly("rows public.t 1 kept");
    }

    @Test
    void a_table_without_a_key_gets_back_what_was_deleted() {
        ten("create table t (id int, a text);");
        bench.database().execute("insert into t select * from t where id < 3");
        String before = text();

        applied("delete from t where ctid = (select min(ctid) from t where id = 1) or id = 5;", "select 1;");
        assertThat(bench.database().column(CONTENTS)).containsExactly("rows public.t 2 kept");
        rolledBack();

        assertThat(text()).isEqualTo(before);
    }

    @Test
    void of_a_table_without_a_key_what_was_overwritten_stays_kept_and_it_is_said() {
        ten("create table t (id int, a text);");
        applied("update t set a = 'x' where id = 1;", "select 1;");

        TestProject.Run run = rolledBack();

        assertThat(run.err()).contains("not given back: 1 row of public.t", "no key", "they stay in migrate_kept.");
        assertThat(bench.database().column(CONTENTS)).containsExactly("rows public.t 1 kept");
    }

    @Test
    void a_migration_that_fails_keeps_nothing_and_says_what_the_database_said() {
        ten();

        TestProject.Run run = apply("delete from t; select 1 / 0;", "select 1;");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("division by zero")
                .doesNotContain("could not be observed")
                .doesNotContain("kept for");
        assertThat(keptSchema()).isFalse();
        assertThat(bench.database().value("select count(*) from t")).isEqualTo("10");
    }

    @Test
    void what_cannot_be_observed_is_kept_whole_by_its_name() {
        ten();
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n" + NO_SHADOW);

        TestProject.Run run = applied("do $$ begin update t set a = 'x' where id = 1; end $$;", "select 1;");

        assertThat(run.err())
                .contains(
                        "what it destroys could not be observed",
                        "there is no scratch server",
                        "looked at were all tables that it names: public.t");
        assertThat(bench.database().column(CONTENTS)).containsExactly("rows public.t 1 kept");
        rolledBack();
        assertThat(text()).startsWith("1text 1");
    }

    @Test
    void what_fails_only_without_rows_is_kept_by_its_name() {
        ten();

        TestProject.Run run = applied("""
                do $$ begin if not exists (select from t) then raise exception 'no rows'; end if; end $$;
                delete from t where id = 1;
                """, "select 1;");

        assertThat(run.err()).contains("could not be observed", "no rows", "public.t");
        assertThat(bench.database().column(CONTENTS)).containsExactly("rows public.t 1 kept");
    }

    @Test
    void statements_that_refuse_a_transaction_keep_it_right_before() {
        ten();
        bench.database().execute("create index x on t (a)");
        applied(
                "drop index concurrently x;\ndelete from t where id = 1;",
                "create index concurrently x on t (a);\nselect 1;");
        assertThat(bench.database().column(CONTENTS)).containsExactly("rows public.t 1 kept");

        TestProject.Run run = rolledBack();

        assertThat(run.err()).contains("gave back 1 row of public.t");
        assertThat(text()).startsWith("1text 1,2");
        assertThat(bench.database().column(CONTENTS)).containsExactly("rows public.t 1 restored");
    }

    @Test
    void in_a_single_transaction_each_keeps_its_own() {
        ten();
        bench.migration("002_b", "delete from t where id = 1;\n-- migrate:down\nselect 1;\n");
        bench.migration("003_c", "delete from t where id = 2;\n-- migrate:down\nselect 1;\n");

        TestProject.Run run = bench.project().run("apply", "--single-transaction");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database()
                        .column("select migration || ' ' || row_count from migrate_kept.contents order by id"))
                .containsExactly("002_b 1", "003_c 1");
        rolledBack();
        assertThat(text()).startsWith("2text 2");
    }

    @Test
    void nobody_but_the_owner_reads_it_and_nothing_else_sees_it() {
        String role = "reader_" + bench.database().name();
        ten();
        bench.database()
                .execute("create role " + role + "; alter default privileges grant all on tables to " + role
                        + "; alter default privileges grant all on schemas to public; alter default privileges grant all on sequences to "
                        + role);
        try {
            applied("drop table t;", "create table t (id int primary key, a text);");

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
    void triggers_of_the_table_neither_stop_nor_change_what_is_given_back() {
        ten();
        applied("delete from t where id = 1;", "select 1;");
        bench.database().execute("""
                create function shout() returns trigger language plpgsql as 'begin new.a := upper(new.a); return new; end';
                create trigger shout before insert or update on t for each row execute function shout();
                create trigger off before insert on t for each row execute function shout();
                alter table t disable trigger off;
                create trigger always after insert on t for each row execute function shout();
                alter table t enable always trigger always;
                """);

        rolledBack();

        assertThat(text()).startsWith("1text 1,");
        assertThat(
                        bench.database()
                                .column(
                                        "select tgname || ' ' || tgenabled::text from pg_trigger where not tgisinternal order by 1"))
                .containsExactly("always A", "off D", "shout O");
    }

    @Test
    void a_way_back_that_makes_no_table_leaves_it_kept() {
        ten();
        applied("drop table t;", "create table other (id int);");

        TestProject.Run run = rolledBack();

        assertThat(run.err())
                .contains("not given back: 10 rows of public.t, there is no table public.t behind the way back");
        assertThat(bench.database().column(CONTENTS)).containsExactly("table public.t 10 kept");
        bench.database().execute("create table t (id int primary key, a text)");
        assertThat(bench.project().run("kept", "restore", "1").err()
                        + bench.database().value("select count(*) from t"))
                .endsWith("10");
    }

    @Test
    void kept_lists_gives_back_and_purges() {
        ten();
        applied("delete from t where id < 3;", "select 1;");

        var listed = bench.project().run("kept", "--format", "json").json().get("kept");
        TestProject.Run restored = bench.project().run("kept", "restore", "1");

        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).get("migration").asText()).isEqualTo("002_b");
        assertThat(listed.get(0).get("table").asText()).isEqualTo("public.t");
        assertThat(listed.get(0).get("rows").asInt()).isEqualTo(2);
        assertThat(listed.get(0).get("state").asText()).isEqualTo("kept");
        assertThat(restored.out()).contains("gave back 2 rows of public.t");
        assertThat(bench.project().run("kept", "restore", "1").code()).isEqualTo(3);
        assertThat(bench.project().run("kept", "purge", "1").code()).isEqualTo(2);
        assertThat(bench.project().run("kept", "purge", "7", "--yes").code()).isEqualTo(2);
        assertThat(bench.project().run("kept", "purge", "1", "--yes").out()).contains("purged 1: 2 rows of public.t");
        assertThat(
                        bench.database()
                                .column(
                                        "select relname from pg_class where relnamespace = 'migrate_kept'::regnamespace and relkind = 'r' order by 1"))
                .containsExactly("columns", "contents");
        assertThat(bench.project().run("kept").out()).contains("002_b", "purged");
    }

    @Test
    void what_is_over_its_time_is_purged_by_the_next_that_keeps_and_on_request() {
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n[keep]\nexpires = \"2 weeks\"\n");
        ten();
        applied("delete from t where id = 1;", "select 1;");
        assertThat(bench.database().value("select expires_at - kept_at from migrate_kept.contents"))
                .isEqualTo("14 days");
        bench.database().execute("update migrate_kept.contents set expires_at = now() - interval '1 s'");

        bench.migration("003_c", "delete from t where id = 2;").apply();

        assertThat(bench.database().column(CONTENTS)).containsExactly("rows public.t 1 purged", "rows public.t 1 kept");
        bench.database().execute("update migrate_kept.contents set expires_at = now() - interval '1 s'");
        assertThat(bench.project().run("kept", "purge", "--expired", "--yes").code())
                .isZero();
        assertThat(bench.database().column(CONTENTS))
                .containsExactly("rows public.t 1 purged", "rows public.t 1 purged");
    }

    @Test
    void what_a_block_does_only_where_there_are_rows() {
        ten();

        applied(
                "do $$ declare r record; begin for r in select id from t where id < 3 loop update public.t set a = 'x' where id = r.id; end loop; end $$;",
                "select 1;");

        assertThat(bench.database().column(CONTENTS)).containsExactly("rows public.t 2 kept");
    }

    @Test
    void several_in_one_run_each_find_the_table_as_the_one_before_left_it() {
        ten();
        bench.migration(
                "002_b",
                "alter table t rename to u; alter table u rename a to b;\n-- migrate:down\nalter table u rename b to a; alter table u rename to t;\n");
        bench.migration("003_c", "delete from u where id = 1;\n-- migrate:down\nselect 1;\n");
        bench.migration(
                "004_d",
                "drop table u; create table u (x int);\n-- migrate:down\ndrop table u; create table u (id int primary key, b text);\n");
        bench.migration("005_e", "delete from u; insert into u values (1);\n-- migrate:down\nselect 1;\n");
        for (String option : List.of("", "--single-transaction")) {
            String before = text();
            TestProject.Run run =
                    option.isEmpty() ? bench.apply() : bench.project().run("apply", option);
            assertThat(run.code()).as(run.err()).isZero();
            TestProject.Run back = bench.project().run("rollback", "--to", "001_a", "--yes");
            assertThat(back.code()).as(back.err()).isZero();
            assertThat(text()).isEqualTo(before);
        }
    }

    @Test
    void the_limit_counts_what_a_run_renames_first() {
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n[keep]\nmax_rows = 9\n");
        ten();
        bench.migration("002_b", "alter table t rename to u;");

        TestProject.Run run = bench.migration("003_c", "delete from u;").apply();

        assertThat(run.code()).isEqualTo(3);
        assertThat(bench.database().tables()).isEqualTo("t");
    }

    @Test
    void a_dropped_column_of_a_table_without_a_key() {
        ten("create table t (id int, a text);");
        bench.database().execute("insert into t select * from t where id < 3; insert into t values (null, null)");
        String before = text();

        applied("alter table t drop column a;", "alter table t add column a text;");
        rolledBack();

        assertThat(text()).isEqualTo(before);
    }

    @Test
    void rows_whose_keys_were_overwritten_are_not_doubled() {
        ten();
        applied("update t set id = id + 100;", "select 1;");

        TestProject.Run run = rolledBack();

        assertThat(run.err())
                .contains("warning not given back: 10 rows of public.t", "no key", "migrate kept restore 1");
        assertThat(bench.database().value("select count(*) from t")).isEqualTo("10");
        assertThat(bench.database().column(CONTENTS)).containsExactly("rows public.t 10 kept");
    }

    @Test
    void what_does_not_fit_in_any_more_stays_kept_and_the_rollback_goes_on() {
        ten();
        bench.database().execute("create table u as select * from t");
        applied("delete from t where id < 3; delete from u;", "select 1;");
        bench.database().execute("alter table t add check (id > 5) not valid");

        TestProject.Run run = rolledBack();

        assertThat(run.err())
                .contains("warning not given back: 2 rows of public.t, the database refuses it", "t_id_check");
        assertThat(bench.database().column(CONTENTS)).containsExactly("rows public.t 2 kept", "rows public.u 10 kept");
        bench.database().execute("alter table t drop constraint t_id_check");
        assertThat(bench.project().run("kept", "restore", "1", "2").out())
                .contains("gave back 2 rows of public.t", "gave back 10 rows of public.u");
        assertThat(bench.database().value("select count(*) from t")).isEqualTo("10");
    }

    @Test
    void what_an_earlier_rollback_left_is_not_mixed_with_what_the_next_run_keeps() {
        ten();
        applied("drop table t;", "create table other (id int);");
        rolledBack();
        bench.database()
                .execute(
                        "drop table other; create table t (id int primary key, a text); insert into t values (1, 'new')");
        bench.migration("002_b", "drop table t;\n-- migrate:down\ncreate table t (id int primary key, a text);\n")
                .apply();

        rolledBack();

        assertThat(text()).isEqualTo("1new");
    }
}
