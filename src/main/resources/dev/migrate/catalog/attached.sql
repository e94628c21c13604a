-- What hangs on objects of every kind, each read as a whole and joined in memory: a row names what it is of by system catalog,
-- OID and number of the column.

-- kind comments
select r.relname as catalog, d.objoid as oid, d.objsubid as sub, d.description from pg_description d
  join pg_class r on r.oid = d.classoid
 where d.objoid >= 16384 or d.classoid = 'pg_namespace'::regclass;

-- kind security labels
select r.relname as catalog, l.objoid as oid, l.objsubid as sub, l.provider || ': ' || l.label as label from pg_seclabel l
  join pg_class r on r.oid = l.classoid order by 1, 2, 3, 4;

-- kind extensions needed
select r.relname as catalog, d.objid as oid, 0 as sub, x.extname from pg_depend d join pg_class r on r.oid = d.classid
  join pg_extension x on x.oid = d.refobjid where d.refclassid = 'pg_extension'::regclass and d.deptype = 'x' order by 1, 2, 4;

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

-- kind member grants
-- What somebody changed in the privileges of an extension's objects since it was installed.
with member as (
    select d.classid, d.objid, d.refobjid as extension from pg_depend d
     where d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'),
given as (
    select m.*, i.objsubid, i.initprivs from member m
      left join pg_init_privs i on i.classoid = m.classid and i.objoid = m.objid and i.privtype = 'e'),
object(extension, classid, oid, sub, owner, acl, usual, before) as (
    select g.extension, g.classid, c.oid, 0, c.relowner, c.relacl,
           acldefault(case c.relkind when 'S' then 's' else 'r' end::"char", c.relowner), g.initprivs
      from given g join pg_class c on g.classid = 'pg_class'::regclass and c.oid = g.objid
     where coalesce(g.objsubid, 0) = 0 and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    union all
    select m.extension, m.classid, a.attrelid, a.attnum, c.relowner, a.attacl, acldefault('c', c.relowner), i.initprivs
      from member m join pg_class c on m.classid = 'pg_class'::regclass and c.oid = m.objid
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_init_privs i on i.classoid = m.classid and i.objoid = c.oid and i.objsubid = a.attnum and i.privtype = 'e'
    union all
    select g.extension, g.classid, p.oid, 0, p.proowner, p.proacl, acldefault('f', p.proowner), g.initprivs
      from given g join pg_proc p on g.classid = 'pg_proc'::regclass and p.oid = g.objid
    union all
    select g.extension, g.classid, t.oid, 0, t.typowner, t.typacl, acldefault('T', t.typowner), g.initprivs
      from given g join pg_type t on g.classid = 'pg_type'::regclass and t.oid = g.objid
    union all
    select g.extension, g.classid, n.oid, 0, n.nspowner, n.nspacl, acldefault('n', n.nspowner), g.initprivs
      from given g join pg_namespace n on g.classid = 'pg_namespace'::regclass and n.oid = g.objid
    union all
    select g.extension, g.classid, l.oid, 0, l.lanowner, l.lanacl, acldefault('l', l.lanowner), g.initprivs
      from given g join pg_language l on g.classid = 'pg_language'::regclass and l.oid = g.objid
    union all
    select g.extension, g.classid, f.oid, 0, f.fdwowner, f.fdwacl, acldefault('F', f.fdwowner), g.initprivs
      from given g join pg_foreign_data_wrapper f on g.classid = 'pg_foreign_data_wrapper'::regclass and f.oid = g.objid),
effective as (
    select o.extension, o.classid, o.oid, o.sub, o.owner, true as held, x.*
      from object o, aclexplode(coalesce(o.acl, o.usual)) x where o.acl is not null or o.before is not null
    union all
    select o.extension, o.classid, o.oid, o.sub, o.owner, false, x.*
      from object o, aclexplode(coalesce(o.before, o.usual)) x where o.acl is not null or o.before is not null),
changed as (
    select extension, classid, oid, sub, bool_or(held) as held, bool_or(held and is_grantable) as grantable, privilege_type,
           case when grantee = 0 then 'PUBLIC' when grantee = owner then '<owner>' else grantee::regrole::text end as grantee
      from effective group by extension, classid, oid, sub, owner, grantee, privilege_type
    having bool_or(held) <> bool_or(not held)
        or bool_or(held and is_grantable) <> bool_or(not held and is_grantable) and grantee <> owner)
select 'pg_extension' as catalog, extension as oid, 0 as sub,
       case when held then '' else 'no ' end || privilege_type || ' to ' || grantee
         || case when grantable and held and grantee <> '<owner>' then ' with grant option' else '' end
         || ' on ' || pg_describe_object(classid, oid, sub) as change
  from changed order by 2, 4;
