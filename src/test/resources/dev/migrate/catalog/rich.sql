-- A database with an object of every kind that a Catalog holds, and with attributes that differ from the default.
do $$
declare r text;
begin
    foreach r in array array['catalog_reader', 'catalog_writer', 'catalog_owner'] loop
        if not exists (select from pg_roles where rolname = r) then
            execute format('create role %I', r);
        end if;
    end loop;
end $$;

create schema app;
comment on schema app is 'the application';
grant usage on schema app to catalog_reader;
create schema other;
create schema spare;
create extension citext with schema app;
create extension postgres_fdw with schema app;
create extension btree_gist with schema app;
create extension bloom with schema app;

create access method heap_too type table handler heap_tableam_handler;
create trusted language plsample handler plpgsql_call_handler inline plpgsql_inline_handler validator plpgsql_validator;
create collation app.plain (locale = 'C');
create collation app.unsure (provider = icu, locale = 'und-u-ks-level2', deterministic = false);

create type app.mood as enum ('sad', 'ok', 'happy');
alter type app.mood add value 'so so' before 'ok';
comment on type app.mood is 'how one feels';
create type app.spare_mood as enum ('x');
create domain app.positive as integer default 1 check (value > 0) not null;
comment on constraint positive_check on domain app.positive is 'more than nothing';
create domain app.code as varchar(10) collate "C" check (value in ('a', 'b'));
create type app.address as (street text collate "C", zip varchar(5));
comment on column app.address.zip is 'five digits';
create type app.spare_pair as (a integer, b integer);
create function app.span_diff(a double precision, b double precision) returns double precision
    language sql immutable strict parallel safe as 'select a - b';
create type app.span as range (subtype = double precision, subtype_diff = app.span_diff, multirange_type_name = app.spans);
create type app.tag;
create function app.tag_in(cstring) returns app.tag language internal immutable strict parallel safe as 'textin';
create function app.tag_out(app.tag) returns cstring language internal immutable strict parallel safe as 'textout';
create type app.tag (input = app.tag_in, output = app.tag_out, like = text, category = 'S', delimiter = ';');
create type app.shell;

create function app.add(a integer, b integer default 2) returns integer
    language sql immutable strict parallel safe cost 10 as 'select a + b';
comment on function app.add(integer, integer) is 'adds';
grant execute on function app.add(integer, integer) to catalog_reader;
create function app.numbers(n integer) returns setof integer language plpgsql rows 20 security definer
    set search_path = app as $$ begin return query select generate_series(1, n); end $$;
create function app.parsed(a text) returns boolean language sql begin atomic select a in ('x', 'y'); end;
create function app.spare_function(a text, variadic b text[]) returns text language sql as 'select a';
create procedure app.tidy(inout n integer) language plpgsql as $$ begin n := n + 1; end $$;
create function app.eq(a app.tag, b app.tag) returns boolean language internal immutable strict parallel safe as 'texteq';
create function app.ne(a app.tag, b app.tag) returns boolean language internal immutable strict parallel safe as 'textne';
create function app.lt(a app.tag, b app.tag) returns boolean language internal immutable strict parallel safe as 'text_lt';
create function app.gt(a app.tag, b app.tag) returns boolean language internal immutable strict parallel safe as 'text_gt';
create function app.le(a app.tag, b app.tag) returns boolean language internal immutable strict parallel safe as 'text_le';
create function app.ge(a app.tag, b app.tag) returns boolean language internal immutable strict parallel safe as 'text_ge';
create function app.cmp(a app.tag, b app.tag) returns integer language internal immutable strict parallel safe as 'bttextcmp';
create operator app.= (function = app.eq, leftarg = app.tag, rightarg = app.tag, commutator = operator(app.=), negator = operator(app.<>),
    restrict = eqsel, join = eqjoinsel, hashes, merges);
create operator app.<> (function = app.ne, leftarg = app.tag, rightarg = app.tag, commutator = operator(app.<>), negator = operator(app.=),
    restrict = neqsel, join = neqjoinsel);
create operator app.< (function = app.lt, leftarg = app.tag, rightarg = app.tag);
create operator app.> (function = app.gt, leftarg = app.tag, rightarg = app.tag);
create operator app.<= (function = app.le, leftarg = app.tag, rightarg = app.tag);
create operator app.>= (function = app.ge, leftarg = app.tag, rightarg = app.tag);
comment on operator app.= (app.tag, app.tag) is 'equal';
create operator family app.tags using btree;
create operator class app.tag_ops default for type app.tag using btree family app.tags as
    operator 1 app.<, operator 2 app.<=, operator 3 app.=, operator 4 app.>=, operator 5 app.>, function 1 app.cmp(app.tag, app.tag);
