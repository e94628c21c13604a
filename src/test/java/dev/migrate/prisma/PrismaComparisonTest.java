package dev.migrate.prisma;

import static dev.migrate.prisma.PrismaCase.the;
import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.database.Session;
import dev.migrate.database.TransactionState;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables, views and enums as the Prisma schema says and otherwise; and what is said of a difference. */
@SuppressWarnings("StringConcatToTextBlock") // a case is a few lines, not twenty
final class PrismaComparisonTest {
    @RegisterExtension
    private static final PrismaDatabase DATABASE = new PrismaDatabase();

    static Stream<PrismaCase> enums() {
        String model = "model T {\n id Int @id\n c Mood @default(GREAT)\n}\n";
        String mood = "create type \"Mood\" as enum ('SAD', 'GREAT');";
        String table = "create table \"T\" (id int primary key, c \"Mood\" not null default 'GREAT')";
        return Stream.of(
                the("an enum of the same values is the same", model + "enum Mood {\n SAD\n GREAT\n}", mood + table),
                the(
                        "a value is missing in the database",
                        model + "enum Mood {\n SAD\n GREAT\n OK\n}",
                        mood + table,
                        "type public.Mood: enum ('SAD', 'GREAT', 'OK') | enum ('SAD', 'GREAT')"),
                the(
                        "the values are in another order",
                        model + "enum Mood {\n GREAT\n SAD\n}",
                        mood + table,
                        "ORDER type public.Mood: enum ('GREAT', 'SAD') | enum ('SAD', 'GREAT')"),
                the(
                        "an enum and its values have other names in the database",
                        model + "enum Mood {\n SAD @map(\"so sad\")\n GREAT @map(\"great\")\n @@map(\"moods\")\n}",
                        "create type moods as enum ('so sad', 'great');"
                                + "create table \"T\" (id int primary key, c moods not null default 'great')"),
                the(
                        "the default is another value",
                        model + "enum Mood {\n SAD\n GREAT\n}",
                        mood + table.replace("default 'GREAT'", "default 'SAD'"),
                        "table public.T.c: default 'GREAT' | default 'SAD'::public.\"Mood\""),
                the(
                        "an enum is missing, and one is unknown",
                        model + "enum Mood {\n SAD\n GREAT\n}",
                        table.replace("\"Mood\"", "text") + "; create type other as enum ('a')",
                        "type public.Mood: enum ('SAD', 'GREAT') | absent",
                        "type public.other: absent | enum ('a')",
                        "table public.T.c: \"public\".\"Mood\" | text"),
                the(
                        "a list of an enum",
                        "model T {\n id Int @id\n c Mood[] @default([SAD])\n}\nenum Mood {\n SAD\n GREAT\n}",
                        mood + "create table \"T\" (id int primary key, c \"Mood\"[] default '{SAD}')"));
    }

    static Stream<PrismaCase> tables() {
        return Stream.of(
                the(
                        "names in the database are others",
                        "model User {\n id Int @id\n first String? @map(\"first_name\")\n @@map(\"users\")\n}",
                        "create table users (id int primary key, first_name text)"),
                the(
                        "a table that is not there: that says all",
                        "model User {\n id Int @id\n first String @unique\n}",
                        "select 1",
                        "table public.User: table | absent"),
                the(
                        "a table without a model",
                        "model T {\n id Int @id\n}",
                        "create table \"T\" (id int primary key); create table other (id int)",
                        "table public.other: absent | a table with 1 column"),
                the(
                        "a view in place of a table",
                        "model T {\n id Int @id\n}",
                        "create view \"T\" as select 1 as id",
                        "table public.T: table | view"),
                the(
                        "a column without a field, with all that hangs from it",
                        "model T {\n id Int @id\n}",
                        "create table \"T\" (id int primary key, b int unique references \"T\")",
                        "table public.T.b: absent | integer"),
                the(
                        "a field without a column, with all that hangs from it",
                        "model T {\n id Int @id\n b Int? @unique\n ts T[] @relation(\"x\")\n"
                                + " t T? @relation(\"x\", fields: [b], references: [id])\n @@index([b, id])\n}",
                        "create table \"T\" (id int primary key)",
                        "table public.T.b: integer | absent"),
                the(
                        "what is ignored is there for all we care",
                        "model T {\n id Int @id\n b String @ignore\n}\nmodel U {\n id Int @id\n @@ignore\n}",
                        "create table \"T\" (id int primary key, b int unique); create table \"U\" (x text)"),
                the(
                        "partitions are no tables of their own",
                        "model T {\n id Int @id\n}",
                        "create table \"T\" (id int primary key) partition by range (id);"
                                + "create table t1 partition of \"T\" for values from (1) to (5)"),
                the(
                        "Prisma's own history and ours are passed over",
                        "model T {\n id Int @id\n}",
                        "create table \"T\" (id int primary key); create table _prisma_migrations (id text);"
                                + "create table ours (id text)"),
                the(
                        "what Prisma has no words for",
                        "model T {\n id Int @id\n n Int?\n}",
                        "create table \"T\" (id int primary key, n int check (n > 0), g int generated always as (1) stored);"
                                + "alter table \"T\" enable row level security; create policy p on \"T\" using (true);"
                                + "create view v as select 1 as a; create domain d as int; create sequence s;"
                                + "create function f() returns int language sql return 1; comment on table \"T\" is 'x'"),
                the(
                        "other schemas are not covered",
                        "model T {\n id Int @id\n}",
                        "create table \"T\" (id int primary key); create table other.x (id int)"),
                the(
                        "several schemas",
                        "datasource db {\n provider = \"postgresql\"\n schemas = [\"public\", \"other\"]\n}\n"
                                + "model T {\n id Int @id\n e E?\n us U[]\n @@schema(\"public\")\n}\n"
                                + "model U {\n id Int @id\n t Int\n of T @relation(fields: [t], references: [id], onDelete: Cascade)\n"
                                + " @@schema(\"other\")\n}\nenum E {\n A\n @@schema(\"other\")\n}",
                        "create type other.\"E\" as enum ('A');"
                                + "create table \"T\" (id int primary key, e other.\"E\");"
                                + "create table other.\"U\" (id int primary key, t int not null constraint \"U_t_fkey\""
                                + " references \"T\" on delete cascade); create table other.x (id int)",
                        "table other.x: absent | a table with 1 column"),
                the(
                        "the schema of the URL",
                        "datasource db {\n provider = \"postgresql\"\n url = \"postgresql://h/d?x=1&schema=other\"\n}\n"
                                + "model T {\n id Int @id\n}",
                        "create table other.\"T\" (id int primary key); create table x (id int)"),
                the(
                        "a view",
                        "view V {\n a Int\n b String? @unique\n}",
                        "create view \"V\" as select 1 as a, 'x'::text as b"),
                the(
                        "a view with other columns",
                        "view V {\n a Int\n b Int\n}",
                        "create materialized view \"V\" as select 1::bigint as a, 2 as c",
                        "materialized view public.V.a: integer | bigint",
                        "materialized view public.V.b: integer NOT NULL | absent",
                        "materialized view public.V.c: absent | integer"),
                the("a view that is not there", "view V {\n a Int\n}", "select 1", "view public.V: view | absent"));
    }

