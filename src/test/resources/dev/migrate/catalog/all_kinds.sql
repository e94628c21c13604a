-- A database with every kind of object that the Catalog holds and a new server can make.
create extension if not exists pg_trgm;
create schema app;
comment on schema app is 'It''s the application''s \ schema';
create schema "Odd Name";
comment on schema public is 'ours';

create collation app.german (provider = icu, locale = 'de-u-co-phonebk', deterministic = false);
create type app.state as enum ('new', 'it''s done', 'Gone', 'a long label number one', 'a long label number two', 'a long label number three');
alter type app.state add value 'older' before 'new';
comment on type app.state is 'where it stands';
create domain app.email as text collate "C" default 'x@y' not null constraint has_at check (value like '%@%');
comment on constraint has_at on domain app.email is 'one at least';
create domain app.small as integer check (value between 1 and 10);
alter domain app.small add constraint later check (value <> 5) not valid;
create type app.point3 as (x double precision, y double precision, "Z" varchar(20) collate "C");
comment on column app.point3.x is 'left to right';
create type app.span as range (subtype = float8, subtype_diff = float8mi);
create type app.len as range (subtype = int4, multirange_type_name = app.lens);

create type app.shell_only;
create type app.mytext;
create function app.mytext_in(cstring) returns app.mytext language internal immutable strict as 'textin';
create function app.mytext_out(app.mytext) returns cstring language internal immutable strict as 'textout';
create type app.mytext (input = app.mytext_in, output = app.mytext_out, like = text, category = 'S', default = 'zz');

create type app.crange;
create function app.crange_canonical(app.crange) returns app.crange language internal immutable strict as 'int4range_canonical';
create type app.crange as range (subtype = int4, canonical = app.crange_canonical);

create function app.add(a integer, b integer default 1 + 1) returns integer
    language sql immutable parallel safe strict leakproof cost 7 return a + b;
create function app.touch() returns trigger language plpgsql security definer set search_path = '' set work_mem = '64MB' as $$
begin
    new.updated_at := now(); -- $ and $1
    return new;
end
$$;
comment on function app.touch() is 'keeps the time';
create function app.dollars() returns text language sql stable as $outer$ select $$in$$::text $outer$;
create function app.lots(out a integer, inout b text, variadic c numeric[]) returns setof record
    language plpgsql rows 7 set search_path = "$user", public, "Odd Name" as 'begin return; end';
create function app.tab(a_rather_long_parameter_name integer, another_rather_long_parameter_name text default 'a, b)') returns table (k integer, v text)
    language sql as 'select 1, ''x''::text';
create procedure app.proc(inout x integer, y text default 'q') language plpgsql as 'begin x := 1; end';
comment on procedure app.proc is 'does it';
create aggregate app.rows_seen(*) (sfunc = int8inc, stype = bigint, initcond = '0');
comment on aggregate app.rows_seen(*) is 'none';
create procedure app.twins(out a integer, b integer, c integer) language sql as 'select 1';
create procedure app.twins(a integer, b integer, c integer) language sql as 'select 1';
comment on procedure app.twins(in a integer, in b integer, in c integer) is 'one of two';
create aggregate app.total(integer) (sfunc = int4pl, stype = integer, initcond = '0', combinefunc = int4pl, parallel = safe);
create aggregate app.pct(float8 order by integer) (sfunc = ordered_set_transition, stype = internal, finalfunc = percentile_disc_final, finalfunc_extra);
comment on aggregate app.total(integer) is 'sum';

