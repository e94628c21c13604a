-- A stand-in for hypopg: no index is ever imagined.
create function hypopg_create_index(sql_order text, out indexrelid oid, out indexname text) returns setof record
    language sql volatile begin atomic select 0::oid, ''::text where false; end;
create function hypopg_drop_index(indexid oid) returns boolean
    language sql volatile return false;
create function hypopg_reset() returns void
    language sql volatile begin atomic select; end;
create function hypopg_reset_index() returns void
    language sql volatile begin atomic select; end;
create function hypopg_relation_size(indexid oid) returns bigint
    language sql volatile return 0::bigint;
create function hypopg_get_indexdef(indexid oid) returns text
    language sql volatile return null::text;
create function hypopg_hide_index(indexid oid) returns boolean
    language sql volatile return false;
create function hypopg_unhide_index(indexid oid) returns boolean
    language sql volatile return false;
create function hypopg_unhide_all_indexes() returns void
    language sql volatile begin atomic select; end;
create view hypopg_list_indexes as
    select null::oid as indexrelid, null::text as index_name, null::name as schema_name, null::name as table_name,
           null::name as am_name
     where false;
