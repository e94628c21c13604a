package dev.migrate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.database.Session;
import dev.migrate.testing.TestDatabase;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CatalogReaderTest {
    private static Catalog read(TestDatabase database) {
        try (Session session = database.session()) {
            return new CatalogReader(session, RichDatabase.SCOPE).read();
        }
    }

    @Test
    void what_the_server_cannot_print_is_left_out_and_said_and_all_else_is_read() {
        try (var database = new TestDatabase()) {
            database.execute("""
                    create function f() returns integer language sql as 'select 1';
                    create table t (a integer default 1, b integer);
                    create view good as select a from t;
                    create view bad as select a, f() as f from t;
                    create view better as select b from t;
                    """);
            Catalog before = read(database);
            database.execute("set allow_system_table_mods = on; delete from pg_proc where proname = 'f'");

            Catalog after = read(database);

            assertThat(after.unreadable()).hasSize(1);
            assertThat(after.unreadable().get(Identity.of(ObjectKind.VIEW, "public", "bad")))
                    .startsWith("cache lookup failed for function");
            assertThat(after.find(Identity.of(ObjectKind.VIEW, "public", "good")))
                    .isPresent();
            assertThat(after.find(Identity.of(ObjectKind.VIEW, "public", "better")))
                    .isPresent();
            assertThat(Comparison.of(before, after).stream().map(Difference::sentence))
                    .containsExactly("function public.f() is missing");
            assertThat(Comparison.limits(before, after))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("view public.bad");
        }
    }

    @Test
    void the_tables_of_the_history_are_nobodys_and_what_else_is_in_their_schema_is_the_users() {
        try (var database = new TestDatabase()) {
            database.execute("""
                    create schema migrate;
                    create table migrate.history (id text primary key, n bigint generated always as identity);
                    comment on table migrate.history is 'migrate history, format 1';
                    """);

            assertThat(read(database).objects().keySet().stream().map(Identity::toString))
                    .containsExactly("schema public", "the database");

            database.execute("create table migrate.mine (a integer)");

            assertThat(read(database).objects().keySet().stream().map(Identity::toString))
                    .containsExactly(
                            "schema migrate",
                            "schema public",
                            "table migrate.mine",
                            "column migrate.mine.a",
                            "the database");
        }
    }

    @Test
    void a_role_with_no_rights_reads_what_a_superuser_reads() {
        try (var rich = new RichDatabase();
                Session session = rich.session()) {
            Catalog all = rich.read();
            session.ask("set role catalog_reader");

            Catalog seen = new CatalogReader(session, RichDatabase.SCOPE).read();

            assertThat(Comparison.of(all, seen)).isEmpty();
        }
    }

    @Test
    void default_privileges_of_a_role_that_the_reader_cannot_act_for_are_environment() {
        try (var one = new TestDatabase();
                var other = new TestDatabase();
                Session reader = other.session()) {
            one.execute(RichDatabase.roles()
                    + "alter default privileges for role catalog_owner grant select on tables to catalog_writer");
            other.execute("alter default privileges for role catalog_owner grant insert on tables to catalog_writer");
            Catalog should = read(one);
            reader.ask("set role catalog_reader");

            Catalog unable = new CatalogReader(reader, RichDatabase.SCOPE).read();

            assertThat(Comparison.of(should, unable).stream().map(Difference::differenceClass))
                    .containsExactly(DifferenceClass.ENVIRONMENT);
            assertThat(Comparison.of(should, read(other)).stream().map(Difference::differenceClass))
                    .containsExactly(DifferenceClass.PRIVILEGE);
        }
    }

    @Test
    void what_a_transaction_has_not_committed_is_read_in_it_and_its_settings_stay() {
        try (var database = new TestDatabase();
                Session session = database.session()) {
            session.ask("begin; set local search_path = pg_temp; create table public.t (a integer)");

            Catalog inside = new CatalogReader(session, RichDatabase.SCOPE).readInTransaction();

            assertThat(inside.of(ObjectKind.TABLE)).hasSize(1);
            assertThat(session.ask("show search_path").rows()).isEqualTo(List.of(List.of("pg_temp")));
            session.ask("rollback");
        }
    }

    @Test
    void databases_of_two_major_versions_are_compared_without_the_text_that_they_print() {
        try (var one = new TestDatabase();
                var other = new TestDatabase()) {
            one.execute("""
                    create table t (a integer check (a > 0), b text);
                    create view v as select a from t;
                    create index i on t (a) where a > 1;
                    """);
            other.execute("""
                    create table t (a integer check (a >= 1), b integer);
                    create view v as select t.a from t where true;
                    create index i on t (a) where a > 2;
                    """);
            Catalog newer = read(one);
            Catalog here = read(other);
            var older = new Catalog(
                    here.majorVersion() - 1,
                    here.owner(),
                    new TreeMap<>(here.objects()),
                    here.dependencies(),
                    here.unreadable());

            assertThat(Comparison.of(newer, older).stream().map(Difference::sentence))
                    .containsExactly("column public.t.b: type is integer, should be text");
            assertThat(Comparison.limits(newer, older))
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("PostgreSQL ");
            assertThat(Comparison.limits(newer, newer)).isEmpty();
        }
    }

    @Test
    void differences_are_told_in_sentences() {
        try (var one = new TestDatabase();
                var other = new TestDatabase()) {
            one.execute(RichDatabase.roles() + """
                    create table t (a integer, b varchar(20), c integer);
                    alter table t enable row level security;
                    grant select on t to catalog_reader;
                    comment on table t is 'one';
                    create index t_a_idx on t (a);
                    """);
            other.execute("""
                    create table t (b text, a integer);
                    grant insert on t to public;
                    create index old_a_idx on t (a);
                    """);

            assertThat(Comparison.of(read(one), read(other)).stream().map(Difference::sentence))
                    .containsExactly(
                            "table public.t: comment is not set, should be 'one'",
                            "table public.t: privileges: lacks SELECT to catalog_reader, should not have INSERT to PUBLIC",
                            "table public.t: columns are in the order b, a, should be a, b",
                            "table public.t: row security is off, should be on",
                            "column public.t.b: type is text, should be character varying(20)",
                            "column public.t.c is missing",
                            "index t_a_idx on public.t: is called old_a_idx");
        }
    }
}