create function app.same(app.point3, app.point3) returns boolean language sql immutable as 'select $1.x = $2.x';
create function app.less(app.mytext, app.mytext) returns boolean language internal immutable strict as 'text_lt';
create function app.le(app.mytext, app.mytext) returns boolean language internal immutable strict as 'text_le';
create function app.eq(app.mytext, app.mytext) returns boolean language internal immutable strict as 'texteq';
create function app.ge(app.mytext, app.mytext) returns boolean language internal immutable strict as 'text_ge';
create function app.gt(app.mytext, app.mytext) returns boolean language internal immutable strict as 'text_gt';
create function app.cmp(app.mytext, app.mytext) returns integer language internal immutable strict as 'bttextcmp';
create operator app.=== (function = app.same, leftarg = app.point3, rightarg = app.point3, commutator = operator(app.===));
create operator app.< (function = app.less, leftarg = app.mytext, rightarg = app.mytext, commutator = operator(app.>), negator = operator(app.>=), restrict = scalarltsel, join = scalarltjoinsel);
create operator app.<= (function = app.le, leftarg = app.mytext, rightarg = app.mytext, commutator = operator(app.>=), negator = operator(app.>));
create operator app.= (function = app.eq, leftarg = app.mytext, rightarg = app.mytext, commutator = operator(app.=), hashes, merges, restrict = eqsel, join = eqjoinsel);
create operator app.>= (function = app.ge, leftarg = app.mytext, rightarg = app.mytext, commutator = operator(app.<=), negator = operator(app.<));
create operator app.> (function = app.gt, leftarg = app.mytext, rightarg = app.mytext, commutator = operator(app.<), negator = operator(app.<=));
create operator family app.fam using btree;
create operator class app.mytext_ops default for type app.mytext using btree family app.fam as
    operator 1 app.<, operator 2 app.<=, operator 3 app.=, operator 4 app.>=, operator 5 app.>, function 1 app.cmp(app.mytext, app.mytext);
create function app.cmp2(app.mytext, text) returns integer language internal immutable strict as 'bttextcmp';
create function app.less2(app.mytext, text) returns boolean language internal immutable strict as 'text_lt';
create operator app.< (function = app.less2, leftarg = app.mytext, rightarg = text);
alter operator family app.fam using btree add operator 1 app.< (app.mytext, text), function 1 (app.mytext, text) app.cmp2(app.mytext, text);
create function app.to_text(app.point3) returns text language sql immutable as 'select $1.x::text';
create cast (app.point3 as text) with function app.to_text(app.point3) as assignment;
create cast (app.mytext as text) without function;
create cast (app.state as app.small) with inout;
create conversion app.conv for 'LATIN1' to 'UTF8' from iso8859_1_to_utf8;
create access method other_btree type index handler bthandler;
create access method other_heap type table handler heap_tableam_handler;
create trusted language mylang handler plpgsql_call_handler inline plpgsql_inline_handler validator plpgsql_validator;
create function app.in_mine() returns integer language mylang as 'begin return 1; end';

create text search dictionary app.simple_de (template = pg_catalog.simple, stopwords = 'german', accept = false);
create text search configuration app.de (parser = pg_catalog."default");
alter text search configuration app.de add mapping for asciiword, word with app.simple_de, pg_catalog.german_stem;
create text search parser app.prs (start = prsd_start, gettoken = prsd_nexttoken, end = prsd_end, lextypes = prsd_lextype, headline = prsd_headline);
create text search template app.tmpl (init = dsimple_init, lexize = dsimple_lexize);

create foreign data wrapper fdw options (debug 'it''s');
create server srv type 'thing' version '2' foreign data wrapper fdw options (host 'h', "Port" '1');
create user mapping for public server srv options (login 'secret');
create foreign table app.far (id integer options (n 'x') not null, v text collate "C" default 'q', constraint pos check (id > 0)) server srv options (t 'far');
comment on foreign table app.far is 'elsewhere';

create sequence app.counter as integer start with 5 increment by 2 minvalue 3 maxvalue 999 cache 4 cycle;
create sequence app.down increment by -1;
create unlogged sequence app.fast;
comment on sequence app.counter is 'counts';

