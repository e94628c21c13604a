--- a table that is made
-->
create table t (id bigint generated always as identity primary key, note text not null default 'x', check (note <> ''));
create index on t (note);
comment on table t is 'of things';
--- tables that refer to each other are made
-->
create table a (id int primary key, b int);
create table b (id int primary key, a int references a);
alter table a add foreign key (b) references b;
--- a table that is dropped
create table p (id int primary key);
create table t (id serial primary key, p int references p on delete cascade, note varchar(10) collate "C" unique,
  twice int generated always as (id * 2) stored, constraint positive check (id > 0));
create index t_note on t (lower(note)) where note is not null;
alter table t enable row level security;
create policy own on t for select to public using (id > 1);
comment on column t.note is 'a note';
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger touch before update on t for each row execute function touch();
grant select (note) on t to public;
create statistics st on id, p from t;
-->
drop table t;
--- a table that others refer to is dropped
create table t (id int primary key);
create table o (id int primary key, t int references t);
create view v as select t.id, o.id as o from t join o on o.t = t.id;
-->
drop view v;
alter table o drop constraint o_t_fkey;
drop table t;
--- a column that is added
create table t (id int);
-->
alter table t add column note text not null default '';
create index on t (note);
--- a column that is dropped
create table t (id int, note text default 'x' check (note <> ''), other int);
create index t_note on t (note);
-->
alter table t drop column note;
--- a column that is dropped with a view
create table t (id int, note text);
create view v as select id, note from t;
create view w as select note from v;
comment on view w is 'notes';
grant select on w to public;
-->
drop view w;
drop view v;
alter table t drop column note;
--- a default that is changed
create table t (id int default 1);
-->
alter table t alter id set default 2;
--- a default that is dropped
create table t (id int default 1);
-->
alter table t alter id drop default;
--- a default that is set, of a function that is made
create table t (id int);
-->
create function nextid() returns int language sql as 'select 1';
alter table t alter id set default nextid();
--- a default whose function is dropped
create function nextid() returns int language sql as 'select 1';
create table t (id int default nextid());
-->
alter table t alter id drop default;
drop function nextid();
--- not null that is set
create table t (id int);
-->
alter table t alter id set not null;
--- not null that is dropped
create table t (id int not null);
-->
alter table t alter id drop not null;
--- a type that is widened
create table t (id int, v varchar(10) default 'a');
create index on t (v);
-->
alter table t alter id type bigint, alter v type text;
--- a type that is changed under a view and a policy
create table t (id int, v varchar(10));
create view x as select v from t;
alter table t enable row level security;
create policy own on t using (v = 'a');
-->
drop view x;
drop policy own on t;
alter table t alter v type text;
create view x as select v from t;
create policy own on t using (v = 'a');
--- a text that becomes an enum
create table t (s text default 'new' check (s in ('new', 'old')));
-->
create type state as enum ('new', 'old');
alter table t drop constraint t_s_check;
alter table t alter s drop default;
alter table t alter s type state using s::state;
alter table t alter s set default 'new';
--- an enum that becomes text
create type state as enum ('new', 'old');
create table t (s state default 'new');
create index on t (s) where s = 'new';
-->
drop index t_s_idx;
alter table t alter s drop default;
alter table t alter s type text;
alter table t alter s set default 'new';
drop type state;
--- a value that is added to an enum
create type state as enum ('new', 'old');
create table t (id int, s state not null default 'new', many state[], primary key (id));
create index t_new on t (id) where s = 'new';
create view v as select id from t where s = 'old';
create function is_new(s state) returns boolean language sql as $$ select s = 'new' $$;
alter table t enable row level security;
create policy own on t using (s = 'new');
-->
alter type state add value 'lost';
--- a value that is added to an enum that nobody uses
create type state as enum ('new', 'old');
-->
alter type state add value 'middle' before 'old';
--- a value that is renamed
create type state as enum ('new', 'old');
create table t (s state default 'new');
-->
alter type state rename value 'new' to 'fresh';
--- an enum that is rebuilt with fewer values
create type state as enum ('new', 'old', 'lost');
create table t (s state default 'new');
-->
alter table t alter s drop default;
alter type state rename to state_old;
create type state as enum ('new', 'old');
alter table t alter s type state using s::text::state;
alter table t alter s set default 'new';
drop type state_old;
--- an identity that is added
create table t (id int not null);
-->
alter table t alter id add generated by default as identity (start 10);
--- an identity that is dropped
create table t (id int generated always as identity (start with 5 increment by 2));
-->
alter table t alter id drop identity;
--- an identity that is changed
create table t (id int generated always as identity);
-->
alter table t alter id set generated by default set increment by 5;
--- a serial that becomes an identity
create table t (id serial primary key);
-->
alter table t alter id drop default;
drop sequence t_id_seq;
alter table t alter id add generated always as identity;
--- a generated column that is added
create table t (a int);
-->
alter table t add b int generated always as (a + 1) stored;
--- a generated column that becomes ordinary
create table t (a int, b int generated always as (a + 1) stored);
-->
alter table t alter b drop expression;
--- a generated column that is made anew
create table t (a int, b int generated always as (a + 1) stored);
create index on t (b);
-->
alter table t drop column b;
alter table t add b int generated always as (a + 2) stored;
create index on t (b);
--- a collation of a column
create table t (a text);
create index on t (a);
-->
alter table t alter a type text collate "C";
--- storage, statistics and options
create table t (a text, b int) with (fillfactor = 90, autovacuum_enabled = false);
-->
alter table t alter a set storage external, alter b set statistics 200, alter a set (n_distinct = 5);
alter table t set (fillfactor = 70, parallel_workers = 2);
alter table t reset (autovacuum_enabled);
--- a function whose body changes
create function f(a int) returns int language sql stable as 'select a';
comment on function f(int) is 'one';
grant execute on function f(int) to public;
-->
create or replace function f(a int) returns int language plpgsql security definer set search_path = '' as 'begin return a + 1; end';
comment on function f(int) is 'two';
revoke execute on function f(int) from public;
--- a function whose result changes
create function f(a int) returns int language sql as 'select a';
create view v as select f(1) as one;
-->
drop view v;
drop function f(int);
create function f(a int) returns text language sql as 'select a::text';
create view v as select f(1) as one;
--- a function whose argument is renamed, used by a policy and a check
create function f(a int) returns boolean language sql immutable as 'select true';
create table t (id int, constraint c check (f(id)));
alter table t enable row level security;
create policy own on t using (f(id));
-->
drop policy own on t;
alter table t drop constraint c;
drop function f(int);
create function f(b int) returns boolean language sql immutable as 'select true';
alter table t add constraint c check (f(id));
create policy own on t using (f(id));
--- a function that is made with a trigger
create table t (id int);
-->
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger touch before update of id on t for each row when (old.id is distinct from new.id) execute function touch();
--- a function that is dropped with its trigger
create table t (id int);
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger touch before update on t for each row execute function touch();
alter table t disable trigger touch;
-->
drop trigger touch on t;
drop function touch();
--- a trigger that is changed and one that is disabled
create table t (id int);
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger a before update on t for each row execute function touch();
create trigger b before update on t for each row execute function touch();
comment on trigger a on t is 'kept';
-->
create or replace trigger a before insert or update on t for each row execute function touch();
alter table t disable trigger b;
--- a procedure and an aggregate
create procedure p(a int) language sql as 'select 1';
create aggregate total(int) (sfunc = int4pl, stype = int, initcond = '0');
-->
create or replace procedure p(a int) language sql as 'select 2';
drop aggregate total(int);
create aggregate total(int) (sfunc = int4pl, stype = int, initcond = '1');
create aggregate again(int) (sfunc = int4pl, stype = int, initcond = '1');
--- a view whose query changes
create table t (id int, note text);
create view v with (security_invoker = true) as select id from t;
comment on view v is 'ids';
-->
create or replace view v with (security_invoker = false) as select id, note from t;
--- a view that others stand on is made otherwise
create table t (id int, note text);
create view v as select id, note from t;
create view w as select id from v;
create materialized view m as select id from w;
create unique index m_id on m (id);
-->
drop materialized view m;
drop view w;
drop view v;
create view v as select id::bigint as id from t;
create view w as select id from v;
create materialized view m as select id from w;
create unique index m_id on m (id);
--- a materialized view that is dropped
create table t (id int);
create materialized view m as select id from t;
create index on m (id);
comment on materialized view m is 'all of them';
-->
drop materialized view m;
--- a policy that is changed
create table t (id int, owner text);
alter table t enable row level security;
create policy own on t for select to public using (owner = current_user);
-->
alter policy own on t using (true);
create policy more on t as restrictive for insert with check (id > 0);
--- row security that is switched
create table a (id int);
create table b (id int);
alter table b enable row level security;
alter table b force row level security;
-->
alter table a enable row level security;
alter table a force row level security;
alter table b no force row level security;
alter table b disable row level security;
--- a check that is changed
create table t (id int, constraint c check (id > 0));
comment on constraint c on t is 'positive';
-->
alter table t drop constraint c;
alter table t add constraint c check (id > 1);
--- a check that is validated
create table t (id int);
alter table t add constraint c check (id > 0) not valid;
-->
alter table t validate constraint c;
--- a primary key that is changed
create table t (a int, b int, primary key (a));
create table o (a int references t);
-->
alter table o drop constraint o_a_fkey;
alter table t drop constraint t_pkey;
alter table t add primary key (a, b);
--- a foreign key that changes what it does
create table t (a int primary key);
create table o (a int references t);
-->
alter table o drop constraint o_a_fkey;
alter table o add constraint o_a_fkey foreign key (a) references t on delete cascade deferrable;
--- a unique constraint and an exclusion
create table t (a int, r int4range, constraint u unique (a));
-->
alter table t drop constraint u;
alter table t add constraint u unique (a) deferrable initially deferred;
alter table t add constraint e exclude using gist (r with &&);
--- an index that is changed
create table t (a int, b text);
create index i on t (a);
create index j on t (b);
comment on index i is 'of a';
-->
drop index i;
create unique index i on t (a, b) include (b);
drop index j;
--- a table that is renamed
create table t (id int primary key, note text);
create view v as select id from t;
create index t_note on t (note);
alter table t enable row level security;
create policy own on t using (true);
-->
alter table t rename to things;
--- a column that is renamed
create table t (id int, note text check (note <> ''));
create view v as select note from t;
create index t_note on t (note);
-->
alter table t rename note to remark;
alter index t_note rename to t_remark;
alter table t rename constraint t_note_check to t_remark_check;
--- many that are renamed
create schema s;
create table s.t (id serial primary key);
create type s.e as enum ('a');
create domain s.d as int constraint positive check (value > 0);
create type s.c as (x int, y s.e);
create function s.f(a s.e) returns int language sql as 'select 1';
create view s.v as select id from s.t;
create function s.touch() returns trigger language plpgsql as $$ begin return new; end $$;
create trigger touch before update on s.t for each row execute function s.touch();
create policy own on s.t using (true);
-->
alter schema s rename to r;
alter type r.e rename to f;
alter domain r.d rename to g;
alter domain r.g rename constraint positive to above;
alter type r.c rename attribute x to z;
alter function r.f(r.f) rename to h;
alter view r.v rename to w;
alter view r.w rename column id to number;
alter table r.t rename to u;
alter sequence r.t_id_seq rename to u_id_seq;
alter trigger touch on r.u rename to touched;
alter policy own on r.u rename to mine;
--- a table that moves to another schema
create table t (id int primary key);
create view v as select id from t;
-->
create schema other;
alter table t set schema other;
--- a table that is renamed and changed
create table t (id int, note text default 'a');
-->
alter table t rename to u;
alter table u rename note to remark;
alter table u alter remark set default 'b';
alter table u add extra int;
--- grants
create table t (id int, note text);
create function f() returns int language sql as 'select 1';
grant select on t to public;
-->
revoke select on t from public;
grant insert, update on t to public;
grant select (note) on t to public;
revoke execute on function f() from public;
create schema s;
grant usage on schema s to public;
--- default privileges
create schema s;
alter default privileges in schema s grant select on tables to public;
-->
alter default privileges in schema s revoke select on tables from public;
alter default privileges in schema s grant usage on sequences to public;
alter default privileges revoke execute on functions from public;
--- comments
create table t (id int);
comment on table t is 'a';
create schema s;
-->
comment on table t is null;
comment on column t.id is 'number';
comment on schema s is 'it''s';
--- a sequence that is changed
create sequence s increment 2;
create sequence dropped start 5 maxvalue 100 cycle;
create table t (id int default nextval('s'));
-->
alter sequence s increment 3 maxvalue 1000;
alter sequence s owned by t.id;
drop sequence dropped;
create sequence made;
--- a domain that is changed
create domain d as text default 'a' check (value <> '');
create table t (v d);
-->
alter domain d set default 'b';
alter domain d set not null;
alter domain d drop constraint d_check;
alter domain d add constraint short check (length(value) < 10);
--- a domain that is dropped
create domain d as int check (value > 0);
create table t (v d);
-->
alter table t alter v type int;
drop domain d;
--- a composite type that is changed
create type c as (a int, b text);
create function f(c) returns int language sql as 'select 1';
-->
alter type c add attribute d date;
alter type c alter attribute b type varchar(5);
--- a range type and a collation
create collation k (provider = icu, locale = 'de');
-->
drop collation k;
create type price as range (subtype = numeric);
--- a schema that is made with all that is in it
-->
create schema s;
create type s.e as enum ('a', 'b');
create table s.t (id int primary key, e s.e);
create function s.f(s.e) returns int language sql as 'select 1';
create view s.v as select s.f(e) from s.t;
--- a schema that is dropped with all that is in it
create schema s;
create type s.e as enum ('a', 'b');
create table s.t (id int primary key, e s.e default 'a');
create function s.f(s.e) returns int language sql as 'select 1';
create view s.v as select s.f(e) from s.t;
-->
drop schema s cascade;
--- rules
create table t (id int);
create table log (id int);
create rule r as on delete to t do also insert into log values (old.id);
-->
drop rule r on t;
create rule q as on insert to t do also insert into log values (new.id);
--- statistics
create table t (a int, b int, c int);
create statistics s (dependencies) on a, b from t;
-->
drop statistics s;
create statistics s (ndistinct) on a, b from t;
alter statistics s set statistics 50;
--- publications
create table t (a int, b int);
create table u (a int);
create publication p for table t;
-->
alter publication p set table t (a), u;
create publication q for all tables with (publish = 'insert');
--- an event trigger
create function e() returns event_trigger language plpgsql as 'begin end';
-->
create event trigger et on ddl_command_end when tag in ('CREATE TABLE') execute function e();
--- an extension
-->
create extension citext;
create table t (v citext);
--- a partition that is added
create table p (id int, at date) partition by range (at);
create index on p (id);
-->
create table p1 partition of p for values from ('2026-01-01') to ('2026-02-01');
--- a partition that is detached
create table p (id int, at date, primary key (id, at)) partition by range (at);
create table p1 partition of p for values from ('2026-01-01') to ('2026-02-01');
-->
alter table p detach partition p1;
--- a partition that is dropped
create table p (id int, at date, primary key (id, at)) partition by range (at);
create table p1 partition of p for values from ('2026-01-01') to ('2026-02-01');
create table p2 partition of p default;
create index on p (at);
-->
drop table p1;
--- a column of a partitioned table
create table p (id int, at date) partition by range (at);
create table p1 partition of p for values from ('2026-01-01') to ('2026-02-01');
-->
alter table p add note text not null default 'a';
create index on p (note);
alter table p alter id type bigint;
--- a parent that is inherited from
create table a (id int, note text);
create table b (extra int) inherits (a);
-->
alter table a add more int;
alter table a alter note set default 'x';
--- replica identity and cluster
create table t (id int not null, primary key (id));
create index i on t (id);
create unique index u on t (id);
-->
alter table t replica identity using index u;
alter table t cluster on i;
alter table t set unlogged;
--- text search and a foreign server
create text search configuration c (copy = english);
create foreign data wrapper w;
create server s foreign data wrapper w options (host 'a');
-->
drop text search configuration c;
create foreign table ft (id int) server s;
--- operators and casts
create function same(int, int) returns boolean language sql immutable as 'select $1 = $2';
-->
create operator === (leftarg = int, rightarg = int, function = same);
create type c as (x int);
create function to_c(int) returns c language sql as 'select row($1)::c';
create cast (int as c) with function to_c(int);
--- names that need quotes
create table "Order" ("Key" int, "a b" text default 'x');
create view "V" as select "Key" from "Order";
-->
alter table "Order" rename "a b" to "select";
alter table "Order" add "New" int;
drop view "V";
create view "V" as select "Key", "New" from "Order";
--- a column that becomes part of a table of its own
create table t (id int primary key, city text, zip text);
-->
create table city (zip text primary key, name text not null);
insert into city select distinct zip, city from t where zip is not null;
alter table t drop column city;
alter table t add constraint t_zip_fkey foreign key (zip) references city;
--- a table that is made anew under its name
create table t (id int primary key, note text);
create view v as select id from t;
-->
drop view v;
alter table t rename to t_old;
create table t (id bigint primary key, note text);
insert into t select * from t_old;
drop table t_old;
create view v as select id from t;
--- an index that is built concurrently
create table t (id int, note text);
-->
create index concurrently t_note on t (note);
--- a column that moves from one view to the other
create table t (id int, a int, b int);
create view v as select id, a from t;
create view w as select id, b from t;
-->
drop view v;
create view v as select id, a, b from t;
drop view w;
create view w as select id from v;
--- views that need each other in a circle of functions
create table t (id int);
create function many() returns setof t language sql as 'select * from t';
create view v as select * from many();
-->
drop view v;
drop function many();
alter table t add note text;
create function many() returns setof t language sql as 'select * from t';
create view v as select * from many();
--- a function that takes the row of a table that is dropped
create table t (id int);
create function label(t) returns text language sql as 'select $1.id::text';
create view v as select label(t) from t;
-->
drop view v;
drop function label(t);
drop table t;
--- overloaded functions
create function f(int) returns int language sql as 'select 1';
create function f(text) returns int language sql as 'select 2';
-->
drop function f(text);
create function f(int, int default 2) returns int language sql as 'select 3';
--- a default argument that is taken away
create function f(a int default 1) returns int language sql as 'select a';
-->
drop function f(int);
create function f(a int) returns int language sql as 'select a';
--- security definer and settings of a function
create function f() returns int language sql as 'select 1';
-->
alter function f() security definer set search_path = public, pg_temp;
alter function f() cost 5 parallel safe;
--- a unique index that becomes a constraint
create table t (id int not null);
create unique index t_key on t (id);
-->
alter table t add constraint t_key primary key using index t_key;
--- a check over several columns with a dropped column
create table t (a int, b int, check (a < b));
create table o (a int, b int, unique (a, b));
create table r (a int, b int, foreign key (a, b) references o (a, b));
-->
alter table t drop column b;
alter table r drop constraint r_a_b_fkey;
alter table o drop column b;
--- types of arrays and domains over enums
create type state as enum ('a', 'b');
create domain first as state default 'a';
create table t (s first, l state[] default '{a}');
-->
alter table t alter l drop default;
alter table t alter l type text[] using l::text[];
alter type state add value 'c';
--- a domain whose type changes
create domain d as varchar(5);
create table t (v d default 'a');
create view x as select v from t;
-->
drop view x;
alter table t alter v type text;
alter table t alter v set default 'b';
drop domain d;
create domain d as varchar(9);
alter table t alter v type d;
create view x as select v from t;
--- a composite type that is used by a table
create type c as (a int);
create table t (v c);
-->
alter type c add attribute b text cascade;
--- grants with the right to grant, and of a sequence
create sequence s;
create table t (id int generated always as identity);
grant usage on sequence s to pg_monitor with grant option;
-->
revoke grant option for usage on sequence s from pg_monitor;
grant select on t to pg_monitor with grant option;
grant usage on sequence t_id_seq to pg_monitor;
--- owners
create table t (id int);
create function f() returns int language sql as 'select 1';
-->
alter table t owner to pg_monitor;
alter function f() owner to pg_monitor;
--- triggers and policies of a table that is partitioned
create table p (id int, at date) partition by range (at);
create table p1 partition of p for values from ('2026-01-01') to ('2026-02-01');
create function touch() returns trigger language plpgsql as $$ begin return new; end $$;
-->
create trigger touch before update on p for each row execute function touch();
alter table p enable row level security;
create policy own on p using (true);
alter table p add primary key (id, at);
--- a default whose function is made anew
create function f(a int default 1) returns int language sql as 'select a';
create table t (id int default f(), note text);
-->
alter table t alter id drop default;
drop function f(int);
create function f(b int default 1) returns int language sql as 'select b';
alter table t alter id set default f();
