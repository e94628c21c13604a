package dev.migrate.lint;

import java.util.stream.Stream;

/** For each rule a migration that calls for it, and the safe way. */
final class RuleCases {
    /** What is there before. */
    static final String SHOP = """
            create schema old;
            create table old.archive (id int);
            create table customers (id int primary key, name varchar(20), email text);
            create table orders (id int primary key, customer int, note text, state text);
            create table lines (id int, "order" int references orders);
            create table events (id int, at timestamptz not null) partition by range (at);
            create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
            create view names as select name from customers;
            create index orders_customer on orders (customer);
            create unique index lines_id on lines (id);
            create materialized view totals as select count(*) as n from orders;
            create unique index totals_n on totals (n);
            create type mood as enum ('sad', 'glad');
            create type pair as (a int, b int);
            create domain amount as int check (value > 0);
            create sequence numbers;
            create function due(a int) returns int language sql as 'select 1';
            create function touch() returns trigger language plpgsql as 'begin return new; end';
            create trigger touched before update on orders for each row execute function touch();
            create extension if not exists pg_trgm;
            alter table orders add constraint state_known check (state <> '') not valid;
            """;

    private RuleCases() {}

    /**
     * A rule with both.
     *
     * @param object of the finding
     * @param safe empty where there is no safe statement to compare with
     */
    record Case(Rule rule, String object, String unsafe, String safe) {
        @Override
        public String toString() {
            return rule.id() + ": " + unsafe;
        }
    }

