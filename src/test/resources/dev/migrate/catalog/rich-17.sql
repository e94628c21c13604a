-- What PostgreSQL 17 adds.
create collation app.built_in (provider = builtin, locale = 'C.UTF-8');
grant maintain on app.orders to catalog_reader;
create table app.counted (id integer generated always as identity, day date) partition by range (day);
create table app.counted_first partition of app.counted for values from ('2024-01-01') to ('2025-01-01');
create event trigger arrive on login execute function app.watch();
