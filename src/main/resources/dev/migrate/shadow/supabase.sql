-- What a Supabase database holds before the first migration of a project runs.
--
-- A migration that says "to authenticated using (auth.uid() = owner)" or "references auth.users" means objects that the
-- platform made, not the project. A scratch PostgreSQL has none of them, so this file is loaded first wherever the
-- config says [shadow] prelude = "supabase".
--
-- What is here has the names, columns, signatures and privileges of the platform, as far as migrations can see them;
-- it is no service. Nobody is signed in, mailed or called, nothing is scheduled, and secrets are kept in clear.
--
-- Sources: the Supabase guides "Postgres Roles", "Row Level Security", "Storage Access Control", "Storage Helper
-- Functions", "Realtime Authorization", "Vault", "Cron", "Queues", "pg_net" and "Custom Claims".
--
-- Rules for whoever changes this file
--   * PostgreSQL 15 to 18, plain SQL without psql commands, in one transaction or outside of one.
--   * It may be loaded again on top of itself, and roles may be there already: they belong to the cluster, and
--     several scratch databases share one. So every statement is "if not exists", "or replace", or guarded.
--   * Every name is qualified, because search_path is not yet what the platform sets.
--   * What is visible in schema public (its privileges, its default privileges) is compared by `migrate verify` with
--     real databases: keep it exactly as the platform has it.
--   * A platform extension that the server really has is left to the project, and its stand-in is passed over.

-- "already exists, skipping" is the expected case on the second load, not news.
set client_min_messages = warning;


-- ---------------------------------------------------------------------------------------------------------------------
-- Roles. Migrations grant to the first three and write policies for them; the services connect as the others.
-- None gets a password, so that where a server asks for one nobody can log in as them.
-- ---------------------------------------------------------------------------------------------------------------------
do $roles$
declare
    role record;
    membership record;
begin
    for role in
        select *
          from (values
                -- The owner of everything in a project. A scratch server may have another name for its superuser.
                (1, 'postgres', 'superuser login createdb createrole replication bypassrls', null),
                (2, 'supabase_admin', 'superuser login createdb createrole replication bypassrls', null),
                -- The three that the Data API switches to: no key, a signed-in user's key, the secret key.
                (3, 'anon', 'nologin noinherit', null),
                (4, 'authenticated', 'nologin noinherit', null),
                (5, 'service_role', 'nologin noinherit bypassrls', null),
                -- What the Data API connects as; it may become those three and is nothing by itself.
                (6, 'authenticator', 'login noinherit', null),
                (7, 'dashboard_user', 'nologin createdb createrole replication', null),
                (8, 'supabase_auth_admin', 'login noinherit createrole', 'auth'),
                (9, 'supabase_storage_admin', 'login noinherit createrole', 'storage'),
                (10, 'supabase_functions_admin', 'login noinherit createrole', 'supabase_functions'),
                (11, 'supabase_realtime_admin', 'nologin noinherit', null),
                (12, 'supabase_replication_admin', 'login replication', null),
                (13, 'supabase_etl_admin', 'login replication', null),
                (14, 'supabase_read_only_user', 'login bypassrls', null),
                (15, 'pgbouncer', 'login', null),
                (16, 'pgsodium_keyiduser', 'nologin', null),
                (17, 'pgsodium_keyholder', 'nologin', null),
                (18, 'pgsodium_keymaker', 'nologin', null),
                (19, 'cli_login_postgres', 'login noinherit', null)
               ) as wanted (place, name, attributes, search_path)
         order by place
    loop
        continue when exists (select from pg_catalog.pg_roles where rolname = role.name);
        begin
            execute format('create role %I %s', role.name, role.attributes);
            -- Only for a role that we made: another one's settings are not ours to change.
            if role.search_path is not null then
                execute format('alter role %I set search_path = %I', role.name, role.search_path);
            end if;
        exception
            -- Another scratch database of this cluster made it between our look and our act.
            when duplicate_object or unique_violation then null;
        end;
    end loop;

    for membership in
        select *
          from (values
                ('authenticator', 'anon'), ('authenticator', 'authenticated'), ('authenticator', 'service_role'),
                ('postgres', 'anon'), ('postgres', 'authenticated'), ('postgres', 'service_role'),
                ('supabase_storage_admin', 'anon'), ('supabase_storage_admin', 'authenticated'),
                ('supabase_storage_admin', 'service_role'),
                ('postgres', 'supabase_realtime_admin'), ('postgres', 'supabase_functions_admin'),
                ('postgres', 'pg_monitor'),
                ('supabase_read_only_user', 'pg_read_all_data'),
                ('pgsodium_keyholder', 'pgsodium_keyiduser'), ('pgsodium_keymaker', 'pgsodium_keyholder')
               ) as wanted (member, role)
    loop
        continue when exists (
            select
              from pg_catalog.pg_auth_members
             where roleid = membership.role::regrole and member = membership.member::regrole);
        begin
            execute format('grant %I to %I', membership.role, membership.member);
        exception
            -- internal_error: "tuple concurrently updated", when two databases of one cluster are set up at once.
            when unique_violation or internal_error then null;
        end;
    end loop;
end
$roles$;


-- ---------------------------------------------------------------------------------------------------------------------
-- The database: who may do what in it, and where names without a schema are looked for. The search path counts for
-- sessions that begin after this one; it is why projects write uuid_generate_v4() without the schema.
-- ---------------------------------------------------------------------------------------------------------------------
do $database$
begin
    execute format(
        'grant create, connect, temporary on database %I
            to postgres, supabase_admin, supabase_auth_admin, supabase_storage_admin, dashboard_user',
        current_database());
    execute format('alter database %I set search_path to "$user", public, extensions', current_database());
end
$database$;


-- ---------------------------------------------------------------------------------------------------------------------
-- Schema public. Every table, sequence and function made there is open to the three API roles; row level security is
-- what keeps rows apart. Whoever loads this file is who will run the migrations, so the default privileges are theirs.
-- ---------------------------------------------------------------------------------------------------------------------
grant usage on schema public to anon, authenticated, service_role;
grant all on schema public to postgres;

alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;
alter default privileges in schema public grant all on functions to anon, authenticated, service_role;


-- ---------------------------------------------------------------------------------------------------------------------
-- The platform's own schemas, by owner. Those of stand-ins are made with them, below.
-- ---------------------------------------------------------------------------------------------------------------------
create schema if not exists extensions;
create schema if not exists auth authorization supabase_admin;
create schema if not exists storage authorization supabase_admin;
create schema if not exists realtime authorization supabase_admin;
create schema if not exists _realtime authorization supabase_admin;
create schema if not exists graphql authorization supabase_admin;
create schema if not exists graphql_public authorization supabase_admin;
create schema if not exists supabase_functions authorization supabase_admin;
create schema if not exists pgbouncer authorization pgbouncer;

grant usage on schema extensions to public;
grant all on schema extensions to postgres, dashboard_user;
grant usage on schema auth, storage, realtime, graphql_public, supabase_functions
    to anon, authenticated, service_role;
grant all on schema auth, storage, realtime, graphql, graphql_public, supabase_functions to postgres;
grant all on schema auth, storage to dashboard_user;
grant all on schema auth to supabase_auth_admin;
grant all on schema storage to supabase_storage_admin;
grant all on schema realtime to supabase_realtime_admin;
grant all on schema supabase_functions to supabase_functions_admin;


-- ---------------------------------------------------------------------------------------------------------------------
-- Extensions that every project has switched on. A server without their files still gets what migrations call most,
-- built on the core, and a warning says what is missing.
-- ---------------------------------------------------------------------------------------------------------------------
do $extensions$
declare
    wanted text;
begin
    foreach wanted in array array['pgcrypto', 'uuid-ossp', 'pg_stat_statements']
    loop
        continue when exists (select from pg_catalog.pg_extension where extname = wanted);
        if not exists (select from pg_catalog.pg_available_extensions where name = wanted) then
            -- A view of statistics is missed by no migration.
            if wanted <> 'pg_stat_statements' then
                raise warning 'extension "%" is not on this server; only its commonest functions are here', wanted;
            end if;
            continue;
        end if;
        begin
            execute format('create extension %I with schema extensions', wanted);
        exception
            -- The control file is there, the library is not: some slim builds are like that.
            when undefined_file or feature_not_supported then
                raise warning 'extension "%" cannot be made on this server: %', wanted, sqlerrm;
        end;
    end loop;

    if not exists (select from pg_catalog.pg_extension where extname = 'uuid-ossp') then
        create or replace function extensions.uuid_generate_v4() returns uuid
            language sql volatile parallel safe
            return pg_catalog.gen_random_uuid();
        -- Random and not made of time and network card: what a default needs is that no two are equal.
        create or replace function extensions.uuid_generate_v1() returns uuid
            language sql volatile parallel safe
            return pg_catalog.gen_random_uuid();
        create or replace function extensions.uuid_generate_v1mc() returns uuid
            language sql volatile parallel safe
            return pg_catalog.gen_random_uuid();
        create or replace function extensions.uuid_nil() returns uuid
            language sql immutable parallel safe
            return '00000000-0000-0000-0000-000000000000'::uuid;
    end if;

    if not exists (select from pg_catalog.pg_extension where extname = 'pgcrypto') then
        create or replace function extensions.gen_random_uuid() returns uuid
            language sql volatile parallel safe
            return pg_catalog.gen_random_uuid();
        -- One uuid brings 122 random bits, but six of its bits are fixed; a hash of it has none that are.
        create or replace function extensions.gen_random_bytes(integer) returns bytea
            language sql volatile strict parallel safe
            as $body$
                select substring(coalesce(string_agg(sha256(uuid_send(gen_random_uuid())), ''), '') from 1 for $1)
                  from generate_series(1, ($1 + 31) / 32)
            $body$;
        create or replace function extensions.digest(bytea, text) returns bytea
            language plpgsql immutable strict parallel safe
            as $body$
            begin
                case lower($2)
                    when 'md5' then return decode(md5($1), 'hex');
                    when 'sha224' then return sha224($1);
                    when 'sha256' then return sha256($1);
                    when 'sha384' then return sha384($1);
                    when 'sha512' then return sha512($1);
                    else raise exception 'digest "%" needs the extension pgcrypto', $2;
                end case;
            end
            $body$;
        create or replace function extensions.digest(text, text) returns bytea
            language sql immutable strict parallel safe
            return extensions.digest(convert_to($1, 'UTF8'), $2);
    end if;
end
$extensions$;


-- ---------------------------------------------------------------------------------------------------------------------
-- Enum types of the services. There is no "create type if not exists".
-- ---------------------------------------------------------------------------------------------------------------------
do $enums$
declare
    wanted record;
begin
    for wanted in
        select *
          from (values
                ('auth.aal_level', array['aal1', 'aal2', 'aal3']),
                ('auth.code_challenge_method', array['s256', 'plain']),
                ('auth.factor_status', array['unverified', 'verified']),
                ('auth.factor_type', array['totp', 'webauthn', 'phone']),
                ('auth.one_time_token_type', array[
                    'confirmation_token', 'reauthentication_token', 'recovery_token',
                    'email_change_token_new', 'email_change_token_current', 'phone_change_token']),
                ('realtime.action', array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'ERROR']),
                ('realtime.equality_op', array['eq', 'neq', 'lt', 'lte', 'gt', 'gte', 'in']),
                ('storage.buckettype', array['STANDARD', 'ANALYTICS', 'VECTOR'])
               ) as enum (name, labels)
    loop
        continue when to_regtype(wanted.name) is not null;
        execute format('create type %s as enum (%s)', wanted.name,
            (select string_agg(quote_literal(label), ', ' order by place)
               from unnest(wanted.labels) with ordinality as labels (label, place)));
    end loop;
