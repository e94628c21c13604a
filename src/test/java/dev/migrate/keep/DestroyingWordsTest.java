package dev.migrate.keep;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which statements call for a look at what they destroy. */
class DestroyingWordsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "drop table t",
                "DROP SCHEMA s",
                "drop type y cascade",
                "drop function f cascade",
                "alter table t drop column a",
                "alter table t drop a, add b int",
                "alter table only s.t alter column a set data type int",
                "alter table t alter a type int",
                "alter table t alter column type type int",
                "truncate t",
                "delete from t",
                "update t set a = 1",
                "merge into t using u on true when matched then delete",
                "insert into t values (1) on conflict (id) do update set a = 2",
                "with gone as (delete from t returning *) insert into u select * from gone",
                "with a as (select 1) select cleared() from a",
                "do $$ begin end $$",
                "call p()",
                "execute p",
                "select clear()",
                "select \"Clear\" ()",
                "create schema s\\; drop table t",
                "something new"
            })
    void that_could_destroy_rows(String statement) {
        assertThat(DestroyingWords.mayDestroy(statement)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table t (id int references u on delete cascade on update cascade)",
                "create function f() returns void language sql as 'delete from t'",
                "alter table t add column type text, add foreign key (a) references u on delete cascade",
                "alter table t drop constraint c cascade, alter b drop default, alter c drop not null",
                "alter table t rename to u",
                "alter type y add value 'v'",
                "alter table t enable row level security",
                "drop view v",
                "drop index concurrently i",
                "drop policy p on t",
                "insert into t (a, b) select a, max(b) from (select 1 as a, 2 as b) x where (a = b) group by a",
                "insert into t values (1) on conflict do nothing",
                "select setval('s', 3)",
                "select count(*) from t where a in (1, 2) and exists (select 1)",
                "select 'delete from t'",
                "comment on table t is 'drop table'",
                "grant delete on t to r",
                "refresh materialized view v",
                "copy t from stdin"
            })
    void that_only_add(String statement) {
        assertThat(DestroyingWords.mayDestroy(statement)).isFalse();
    }
}
