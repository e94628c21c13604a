package dev.migrate.prisma;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.catalog.CatalogReader;
import dev.migrate.catalog.CatalogScope;
import dev.migrate.catalog.Identity;
import dev.migrate.catalog.ObjectKind;
import dev.migrate.database.Session;
import dev.migrate.database.TransactionState;
import dev.migrate.testing.TestDatabase;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the comparison on a database that is as the Prisma schema says, and on one that is not. */
@SuppressWarnings("StringConcatToTextBlock") // a case is a few lines, not twenty
final class PrismaComparisonTest {
    private static TestDatabase database;
    private static Session session;

    private static final String SCHEMAS = "create schema public; create schema other;"
            + "create function public.word() returns text language sql return 'a';"
            + "create function other.word() returns text language sql return 'a'";

    @BeforeAll
    static void connect() {
        database = new TestDatabase();
        session = database.session();
        database.execute("create schema other");
    }

    @AfterAll
    static void close() {
        session.close();
        database.close();
    }

    /**
     * One comparison.
     *
     * @param differences {@code object.column: expected | actual} of each
     */
    record Case(String name, String prisma, String sql, List<String> differences) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Case the(String name, String prisma, String sql, String... differences) {
        return new Case(name, prisma, sql, List.of(differences));
    }

    /** A table T with a key and one column c more. */
    private static Case column(String field, String column, String... differences) {
        return the(
                field + " and " + column + (differences.length == 0 ? " are the same" : " differ"),
                "model T {\n id Int @id\n c " + field + "\n}",
                "create table \"T\" (id int primary key, c " + column + ")",
                differences);
    }

    private static String type(String expected, String actual) {
        return "table public.T.c: " + expected + " | " + actual;
    }

    static Stream<Case> types() {
        return Stream.of(
                column("String?", "text"),
                column("String?", "varchar", type("text", "character varying")),
                column("String? @db.VarChar(40)", "varchar(40)"),
                column(
                        "String? @db.VarChar(40)",
                        "varchar(41)",
                        type("character varying(40)", "character varying(41)")),
                column("String? @db.VarChar", "varchar"),
                column("String? @db.Char", "char(1)"),
                column("String? @db.Char(3)", "char(3)"),
                column("String? @db.Bit", "bit(1)"),
                column("String? @db.Bit(4)", "bit(5)", type("bit(4)", "bit(5)")),
                column("String? @db.VarBit(4)", "varbit(4)"),
                column("String? @db.Uuid", "uuid"),
                column("String? @db.Uuid", "text", type("uuid", "text")),
                column("String? @db.Xml", "xml"),
                column("String? @db.Inet", "inet"),
                column("Boolean?", "boolean"),
                column("Boolean?", "int", type("boolean", "integer")),
                column("Int?", "int"),
                column("Int?", "bigint", type("integer", "bigint")),
                column("Int? @db.SmallInt", "smallint"),
                column("Int? @db.Oid", "oid"),
                column("BigInt?", "bigint"),
                column("Float?", "float8"),
                column("Float? @db.Real", "real"),
                column("Float?", "real", type("double precision", "real")),
                column("Decimal?", "numeric(65,30)"),
                column("Decimal?", "numeric", type("numeric(65,30)", "numeric")),
                column("Decimal? @db.Decimal", "numeric"),
                column("Decimal? @db.Decimal(10)", "numeric(10)"),
                column("Decimal? @db.Decimal(10, 2)", "numeric(10,2)"),
                column("Decimal? @db.Decimal(10, 2)", "numeric(12,2)", type("numeric(10,2)", "numeric(12,2)")),
                column("Decimal? @db.Money", "money"),
                column("DateTime?", "timestamp(3)"),
                column("DateTime?", "timestamptz", type("timestamp(3) without time zone", "timestamp with time zone")),
                column("DateTime? @db.Timestamp(6)", "timestamp"),
                column("DateTime? @db.Timestamp", "timestamp(6)"),
                column("DateTime? @db.Timestamptz(6)", "timestamptz"),
                column(
                        "DateTime? @db.Timestamptz(3)",
                        "timestamptz",
                        type("timestamp(3) with time zone", "timestamp with time zone")),
                column("DateTime? @db.Date", "date"),
                column("DateTime? @db.Time(6)", "time"),
                column("DateTime? @db.Timetz(0)", "timetz(0)"),
                column("Json?", "jsonb"),
                column("Json? @db.Json", "json"),
                column("Json?", "json", type("jsonb", "json")),
                column("Bytes?", "bytea"),
                column("Bytes? @db.ByteA", "bytea"),
                column("String[]", "text[]"),
                column("String[]", "text[] not null"),
                column("String[] @db.VarChar(5)", "varchar(5)[]"),
                column("String[]", "text", type("text[]", "text")),
                column("String?", "text[]", type("text", "text[]")),
                column("Unsupported(\"tsvector\")?", "tsvector"),
                column("Unsupported(\"int4range\")?", "int4range"),
                column("Unsupported(\"interval\")?", "interval day to second"),
                column("Unsupported(\"bit varying(3)\")?", "varbit(4)", type("bit varying(3)", "bit varying(4)")),
                column("Unsupported(\"tsvector\")?", "tsquery", type("tsvector", "tsquery")),
                column("String", "text", type("NOT NULL", "NULL")),
                column("String?", "text not null", type("NULL", "NOT NULL")),
                column("String", "text not null"),
                the(
                        "a domain is its base type",
                        "model T {\n id Int @id\n c String\n d Int? \n}",
                        "create domain label as text not null; create domain amount as bigint;"
                                + "create table \"T\" (id int primary key, c label, d amount)",
                        "table public.T.d: integer | public.amount"),
                the(
                        "a type of an extension has whatever schema",
                        "model T {\n id Int @id\n c String? @db.Citext\n}",
                        "create schema ext; create domain ext.citext as text;" // stands in for the extension
                                + "create table \"T\" (id int primary key, c ext.citext)"));
    }

