-- Read before the objects, so that those of extensions are passed over as they arrive.

-- kind members
-- Objects that belong to an extension, and array types of such (which have no row of their own before 18).
select r.relname as catalog, d.objid as oid from pg_depend d join pg_class r on r.oid = d.classid
 where d.refclassid = 'pg_extension'::regclass and d.deptype = 'e';