create function app.tag_text(app.tag) returns text language internal immutable strict parallel safe as 'btrim1';
create function app.mood_number(app.mood) returns integer language sql immutable as 'select 1';
create cast (app.mood as integer) with function app.mood_number(app.mood) as assignment;
comment on cast (app.mood as integer) is 'in numbers';
create default conversion app.latin for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
create function app.from_sql(internal) returns internal language internal immutable as 'prsd_lextype';
create transform for app.mood language plsample (from sql with function app.from_sql(internal));
create function app.sum_step(integer, integer) returns integer language sql immutable as 'select $1 + coalesce($2, 0)';
create function app.sum_minus(integer, integer) returns integer language sql immutable as 'select $1 - coalesce($2, 0)';
create function app.sum_end(integer) returns integer language sql immutable as 'select $1';
create aggregate app.total(integer) (sfunc = app.sum_step, stype = integer, sspace = 8, finalfunc = app.sum_end, initcond = '0',
    combinefunc = app.sum_step, msfunc = app.sum_step, minvfunc = app.sum_minus, mstype = integer, minitcond = '0', parallel = safe);
comment on aggregate app.total(integer) is 'all of it';

create text search parser app.words (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);
create text search template app.plain (init = dsimple_init, lexize = dsimple_lexize);
create text search dictionary app.dictionary (template = app.plain, accept = false);
create text search configuration app.german (parser = app.words);
alter text search configuration app.german add mapping for word, asciiword with app.dictionary, simple;
comment on text search configuration app.german is 'for German';

create foreign data wrapper spare_wrapper options (debug 'true');
create server far type 'postgres' version '15' foreign data wrapper postgres_fdw options (host 'far.example', port '5432');
grant usage on foreign server far to catalog_reader;
create user mapping for catalog_reader server far options (user 'reader', password 'secret');
create user mapping for public server far;

create sequence app.counter as bigint start 5 increment 2 minvalue 1 maxvalue 1000 cache 3 cycle;
comment on sequence app.counter is 'counts';
grant usage on sequence app.counter to catalog_reader;
create unlogged sequence app.unlogged_counter;

create table app.customers (
    id bigint generated always as identity (start 10 increment 5),
    number serial,
    email app.citext not null,
    name text collate "C" default 'nobody',
    mood app.mood default 'ok',
    note varchar(20),
    born date,
    total integer generated always as (1 + 1) stored,
    tags text[],
    gone integer,
    constraint customers_pkey primary key (id),
    constraint customers_email_key unique (email) deferrable,
    constraint customers_name_check check (name <> ''),
    constraint customers_note_check check (note in ('a', 'b', 'c')),
    constraint customers_early_check check (born > '1900-01-01') no inherit
) with (fillfactor = 80, autovacuum_enabled = false, toast.autovacuum_enabled = false);
alter table app.customers drop column gone;
comment on table app.customers is 'who buys';
comment on column app.customers.email is 'where to write';
comment on constraint customers_pkey on app.customers is 'the key';
comment on index app.customers_pkey is 'the index of the key';
alter table app.customers alter column note set storage external;
alter table app.customers alter column note set compression pglz;
alter table app.customers alter column note set statistics 500;
alter table app.customers alter column note set (n_distinct = 5);
grant select on app.customers to catalog_reader;
grant insert on app.customers to catalog_writer with grant option;
grant update (note) on app.customers to catalog_writer;
comment on sequence app.customers_id_seq is 'of the identity';
grant usage on sequence app.customers_id_seq to catalog_writer;
create index customers_name_idx on app.customers (name);
create unique index customers_lower_idx on app.customers (lower(name) text_pattern_ops desc) include (note) with (fillfactor = 70) where note in ('a', 'b');
alter index app.customers_lower_idx alter column 1 set statistics 300;
comment on index app.customers_name_idx is 'by name';
create index customers_born_idx on app.customers using brin (born);
alter table app.customers cluster on customers_name_idx;
create unique index customers_number_idx on app.customers (number);
alter table app.customers replica identity using index customers_number_idx;
create statistics app.customers_stats (ndistinct, dependencies) on name, note from app.customers;
comment on statistics app.customers_stats is 'go together';
alter statistics app.customers_stats set statistics 50;
alter table app.customers enable row level security;
alter table app.customers force row level security;
create policy own on app.customers for select to catalog_reader, catalog_writer using (note in ('a', 'b'));
comment on policy own on app.customers is 'their own';
create policy write on app.customers as restrictive for update to public using (id > 0) with check (name <> 'root');

