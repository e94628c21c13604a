-- A stand-in for pg_net: requests are written down and never sent.
do $extension$
declare
    member text;
begin
    -- What the prelude has made already becomes the extension's own, as it is on a real server.
    if exists (
        select from pg_catalog.pg_class where relnamespace = to_regnamespace('net') and relkind = 'r')
    then
        for member in
            select format('type %s', typ.oid::regtype)
              from pg_catalog.pg_type typ
             where typ.typnamespace = 'net'::regnamespace and typ.typtype = 'e'
                or typ.typrelid in (select oid from pg_catalog.pg_class
                                     where relnamespace = 'net'::regnamespace and relkind = 'c')
             union all
            select format('%s %s', case relkind when 'v' then 'view' else 'table' end, oid::regclass)
              from pg_catalog.pg_class
             where relnamespace = 'net'::regnamespace and relkind in ('r', 'v')
             union all
            select format('function %s', oid::regprocedure)
              from pg_catalog.pg_proc
             where pronamespace = 'net'::regnamespace
        loop
            execute 'alter extension pg_net add ' || member;
        end loop;
        execute 'alter extension pg_net add schema net';
        return;
    end if;

    if to_regnamespace('net') is null then
        create schema net;
    end if;
    create table net.http_request_queue (
        id bigint generated always as identity primary key,
        method text not null,
        url text not null,
        headers jsonb,
        body bytea,
        timeout_milliseconds integer not null default 5000
    );
    create table net._http_response (
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
    create function net.http_get(
        url text, params jsonb default '{}', headers jsonb default '{}', timeout_milliseconds integer default 5000)
        returns bigint
        language sql
        as $body$
            insert into net.http_request_queue (method, url, headers, timeout_milliseconds)
            values ('GET', $1, $3, $4) returning id
        $body$;
    create function net.http_post(
        url text, body jsonb default '{}', params jsonb default '{}',
        headers jsonb default '{"Content-Type": "application/json"}', timeout_milliseconds integer default 5000)
        returns bigint
        language sql
        as $body$
            insert into net.http_request_queue (method, url, headers, body, timeout_milliseconds)
            values ('POST', $1, $4, convert_to($2::text, 'UTF8'), $5) returning id
        $body$;
    create function net.http_delete(
        url text, params jsonb default '{}', headers jsonb default '{}', timeout_milliseconds integer default 5000)
        returns bigint
        language sql
        as $body$
            insert into net.http_request_queue (method, url, headers, timeout_milliseconds)
            values ('DELETE', $1, $3, $4) returning id
        $body$;
end
$extension$;
