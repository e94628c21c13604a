-- A stand-in for pgsodium: keys have names, and nothing is encrypted.
do $extension$
declare
    member text;
begin
    -- What the prelude has made already becomes the extension's own, as it is on a real server.
    if exists (
        select from pg_catalog.pg_class where relnamespace = to_regnamespace('pgsodium') and relkind = 'r')
    then
        for member in
            select format('type %s', typ.oid::regtype)
              from pg_catalog.pg_type typ
             where typ.typnamespace = 'pgsodium'::regnamespace and typ.typtype = 'e'
                or typ.typrelid in (select oid from pg_catalog.pg_class
                                     where relnamespace = 'pgsodium'::regnamespace and relkind = 'c')
             union all
            select format('%s %s', case relkind when 'v' then 'view' else 'table' end, oid::regclass)
              from pg_catalog.pg_class
             where relnamespace = 'pgsodium'::regnamespace and relkind in ('r', 'v')
             union all
            select format('function %s', oid::regprocedure)
              from pg_catalog.pg_proc
             where pronamespace = 'pgsodium'::regnamespace
        loop
            execute 'alter extension pgsodium add ' || member;
        end loop;
        return;
    end if;

    create schema if not exists pgsodium_masks;
    create type pgsodium.key_status as enum ('default', 'valid', 'invalid', 'expired');
    create table pgsodium.key (
        id uuid primary key default gen_random_uuid(),
        status pgsodium.key_status default 'valid',
        created timestamptz not null default current_timestamp,
        expires timestamptz,
        name text unique
    );
    create function pgsodium.create_key(name text default null) returns pgsodium.key
        language sql
        as $body$ insert into pgsodium.key (name) values ($1) returning * $body$;
end
$extension$;
