-- A stand-in for supabase_vault: secrets are kept in clear.
do $extension$
declare
    member text;
begin
    -- What the prelude has made already becomes the extension's own, as it is on a real server.
    if exists (
        select from pg_catalog.pg_class where relnamespace = to_regnamespace('vault') and relkind = 'r')
    then
        for member in
            select format('type %s', typ.oid::regtype)
              from pg_catalog.pg_type typ
             where typ.typnamespace = 'vault'::regnamespace and typ.typtype = 'e'
                or typ.typrelid in (select oid from pg_catalog.pg_class
                                     where relnamespace = 'vault'::regnamespace and relkind = 'c')
             union all
            select format('%s %s', case relkind when 'v' then 'view' else 'table' end, oid::regclass)
              from pg_catalog.pg_class
             where relnamespace = 'vault'::regnamespace and relkind in ('r', 'v')
             union all
            select format('function %s', oid::regprocedure)
              from pg_catalog.pg_proc
             where pronamespace = 'vault'::regnamespace
        loop
            execute 'alter extension supabase_vault add ' || member;
        end loop;
        return;
    end if;

    create table vault.secrets (
        id uuid primary key default gen_random_uuid(),
        name text,
        description text not null default '',
        secret text not null,
        key_id uuid,
        nonce bytea,
        created_at timestamptz not null default current_timestamp,
        updated_at timestamptz not null default current_timestamp
    );
    create unique index secrets_name_idx on vault.secrets (name) where name is not null;
    create view vault.decrypted_secrets as
        select id, name, description, secret, secret as decrypted_secret, key_id, nonce, created_at, updated_at
          from vault.secrets;
    create function vault.create_secret(
        new_secret text, new_name text default null, new_description text default '', new_key_id uuid default null)
        returns uuid
        language sql
        as $body$
            insert into vault.secrets (secret, name, description, key_id) values ($1, $2, $3, $4) returning id
        $body$;
    create function vault.update_secret(
        secret_id uuid, new_secret text default null, new_name text default null, new_description text default null,
        new_key_id uuid default null)
        returns void
        language sql
        as $body$
            update vault.secrets
               set secret = coalesce($2, secret), name = coalesce($3, name), description = coalesce($4, description),
                   key_id = coalesce($5, key_id), updated_at = now()
             where id = $1
        $body$;
end
$extension$;