end
$enums$;


-- ---------------------------------------------------------------------------------------------------------------------
-- auth: the tables of the Auth service. Projects refer to auth.users, put triggers on it, and seed it in tests, which
-- is why it has all of its columns.
-- ---------------------------------------------------------------------------------------------------------------------
create table if not exists auth.users (
    instance_id uuid,
    id uuid primary key,
    aud varchar(255),
    role varchar(255),
    email varchar(255),
    encrypted_password varchar(255),
    email_confirmed_at timestamptz,
    invited_at timestamptz,
    confirmation_token varchar(255),
    confirmation_sent_at timestamptz,
    recovery_token varchar(255),
    recovery_sent_at timestamptz,
    email_change_token_new varchar(255),
    email_change varchar(255),
    email_change_sent_at timestamptz,
    last_sign_in_at timestamptz,
    raw_app_meta_data jsonb,
    raw_user_meta_data jsonb,
    is_super_admin boolean,
    created_at timestamptz,
    updated_at timestamptz,
    phone text default null unique,
    phone_confirmed_at timestamptz,
    phone_change text default '',
    phone_change_token varchar(255) default '',
    phone_change_sent_at timestamptz,
    confirmed_at timestamptz generated always as (least(email_confirmed_at, phone_confirmed_at)) stored,
    email_change_token_current varchar(255) default '',
    email_change_confirm_status smallint default 0 check (email_change_confirm_status between 0 and 2),
    banned_until timestamptz,
    reauthentication_token varchar(255) default '',
    reauthentication_sent_at timestamptz,
    is_sso_user boolean not null default false,
    deleted_at timestamptz,
    is_anonymous boolean not null default false
);
-- One address may come once by itself and again from each single-sign-on provider.
create unique index if not exists users_email_partial_key on auth.users (email) where is_sso_user = false;
create index if not exists users_instance_id_idx on auth.users (instance_id);
create index if not exists users_instance_id_email_idx on auth.users (instance_id, lower(email));
create index if not exists users_is_anonymous_idx on auth.users (is_anonymous);
comment on table auth.users is 'Auth: Stores user login data within a secure schema.';

create table if not exists auth.identities (
    provider_id text not null,
    user_id uuid not null references auth.users on delete cascade,
    identity_data jsonb not null,
    provider text not null,
    last_sign_in_at timestamptz,
    created_at timestamptz,
    updated_at timestamptz,
    email text generated always as (lower(identity_data ->> 'email')) stored,
    id uuid primary key default gen_random_uuid(),
    unique (provider_id, provider)
);
create index if not exists identities_user_id_idx on auth.identities (user_id);

create table if not exists auth.sessions (
    id uuid primary key,
    user_id uuid not null references auth.users on delete cascade,
    created_at timestamptz,
    updated_at timestamptz,
    factor_id uuid,
    aal auth.aal_level,
    not_after timestamptz,
    refreshed_at timestamp,
    user_agent text,
    ip inet,
    tag text
);
create index if not exists sessions_user_id_idx on auth.sessions (user_id);

create table if not exists auth.refresh_tokens (
    instance_id uuid,
    id bigserial primary key,
    token varchar(255) unique,
    user_id varchar(255),
    revoked boolean,
    created_at timestamptz,
    updated_at timestamptz,
    parent varchar(255),
    session_id uuid references auth.sessions on delete cascade
);

create table if not exists auth.mfa_factors (
    id uuid primary key,
    user_id uuid not null references auth.users on delete cascade,
    friendly_name text,
    factor_type auth.factor_type not null,
    status auth.factor_status not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    secret text,
    phone text,
    last_challenged_at timestamptz unique,
    web_authn_credential jsonb,
    web_authn_aaguid uuid
);

create table if not exists auth.mfa_challenges (
    id uuid primary key,
    factor_id uuid not null references auth.mfa_factors on delete cascade,
    created_at timestamptz not null,
    verified_at timestamptz,
    ip_address inet not null,
    otp_code text,
    web_authn_session_data jsonb
);

create table if not exists auth.mfa_amr_claims (
    session_id uuid not null references auth.sessions on delete cascade,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    authentication_method text not null,
    id uuid primary key,
    unique (session_id, authentication_method)
);

create table if not exists auth.one_time_tokens (
    id uuid primary key,
    user_id uuid not null references auth.users on delete cascade,
    token_type auth.one_time_token_type not null,
    token_hash text not null check (char_length(token_hash) > 0),
    relates_to text not null,
    created_at timestamp not null default now(),
    updated_at timestamp not null default now()
);
create unique index if not exists one_time_tokens_user_id_token_type_key
    on auth.one_time_tokens (user_id, token_type);

create table if not exists auth.flow_state (
    id uuid primary key,
    user_id uuid,
    auth_code text not null,
    code_challenge_method auth.code_challenge_method not null,
    code_challenge text not null,
    provider_type text not null,
    provider_access_token text,
    provider_refresh_token text,
    created_at timestamptz,
    updated_at timestamptz,
    authentication_method text not null,
    auth_code_issued_at timestamptz
);

create table if not exists auth.sso_providers (
    id uuid primary key,
    resource_id text,
    created_at timestamptz,
    updated_at timestamptz,
    disabled boolean
);

create table if not exists auth.sso_domains (
    id uuid primary key,
    sso_provider_id uuid not null references auth.sso_providers on delete cascade,
    domain text not null,
    created_at timestamptz,
    updated_at timestamptz
);

create table if not exists auth.saml_providers (
    id uuid primary key,
    sso_provider_id uuid not null references auth.sso_providers on delete cascade,
    entity_id text not null unique,
    metadata_xml text not null,
    metadata_url text,
    attribute_mapping jsonb,
    created_at timestamptz,
    updated_at timestamptz,
    name_id_format text
);

