package dev.migrate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.database.Session;
import dev.migrate.testing.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is the same is not told as a difference, whatever way it came about. */
class CatalogPrecisionTest {
    @BeforeAll
    static void makeRoles() {
        try (var database = new TestDatabase()) {
            database.execute(RichDatabase.roles());
        }
    }

    private static Catalog read(TestDatabase database) {
        try (Session session = database.session()) {
            return new CatalogReader(session, RichDatabase.SCOPE).read();
        }
    }

    private static List<Difference> between(String expected, String actual) {
        try (var one = new TestDatabase();
                var other = new TestDatabase()) {
            one.execute(expected);
            other.execute(actual);
            Catalog should = read(one);
            Catalog is = read(other);
            try (Session scratch = one.session()) {
                return Settling.settle(Comparison.of(should, is), should, is, scratch);
            }
        }
    }

    @Test
    void a_database_with_everything_is_equal_to_itself_and_to_another_that_was_built_alike() {
        try (var one = new RichDatabase();
                var other = new RichDatabase()) {
            other.database().execute("create schema hole; drop schema hole cascade");
            Catalog first = one.read();

            assertThat(Comparison.of(first, one.read())).isEmpty();
            assertThat(Comparison.of(first, other.read())).isEmpty();
            assertThat(first.unreadable()).isEmpty();
            assertThat(first.objects().keySet().stream().map(Identity::kind).distinct())
                    .containsExactlyInAnyOrder(ObjectKind.values());
        }
    }

    @Test
    void neither_the_order_of_statements_nor_dropped_columns_nor_renames_back_and_forth_count() {
        List<Difference> differences = between("""
                create table a (x integer primary key, y text not null, z integer check (z > 0));
                create table b (x integer references a, s serial, i bigint generated always as identity);
                create index a_y on a (y);
                create function f() returns integer language sql as 'select 1';
                grant select, insert on a to catalog_reader;
                create policy p on a to catalog_reader, catalog_writer using (x > 1);
                """, """
                create function f() returns integer language sql as 'select 1';
                create table junk (x integer);
                create table a (gone text, x integer, gone_too text, wrong text not null, z integer);
                alter table a drop column gone, drop column gone_too, add primary key (x), add check (z > 0);
                alter table a rename column wrong to y;
                create policy p on a to catalog_writer, catalog_reader using (x > 1);
                create index other on a (y);
                alter index other rename to a_y;
                create table b (x integer references a, s serial, i bigint generated always as identity);
                alter table a rename to c;
                alter table c rename to a;
                grant insert on a to catalog_reader;
                grant select on a to catalog_reader;
                revoke execute on function f() from public;
                grant execute on function f() to public;
                grant all on b to current_user;
                drop table junk;
                comment on table b is 'x';
                comment on table b is '';
                alter sequence b_i_seq rename to other_seq;
                """);

        assertThat(differences.stream().filter(one -> one.differenceClass() != DifferenceClass.NAME))
                .isEmpty();
    }

    @Test
    void what_the_connecting_role_owns_is_what_the_connecting_role_of_the_other_owns() {
        List<Difference> differences = between("""
                create table a (x integer);
                create view v as select x from a;
                create table other (x integer);
                alter table other owner to catalog_writer;
                alter default privileges grant select on tables to catalog_reader;
                """, """
                create table a (x integer);
                create view v as select x from a;
                create table other (x integer);
                create table kept (x integer);
                alter table a owner to catalog_owner;
                alter view v owner to catalog_owner;
                alter table kept owner to catalog_owner;
                alter default privileges for role catalog_owner grant select on tables to catalog_reader;
                """);

        assertThat(differences.stream().map(Difference::sentence))
                .containsExactly(
                        "table public.kept should not be there",
                        "table public.other: owner is postgres, should be catalog_writer");
    }

    @Test
    void a_large_object_is_data_and_so_is_whose_it_is_and_who_may_read_it() {
        List<Difference> differences = between("create table t (a integer)", """
                create table t (a integer);
                select lo_create(4711);
                alter large object 4711 owner to catalog_owner;
                grant select on large object 4711 to catalog_reader;
                comment on large object 4711 is 'a picture';
                """);

        assertThat(differences).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        alter table t add constraint k check (%s)
        create index i on t (a) where %s
        create policy p on t using (%s)
        create policy p on t for insert with check (%s)
        create view v as select a from t where %s
        create materialized view m as select a from t where %s
        create rule r as on delete to t where old.v in ('a', 'b') and true = any (array[%s]) do instead nothing
        create trigger g after update on t for each row when (new.v in ('a', 'b')) execute function f()
        alter table t add column g boolean generated always as (%s) stored
        alter table t alter column b set default 'a'::varchar in ('a', 'b')
        create index e on t ((%s))
        create statistics s on (%s), a from t
        create function q(v varchar) returns boolean language sql begin atomic select %s; end
        create domain d as varchar check (value in ('a', 'b'))
        alter table t add constraint x exclude (a with =) where (%s)
        """)
    void what_postgresql_respells_when_it_reads_it_again_is_not_another_thing(String statement) {
        String table = """
                create table t (a integer, b boolean, v varchar(10));
                alter table t replica identity full;
                create function f() returns trigger language plpgsql as 'begin return new; end';
                """;
        String written = "v in ('a', 'b')";
        String printed = "v::text = any ((array['a'::varchar, 'b'::varchar])::text[])";
        String reloaded = "v::text = any (array[('a'::varchar)::text, ('b'::varchar)::text])";

        for (String other : List.of(printed, reloaded)) {
            String first = statement.replace("old.v in ('a', 'b') and true = any (array[%s])", "old." + written);
            String second = statement.replace("old.v in ('a', 'b') and true = any (array[%s])", "old." + other);
            List<Difference> differences = between(
                    table + first.formatted(written),
                    table
                            + second.formatted(other)
                                    .replace("new." + written, "new." + other)
                                    .replace("value in ('a', 'b')", other.replaceFirst("v", "value"))
                                    .replace("'a'::varchar in ('a', 'b')", other.replaceFirst("v", "'a'::varchar")));

            assertThat(differences.stream().filter(one -> one.differenceClass() != DifferenceClass.RESPELLED))
                    .isEmpty();
        }
    }

    @Test
    void what_is_said_in_other_words_than_a_rewrite_knows_is_settled_by_the_server() {
        List<Difference> differences = between("""
                create table t (a integer, v varchar(10));
                create view v as select jsonb_object(array[array[v, v]]) as o from t;
                create view w as select a from t where a in (1, 2);
                """, """
                create table t (a integer, v varchar(10));
                create view v as select jsonb_object(array[array[v::text, v::text]]) as o from t;
                create view w as select a from t where a in (1, 3);
                """);

        assertThat(differences.stream().map(one -> one.object() + " " + one.differenceClass()))
                .containsExactly("view public.v RESPELLED", "view public.w STRUCTURE");
    }
}