    static Stream<Case> all() {
        return Stream.of(
                of(Rule.DROP_TABLE, "table public.lines", "drop table lines", "create table a (); drop table a"),
                of(
                        Rule.DROP_COLUMN,
                        "column public.orders.note",
                        "alter table orders drop column note",
                        "alter table orders alter column note drop default"),
                of(
                        Rule.DROP_COLUMN,
                        "column public.orders.note",
                        "do $$ begin alter table orders drop column note; end $$",
                        ""),
                of(Rule.DROP_SCHEMA, "schema old", "drop schema old cascade", "create schema a; drop schema a"),
                of(
                        Rule.DROP_VIEW,
                        "view public.names",
                        "drop view names",
                        "drop view names; create view names as select id, name from customers"),
                of(
                        Rule.DROP_FUNCTION,
                        "function public.due(integer)",
                        "drop function due(int)",
                        "create or replace function due(a int) returns int language sql as 'select 2'"),
                of(
                        Rule.DROP_TYPE,
                        "type public.mood",
                        "drop type mood",
                        "alter type mood rename value 'sad' to 'blue'"),
                of(
                        Rule.DROP_SEQUENCE,
                        "sequence public.numbers",
                        "drop sequence numbers",
                        "alter sequence numbers restart"),
                of(
                        Rule.DROP_TRIGGER,
                        "trigger touched on public.orders",
                        "drop trigger touched on orders",
                        "drop trigger touched on orders; create trigger touched before update on orders"
                                + " for each row execute function touch()"),
                of(
                        Rule.DROP_EXTENSION,
                        "extension pg_trgm",
                        "drop extension pg_trgm",
                        "comment on extension pg_trgm is 'x'"),
                of(
                        Rule.DROP_COLLATERAL,
                        "view public.names",
                        "alter table customers drop column name cascade",
                        "drop view names; alter table customers drop column name"),
                of(Rule.TRUNCATE, "table public.lines", "truncate lines", "delete from lines"),
                of(Rule.TRUNCATE, "table public.lines", "do $$ begin truncate lines; end $$", ""),
                of(Rule.TRUNCATE, "table public.events", "truncate events", ""),
                of(Rule.TRUNCATE_CASCADE, "table public.lines", "truncate orders cascade", "truncate orders, lines"),
                of(
                        Rule.TABLE_REWRITE,
                        "table public.pairs",
                        "alter type pair alter attribute b type bigint cascade",
                        "alter type pair rename attribute b to c cascade"),
                of(
                        Rule.VOLATILE_DEFAULT,
                        "table public.orders",
                        "alter table orders add column k uuid default gen_random_uuid()",
                        "alter table orders add column k timestamptz default now()"),
                of(
                        Rule.VOLATILE_DEFAULT,
                        "table public.events",
                        "alter table events add column k uuid default gen_random_uuid()",
                        "alter table events add column k int default 1"),
                of(
                        Rule.SERIAL_OR_IDENTITY_ADDED,
                        "table public.orders",
                        "alter table orders add column k serial",
                        "alter table orders add column k int"),
                of(
                        Rule.SERIAL_OR_IDENTITY_ADDED,
                        "table public.orders",
                        "alter table orders add column k int generated always as identity",
                        "alter table orders alter column id add generated always as identity"),
                of(
                        Rule.STORED_GENERATED_ADDED,
                        "table public.orders",
                        "alter table orders add column k int generated always as (id + 1) stored",
                        "alter table orders add column k int"),
                of(
                        Rule.CONSTRAINED_DOMAIN_ADDED,
                        "table public.orders",
                        "alter table orders add column k amount",
                        "alter table orders add column k int"),
                of(
                        Rule.COLUMN_TYPE_REWRITE,
                        "table public.orders",
                        "alter table orders alter column customer type bigint",
                        "alter table orders alter column state type varchar"),
                of(
                        Rule.PERSISTENCE_CHANGE,
                        "table public.lines",
                        "alter table lines set unlogged",
                        "alter table lines set (fillfactor = 90)"),
                of(
                        Rule.ACCESS_EXCLUSIVE_EXISTING,
                        "table public.orders",
                        "alter table orders add column k int",
                        "comment on table orders is 'x'"),
                of(
                        Rule.ACCESS_EXCLUSIVE_EXISTING,
                        "table public.events",
                        "create table events_2027 partition of events for values from ('2027-01-01') to ('2028-01-01')",
                        ""),
                of(
                        Rule.WRITES_BLOCKED_WITH_SCAN,
                        "table public.orders",
                        "do $$ begin create index on orders (note); end $$",
                        "create index concurrently on orders (note)"),
                of(
                        Rule.INDEX_NOT_CONCURRENTLY,
                        "table public.orders",
                        "create index on orders (note)",
                        "create index concurrently on orders (note)"),
                of(
                        Rule.INDEX_NOT_CONCURRENTLY,
                        "table public.events",
                        "create index on events (id)",
                        "create index on only events (id)"),
                of(
                        Rule.DROP_INDEX_BLOCKING,
                        "index public.orders_customer",
                        "drop index orders_customer",
                        "drop index concurrently orders_customer"),
                of(
                        Rule.LOCK_HELD_ACROSS_STATEMENTS,
                        "table public.orders",
                        "alter table orders add column k int; create table a ()",
                        "create table a (); alter table orders add column k int"),
                of(
                        Rule.LOCK_CHAIN,
                        "table public.customers",
                        "alter table orders add column k int; alter table customers add column k int",
                        "alter table lines add foreign key (id) references customers not valid"),
                of(
                        Rule.NO_LOCK_TIMEOUT,
                        "table public.orders",
                        "set lock_timeout = 0; alter table orders add column k int",
                        "set lock_timeout = '2s'; alter table orders add column k int"),
                of(Rule.BLOCKING_MAINTENANCE, "table public.orders", "vacuum full orders", "vacuum orders"),
                of(
                        Rule.BLOCKING_MAINTENANCE,
                        "table public.orders",
                        "cluster orders using orders_pkey",
                        "alter table orders cluster on orders_pkey"),
                of(
                        Rule.BLOCKING_REINDEX,
                        "table public.orders",
                        "reindex table orders",
                        "reindex table concurrently orders"),
                of(
                        Rule.BLOCKING_REINDEX,
                        "table public.orders",
                        "reindex index orders_customer",
                        "reindex index concurrently orders_customer"),
                of(
                        Rule.BLOCKING_REFRESH,
                        "materialized view public.totals",
                        "refresh materialized view totals",
                        "refresh materialized view concurrently totals"),
                of(
                        Rule.ADD_REQUIRED_COLUMN,
                        "table public.orders",
                        "alter table orders add column k int not null",
                        "alter table orders add column k int not null default 0"),
                of(
                        Rule.SET_NOT_NULL_SCAN,
                        "table public.orders",
                        "alter table orders alter column note set not null",
                        "alter table orders add constraint c check (note is not null) not valid;"
                                + " alter table orders validate constraint c; alter table orders alter column note set not null"),
                of(
                        Rule.ADD_CHECK_VALIDATED,
                        "table public.orders",
                        "alter table orders add constraint c check (id > 0)",
                        "alter table orders add constraint c check (id > 0) not valid"),
                of(
                        Rule.ADD_FK_VALIDATED,
                        "table public.orders",
                        "alter table orders add foreign key (customer) references customers",
                        "alter table orders add foreign key (customer) references customers not valid"),
                of(
                        Rule.ADD_UNIQUE_INLINE,
                        "table public.customers",
                        "alter table customers add unique (email)",
                        "alter table lines add constraint u unique using index lines_id"),
                of(
                        Rule.ADD_PRIMARY_KEY_INLINE,
                        "table public.lines",
                        "alter table lines add primary key (id)",
                        "alter table lines add constraint p primary key using index lines_id"),
                of(
                        Rule.ADD_EXCLUSION,
                        "table public.orders",
                        "alter table orders add exclude (customer with =)",
                        "alter table orders add column k int"),
                of(
                        Rule.VALIDATE_WITH_STRONG_LOCK,
                        "table public.orders",
                        "alter table orders add column k int; alter table orders validate constraint state_known",
                        "alter table orders validate constraint state_known"),
                of(Rule.RENAME_TABLE, "table public.orders", "alter table orders rename to purchases", ""),
                of(
                        Rule.RENAME_COLUMN,
                        "table public.orders",
                        "alter table orders rename column note to remark",
                        "alter table orders add column remark text; alter table orders rename column remark to remarks"),
                of(
                        Rule.RENAME_SCHEMA,
                        "schema old",
                        "alter schema old rename to older",
                        "create schema a; alter schema a rename to b"),
                of(Rule.SET_SCHEMA, "table public.orders", "alter table orders set schema old", ""),
                of(
                        Rule.FUNCTION_SIGNATURE_CHANGED,
                        "function public.due(integer)",
                        "drop function due(int); create function due(a bigint) returns int language sql as 'select 1'",
                        "create function due(a bigint) returns int language sql as 'select 1'"),
                of(
                        Rule.ENUM_VALUE_APPENDED,
                        "type public.mood",
                        "alter type mood add value 'mad'",
                        "alter type mood add value 'mad' before 'sad'"),
                of(
                        Rule.TRIGGERS_DISABLED,
                        "table public.orders",
                        "alter table orders disable trigger touched",
                        "alter table orders disable trigger touched; alter table orders enable trigger touched"),
                of(
                        Rule.OBSERVER_SILENCED,
                        "setting session_replication_role = replica",
                        "set session_replication_role = replica; insert into customers values (1)",
                        "insert into customers values (1)"));
    }

    private static Case of(Rule rule, String object, String unsafe, String safe) {
        return new Case(rule, object, unsafe, safe);
    }
}
