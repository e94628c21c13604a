-- What hangs on objects of every kind, each read as a whole and joined in memory: a row names what it is of by system catalog,
-- OID and number of the column.

-- kind comments
select r.relname as catalog, d.objoid as oid, d.objsubid as sub, d.description from pg_description d
  join pg_class r on r.oid = d.classoid
 where d.objoid >= 16384 or d.classoid = 'pg_namespace'::regclass;

-- kind security labels
select r.relname as catalog, l.objoid as oid, l.objsubid as sub, l.provider || ': ' || l.label as label from pg_seclabel l
  join pg_class r on r.oid = l.classoid order by 1, 2, 3, 4;

-- kind grants
-- Held and not by default, or by default and not held; of an extension's object, what differs from what the extension gave.
with object(catalog, oid, sub, owner, acl, usual) as (
    select 'pg_class', c.oid, 0, c.relowner, c.relacl, acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner)
      from pg_class c join pg_namespace n on n.oid = c.relnamespace and {ns}
     where c.relacl is not null and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    union all
    select 'pg_class', c.oid, a.attnum, c.relowner, a.attacl, acldefault('c', c.relowner)
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace and {ns}
     where a.attacl is not null and not a.attisdropped and a.attnum > 0
    union all
    select 'pg_proc', p.oid, 0, p.proowner, p.proacl, acldefault('f', p.proowner)
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace and {ns} where p.proacl is not null
    union all
    select 'pg_type', t.oid, 0, t.typowner, t.typacl, acldefault('T', t.typowner)
      from pg_type t join pg_namespace n on n.oid = t.typnamespace and {ns} where t.typacl is not null
    union all
    select 'pg_namespace', n.oid, 0, n.nspowner, n.nspacl, acldefault('n', n.nspowner)
      from pg_namespace n where n.nspacl is not null and {ns}
    union all
    select 'pg_language', l.oid, 0, l.lanowner, l.lanacl, acldefault('l', l.lanowner)
      from pg_language l where l.lanacl is not null and l.oid >= 16384
    union all
    select 'pg_foreign_data_wrapper', f.oid, 0, f.fdwowner, f.fdwacl, acldefault('F', f.fdwowner)
      from pg_foreign_data_wrapper f where f.fdwacl is not null
    union all
    select 'pg_foreign_server', s.oid, 0, s.srvowner, s.srvacl, acldefault('S', s.srvowner)
      from pg_foreign_server s where s.srvacl is not null
    union all
    select 'pg_default_acl', a.oid, 0, a.defaclrole, a.defaclacl,
           case when a.defaclnamespace = 0 then acldefault(case a.defaclobjtype when 'S' then 's' else a.defaclobjtype end, a.defaclrole) end
      from pg_default_acl a),
effective as (
    select o.catalog, o.oid, o.sub, o.owner, true as held, x.* from object o, aclexplode(o.acl) x
    union all
    select o.catalog, o.oid, o.sub, o.owner, false, x.* from object o, aclexplode(o.usual) x)
select catalog, oid, sub,
       case when grantee = 0 then 'PUBLIC' when grantee = owner then '<owner>' else grantee::regrole::text end as grantee,
       privilege_type as privilege, bool_or(held and is_grantable and grantee <> owner) as grantable, bool_or(held) as held
  from effective group by catalog, oid, sub, owner, grantee, privilege_type
having bool_or(held) <> bool_or(not held) or bool_or(held and is_grantable and grantee <> owner)
 order by catalog, oid, sub, grantee, privilege;
