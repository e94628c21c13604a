-- A stand-in for pg_cron: jobs are written down and never run.
do $extension$
declare
    member text;
begin
    -- {adopt cron}

    if to_regnamespace('cron') is null then
        create schema cron;
    end if;
    -- {as in supabase.sql}
end
$extension$;

-- The real one is always in pg_catalog. An older one was where it was told to be, and migrations of that time still tell.
delete from pg_catalog.pg_depend
 where classid = 'pg_catalog.pg_extension'::regclass
       and objid = (select oid from pg_catalog.pg_extension
                     where extname = 'pg_cron' and extnamespace = to_regnamespace('public'))
       and refclassid = 'pg_catalog.pg_namespace'::regclass;
update pg_catalog.pg_extension
   set extnamespace = 'pg_catalog'::regnamespace
 where extname = 'pg_cron' and extnamespace = to_regnamespace('public');
