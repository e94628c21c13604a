create schema if not exists migrate_kept

create table if not exists migrate_kept.contents (
    id           bigint generated always as identity primary key,
    migration    text not null,
    -- table: it was dropped; columns: they were dropped; rows: they were deleted or overwritten;
    -- copy: made before the migration, and not looked at again
    kind         text not null default 'copy' check (kind in ('copy', 'table', 'columns', 'rows')),
    changes      text not null,
    whole_rows   boolean not null,
    table_oid    oid not null,
    schema_name  text not null,
    table_name   text not null,
    schema_after text,
    table_after  text,
    kept_table   text not null unique,
    row_count    bigint not null default 0,
    kept_at      timestamptz not null default now(),
    expires_at   timestamptz not null,
    state        text not null default 'kept' check (state in ('kept', 'restored', 'purged')),
    settled_at   timestamptz,
    given_back   bigint not null default 0,
    left_alone   bigint not null default 0,
    note         text not null default ''
)

create table if not exists migrate_kept.columns (
    entry      bigint not null references migrate_kept.contents on delete cascade,
    attnum     smallint not null,
    name       text not null,
    name_after text,
    is_key     boolean not null,
    -- kept as text, since its type is not one of PostgreSQL itself and may be dropped
    as_text    boolean not null,
    type_oid   oid not null,
    type_mod   integer not null,
    -- whether it is gone or has another type
    changed    boolean not null default false,
    primary key (entry, attnum)
)

do $$
declare
    r record;
begin
    for r in
        select c.oid::regclass::text as name, x.grantee, c.relkind
          from pg_class c cross join aclexplode(c.relacl) x
         where c.relnamespace = 'migrate_kept'::regnamespace and x.grantee <> c.relowner
    loop
        execute 'revoke all on ' || case r.relkind when 'S' then 'sequence ' else 'table ' end || r.name || ' from '
            || case r.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(r.grantee)) end || ' cascade';
    end loop;
    for r in
        select x.grantee from pg_namespace n cross join aclexplode(n.nspacl) x
         where n.nspname = 'migrate_kept' and x.grantee <> n.nspowner
    loop
        execute 'revoke all on schema migrate_kept from '
            || case r.grantee when 0 then 'public' else quote_ident(pg_get_userbyid(r.grantee)) end || ' cascade';
    end loop;
    for r in
        select c.oid::regclass::text as name from pg_class c
         where c.relnamespace = 'migrate_kept'::regnamespace and c.relkind = 'r' and not c.relrowsecurity
    loop
        execute 'alter table ' || r.name || ' enable row level security';
    end loop;
end
$$