create table app.people (
    id bigint generated always as identity primary key,
    email app.email unique,
    name varchar(80) not null default 'nobody' check (name <> ''),
    kind app.state not null default 'new',
    kinds text default 'a' check (kinds in ('a', 'b')),
    born date,
    age integer generated always as (app.add(1, 2)) stored,
    tags text[] not null default '{}',
    data jsonb not null default '{}',
    at timestamptz default now(),
    constraint grown check (born < '2020-01-01' or name = 'x'),
    check (id > 0 and name <> 'y')
);
comment on table app.people is 'who';
comment on column app.people.email is E'where\nto';
comment on constraint grown on app.people is 'old enough';
alter table app.people alter column name set statistics 77, alter column tags set storage external, alter column id set (n_distinct = -0.5);
alter table app.people add constraint not_yet check (name <> 'z') not valid;
create index people_name_idx on app.people (name);
create index people_lower on app.people using btree (lower(name) text_pattern_ops desc nulls last) include (born) with (fillfactor = 70) where born is not null;
create unique index people_born on app.people (born) nulls not distinct;
create index people_add on app.people (app.add(1, 2), (name || 'x'));
alter index app.people_add alter column 2 set statistics 99;
create index people_trgm on app.people using gin (name gin_trgm_ops);
comment on index app.people_name_idx is 'finds';
alter table app.people cluster on people_name_idx;

create table app.serials (id serial primary key, big bigserial, small smallserial not null, plain integer default nextval('app.counter'), other serial);
alter sequence app.serials_other_seq increment by 5;
comment on sequence app.serials_big_seq is 'serial';
create table "Odd Name"."Ta ble" ("Id" serial primary key, "select" integer references app.people (id) on delete set null deferrable initially deferred,
    "user" text unique, x integer generated by default as identity (start with 10 increment by -2 maxvalue 20 sequence name "Odd Name".odd_seq));
alter sequence app.fast owned by app.serials.plain;
create table app.opts (a integer, b text compression pglz, primary key (a) with (fillfactor = 50), constraint u unique (a, b) deferrable, exclude using gist (int4range(a, a + 1) with &&)) with (fillfactor = 60, toast.autovacuum_enabled = false);
alter table app.opts replica identity full;
alter index app.opts_int4range_excl alter column 1 set statistics 33;
comment on index app.opts_pkey is 'of the key';
create table app.twice (a integer primary key, b integer unique);
alter table app.twice add constraint again unique (a), add unique (b) with (fillfactor = 80);
create unlogged table app.temp_ish (a integer not null unique);
alter table app.temp_ish replica identity using index temp_ish_a_key;
create unique index temp_ish_uq on app.temp_ish (a);
create table app.on_heap (a integer) using other_heap;
create table app.of_type of app.point3 (x with options not null default 1, primary key (y));
create table app.nothing ();

create table app.parent (id integer not null, note text default 'p', check (id > 0), constraint only_here check (id < 100) no inherit);
create table app.mother (m integer, note text default 'p');
create table app.gen (a integer, b integer generated always as (a * 2) stored);
create table app.gen_child (b integer generated always as (a * 2) stored, a integer, c text);
alter table app.gen_child inherit app.gen;
create table app.child (extra integer) inherits (app.parent, app.mother);
alter table app.child alter column note set default 'c', alter column m set not null;
alter table app.child add constraint mine check (extra > 0);
create table app.grandchild (id integer not null, more text) inherits (app.child);

create table app.events (id bigint generated always as identity, at date not null, tenant integer not null default 1, body text, primary key (id, at, tenant), check (tenant > 0)) partition by range (at);
create table app.events_2024 (body text, dropped integer, at date not null, id bigint not null, tenant integer not null default 7, primary key (at, id, tenant));
alter table app.events_2024 drop constraint events_2024_pkey, add constraint own_key primary key (id, at, tenant);
alter table app.events_2024 drop column dropped;
alter table app.events_2024 add constraint events_tenant_check check (tenant > 0);
alter table app.events attach partition app.events_2024 for values from ('2024-01-01') to ('2025-01-01');
create table app.events_2025 partition of app.events for values from ('2025-01-01') to ('2026-01-01') partition by list (tenant);
create table app.events_2025_a partition of app.events_2025 for values in (1, 2);
create table app.events_rest partition of app.events default;
create index events_body on app.events (body);
alter index app.events_2024_body_idx rename to events_2024_words;
create table app.hashed (k integer, v text) partition by hash (k, lower(v) collate "C");
create table app.hashed_0 partition of app.hashed for values with (modulus 2, remainder 0);
create index hashed_incomplete on only app.hashed (k);

