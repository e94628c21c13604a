-- A stand-in for pgmq: a queue is a table, and what is taken out is as in the real one.
do $extension$
declare
    member text;
begin
    -- What the prelude has made already becomes the extension's own, as it is on a real server.
    if exists (
        select from pg_catalog.pg_class where relnamespace = to_regnamespace('pgmq') and relkind = 'r')
    then
        for member in
            select format('type %s', typ.oid::regtype)
              from pg_catalog.pg_type typ
             where typ.typnamespace = 'pgmq'::regnamespace and typ.typtype = 'e'
                or typ.typrelid in (select oid from pg_catalog.pg_class
                                     where relnamespace = 'pgmq'::regnamespace and relkind = 'c')
             union all
            select format('%s %s', case relkind when 'v' then 'view' else 'table' end, oid::regclass)
              from pg_catalog.pg_class
             where relnamespace = 'pgmq'::regnamespace and relkind in ('r', 'v')
             union all
            select format('function %s', oid::regprocedure)
              from pg_catalog.pg_proc
             where pronamespace = 'pgmq'::regnamespace
        loop
            execute 'alter extension pgmq add ' || member;
        end loop;
        return;
    end if;

    create type pgmq.message_record as (
            msg_id bigint, read_ct integer, enqueued_at timestamptz, vt timestamptz, message jsonb);
    create type pgmq.queue_record as (
            queue_name varchar, is_partitioned boolean, is_unlogged boolean, created_at timestamptz);
    create type pgmq.metrics_result as (
            queue_name text, queue_length bigint, newest_msg_age_sec integer, oldest_msg_age_sec integer,
            total_messages bigint, scrape_time timestamptz);
    create table pgmq.meta (
        queue_name varchar unique not null,
        is_partitioned boolean not null default false,
        is_unlogged boolean not null default false,
        created_at timestamptz not null default now()
    );

    create function pgmq."create"(queue_name text) returns void
        language plpgsql
        as $body$
        begin
            execute format(
                'create table pgmq.%I (
                     msg_id bigint generated always as identity primary key, read_ct integer not null default 0,
                     enqueued_at timestamptz not null default now(), vt timestamptz not null, message jsonb)',
                'q_' || $1);
            execute format(
                'create table pgmq.%I (
                     msg_id bigint primary key, read_ct integer not null default 0,
                     enqueued_at timestamptz not null default now(), archived_at timestamptz not null default now(),
                     vt timestamptz not null, message jsonb)',
                'a_' || $1);
            insert into pgmq.meta values ($1) on conflict do nothing;
        end
        $body$;
    create function pgmq.send(queue_name text, msg jsonb, delay integer default 0) returns setof bigint
        language plpgsql
        as $body$
        begin
            return query execute format(
                'insert into pgmq.%I (vt, message)
                 values (clock_timestamp() + make_interval(secs => $1), $2) returning msg_id', 'q_' || $1)
                using $3, $2;
        end
        $body$;
    create function pgmq.send_batch(queue_name text, msgs jsonb[], delay integer default 0)
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
    create function pgmq.read(queue_name text, vt integer, qty integer) returns setof pgmq.message_record
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
    create function pgmq.pop(queue_name text) returns setof pgmq.message_record
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
    create function pgmq.delete(queue_name text, msg_id bigint) returns boolean
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
    create function pgmq.archive(queue_name text, msg_id bigint) returns boolean
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
    create function pgmq.purge_queue(queue_name text) returns bigint
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
    create function pgmq.drop_queue(queue_name text) returns boolean
        language plpgsql
        as $body$
        begin
            execute format('drop table if exists pgmq.%I, pgmq.%I', 'q_' || $1, 'a_' || $1);
            delete from pgmq.meta where meta.queue_name = $1;
            return found;
        end
        $body$;
    create function pgmq.list_queues() returns setof pgmq.queue_record
        language sql stable
        as $body$ select queue_name, is_partitioned, is_unlogged, created_at from pgmq.meta $body$;
end
$extension$;