create table app.orders (
    id integer primary key,
    customer bigint references app.customers on delete set null on update cascade,
    at timestamptz not null default now(),
    during tsrange,
    room integer,
    amount numeric(10, 2),
    constraint orders_during_excl exclude using gist (room with =, during with &&) where (room > 0),
    constraint orders_amount_check check (amount > 0)
);
alter table app.orders add constraint orders_new_check check (room < 100) not valid;
create function app.stamp() returns trigger language plpgsql as $$ begin return new; end $$;
create function app.stamp_too() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger stamp before insert or update of amount on app.orders for each row when (new.room in (1, 2)) execute function app.stamp('x');
comment on trigger stamp on app.orders is 'stamps';
create trigger always_stamp after insert on app.orders for each statement execute function app.stamp();
alter table app.orders enable always trigger always_stamp;
create constraint trigger late after insert on app.orders deferrable initially deferred for each row execute function app.stamp();
create rule no_delete as on delete to app.orders where old.id in (1, 2) do instead nothing;
comment on rule no_delete on app.orders is 'never';
create unlogged table app.scratch (a integer, b integer unique nulls not distinct, c text);
create table app.spare (a integer, b serial, c text primary key);
create index spare_a_idx on app.spare (a);
create table app.typed of app.address;
create table app.elsewhere (a integer) using heap_too;

create table app.parent (a integer not null, b text default 'x', constraint parent_b_check check (b <> ''));
create table app.child (c integer, d integer) inherits (app.parent);
create table app.loose (a integer not null, b text, constraint parent_b_check check (b <> ''));
create table app.events (id bigint not null, at date not null, kind text not null, customer bigint, unique (id, at, kind)) partition by range (at);
create table app.events_2024 partition of app.events for values from ('2024-01-01') to ('2025-01-01');
create table app.events_2025 partition of app.events for values from ('2025-01-01') to ('2026-01-01') partition by list (kind);
create table app.events_2025_a partition of app.events_2025 for values in ('a');
create table app.events_rest partition of app.events default;
create index events_kind_idx on app.events (kind);
alter table app.events add constraint events_customer_fkey foreign key (customer) references app.customers;
create trigger events_stamp after insert on app.events for each row execute function app.stamp();
alter table app.events_2024 disable trigger events_stamp;
create table app.points_at (id bigint, at date, kind text,
    constraint points_at_fkey foreign key (id, at, kind) references app.events (id, at, kind));
create foreign table app.distant (id integer options (column_name 'n'), note text) server far options (table_name 'x');

create view app.active with (security_invoker = true, security_barrier = true) as
    select id, name, note from app.customers where note in ('a', 'b');
comment on view app.active is 'who is active';
comment on column app.active.name is 'their name';
alter view app.active alter column name set default 'new';
grant select on app.active to catalog_reader;
create view app.checked as select id, room from app.orders where room > 0 with local check option;
create materialized view app.summary with (fillfactor = 90) as
    select customer, count(*) as n from app.orders group by customer with no data;
create unique index summary_customer_idx on app.summary (customer);
create view app.spare_view as select 1 as one;

create publication pub for table app.customers (id, name, number) where (number > 5), app.spare with (publish = 'insert, update');
comment on publication pub is 'tells';
create publication pub_schema for tables in schema other;
create publication pub_all for all tables with (publish_via_partition_root = true);
create subscription sub connection 'host=nowhere password=secret' publication far_pub
    with (connect = false, slot_name = none, binary = true, enabled = false);
alter default privileges in schema app grant select on tables to catalog_reader;
alter default privileges for role catalog_owner grant execute on functions to catalog_writer;
create function app.watch() returns event_trigger language plpgsql as $$ begin end $$;
create event trigger watch on ddl_command_end when tag in ('CREATE TABLE', 'DROP TABLE') execute function app.watch();
comment on event trigger watch is 'watches';
alter event trigger watch disable;
do $$ begin execute format('alter database %I set work_mem = %L', current_database(), '5MB'); end $$;

create schema auth;
create table auth.users (id integer primary key);
create trigger signed_up after insert on auth.users for each row execute function app.stamp();
alter table auth.users enable row level security;
create policy see_self on auth.users using (id = 1);
alter function app.spare_function(text, text[]) depends on extension citext;
alter index app.spare_a_idx depends on extension citext;
grant execute on function app.citext_eq(app.citext, app.citext) to catalog_reader;