    private static String byDefault(String expected, String actual) {
        return "table public.T.c: default " + expected + " | default " + actual;
    }

    static Stream<Case> defaults() {
        return Stream.of(
                column("String @default(\"a'b\")", "text not null default 'a''b'"),
                column("String @default(\"a\")", "text not null default 'b'", byDefault("'a'", "'b'::text")),
                column("String @default(\"a\")", "text not null", byDefault("'a'", "none")),
                column("String", "text not null default 'b'", byDefault("none", "'b'::text")),
                column("String?", "text default null"),
                column("String? @db.Char(3) @default(\"USD\")", "char(3) default 'USD'"),
                column("Int @default(0)", "int not null default 0"),
                column("Int @default(-1)", "int not null default -1"),
                column("Int @default(1)", "int not null default 2", byDefault("1", "2")),
                column("BigInt @default(5)", "bigint not null default 5"),
                column("Float @default(1)", "float8 not null default 1.0"),
                column("Decimal @default(0.50) @db.Decimal(10, 2)", "numeric(10,2) not null default 0.5"),
                column("Boolean @default(true)", "boolean not null default 't'"),
                column("Boolean @default(true)", "boolean not null default false", byDefault("true", "false")),
                column(
                        "Json @default(\"{\\\"b\\\": 1,\\\"a\\\":[]}\")",
                        "jsonb not null default '{\"a\": [], \"b\":1}'"),
                column("Json @default(\"{}\")", "jsonb not null default '[]'", byDefault("'{}'::jsonb", "'[]'::jsonb")),
                column("Json @default(\"{\\\"a\\\": \\\";\\\"}\")", "jsonb not null default '{\"a\":\";\"}'"),
                column("Bytes @default(\"aGk=\")", "bytea not null default 'hi'"),
                column(
                        "DateTime @default(\"2020-01-01T00:00:00.000Z\") @db.Timestamptz(6)",
                        "timestamptz not null default '2020-01-01 01:00:00+01'"),
                column("String[] @default([])", "text[] default '{}'"),
                column("String[] @default([])", "text[] default array[]::text[]"),
                column("String[] @default([\"a\", \"b\"])", "text[] default array['a','b']"),
                column(
                        "String[] @default([\"a\"])",
                        "text[] default '{b}'",
                        byDefault("ARRAY['a']::text[]", "'{b}'::text[]")),
                column("Int[] @default([1, 2])", "int[] default '{1,2}'"),
                column("DateTime @default(now())", "timestamp(3) not null default current_timestamp"),
                column("DateTime @default(now()) @db.Timestamptz(6)", "timestamptz not null default now()"),
                column("DateTime @default(now()) @db.Date", "date not null default current_date"),
                column(
                        "DateTime @default(now()) @db.Timestamptz(6)",
                        "timestamptz not null default now() - interval '1 day'",
                        byDefault("now()", "(now() - '1 day'::interval)")),
                column(
                        "DateTime @updatedAt @db.Timestamptz(6)",
                        "timestamptz not null default now()",
                        byDefault("none", "now()")),
                column("String @default(uuid()) @db.Uuid", "uuid not null"),
                column("String @default(cuid())", "text not null"),
                column(
                        "String @default(uuid()) @db.Uuid",
                        "uuid not null default gen_random_uuid()",
                        byDefault("none (uuid() is the client's)", "gen_random_uuid()")),
                column("Int @default(autoincrement())", "serial"),
                column("Int @default(autoincrement())", "int generated always as identity"),
                column("BigInt @default(autoincrement())", "bigint generated by default as identity"),
                column("Int @default(autoincrement())", "int not null", byDefault("autoincrement()", "none")),
                column("Int", "int generated always as identity", byDefault("none", "an identity column")),
                column(
                        "String @default(dbgenerated(\"gen_random_uuid()\")) @db.Uuid",
                        "uuid not null default gen_random_uuid()"),
                column(
                        "String @default(dbgenerated(\"upper('a' || 'b')\"))",
                        "text not null default upper('a' || 'b')"),
                column(
                        "String @default(dbgenerated(\"public.word()\"))",
                        "text not null default other.word()",
                        byDefault("public.word()", "other.word()")),
                column(
                        "String @default(dbgenerated(\"lower('A')\"))",
                        "text not null default 'a'",
                        byDefault("lower('A')", "'a'::text")),
                column(
                        "DateTime @default(dbgenerated(\"now() + interval '1 day'\")) @db.Timestamptz(6)",
                        "timestamptz not null default now() + interval '2 day'",
                        byDefault("now() + interval '1 day'", "(now() + '2 days'::interval)")),
                column(
                        "DateTime @default(dbgenerated(\"(now() + interval '7 day')\")) @db.Timestamptz(6)",
                        "timestamptz not null default now() + interval '7 days'"),
                column("String @default(dbgenerated(\"word()\"))", "text not null default public.word()"),
                column(
                        "String @default(dbgenerated(\"1); create table made (id int); select (1\"))",
                        "text not null default 'a'",
                        byDefault("1); create table made (id int); select (1", "'a'::text")),
                column("String @default(dbgenerated())", "text not null default now()::text"),
                column("Int? @default(dbgenerated(\"id + 1\"))", "int generated always as (id + 1) stored"),
                column("Int?", "int generated always as (id + 1) stored"));
    }

