-- What depends on what, asked for only where a Catalog is to be written as SQL.

-- kind dependencies
select f.relname as catalog, d.objid as oid, d.objsubid as sub, t.relname as on_catalog, d.refobjid as on_oid, d.refobjsubid as on_sub
  from pg_depend d join pg_class f on f.oid = d.classid join pg_class t on t.oid = d.refclassid
 where d.objid >= 16384 and d.refobjid >= 16384 and d.deptype in ('n', 'a', 'i', 'P', 'S');

-- kind parts
-- Rows of the system catalogs that are no objects of their own, with the object that they are part of.
select 'pg_rewrite' as catalog, r.oid, 0 as sub, 'pg_class' as of_catalog, r.ev_class as of_oid, 0 as of_sub
  from pg_rewrite r where r.rulename = '_RETURN' and r.oid >= 16384
union all select 'pg_attrdef', a.oid, 0, 'pg_class', a.adrelid, a.adnum from pg_attrdef a
union all select 'pg_type', t.oid, 0, 'pg_class', t.typrelid, 0 from pg_type t
            join pg_class c on c.oid = t.typrelid and c.relkind <> 'c' where t.oid >= 16384
union all select 'pg_class', t.typrelid, 0, 'pg_type', t.oid, 0 from pg_type t
            join pg_class c on c.oid = t.typrelid and c.relkind = 'c' where t.oid >= 16384
union all select 'pg_type', t.typarray, 0, 'pg_type', t.oid, 0 from pg_type t where t.typarray <> 0 and t.oid >= 16384
union all select 'pg_type', r.rngmultitypid, 0, 'pg_type', r.rngtypid, 0 from pg_range r where r.rngtypid >= 16384
union all select 'pg_class', k.conindid, 0, 'pg_constraint', k.oid, 0 from pg_constraint k where k.contype in ('p', 'u', 'x')
/*18: union all select 'pg_constraint', k.oid, 0, 'pg_class', k.conrelid, k.conkey[1] from pg_constraint k where k.contype = 'n' and k.conrelid <> 0 */
union all select 'pg_class', d.objid, 0, 'pg_class', d.refobjid, d.refobjsubid from pg_depend d
            join pg_class s on s.oid = d.objid and s.relkind = 'S'
           where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype = 'i'
union all select 'pg_proc', d.objid, 0, 'pg_type', d.refobjid, 0 from pg_depend d
           where d.classid = 'pg_proc'::regclass and d.refclassid = 'pg_type'::regclass and d.deptype = 'i'
union all select 'pg_amop', d.objid, 0, r.relname, d.refobjid, 0 from pg_depend d join pg_class r on r.oid = d.refclassid
           where d.classid = 'pg_amop'::regclass and d.refclassid in ('pg_opclass'::regclass, 'pg_opfamily'::regclass)
union all select 'pg_amproc', d.objid, 0, r.relname, d.refobjid, 0 from pg_depend d join pg_class r on r.oid = d.refclassid
           where d.classid = 'pg_amproc'::regclass and d.refclassid in ('pg_opclass'::regclass, 'pg_opfamily'::regclass);