create function app.of_row(p app.people) returns text language sql stable as 'select p.name';
create function app.atomic(wanted integer) returns bigint language sql begin atomic
    select count(*) from app.people where id = wanted and kinds in ('a', 'b');
    select 1::bigint;
end;
create function app.rows() returns setof app.people language sql as 'select * from app.people';
create table app.late (id integer default app.atomic(1), v text check (app.of_row(null) is null), constraint late_named check (id > app.atomic(2)));
create index late_idx on app.late ((v || 'x'));

create view app.names with (security_invoker = true, security_barrier) as select id, name as "Name", kind from app.people where name <> 'it''s UPPER' group by id;
comment on view app.names is 'names';
comment on column app.names."Name" is 'its name';
create view app.all_names as select n.*, 'CONST'::text as "SELECT" from app.names n with cascaded check option;
create view app.a_first as select * from app.all_names;
alter view app.names alter column kind set default 'new';
create view app.numbers as with recursive numbers (n) as (values (1) union all select n + 1 from numbers where n < 5) select n from numbers;
create materialized view app.counts with (fillfactor = 80) as select kind, count(*) as n from app.people group by kind;
create unique index counts_kind on app.counts (kind);
comment on materialized view app.counts is 'counted';
create materialized view app.unfilled as select 1 as one with no data;
create materialized view app.calling as select app.in_mine() as x;
create index calling_x on app.calling (x);

create view app.circle as select 1 as one, 'x'::varchar(5) as two;
create function app.round(app.circle) returns integer language sql as 'select 1';
create or replace view app.circle as select app.round(null) as one, 'x'::varchar(5) as two;

create statistics app.stats (ndistinct, dependencies) on name, born from app.people;
create statistics app.stats_expr on (lower(name)), born from app.people;
alter statistics app.stats set statistics 50;
comment on statistics app.stats is 'how they go together';

create rule no_delete as on delete to app.serials do instead nothing;
create rule two as on insert to app.nothing do also (notify a; notify "B");
alter table app.serials disable rule no_delete;
comment on rule no_delete on app.serials is 'never';

create trigger touch_it before insert or update of name, kind on app.people for each row when (new.name is distinct from 'it''s') execute function app.touch('Arg', 'b');
create constraint trigger checked after insert on app.people deferrable initially deferred for each row execute function app.touch();
create trigger of_rows after insert on app.serials referencing new table as fresh for each statement execute function app.touch();
create trigger on_view instead of insert on app.names for each row execute function app.touch();
create trigger on_part after insert on app.events for each row execute function app.touch();
alter table app.events_rest disable trigger on_part;
alter table app.people enable always trigger touch_it;
alter table app.serials disable trigger of_rows;
comment on trigger touch_it on app.people is 'touches';

alter table app.serials add constraint self foreign key (plain) references app.serials (id) not valid;
alter table app.people add column boss bigint references app.people, add column pal bigint;
alter table app.people add constraint multi foreign key (pal) references app.people (id) match full on update cascade on delete set default;
alter table app.events add constraint of_tenant foreign key (tenant) references app.opts (a);
comment on constraint self on app.serials is 'itself';

alter table app.people enable row level security;
alter table app.people force row level security;
create policy mine on app.people as restrictive for update to current_user, pg_monitor using (name = current_user) with check (kinds in ('a', 'b'));
create policy "all Of Them" on app.people;
create policy see on app.serials for select using (true);
comment on policy mine on app.people is 'own';

create publication pub for table only app.people (id, name) where (id > 5 and name <> 'x'), only app.serials with (publish = 'insert, update', publish_via_partition_root = true);
create publication of_schema for tables in schema "Odd Name", app;
create publication everything for all tables;
comment on publication pub is 'out';

create function app.on_ddl() returns event_trigger language plpgsql as 'begin end';
create event trigger watch on ddl_command_end when tag in ('CREATE TABLE', 'DROP TABLE') execute function app.on_ddl();
alter event trigger watch disable;