    @Test
    void a_difference_says_where_it_is_wanted_and_what_to_do() {
        PrismaResult result = DATABASE.compare(
                "// the model\nmodel T {\n  id Int @id\n  email String\n}",
                "create table \"T\" (id int primary key, email text)");

        PrismaDifference difference = result.differences().get(0);
        assertThat(difference.where()).hasToString("schema.prisma:4:3");
        assertThat(difference.message())
                .isEqualTo("the field T.email is required, but the column may be NULL: the client fails on such a row");
        assertThat(difference.fix())
                .isEqualTo("write a ? behind the type of the field; or a migration:"
                        + " ALTER TABLE \"public\".\"T\" ALTER COLUMN \"email\" SET NOT NULL");
    }

    @Test
    void the_server_is_asked_for_its_opinion_and_runs_nothing() {
        var server = new AskedServer(DATABASE.session());

        assertThat(server.same("jsonb", "'{\"a\":1}'", "'{\"a\": 1}'::jsonb")).isTrue();
        assertThat(server.same("text", "'a;b'", "'a;b'::text")).isTrue();
        assertThat(server.same("text", "no_such_function()", "'a'")).isFalse();
        assertThat(server.same("int", "1); commit; create table public.made (id int); select (1", "1"))
                .isFalse();
        assertThat(server.same("int", "/*'*/1); commit; create table public.made (id int); select (1--'", "1"))
                .isFalse();
        assertThat(DATABASE.session()
                        .rows("select pg_catalog.to_regclass('public.made')")
                        .get(0)
                        .get(0))
                .isNull();
        assertThat(DATABASE.session().state()).isEqualTo(TransactionState.IDLE);
    }

    @Test
    void what_prisma_has_no_words_for_is_counted_in_one_note() {
        PrismaResult result = DATABASE.compare(
                "model T {\n id Int @id\n n Int?\n p Int?\n to T? @relation(\"x\", fields: [p], references: [id])\n"
                        + " from T[] @relation(\"x\")\n}",
                "create table \"T\" (id int primary key, n int check (n > 0), p int constraint \"T_p_fkey\" references \"T\""
                        + " on delete set null); alter table \"T\" enable row level security;"
                        + " create policy p on \"T\" using (true); create policy q on \"T\" using (true);"
                        + " create index on \"T\" ((n + 1)); create index on \"T\" (n) where n > 5");

        assertThat(result.differences()).isEmpty();
        assertThat(result.notes())
                .containsExactly(
                        "not covered by Prisma: 1 check, 1 expression index, 1 function, 1 partial index, 2 policies,"
                                + " 1 table with row level security",
                        "left open by the Prisma schema: the ON UPDATE of 1 foreign key, NO ACTION in the database and"
                                + " Cascade where prisma migrate would make them");
    }

    @Test
    void an_index_that_a_broken_build_left_is_not_the_one_that_is_wanted() {
        DATABASE.database()
                .execute(
                        "drop schema public cascade; create schema public; create table \"T\" (id int primary key, b int);"
                                + "insert into \"T\" values (1, 1), (2, 1)");
        try (Session own = DATABASE.database().session()) {
            assertThat(own.ask("create unique index concurrently \"T_b_key\" on \"T\" (b)")
                            .ok())
                    .isFalse();
        }

        PrismaResult result = DATABASE.compare(
                PrismaParser.parse("schema.prisma", "model T {\n id Int @id\n b Int? @unique\n}"), Set.of());

        assertThat(PrismaDatabase.shown(result))
                .containsExactly("index T_b_key on public.T: unique key (b) | unique key (b), invalid");
    }

    @ParameterizedTest
    @MethodSource({"enums", "tables"})
    void each_difference_is_found_and_nothing_else(PrismaCase test) {
        DATABASE.check(test);
    }
}