    static Stream<Case> enums() {
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

    private static final String LONG = "a_table_with_a_name_that_is_rather_long_for_postgres";

    static Stream<Case> keys() {
        return Stream.of(
                the(
                        "a key of two columns",
                        "model T {\n a Int\n b Int @map(\"B\")\n @@id([a, b])\n}",
                        "create table \"T\" (a int, \"B\" int, primary key (a, \"B\"))"),
                the(
                        "the columns of the key are others",
                        "model T {\n a Int\n b Int\n @@id([a, b])\n}",
                        "create table \"T\" (a int, b int not null, primary key (a))",
                        "constraint T_pkey on public.T: primary key (a, b) | primary key (a)"),
                the(
                        "there is no key",
                        "model T {\n a Int @id\n}",
                        "create table \"T\" (a int not null)",
                        "constraint T_pkey on public.T: primary key (a) | absent"),
                the(
                        "the key has another name",
                        "model T {\n a Int @id\n}",
                        "create table \"T\" (a int constraint k primary key)",
                        "NAME constraint k on public.T: T_pkey | k"),
                the(
                        "the key has the name that map says",
                        "model T {\n a Int @id(map: \"k\")\n}",
                        "create table \"T\" (a int constraint k primary key)"),
                the(
                        "@unique is met by a constraint",
                        "model T {\n a Int @id\n b Int? @unique\n}",
                        "create table \"T\" (a int primary key, b int unique)"),
                the(
                        "@unique is met by an index",
                        "model T {\n a Int @id\n b Int? @unique\n}",
                        "create table \"T\" (a int primary key, b int); create unique index \"T_b_key\" on \"T\" (b)"),
                the(
                        "@unique is met by a deferrable constraint",
                        "model T {\n a Int @id\n b Int? @unique\n}",
                        "create table \"T\" (a int primary key, b int unique deferrable)"),
                the(
                        "a deferrable key that the model lacks is nothing that it could say",
                        "model T {\n a Int @id\n b Int?\n}",
                        "create table \"T\" (a int primary key, b int unique deferrable)"),
                the(
                        "@unique is not met by a partial index",
                        "model T {\n a Int @id\n b Int? @unique\n}",
                        "create table \"T\" (a int primary key, b int);"
                                + "create unique index \"p\" on \"T\" (b) where b > 0",
                        "index T_b_key on public.T: unique key (b) | absent"),
                the(
                        "@unique is not met by an index that is not unique",
                        "model T {\n a Int @id\n b Int? @unique\n}",
                        "create table \"T\" (a int primary key, b int); create index \"T_b_key\" on \"T\" (b)",
                        "index T_b_key on public.T: unique key (b) | index (b)"),
                the(
                        "a unique key that the model lacks",
                        "model T {\n a Int @id\n b Int?\n}",
                        "create table \"T\" (a int primary key, b int unique)",
                        "index T_b_key on public.T: absent | unique key (b)"),
                the(
                        "an index as it is",
                        "model T {\n a Int @id\n b Int?\n c Int?\n @@index([b, c(sort: Desc)])\n}",
                        "create table \"T\" (a int primary key, b int, c int);"
                                + "create index \"T_b_c_idx\" on \"T\" (b, c desc)"),
                the(
                        "an index in another order",
                        "model T {\n a Int @id\n b Int?\n c Int?\n @@index([b, c(sort: Desc)])\n}",
                        "create table \"T\" (a int primary key, b int, c int); create index \"T_b_c_idx\" on \"T\" (b, c)",
                        "index T_b_c_idx on public.T: index (b, c DESC) | index (b, c)"),
                the(
                        "an index on the columns turned round",
                        "model T {\n a Int @id\n b Int?\n c Int?\n @@index([b, c])\n}",
                        "create table \"T\" (a int primary key, b int, c int); create index \"T_b_c_idx\" on \"T\" (c, b)",
                        "index T_b_c_idx on public.T: index (b, c) | index (c, b)"),
                the(
                        "an index that is not there",
                        "model T {\n a Int @id\n b Int?\n @@index([b])\n}",
                        "create table \"T\" (a int primary key, b int)",
                        "index T_b_idx on public.T: index (b) | absent"),
                the(
                        "an index that the model lacks",
                        "model T {\n a Int @id\n b Int?\n}",
                        "create table \"T\" (a int primary key, b int); create index on \"T\" (b) include (a)",
                        "index T_b_a_idx on public.T: absent | index (b)"),
                the(
                        "indexes that no model could have",
                        "model T {\n a Int @id\n b String?\n}",
                        "create table \"T\" (a int primary key, b text); create index on \"T\" (lower(b));"
                                + "create index on \"T\" (b) where a > 1; create index on \"T\" ((b || 'x'), a);"
                                + "alter table \"T\" add exclude using gist (int4range(a, a + 1) with &&)"),
                the(
                        "an index with another name",
                        "model T {\n a Int @id\n b Int?\n @@index([b])\n}",
                        "create table \"T\" (a int primary key, b int); create index \"by b\" on \"T\" (b)",
                        "NAME index by b on public.T: T_b_idx | by b"),
                the(
                        "a method and an operator class",
                        "model T {\n a Int @id\n b Json?\n @@index([b(ops: JsonbPathOps)], type: Gin, map: \"g\")\n}",
                        "create table \"T\" (a int primary key, b jsonb);"
                                + "create index g on \"T\" using gin (b jsonb_path_ops)"),
                the(
                        "an operator class that is the default",
                        "model T {\n a Int @id\n b Json?\n @@index([b(ops: JsonbOps)], type: Gin, map: \"g\")\n}",
                        "create table \"T\" (a int primary key, b jsonb); create index g on \"T\" using gin (b)"),
                the(
                        "another operator class",
                        "model T {\n a Int @id\n b Json?\n @@index([b(ops: raw(\"jsonb_path_ops\"))], type: Gin, map: \"g\")\n}",
                        "create table \"T\" (a int primary key, b jsonb); create index g on \"T\" using gin (b)",
                        "index g on public.T: index (b jsonb_path_ops) using gin | index (b) using gin"),
                the(
                        "another method",
                        "model T {\n a Int @id\n b Int?\n @@index([b], type: Hash)\n}",
                        "create table \"T\" (a int primary key, b int); create index \"T_b_idx\" on \"T\" (b)",
                        "index T_b_idx on public.T: index (b) using hash | index (b)"),
                the(
                        "two models of an index, one of them with a name",
                        "model T {\n a Int @id\n b Int?\n @@index([b])\n @@index([b], map: \"second\")\n}",
                        "create table \"T\" (a int primary key, b int); create index second on \"T\" (b);"
                                + "create index \"T_b_idx\" on \"T\" (b)"),
                the(
                        "a long name is cut before its ending",
                        "model " + LONG + " {\n a Int @id\n second_column Int?\n @@index([a, second_column])\n}",
                        "create table " + LONG + " (a int primary key, second_column int); create index "
                                + "a_table_with_a_name_that_is_rather_long_for_postgres_a_seco_idx on " + LONG
                                + " (a, second_column)"),
                the(
                        "columns and names with odd characters",
                        "model T {\n a Int @id\n b Int? @map(\"b, (\\\"x\\\")\")\n @@index([b], map: \"i using (\")\n}",
                        "create table \"T\" (a int primary key, \"b, (\"\"x\"\")\" int);"
                                + "create index \"i using (\" on \"T\" (\"b, (\"\"x\"\")\")"),
                the(
                        "a partial index that the schema has",
                        "model T {\n a Int @id\n b Int?\n @@index([b], where: raw(\"b > 1\"))\n}",
                        "create table \"T\" (a int primary key, b int);"
                                + "create index \"T_b_idx\" on \"T\" (b) where b > 1"),
                the(
                        "a partial index that the schema has, and the database not",
                        "model T {\n a Int @id\n b Int?\n @@index([b], where: raw(\"b > 1\"))\n}",
                        "create table \"T\" (a int primary key, b int); create index \"T_b_idx\" on \"T\" (b)",
                        "index T_b_idx on public.T: partial index (b) | index (b)"));
    }

    private static Case relation(String name, String relation, String references, String... differences) {
        return relationOf(name, "P", "Int", relation, references, differences);
    }

    private static Case relationOf(
            String name, String type, String field, String relation, String references, String... differences) {
        return the(
                name,
                "model P {\n id Int @id\n ts T[]\n}\nmodel T {\n id Int @id\n p " + field + "\n to " + type
                        + " @relation(fields: [p], references: [id]" + relation + ")\n}",
                "create table \"P\" (id int primary key); create table \"T\" (id int primary key, p int"
                        + (field.equals("Int") ? " not null" : "") + " constraint \"T_p_fkey\" " + references + ")",
                differences);
    }

    private static String key(String expected, String actual) {
        return "constraint T_p_fkey on public.T: " + expected + " | " + actual;
    }

    static Stream<Case> relations() {
        String same = "references \"P\" on delete restrict on update cascade";
        return Stream.of(
                relation("a required relation restricts", "", same),
                relation(
                        "a required relation that cascades",
                        "",
                        "references \"P\" on delete cascade on update cascade",
                        key("ON DELETE RESTRICT ON UPDATE CASCADE", "ON DELETE CASCADE ON UPDATE CASCADE")),
                relationOf(
                        "an optional relation sets null",
                        "P?",
                        "Int?",
                        "",
                        "references \"P\" on delete set null on update cascade"),
                relationOf(
                        "an optional relation that restricts",
                        "P?",
                        "Int?",
                        "",
                        same,
                        key("ON DELETE SET NULL ON UPDATE CASCADE", "ON DELETE RESTRICT ON UPDATE CASCADE")),
                relation("an action that is written", ", onDelete: Cascade", "references \"P\" on delete cascade"),
                relation(
                        "an action that is written otherwise",
                        ", onDelete: Cascade",
                        "references \"P\" on update cascade",
                        key("ON DELETE CASCADE ON UPDATE CASCADE", "ON DELETE NO ACTION ON UPDATE CASCADE")),
                relation(
                        "no action",
                        ", onDelete: NoAction, onUpdate: NoAction",
                        "references \"P\" deferrable initially deferred"),
                relation(
                        "an update that is written otherwise",
                        ", onDelete: Restrict, onUpdate: Cascade",
                        "references \"P\" on delete restrict",
                        key("ON DELETE RESTRICT ON UPDATE CASCADE", "ON DELETE RESTRICT ON UPDATE NO ACTION")),
                relation(
                        "an update that nobody wrote",
                        "",
                        "references \"P\" on delete restrict on update set null",
                        key("ON DELETE RESTRICT ON UPDATE CASCADE", "ON DELETE RESTRICT ON UPDATE SET NULL")),
                relation("another name", ", map: \"k\"", same, "NAME constraint T_p_fkey on public.T: k | T_p_fkey"),
                the(
                        "a relation without a foreign key",
                        "model P {\n id Int @id\n ts T[]\n}\nmodel T {\n id Int @id\n p Int\n"
                                + " to P @relation(fields: [p], references: [id])\n}",
                        "create table \"P\" (id int primary key); create table \"T\" (id int primary key, p int not null)",
                        key("foreign key (p) to public.P(id)", "absent")),
                the(
                        "a foreign key without a relation",
                        "model P {\n id Int @id\n}\nmodel T {\n id Int @id\n p Int\n}",
                        "create table \"P\" (id int primary key);"
                                + "create table \"T\" (id int primary key, p int not null references \"P\")",
                        key("absent", "foreign key (p) to public.P(id)")),
                the(
                        "a foreign key to another table",
                        "model P {\n id Int @id\n ts T[]\n}\nmodel Q {\n id Int @id\n}\nmodel T {\n id Int @id\n p Int\n"
                                + " to P @relation(fields: [p], references: [id], onDelete: NoAction)\n}",
                        "create table \"P\" (id int primary key); create table \"Q\" (id int primary key);"
                                + "create table \"T\" (id int primary key, p int not null references \"Q\")",
                        key("foreign key (p) to public.P(id)", "foreign key (p) to public.Q(id)")),
                the(
                        "foreign keys of two columns, written in another order",
                        "model P {\n a Int\n b Int\n ts T[]\n @@id([a, b])\n}\nmodel T {\n id Int @id\n x Int\n y Int\n"
                                + " to P @relation(fields: [y, x], references: [b, a], onDelete: Cascade, map: \"k\")\n}",
                        "create table \"P\" (a int, b int, primary key (a, b)); create table \"T\" (id int primary key,"
                                + " x int not null, y int not null, constraint k foreign key (x, y) references \"P\" on delete cascade)"),
                the(
                        "relations that the client looks after need no keys",
                        "datasource db {\n provider = \"postgresql\"\n relationMode = \"prisma\"\n}\n"
                                + "model P {\n id Int @id\n ts T[]\n}\nmodel T {\n id Int @id\n p Int\n"
                                + " to P @relation(fields: [p], references: [id])\n}",
                        "create table \"P\" (id int primary key); create table \"T\" (id int primary key, p int not null)"),
                the(
                        "relations that the client looks after, and a key all the same",
                        "datasource db {\n provider = \"postgresql\"\n relationMode = \"prisma\"\n}\n"
                                + "model P {\n id Int @id\n ts T[]\n}\nmodel T {\n id Int @id\n p Int\n"
                                + " to P @relation(fields: [p], references: [id])\n}",
                        "create table \"P\" (id int primary key);"
                                + "create table \"T\" (id int primary key, p int not null references \"P\")",
                        key("absent", "foreign key (p) to public.P(id)")));
    }

    private static final String POSTS =
            "model Post {\n id Int @id\n tags Tag[]\n}\n" + "model Tag {\n id String @id @db.Uuid\n posts Post[]\n}";
    private static final String POSTS_SQL =
            "create table \"Post\" (id int primary key); create table \"Tag\" (id uuid primary key);";
    private static final String JOIN = "create table \"_PostToTag\" (\"A\" int not null, \"B\" uuid not null,"
            + " constraint \"_PostToTag_A_fkey\" foreign key (\"A\") references \"Post\" on delete cascade on update cascade,"
            + " constraint \"_PostToTag_B_fkey\" foreign key (\"B\") references \"Tag\" on delete cascade on update cascade);"
            + " create index \"_PostToTag_B_index\" on \"_PostToTag\" (\"B\");";

    static Stream<Case> implicitRelations() {
        return Stream.of(
                the(
                        "a relation of many to many with a key",
                        POSTS,
                        POSTS_SQL + JOIN
                                + "alter table \"_PostToTag\" add constraint \"_PostToTag_AB_pkey\" primary key (\"A\", \"B\")"),
                the(
                        "a relation of many to many with a unique index",
                        POSTS,
                        POSTS_SQL + JOIN
                                + "create unique index \"_PostToTag_AB_unique\" on \"_PostToTag\" (\"A\", \"B\")"),
                the(
                        "a relation of many to many without either",
                        POSTS,
                        POSTS_SQL + JOIN,
                        "index _PostToTag_AB_pkey on public._PostToTag: primary key (A, B) | absent"),
                the(
                        "a relation of many to many without its table",
                        POSTS,
                        POSTS_SQL,
                        "table public._PostToTag: table | absent"),
                the(
                        "a relation of many to many with a name, to itself",
                        "model P {\n id Int @id\n follows P[] @relation(\"f\")\n followed P[] @relation(\"f\")\n}",
                        "create table \"P\" (id int primary key); create table _f (\"A\" int not null references \"P\" on delete cascade,"
                                + " \"B\" int not null references \"P\" on delete cascade, constraint \"_f_AB_pkey\" primary key (\"A\", \"B\"));"
                                + "create index \"_f_B_index\" on _f (\"B\")"));
    }

    static Stream<Case> tables() {
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

    @ParameterizedTest
    @MethodSource({"types", "defaults", "enums", "keys", "relations", "implicitRelations", "tables"})
    void each_difference_is_found_and_nothing_else(Case test) {
        PrismaResult result = compare(test.prisma(), test.sql());

        assertThat(result.differences().stream().map(PrismaComparisonTest::shown))
                .containsExactlyElementsOf(test.differences());
        assertThat(session.state()).isEqualTo(TransactionState.IDLE);
        assertThat(session.rows("select to_regclass('public.made')").get(0).get(0))
                .isNull();
    }

    private static PrismaResult compare(String prisma, String sql) {
        database.execute("drop schema public, other cascade; drop schema if exists ext cascade");
        database.execute(SCHEMAS);
        database.execute(sql);
        PrismaSchema schema = PrismaParser.parse("schema.prisma", prisma);
        assertThat(Coherence.problems(schema)).isEmpty();
        return PrismaComparison.compare(
                schema,
                new CatalogReader(session, CatalogScope.of("migrate")).read(),
                Set.of(Identity.of(ObjectKind.TABLE, "public", "ours")),
                new AskedServer(session));
    }

    private static String shown(PrismaDifference difference) {
        String kind = difference.kind() == PrismaDifference.Kind.STRUCTURE ? "" : difference.kind() + " ";
        return kind + difference.object()
                + difference.column().map(name -> "." + name).orElse("") + ": " + difference.expected() + " | "
                + difference.actual();
    }

    @Test
    void a_difference_says_where_it_is_wanted_and_what_to_do() {
        PrismaResult result = compare(
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
        var server = new AskedServer(session);

        assertThat(server.same("jsonb", "'{\"a\":1}'", "'{\"a\": 1}'::jsonb")).isTrue();
        assertThat(server.same("text", "'a;b'", "'a;b'::text")).isTrue();
        assertThat(server.same("text", "no_such_function()", "'a'")).isFalse();
        assertThat(server.same("int", "1); commit; create table public.made (id int); select (1", "1"))
                .isFalse();
        assertThat(server.same("int", "/*'*/1); commit; create table public.made (id int); select (1--'", "1"))
                .isFalse();
        assertThat(session.rows("select pg_catalog.to_regclass('public.made')")
                        .get(0)
                        .get(0))
                .isNull();
        assertThat(session.state()).isEqualTo(TransactionState.IDLE);
    }

    @Test
    void what_prisma_has_no_words_for_is_counted_in_one_note() {
        PrismaResult result = compare(
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
        database.execute(
                "drop schema public cascade; create schema public; create table \"T\" (id int primary key, b int);"
                        + "insert into \"T\" values (1, 1), (2, 1)");
        try (Session own = database.session()) {
            assertThat(own.ask("create unique index concurrently \"T_b_key\" on \"T\" (b)")
                            .ok())
                    .isFalse();
        }

        PrismaResult result = PrismaComparison.compare(
                PrismaParser.parse("schema.prisma", "model T {\n id Int @id\n b Int? @unique\n}"),
                new CatalogReader(session, CatalogScope.of("migrate")).read(),
                Set.of(),
                new AskedServer(session));

        assertThat(result.differences().stream().map(PrismaComparisonTest::shown))
                .containsExactly("index T_b_key on public.T: unique key (b) | unique key (b), invalid");
    }
}
