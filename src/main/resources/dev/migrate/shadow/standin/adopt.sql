    -- What the prelude has made already becomes the extension's own, as it is on a real server.
    if exists (
        select from pg_catalog.pg_class where relnamespace = to_regnamespace('{schema}') and relkind = 'r')
    then
        for member in
            select format('type %s', typ.oid::regtype)
              from pg_catalog.pg_type typ
             where typ.typnamespace = '{schema}'::regnamespace and typ.typtype = 'e'
                or typ.typrelid in (select oid from pg_catalog.pg_class
                                     where relnamespace = '{schema}'::regnamespace and relkind = 'c')
             union all
            select format('%s %s', case relkind when 'v' then 'view' else 'table' end, oid::regclass)
              from pg_catalog.pg_class
             where relnamespace = '{schema}'::regnamespace and relkind in ('r', 'v')
             union all
            select format('function %s', oid::regprocedure)
              from pg_catalog.pg_proc
             where pronamespace = '{schema}'::regnamespace
        loop
            execute 'alter extension {extension} add ' || member;
        end loop;
        if '@extschema@' <> '{schema}' then
            execute 'alter extension {extension} add schema {schema}';
        end if;
        return;
    end if;
