-- A stand-in for pgaudit: nothing is written to the log, and there are no event triggers.
create function pgaudit_ddl_command_end() returns event_trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as 'begin end';
create function pgaudit_sql_drop() returns event_trigger
    language plpgsql security definer set search_path = pg_catalog, pg_temp
    as 'begin end';
