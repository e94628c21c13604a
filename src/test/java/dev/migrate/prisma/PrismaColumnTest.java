package dev.migrate.prisma;

import static dev.migrate.prisma.PrismaCase.column;
import static dev.migrate.prisma.PrismaCase.the;

import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The type, NULL and the default of a field on a column that is as the Prisma schema says, and on one that is not. */
@SuppressWarnings("StringConcatToTextBlock") // a case is a few lines, not twenty
final class PrismaColumnTest {
    @RegisterExtension
    private static final PrismaDatabase DATABASE = new PrismaDatabase();

    private static String type(String expected, String actual) {
        return "table public.T.c: " + expected + " | " + actual;
    }

    static Stream<PrismaCase> types() {
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

    static Stream<PrismaCase> defaults() {
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

    @ParameterizedTest
    @MethodSource({"types", "defaults"})
    void each_difference_is_found_and_nothing_else(PrismaCase test) {
        DATABASE.check(test);
    }
}