create table if not exists auth.saml_relay_states (
    id uuid primary key,
    sso_provider_id uuid not null references auth.sso_providers on delete cascade,
    request_id text not null,
    for_email text,
    redirect_to text,
    created_at timestamptz,
    updated_at timestamptz,
    flow_state_id uuid references auth.flow_state on delete cascade
);

create table if not exists auth.audit_log_entries (
    instance_id uuid,
    id uuid primary key,
    payload json,
    created_at timestamptz,
    ip_address varchar(64) not null default ''
);

create table if not exists auth.instances (
    id uuid primary key,
    uuid uuid,
    raw_base_config text,
    created_at timestamptz,
    updated_at timestamptz
);

create table if not exists auth.schema_migrations (
    version varchar(255) primary key
);

-- Who is asking. The Data API puts the claims of the request's token into request.jwt.claims for one transaction; older
-- releases put each claim into a setting of its own. Both are read. A test becomes a user like this:
--     set local role authenticated;
--     select set_config('request.jwt.claims', '{"sub": "...", "role": "authenticated"}', true);
create or replace function auth.jwt() returns jsonb
    language sql stable
    as $body$
        select coalesce(
            nullif(current_setting('request.jwt.claim', true), ''),
            nullif(current_setting('request.jwt.claims', true), ''))::jsonb
    $body$;

