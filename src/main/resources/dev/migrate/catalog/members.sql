-- Read before the objects, so that what is not the user's is passed over as it arrives.

-- kind members
-- Objects of extensions; relations that stand behind a type of one (they have no row of their own); the tables of the history,
-- and their schema where nothing else is in it.
with member as (
    select d.classid, d.objid from pg_depend d where d.refclassid = 'pg_extension'::regclass and d.deptype = 'e'),
history as (
    select c.oid, c.reltype, c.relnamespace
      from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = {ours}
      join pg_description d on d.classoid = 'pg_class'::regclass and d.objoid = c.oid and d.objsubid = 0
     where c.relkind = 'r' and d.description ~ '^migrate (history|log), format ')
select r.relname as catalog, m.objid as oid from member m join pg_class r on r.oid = m.classid
union all
select 'pg_class', t.typrelid from member m join pg_type t on t.oid = m.objid
 where m.classid = 'pg_type'::regclass and t.typrelid <> 0
union all
select 'pg_class', h.oid from history h
union all
select 'pg_namespace', n.oid from pg_namespace n
 where n.oid in (select h.relnamespace from history h)
   and not exists (select from pg_class c where c.relnamespace = n.oid and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c')
                      and c.oid not in (select h.oid from history h))
   and not exists (select from pg_proc p where p.pronamespace = n.oid)
   and not exists (select from pg_type t where t.typnamespace = n.oid and t.typtype in ('e', 'd', 'r', 'b') and t.typelem = 0);
