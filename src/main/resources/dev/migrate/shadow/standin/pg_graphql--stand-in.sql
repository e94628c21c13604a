-- A stand-in for pg_graphql: its functions are there, and every query is answered with an error.
create function graphql.resolve(
    query text, variables jsonb default '{}', "operationName" text default null, extensions jsonb default null)
    returns jsonb
    language sql
    return jsonb_build_object('errors', jsonb_build_array(
        jsonb_build_object('message', 'pg_graphql is only stood in for.')));
create function graphql.exception(message text) returns text
    language plpgsql
    as $body$ begin raise exception using errcode = '22000', message = message; end $body$;
create function graphql.comment_directive(comment_ text) returns jsonb
    language sql immutable
    return coalesce(substring(comment_ from '@graphql\((.*)\)')::jsonb, '{}');
create sequence graphql.seq_schema_version as integer cycle;
create function graphql.get_schema_version() returns integer
    language sql security definer
    return (select last_value from graphql.seq_schema_version);
create function graphql.increment_schema_version() returns event_trigger
    language plpgsql security definer
    as $body$ begin perform nextval('graphql.seq_schema_version'); end $body$;