create or replace function auth.uid() returns uuid
    language sql stable
    as $body$
        select coalesce(
            nullif(current_setting('request.jwt.claim.sub', true), ''),
            nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid
    $body$;

create or replace function auth.role() returns text
    language sql stable
    as $body$
        select coalesce(
            nullif(current_setting('request.jwt.claim.role', true), ''),
            nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role')
    $body$;

create or replace function auth.email() returns text
    language sql stable
    as $body$
        select coalesce(
            nullif(current_setting('request.jwt.claim.email', true), ''),
            nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email')
    $body$;


-- ---------------------------------------------------------------------------------------------------------------------
-- storage: buckets are rows that migrations insert, policies on objects are what they write.
-- ---------------------------------------------------------------------------------------------------------------------
create table if not exists storage.buckets (
    id text primary key,
    name text not null,
    owner uuid,
    created_at timestamptz default now(),
    updated_at timestamptz default now(),
    public boolean default false,
    avif_autodetection boolean default false,
    file_size_limit bigint,
    allowed_mime_types text[],
    owner_id text,
    type storage.buckettype not null default 'STANDARD'
);
create unique index if not exists bname on storage.buckets (name);
comment on column storage.buckets.owner is 'Field is deprecated, use owner_id instead';

create table if not exists storage.objects (
    id uuid primary key default gen_random_uuid(),
    bucket_id text references storage.buckets,
    name text collate "C",
    owner uuid,
    created_at timestamptz default now(),
    updated_at timestamptz default now(),
    last_accessed_at timestamptz default now(),
    metadata jsonb,
    path_tokens text[] generated always as (string_to_array(name, '/')) stored,
    version text,
    owner_id text,
    user_metadata jsonb,
    level integer
);
create unique index if not exists bucketid_objname on storage.objects (bucket_id, name);
create index if not exists name_prefix_search on storage.objects (name text_pattern_ops);
comment on column storage.objects.owner is 'Field is deprecated, use owner_id instead';

create table if not exists storage.s3_multipart_uploads (
    id text primary key,
    in_progress_size bigint not null default 0,
    upload_signature text not null,
    bucket_id text not null references storage.buckets,
    key text not null collate "C",
    version text not null,
    owner_id text,
    created_at timestamptz not null default now(),
    user_metadata jsonb
);

create table if not exists storage.s3_multipart_uploads_parts (
    id uuid primary key default gen_random_uuid(),
    upload_id text not null references storage.s3_multipart_uploads on delete cascade,
    size bigint not null default 0,
    part_number integer not null,
    bucket_id text not null references storage.buckets,
    key text not null collate "C",
    etag text not null,
    owner_id text,
    version text not null,
    created_at timestamptz not null default now()
);

create table if not exists storage.migrations (
    id integer primary key,
    name varchar(100) not null unique,
    hash varchar(40) not null,
    executed_at timestamp default current_timestamp
);

-- The parts of a path, for policies such as (storage.foldername(name))[1] = auth.uid()::text.
create or replace function storage.foldername(name text) returns text[]
    language sql immutable
    as $body$ select trim_array(string_to_array($1, '/'), 1) $body$;

create or replace function storage.filename(name text) returns text
    language sql immutable
    as $body$ select split_part($1, '/', -1) $body$;

create or replace function storage.extension(name text) returns text
    language sql immutable
    as $body$ select split_part(split_part($1, '/', -1), '.', -1) $body$;

-- What the service is doing at this moment; policies can ask for it. Outside of the service: nothing.
create or replace function storage.operation() returns text
    language sql stable
    as $body$ select current_setting('storage.operation', true) $body$;

create or replace function storage.get_size_by_bucket() returns table (size bigint, bucket_id text)
    language sql stable
    as $body$
        select sum((o.metadata ->> 'size')::bigint)::bigint, o.bucket_id
          from storage.objects o
         group by o.bucket_id
    $body$;

-- One folder's entries: files with their id, folders below it once each and without one.
create or replace function storage.search(
    prefix text, bucketname text, limits integer default 100, levels integer default 1, offsets integer default 0,
    search text default '', sortcolumn text default 'name', sortorder text default 'asc')
    returns table (name text, id uuid, updated_at timestamptz, created_at timestamptz, last_accessed_at timestamptz,
                   metadata jsonb)
    language sql stable
    as $body$
        with entry as (
            select o.path_tokens[$4] as step, cardinality(o.path_tokens) > $4 as folder, o.*
              from storage.objects o
             where o.bucket_id = $2
               and cardinality(o.path_tokens) >= $4
               and starts_with(lower(o.name), lower($1 || $6))
        ), listed as (
            select distinct step as name, null::uuid as id, null::timestamptz as updated_at,
                   null::timestamptz as created_at, null::timestamptz as last_accessed_at, null::jsonb as metadata,
                   true as folder
              from entry
             where folder
             union all
            select step, id, updated_at, created_at, last_accessed_at, metadata, false
              from entry
             where not folder
        )
        select name, id, updated_at, created_at, last_accessed_at, metadata
          from listed
         order by folder desc,
                  case when $7 = 'created_at' and $8 <> 'desc' then created_at
                       when $7 = 'updated_at' and $8 <> 'desc' then updated_at
                       when $7 = 'last_accessed_at' and $8 <> 'desc' then last_accessed_at end,
                  case when $7 = 'created_at' and $8 = 'desc' then created_at
                       when $7 = 'updated_at' and $8 = 'desc' then updated_at
                       when $7 = 'last_accessed_at' and $8 = 'desc' then last_accessed_at end desc,
                  case when $8 = 'desc' then name end collate "C" desc,
                  name collate "C"
         limit $3 offset $5
    $body$;

create or replace function storage.update_updated_at_column() returns trigger
    language plpgsql
    as $body$
    begin
        new.updated_at = now();
        return new;
    end
    $body$;

create or replace trigger update_objects_updated_at
    before update on storage.objects
    for each row execute function storage.update_updated_at_column();


-- ---------------------------------------------------------------------------------------------------------------------
-- realtime: the publications that projects add their tables to, and messages, whose policies say who may listen.
-- ---------------------------------------------------------------------------------------------------------------------
create table if not exists realtime.messages (
    topic text not null,
    extension text not null,
    payload jsonb,
    event text,
    private boolean default false,
    updated_at timestamp not null default now(),
    inserted_at timestamp not null default now(),
    id uuid not null default gen_random_uuid(),
    primary key (id, inserted_at)
) partition by range (inserted_at);
-- The service makes one partition for each day; here one takes them all.
create table if not exists realtime.messages_default partition of realtime.messages default;

create table if not exists realtime.subscription (
    id bigint generated always as identity primary key,
    subscription_id uuid not null,
    entity regclass not null,
    claims jsonb not null,
    created_at timestamp not null default timezone('utc', now())
);

create table if not exists realtime.schema_migrations (
    version bigint primary key,
    inserted_at timestamp(0)
);

create or replace function realtime.topic() returns text
    language sql stable
    as $body$ select nullif(current_setting('realtime.topic', true), '') $body$;

create or replace function realtime.send(payload jsonb, event text, topic text, private boolean default true)
    returns void
    language sql
    as $body$
        insert into realtime.messages (payload, event, topic, private, extension)
        values ($1, $2, $3, $4, 'broadcast')
    $body$;

create or replace function realtime.broadcast_changes(
    topic_name text, event_name text, operation text, table_name text, table_schema text, new record, old record,
    level text default 'ROW')
    returns void
    language plpgsql
    as $body$
    begin
        if level = 'STATEMENT' then
            raise exception 'function can only be triggered for each row, not for each statement';
        end if;
        perform realtime.send(
            jsonb_build_object('old_record', to_jsonb(old), 'record', to_jsonb(new), 'operation', operation,
                               'table', table_name, 'schema', table_schema),
            event_name, topic_name);
    end
    $body$;

-- A scratch server is no publisher, and need not be told that its wal_level is too low for one.
set client_min_messages = error;
do $publications$
begin
    if not exists (select from pg_catalog.pg_publication where pubname = 'supabase_realtime') then
        create publication supabase_realtime;
    end if;
    if not exists (select from pg_catalog.pg_publication where pubname = 'supabase_realtime_messages_publication') then
        create publication supabase_realtime_messages_publication for table realtime.messages;
    end if;
end
$publications$;
set client_min_messages = warning;


-- ---------------------------------------------------------------------------------------------------------------------
-- Database webhooks and the GraphQL door. A webhook's trigger is noted and calls nobody.
-- ---------------------------------------------------------------------------------------------------------------------
create table if not exists supabase_functions.hooks (
    id bigserial primary key,
    hook_table_id integer not null,
    hook_name text not null,
    created_at timestamptz not null default now(),
    request_id bigint
);
comment on table supabase_functions.hooks is 'Supabase Functions Hooks: Audit trail for triggered hooks.';

create table if not exists supabase_functions.migrations (
    version text primary key,
    inserted_at timestamptz not null default now()
);

create or replace function supabase_functions.http_request() returns trigger
    language plpgsql security definer set search_path = supabase_functions
    as $body$
    begin
        insert into supabase_functions.hooks (hook_table_id, hook_name) values (tg_relid::bigint, tg_name);
        return coalesce(new, old);
    end
    $body$;

do $graphql$
begin
    if exists (
        select
          from pg_catalog.pg_available_extensions
         where name = 'pg_graphql' and coalesce(comment, '') not like 'stand-in:%')
    then
        return;
    end if;
    create or replace function graphql_public.graphql(
        "operationName" text default null, query text default null, variables jsonb default null,
        extensions jsonb default null)
        returns jsonb
        language sql
        as $body$
            select jsonb_build_object('errors', jsonb_build_array(
                jsonb_build_object('message', 'pg_graphql extension is not enabled.')))
        $body$;
end
$graphql$;


-- ---------------------------------------------------------------------------------------------------------------------
-- Stand-ins for extensions that only the platform's servers have. Each is one block that does nothing where the server
-- has the real one. "create extension" itself still needs the extension's files on the server. A server of our own is
-- given those of the folder standin/ beside this file: they take over what is made here, and their comment begins with
-- "stand-in:", by which the blocks below know that the real one is not there. Where this file was not loaded they make
-- it themselves: what stands between {stand-in ...} and {end} is put into their scripts.
-- ---------------------------------------------------------------------------------------------------------------------
do $vault$
begin
    if exists (
        select
          from pg_catalog.pg_available_extensions
         where name = 'supabase_vault' and coalesce(comment, '') not like 'stand-in:%')
    then
        return;
    end if;
    create schema if not exists vault authorization supabase_admin;
    grant all on schema vault to postgres;
    -- {stand-in supabase_vault}
    create table if not exists vault.secrets (
        id uuid primary key default gen_random_uuid(),
        name text,
        description text not null default '',
        secret text not null,
        key_id uuid,
        nonce bytea,
        created_at timestamptz not null default current_timestamp,
        updated_at timestamptz not null default current_timestamp
    );
    create unique index if not exists secrets_name_idx on vault.secrets (name) where name is not null;
    create or replace view vault.decrypted_secrets as
        select id, name, description, secret, secret as decrypted_secret, key_id, nonce, created_at, updated_at
          from vault.secrets;
    create or replace function vault.create_secret(
        new_secret text, new_name text default null, new_description text default '', new_key_id uuid default null)
        returns uuid
        language sql
        as $body$
            insert into vault.secrets (secret, name, description, key_id) values ($1, $2, $3, $4) returning id
        $body$;
    create or replace function vault.update_secret(
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
    -- {end}
    -- A secret is for the server's side alone.
    revoke all on function vault.create_secret(text, text, text, uuid) from public;
    revoke all on function vault.update_secret(uuid, text, text, text, uuid) from public;
    grant usage on schema vault to service_role;
    grant select, delete on vault.secrets, vault.decrypted_secrets to service_role;
    grant execute on function vault.create_secret(text, text, text, uuid),
        vault.update_secret(uuid, text, text, text, uuid) to postgres, service_role;
end
$vault$;

do $pgsodium$
begin
    if exists (
        select
          from pg_catalog.pg_available_extensions
         where name = 'pgsodium' and coalesce(comment, '') not like 'stand-in:%')
    then
        return;
    end if;
    create schema if not exists pgsodium authorization supabase_admin;
    create schema if not exists pgsodium_masks authorization supabase_admin;
    -- {stand-in pgsodium}
    if to_regtype('pgsodium.key_status') is null then
        create type pgsodium.key_status as enum ('default', 'valid', 'invalid', 'expired');
    end if;
    create table if not exists pgsodium.key (
        id uuid primary key default gen_random_uuid(),
        status pgsodium.key_status default 'valid',
        created timestamptz not null default current_timestamp,
        expires timestamptz,
        name text unique
    );
    create or replace function pgsodium.create_key(name text default null) returns pgsodium.key
        language sql
        as $body$ insert into pgsodium.key (name) values ($1) returning * $body$;
    -- {end}
    grant usage on schema pgsodium to pgsodium_keyiduser;
end
$pgsodium$;

do $net$
begin
    if exists (
        select
          from pg_catalog.pg_available_extensions
         where name = 'pg_net' and coalesce(comment, '') not like 'stand-in:%')
    then
        return;
    end if;
    create schema if not exists net authorization supabase_admin;
    grant all on schema net to postgres;
    grant usage on schema net to supabase_functions_admin, anon, authenticated, service_role;
    -- {stand-in pg_net}
    create table if not exists net.http_request_queue (
        id bigint generated always as identity primary key,
        method text not null,
        url text not null,
        headers jsonb,
        body bytea,
        timeout_milliseconds integer not null default 5000
    );
    create table if not exists net._http_response (
        id bigint,
        status_code integer,
        content_type text,
        headers jsonb,
        content text,
        timed_out boolean,
        error_msg text,
        created timestamptz not null default now()
    );
    -- Requests wait in the queue for ever; nothing takes them out.
    create or replace function net.http_get(
        url text, params jsonb default '{}', headers jsonb default '{}', timeout_milliseconds integer default 5000)
        returns bigint
        language sql
        as $body$
            insert into net.http_request_queue (method, url, headers, timeout_milliseconds)
            values ('GET', $1, $3, $4) returning id
        $body$;
    create or replace function net.http_post(
        url text, body jsonb default '{}', params jsonb default '{}',
        headers jsonb default '{"Content-Type": "application/json"}', timeout_milliseconds integer default 5000)
        returns bigint
        language sql
        as $body$
            insert into net.http_request_queue (method, url, headers, body, timeout_milliseconds)
            values ('POST', $1, $4, convert_to($2::text, 'UTF8'), $5) returning id
        $body$;
    create or replace function net.http_delete(
        url text, params jsonb default '{}', headers jsonb default '{}', timeout_milliseconds integer default 5000)
        returns bigint
        language sql
        as $body$
            insert into net.http_request_queue (method, url, headers, timeout_milliseconds)
            values ('DELETE', $1, $3, $4) returning id
        $body$;
    -- {end}
end
$net$;

do $cron$
begin
    if exists (
        select
          from pg_catalog.pg_available_extensions
         where name = 'pg_cron' and coalesce(comment, '') not like 'stand-in:%')
    then
        return;
    end if;
    create schema if not exists cron authorization supabase_admin;
    grant all on schema cron to postgres;
    -- {stand-in pg_cron}
    create table if not exists cron.job (
        jobid bigint generated by default as identity primary key,
        schedule text not null,
        command text not null,
        nodename text not null default 'localhost',
        nodeport integer not null default 5432,
        database text not null default current_database(),
        username text not null default current_user,
        active boolean not null default true,
        jobname text,
        unique (jobname, username)
    );
    create table if not exists cron.job_run_details (
        jobid bigint,
        runid bigint generated by default as identity primary key,
        job_pid integer,
        database text,
        username text,
        command text,
        status text,
        return_message text,
        start_time timestamptz,
        end_time timestamptz
    );
    create or replace function cron.schedule(job_name text, schedule text, command text) returns bigint
        language sql
        as $body$
            insert into cron.job (jobname, schedule, command) values ($1, $2, $3)
            on conflict (jobname, username) do update set schedule = excluded.schedule, command = excluded.command
            returning jobid
        $body$;
    create or replace function cron.schedule(schedule text, command text) returns bigint
        language sql
        as $body$ insert into cron.job (schedule, command) values ($1, $2) returning jobid $body$;
    create or replace function cron.schedule_in_database(
        job_name text, schedule text, command text, database text, username text default null,
        active boolean default true)
        returns bigint
        language sql
        as $body$
            insert into cron.job (jobname, schedule, command, database, username, active)
            values ($1, $2, $3, $4, coalesce($5, current_user), $6)
            on conflict (jobname, username) do update
               set schedule = excluded.schedule, command = excluded.command, database = excluded.database,
                   active = excluded.active
            returning jobid
        $body$;
    create or replace function cron.alter_job(
        job_id bigint, schedule text default null, command text default null, database text default null,
        username text default null, active boolean default null)
        returns void
        language sql
        as $body$
            update cron.job
               set schedule = coalesce($2, schedule), command = coalesce($3, command),
                   database = coalesce($4, database), username = coalesce($5, username),
                   active = coalesce($6, active)
             where jobid = $1
        $body$;
    -- As in the real one, a job that does not exist is an error: migrations are written around that.
    create or replace function cron.unschedule(job_name text) returns boolean
        language plpgsql
        as $body$
        begin
            delete from cron.job where jobname = $1 and username = current_user;
            if not found then
                raise exception 'could not find valid entry for job ''%''', $1;
            end if;
            return true;
        end
        $body$;
    create or replace function cron.unschedule(job_id bigint) returns boolean
        language plpgsql
        as $body$
        begin
            delete from cron.job where jobid = $1;
            if not found then
                raise exception 'could not find valid entry for job %', $1;
            end if;
            return true;
        end
        $body$;
    -- {end}
end
$cron$;

do $pgmq$
begin
    if exists (
        select
          from pg_catalog.pg_available_extensions
         where name = 'pgmq' and coalesce(comment, '') not like 'stand-in:%')
    then
        return;
    end if;
    create schema if not exists pgmq authorization supabase_admin;
    grant all on schema pgmq to postgres;
    -- {stand-in pgmq}
    if to_regtype('pgmq.message_record') is null then
        create type pgmq.message_record as (
            msg_id bigint, read_ct integer, enqueued_at timestamptz, vt timestamptz, message jsonb);
    end if;
    if to_regtype('pgmq.queue_record') is null then
        create type pgmq.queue_record as (
            queue_name varchar, is_partitioned boolean, is_unlogged boolean, created_at timestamptz);
    end if;
    if to_regtype('pgmq.metrics_result') is null then
        create type pgmq.metrics_result as (
            queue_name text, queue_length bigint, newest_msg_age_sec integer, oldest_msg_age_sec integer,
            total_messages bigint, scrape_time timestamptz);
    end if;
    create table if not exists pgmq.meta (
        queue_name varchar unique not null,
        is_partitioned boolean not null default false,
        is_unlogged boolean not null default false,
        created_at timestamptz not null default now()
    );

    create or replace function pgmq."create"(queue_name text) returns void
        language plpgsql
        as $body$
        begin
            execute format(
                'create table if not exists pgmq.%I (
                     msg_id bigint generated always as identity primary key, read_ct integer not null default 0,
                     enqueued_at timestamptz not null default now(), vt timestamptz not null, message jsonb)',
                'q_' || $1);
            execute format(
                'create table if not exists pgmq.%I (
                     msg_id bigint primary key, read_ct integer not null default 0,
                     enqueued_at timestamptz not null default now(), archived_at timestamptz not null default now(),
                     vt timestamptz not null, message jsonb)',
                'a_' || $1);
            insert into pgmq.meta values ($1) on conflict do nothing;
        end
        $body$;
    create or replace function pgmq.send(queue_name text, msg jsonb, delay integer default 0) returns setof bigint
        language plpgsql
        as $body$
        begin
            return query execute format(
                'insert into pgmq.%I (vt, message)
                 values (clock_timestamp() + make_interval(secs => $1), $2) returning msg_id', 'q_' || $1)
                using $3, $2;
        end
        $body$;
    create or replace function pgmq.send_batch(queue_name text, msgs jsonb[], delay integer default 0)
        returns setof bigint
        language plpgsql
        as $body$
        begin
            return query execute format(
                'insert into pgmq.%I (vt, message)
                 select clock_timestamp() + make_interval(secs => $1), message from unnest($2) as message
                 returning msg_id', 'q_' || $1)
                using $3, $2;
        end
        $body$;
    create or replace function pgmq.read(queue_name text, vt integer, qty integer) returns setof pgmq.message_record
        language plpgsql
        as $body$
        begin
            return query execute format(
                'update pgmq.%1$I as taken
                    set vt = clock_timestamp() + make_interval(secs => $1), read_ct = taken.read_ct + 1
                  where taken.msg_id in (select msg_id from pgmq.%1$I where vt <= clock_timestamp()
                                          order by msg_id limit $2 for update skip locked)
                 returning taken.msg_id, taken.read_ct, taken.enqueued_at, taken.vt, taken.message', 'q_' || $1)
                using $2, $3;
        end
        $body$;
    create or replace function pgmq.pop(queue_name text) returns setof pgmq.message_record
        language plpgsql
        as $body$
        begin
            return query execute format(
                'delete from pgmq.%1$I as taken
                  where taken.msg_id = (select msg_id from pgmq.%1$I where vt <= clock_timestamp()
                                         order by msg_id limit 1 for update skip locked)
                 returning taken.msg_id, taken.read_ct, taken.enqueued_at, taken.vt, taken.message', 'q_' || $1);
        end
        $body$;
    create or replace function pgmq.delete(queue_name text, msg_id bigint) returns boolean
        language plpgsql
        as $body$
        declare
            gone bigint;
        begin
            execute format('delete from pgmq.%I where msg_id = $1', 'q_' || $1) using $2;
            get diagnostics gone = row_count;
            return gone > 0;
        end
        $body$;
    create or replace function pgmq.archive(queue_name text, msg_id bigint) returns boolean
        language plpgsql
        as $body$
        declare
            moved bigint;
        begin
            execute format(
                'with gone as (delete from pgmq.%I where msg_id = $1 returning *)
                 insert into pgmq.%I (msg_id, read_ct, enqueued_at, vt, message)
                 select msg_id, read_ct, enqueued_at, vt, message from gone', 'q_' || $1, 'a_' || $1)
                using $2;
            get diagnostics moved = row_count;
            return moved > 0;
        end
        $body$;
    create or replace function pgmq.purge_queue(queue_name text) returns bigint
        language plpgsql
        as $body$
        declare
            gone bigint;
        begin
            execute format('delete from pgmq.%I', 'q_' || $1);
            get diagnostics gone = row_count;
            return gone;
        end
        $body$;
    create or replace function pgmq.drop_queue(queue_name text) returns boolean
        language plpgsql
        as $body$
        begin
            execute format('drop table if exists pgmq.%I, pgmq.%I', 'q_' || $1, 'a_' || $1);
            delete from pgmq.meta where meta.queue_name = $1;
            return found;
        end
        $body$;
    create or replace function pgmq.list_queues() returns setof pgmq.queue_record
        language sql stable
        as $body$ select queue_name, is_partitioned, is_unlogged, created_at from pgmq.meta $body$;
    -- {end}
end
$pgmq$;

-- pgjwt, of which only signing and checking with a shared secret (HS256, HS384, HS512) is in use. In PL/pgSQL, so that
-- it can be made where hmac() is missing for want of pgcrypto.
do $pgjwt$
begin
    if exists (
        select
          from pg_catalog.pg_available_extensions
         where name = 'pgjwt' and coalesce(comment, '') not like 'stand-in:%')
    then
        return;
    end if;
    create or replace function extensions.url_encode(data bytea) returns text
        language sql immutable
        as $body$ select translate(encode($1, 'base64'), E'+/=\n', '-_') $body$;
    create or replace function extensions.url_decode(data text) returns bytea
        language sql immutable
        as $body$
            select decode(translate($1, '-_', '+/') || repeat('=', (4 - length($1) % 4) % 4), 'base64')
        $body$;
    create or replace function extensions.algorithm_sign(signables text, secret text, algorithm text) returns text
        language plpgsql immutable
        as $body$
        begin
            return extensions.url_encode(extensions.hmac($1, $2, case $3
                when 'HS256' then 'sha256'
                when 'HS384' then 'sha384'
                when 'HS512' then 'sha512'
                else '' end));
        end
        $body$;
    create or replace function extensions.sign(payload json, secret text, algorithm text default 'HS256')
        returns text
        language plpgsql immutable
        as $body$
        declare
            signables text :=
                extensions.url_encode(convert_to(json_build_object('alg', $3, 'typ', 'JWT')::text, 'utf8'))
                || '.' || extensions.url_encode(convert_to($1::text, 'utf8'));
        begin
            return signables || '.' || extensions.algorithm_sign(signables, $2, $3);
        end
        $body$;
    create or replace function extensions.verify(token text, secret text, algorithm text default 'HS256')
        returns table (header json, payload json, valid boolean)
        language plpgsql immutable
        as $body$
        declare
            part text[] := string_to_array($1, '.');
        begin
            return query select
                convert_from(extensions.url_decode(part[1]), 'utf8')::json,
                convert_from(extensions.url_decode(part[2]), 'utf8')::json,
                part[3] = extensions.algorithm_sign(part[1] || '.' || part[2], $2, $3);
        end
        $body$;
end
$pgjwt$;

-- The pooler looks passwords up through this; here it finds none.
create or replace function pgbouncer.get_auth(p_usename text) returns table (username text, password text)
    language sql
    as $body$ select null::text, null::text where false $body$;
revoke all on function pgbouncer.get_auth(text) from public;
grant execute on function pgbouncer.get_auth(text) to pgbouncer;


-- ---------------------------------------------------------------------------------------------------------------------
-- Owners, row level security and privileges of what the services keep. Last, so that no table above is forgotten.
-- ---------------------------------------------------------------------------------------------------------------------
do $tables$
declare
    kept record;
begin
    for kept in
        select relation.oid::regclass as name, relation.relrowsecurity as secured, service.owner
          from pg_catalog.pg_class relation
          join (values ('auth', 'supabase_auth_admin'),
                       ('storage', 'supabase_storage_admin'),
                       ('realtime', 'supabase_realtime_admin'),
                       ('supabase_functions', 'supabase_functions_admin')) as service (schema, owner)
            on service.schema::regnamespace = relation.relnamespace
         where relation.relkind in ('r', 'p')
         order by service.schema, relation.relname
    loop
        execute format('alter table %s owner to %I', kept.name, kept.owner);
        -- The owner passes by; everybody else sees what a project's policies let them see, and without one nothing.
        -- Auth and Storage close all of their tables, Realtime the messages alone, webhooks none.
        continue when kept.secured
            or kept.owner = 'supabase_functions_admin'
            or (kept.owner = 'supabase_realtime_admin' and kept.name not in ('realtime.messages'::regclass));
        execute format('alter table %s enable row level security', kept.name);
    end loop;
end
$tables$;

grant all on all tables in schema auth to postgres, dashboard_user, supabase_auth_admin;
grant all on all sequences in schema auth to postgres, dashboard_user, supabase_auth_admin;
grant all on all tables in schema storage to anon, authenticated, service_role, postgres, supabase_storage_admin;
grant all on all sequences in schema storage to anon, authenticated, service_role, postgres, supabase_storage_admin;
grant select, insert, update on realtime.messages to anon, authenticated, service_role;
grant all on all tables in schema realtime to postgres, dashboard_user;
grant all on all tables in schema supabase_functions to postgres, service_role;
grant all on all sequences in schema supabase_functions to postgres, service_role;

reset client_min_messages;
