package dev.migrate.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a rollback and {@code migrate kept restore} give back, and what stays kept. */
class GiveBackTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    private final TenRows rows = new TenRows(bench);

    @Test
    void rows_that_somebody_changed_since_stay_as_they_are() {
        rows.make();
        rows.applied("update t set a = 'all' where id < 6; delete from t where id > 8;", "select 1;");
        bench.database()
                .execute(
                        "update t set a = 'mine' where id = 1; delete from t where id = 2; insert into t values (9, 'again')");

        TestProject.Run run = rows.rolledBack();

        assertThat(rows.text()).isEqualTo("1mine,3text 3,4text 4,5text 5,6text 6,7text 7,8text 8,9again,10text 10");
        assertThat(run.err()).contains("gave back 4 rows of public.t (3 rows were left as they are");
        assertThat(bench.database().value("select given_back || ' ' || left_alone from migrate_kept.contents"))
                .isEqualTo("4 3");
    }

    @Test
    void values_of_a_dropped_column_come_back_where_their_rows_are() {
        rows.make();
        rows.applied("alter table t drop column a;", "alter table t add column a text not null default '-';");
        bench.database().execute("delete from t where id = 1; insert into t values (11)");

        TestProject.Run run = rows.rolledBack();

        assertThat(run.err()).contains("gave back values of a in 9 rows of public.t");
        assertThat(bench.database().value("select a from t where id = 2")).isEqualTo("text 2");
        assertThat(bench.database().value("select a from t where id = 11")).isEqualTo("-");
    }

    @Test
    void tables_and_columns_with_another_name_behind_the_migration() {
        rows.make();
        rows.applied("""
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

        rows.rolledBack();

        assertThat(rows.text()).startsWith("1text 1,2text 2,3y,4text 4");
    }

    @Test
    void a_table_without_a_key_gets_back_what_was_deleted() {
        rows.make("create table t (id int, a text);");
        bench.database().execute("insert into t select * from t where id < 3");
        String before = rows.text();

        rows.applied("delete from t where ctid = (select min(ctid) from t where id = 1) or id = 5;", "select 1;");
        assertThat(rows.kept()).containsExactly("rows public.t 2 kept");
        rows.rolledBack();

        assertThat(rows.text()).isEqualTo(before);
    }

    @Test
    void of_a_table_without_a_key_what_was_overwritten_stays_kept_and_it_is_said() {
        rows.make("create table t (id int, a text);");
        rows.applied("update t set a = 'x' where id = 1;", "select 1;");

        TestProject.Run run = rows.rolledBack();

        assertThat(run.err()).contains("not given back: 1 row of public.t", "no key", "they stay in migrate_kept.");
        assertThat(rows.kept()).containsExactly("rows public.t 1 kept");
    }

    @Test
    void triggers_of_the_table_neither_stop_nor_change_what_is_given_back() {
        rows.make();
        rows.applied("delete from t where id = 1;", "select 1;");
        bench.database().execute("""
                create function shout() returns trigger language plpgsql as 'begin new.a := upper(new.a); return new; end';
                create trigger shout before insert or update on t for each row execute function shout();
                create trigger off before insert on t for each row execute function shout();
                alter table t disable trigger off;
                create trigger always after insert on t for each row execute function shout();
                alter table t enable always trigger always;
                """);

        rows.rolledBack();

        assertThat(rows.text()).startsWith("1text 1,");
        assertThat(
                        bench.database()
                                .column(
                                        "select tgname || ' ' || tgenabled::text from pg_trigger where not tgisinternal order by 1"))
                .containsExactly("always A", "off D", "shout O");
    }

    @Test
    void a_way_back_that_makes_no_table_leaves_it_kept() {
        rows.make();
        rows.applied("drop table t;", "create table other (id int);");

        TestProject.Run run = rows.rolledBack();

        assertThat(run.err())
                .contains("not given back: 10 rows of public.t, there is no table public.t behind the way back");
        assertThat(rows.kept()).containsExactly("table public.t 10 kept");
        bench.database().execute("create table t (id int primary key, a text)");
        assertThat(bench.project().run("kept", "restore", "1").err()
                        + bench.database().value("select count(*) from t"))
                .endsWith("10");
    }

    @Test
    void kept_lists_gives_back_and_purges() {
        rows.make();
        rows.applied("delete from t where id < 3;", "select 1;");

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
    void a_dropped_column_of_a_table_without_a_key() {
        rows.make("create table t (id int, a text);");
        bench.database().execute("insert into t select * from t where id < 3; insert into t values (null, null)");
        String before = rows.text();

        rows.applied("alter table t drop column a;", "alter table t add column a text;");
        rows.rolledBack();

        assertThat(rows.text()).isEqualTo(before);
    }

    @Test
    void rows_whose_keys_were_overwritten_are_not_doubled() {
        rows.make();
        rows.applied("update t set id = id + 100;", "select 1;");

        TestProject.Run run = rows.rolledBack();

        assertThat(run.err())
                .contains("warning not given back: 10 rows of public.t", "no key", "migrate kept restore 1");
        assertThat(bench.database().value("select count(*) from t")).isEqualTo("10");
        assertThat(rows.kept()).containsExactly("rows public.t 10 kept");
    }

    @Test
    void what_does_not_fit_in_any_more_stays_kept_and_the_rollback_goes_on() {
        rows.make();
        bench.database().execute("create table u as select * from t");
        rows.applied("delete from t where id < 3; delete from u;", "select 1;");
        bench.database().execute("alter table t add check (id > 5) not valid");

        TestProject.Run run = rows.rolledBack();

        assertThat(run.err())
                .contains("warning not given back: 2 rows of public.t, the database refuses it", "t_id_check");
        assertThat(rows.kept()).containsExactly("rows public.t 2 kept", "rows public.u 10 kept");
        bench.database().execute("alter table t drop constraint t_id_check");
        assertThat(bench.project().run("kept", "restore", "1", "2").out())
                .contains("gave back 2 rows of public.t", "gave back 10 rows of public.u");
        assertThat(bench.database().value("select count(*) from t")).isEqualTo("10");
    }

    @Test
    void what_an_earlier_rollback_left_is_not_mixed_with_what_the_next_run_keeps() {
        rows.make();
        rows.applied("drop table t;", "create table other (id int);");
        rows.rolledBack();
        bench.database()
                .execute(
                        "drop table other; create table t (id int primary key, a text); insert into t values (1, 'new')");
        bench.migration("002_b", "drop table t;\n-- migrate:down\ncreate table t (id int primary key, a text);\n")
                .apply();

        rows.rolledBack();

        assertThat(rows.text()).isEqualTo("1new");
    }
}
