-- What the check `security` of `migrate verify` asks of a database. Reads catalogs only, makes nothing, PostgreSQL 15 to 18.
--
-- One row for each finding: rule, object for people, column, name for SQL, and what there is to say of it (said, more).
-- weight is 'error' where the finding weighs more than its rule usually does.
--
-- It is sent with an empty search_path, so that every name outside of pg_catalog is printed with its schema: with auth on
-- the path, auth.uid() would print as uid(). :history_schema, :history_table and :history_log are literals; {ns} is the
-- condition under which n is a schema of the project's, as it is for the Catalog.
with
api as materialized (
    select r.oid, r.rolname
      from pg_roles r
     where r.rolname in ('anon', 'authenticated')
),
-- The schemas that the API serves: where PostgREST is told so by its role, these; else those that Supabase begins with.
exposed as materialized (
    select n.oid, n.nspname
      from pg_namespace n
     where n.nspname = any (coalesce(
               (select pg_catalog.regexp_split_to_array(pg_catalog.substr(c, pg_catalog.length('pgrst.db_schemas=') + 1), '\s*,\s*')
                  from pg_db_role_setting s
                  join pg_roles r on r.oid = s.setrole and r.rolname = 'authenticator'
                 cross join lateral pg_catalog.unnest(s.setconfig) c
                 where s.setdatabase in (0, (select d.oid from pg_database d where d.datname = pg_catalog.current_database()))
                   and c like 'pgrst.db\_schemas=%'
                 order by s.setdatabase desc
                 limit 1),
               '{public,graphql_public}'))
),
-- Schemas of the server and those that a platform or an extension manages: what is in them is not the project's.
own as materialized (
    select n.oid, n.nspname
      from pg_namespace n
     where {ns}
),
member as materialized (
    select d.classid, d.objid
      from pg_depend d
     where d.deptype = 'e' and d.refclassid = 'pg_extension'::regclass
),
relation as materialized (
    select c.oid, c.relkind, c.relrowsecurity, c.reloptions, c.relnamespace, c.relacl, c.relispartition,
           c.relnamespace in (select oid from exposed) as exposed,
           pg_catalog.format('%I.%I', o.nspname, c.relname) as name,
           pg_catalog.format('%s %I.%I',
               case c.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table'
                              when 'S' then 'sequence' else 'table' end,
               o.nspname, c.relname) as object
      from pg_class c
      join own o on o.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
       and not exists (select from member m where m.classid = 'pg_class'::regclass and m.objid = c.oid)
       and not (o.nspname = :history_schema and c.relname in (:history_table, :history_log))
),
-- Relations that a role of the API can touch; rights on single columns count.
reach as materialized (
    select r.*,
           (select pg_catalog.string_agg(a.rolname, ' and ' order by a.rolname)
              from api a
             where has_schema_privilege(a.oid, r.relnamespace, 'USAGE')
               and (has_table_privilege(a.oid, r.oid, 'SELECT,INSERT,UPDATE,DELETE,TRUNCATE')
                    or has_any_column_privilege(a.oid, r.oid, 'SELECT,INSERT,UPDATE'))) as by
      from relation r
     where r.exposed and r.relkind <> 'S'
),
reached as materialized (
    select * from reach where by is not null
),
-- Policies of the project, among them those that it made for the tables of the platform.
policy as materialized (
    select p.oid, p.polname, p.polrelid, p.polcmd, p.polpermissive, p.polroles, p.polqual, p.polwithcheck, c.relrowsecurity,
           pg_catalog.format('%I.%I', n.nspname, c.relname) as name,
           pg_catalog.format('policy %I on table %I.%I', p.polname, n.nspname, c.relname) as object
      from pg_policy p
      join pg_class c on c.oid = p.polrelid
      join pg_namespace n on n.oid = c.relnamespace
     where p.polrelid in (select oid from relation)
        or (n.nspname, c.relname) in (('storage', 'objects'), ('storage', 'buckets'), ('realtime', 'messages'))
),
-- Both clauses of every policy that is in force.
clause as materialized (
    select p.*, x.side, x.expr
      from policy p
     cross join lateral (values ('USING', pg_catalog.pg_get_expr(p.polqual, p.polrelid)),
                                ('WITH CHECK', pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid))) x (side, expr)
     where p.relrowsecurity and x.expr is not null
),
-- Which permissive policies a role has for a command. 0 stands for any role that no policy names.
permitted as (
    select p.polrelid, who.role, x.cmd, pg_catalog.array_agg(p.polname::text order by p.polname) as policies
      from policy p
     cross join lateral (select 0::oid as role
                         union select a.oid from api a
                         union select named from policy q, pg_catalog.unnest(q.polroles) named
                                where q.polrelid = p.polrelid) who
     cross join lateral pg_catalog.unnest(case p.polcmd when '*' then '{DELETE,INSERT,SELECT,UPDATE}'::text[]
                                          when 'r' then '{SELECT}' when 'a' then '{INSERT}' when 'w' then '{UPDATE}'
                                          else '{DELETE}' end) x (cmd)
     where p.polpermissive and p.relrowsecurity and (who.role = any (p.polroles) or 0::oid = any (p.polroles))
     group by p.polrelid, who.role, x.cmd
    having pg_catalog.count(*) > 1
),
function as materialized (
    select p.oid, p.prosecdef, p.proconfig, p.prorettype, p.pronamespace,
           p.pronamespace in (select oid from exposed) as exposed,
           case p.prokind when 'p' then 'procedure ' else 'function ' end || p.oid::regprocedure as object,
           p.oid::regprocedure::text as name,
           case p.prokind when 'p' then 'PROCEDURE' else 'FUNCTION' end as kind
      from pg_proc p
     where p.prokind in ('f', 'p')
       and p.pronamespace in (select oid from own)
       and not exists (select from member m where m.classid = 'pg_proc'::regclass and m.objid = p.oid)
),
granted as materialized (
    select g.oid, case g.grantee when 0 then 'PUBLIC' else r.rolname end as grantee, g.grantee = 0 as public,
           pg_catalog.string_agg(g.privilege, ', ' order by g.privilege) as privileges
      from (select r.oid, a.grantee, a.privilege_type as privilege
              from relation r
             cross join lateral pg_catalog.aclexplode(r.relacl) a
            union
            select r.oid, a.grantee, pg_catalog.format('%s (%I)', a.privilege_type, t.attname)
              from relation r
              join pg_attribute t on t.attrelid = r.oid and t.attnum > 0 and not t.attisdropped
             cross join lateral pg_catalog.aclexplode(t.attacl) a) g
      left join api r on r.oid = g.grantee
     where g.grantee = 0 or r.oid is not null
     group by g.oid, g.grantee, r.rolname
),
finding (rule, object, column_name, name, said, more, weight) as (
    select 'rls-disabled-exposed', r.object, null::text, r.name, r.by::text, null::text, null::text
      from reached r
     where r.relkind in ('r', 'p') and not r.relrowsecurity

    union all
    select 'policy-without-rls', r.object, null, r.name,
           (select pg_catalog.string_agg(pg_catalog.quote_ident(p.polname), ', ' order by p.polname)
              from policy p where p.polrelid = r.oid), null, null
      from relation r
     where not r.relrowsecurity and exists (select from policy p where p.polrelid = r.oid)

    union all
    select 'rls-without-policy', r.object, null, r.name, null, null, null
      from relation r
     where r.relrowsecurity and not exists (select from policy p where p.polrelid = r.oid)

    union all -- which of the calls are wrapped, the caller finds out
    select 'rls-call-per-row', c.object, null, c.name, c.side, c.expr, null
      from clause c
     where c.expr ~* '\m(auth\.(uid|jwt|role|email)|current_setting)\s*\('

    union all
    select 'rls-user-metadata', c.object, null, c.name, c.side, c.expr, null
      from clause c
     where c.expr ~* '(raw_)?user_meta_?data'

    union all
    select 'rls-always-true', c.object, null, c.name, c.side,
           case c.polcmd when '*' then 'all commands' when 'a' then 'INSERT' when 'w' then 'UPDATE' else 'DELETE' end, null
      from clause c
     where c.polpermissive and c.polcmd <> 'r' and pg_catalog.btrim(c.expr, '() ') = 'true'
       and (0::oid = any (c.polroles) or c.polroles && array(select oid from api))

    union all
    select 'policy-for-public', p.object, null, p.name, null, null, null
      from policy p
     where p.polroles = '{0}'

    union all
    select 'multiple-permissive-policies', 'table ' || c.name, null, c.name,
           (select pg_catalog.string_agg(pg_catalog.quote_ident(x), ', ') from pg_catalog.unnest(m.policies) x),
           pg_catalog.string_agg(distinct m.cmd, ', ') || ' by '
               || pg_catalog.string_agg(distinct coalesce(r.rolname, 'any other role'), ', '), null
      from permitted m
      join (select distinct polrelid, name from policy) c on c.polrelid = m.polrelid
      left join pg_roles r on r.oid = m.role
     group by c.name, m.policies

    union all
    select 'view-runs-as-owner', r.object, null, r.name, r.by, null, null
      from reached r
     where r.relkind = 'v'
       and not coalesce((select x.option_value::bool from pg_catalog.pg_options_to_table(r.reloptions) x
                          where x.option_name = 'security_invoker'), false)

    union all
    select 'auth-users-exposed', r.object, null, r.name, r.by, null, null
      from reached r
     where exists (select from pg_rewrite w
                     join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid
                    where w.ev_class = r.oid and d.refclassid = 'pg_class'::regclass
                      and d.refobjid = (select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
                                         where n.nspname = 'auth' and c.relname = 'users'))

    union all
    select 'matview-or-foreign-exposed', r.object, null, r.name, r.by, null, null
      from reached r
     where r.relkind in ('m', 'f')

    union all -- without an API only what runs with the rights of its owner is worth a word
    select 'function-search-path', f.object, null, f.name, f.kind, case when f.prosecdef then 'definer' end, null
      from function f
     where (f.prosecdef or (f.exposed and exists (select from api)))
       and not exists (select from pg_catalog.unnest(f.proconfig) s where s like 'search\_path=%')

    union all -- nobody can call a function that returns trigger
    select 'definer-function-callable', f.object, null, f.name,
           pg_catalog.string_agg(a.rolname, ' and ' order by a.rolname), f.kind, null
      from function f
      join api a on has_function_privilege(a.oid, f.oid, 'EXECUTE') and has_schema_privilege(a.oid, f.pronamespace, 'USAGE')
     where f.prosecdef and f.exposed and f.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
     group by f.object, f.name, f.kind

    union all
    select case when g.public then 'grant-to-public' else 'grant-to-api-role' end, r.object, null, r.name,
           pg_catalog.string_agg(g.grantee || ': ' || g.privileges, '; ' order by g.grantee),
           pg_catalog.string_agg(pg_catalog.quote_ident(g.grantee), ', ' order by g.grantee),
           case when r.relkind in ('r', 'p') and not r.relrowsecurity and r.oid in (select oid from reached) then 'error' end
      from relation r
      join granted g on g.oid = r.oid
     group by g.public, r.oid, r.object, r.name, r.relkind, r.relrowsecurity

    union all
    select 'table-without-api-grant', r.object, null, r.name, null, null, null
      from reach r
     where r.relkind in ('r', 'p') and r.by is null and exists (select from api)

    union all -- a partial index covers nothing, and the columns may come in any order
    select 'unindexed-fk', r.object, null, r.name, k.conname,
           (select pg_catalog.string_agg(pg_catalog.quote_ident(t.attname), ', ' order by x.place)
              from pg_catalog.unnest(k.conkey) with ordinality x (attnum, place)
              join pg_attribute t on t.attrelid = k.conrelid and t.attnum = x.attnum), null
      from pg_constraint k
      join relation r on r.oid = k.conrelid
     where k.contype = 'f' and k.conparentid = 0
       and not exists (select from pg_index i
                        where i.indrelid = k.conrelid and i.indisvalid and i.indpred is null
                          and i.indnkeyatts >= pg_catalog.cardinality(k.conkey)
                          and (i.indkey::int2[])[0:pg_catalog.cardinality(k.conkey) - 1] @> k.conkey
                          and (i.indkey::int2[])[0:pg_catalog.cardinality(k.conkey) - 1] <@ k.conkey)

    union all
    select 'duplicate-index', r.object, null, r.name,
           pg_catalog.string_agg(pg_catalog.quote_ident(x.relname), ', ' order by x.relname), null, null
      from pg_index i
      join pg_class x on x.oid = i.indexrelid
      join relation r on r.oid = i.indrelid
     group by r.object, r.name, x.relam, i.indkey::text, i.indclass::text, i.indcollation::text, i.indoption::text,
              i.indnkeyatts, i.indisunique, i.indnullsnotdistinct, pg_catalog.pg_get_expr(i.indexprs, i.indrelid),
              pg_catalog.pg_get_expr(i.indpred, i.indrelid),
              (select k.conexclop::text from pg_constraint k where k.conindid = i.indexrelid and k.contype = 'x')
    having pg_catalog.count(*) > 1 and pg_catalog.bool_or(not x.relispartition)

    union all
    select 'no-primary-key', r.object, null, r.name, null, null, null
      from relation r
     where r.relkind in ('r', 'p') and not r.relispartition
       and not exists (select from pg_constraint k where k.conrelid = r.oid and k.contype = 'p')

    union all
    select 'fk-to-auth-unique', r.object, null, r.name, k.conname,
           pg_catalog.format('%I.%I', n.nspname, f.relname), null
      from pg_constraint k
      join relation r on r.oid = k.conrelid
      join pg_class f on f.oid = k.confrelid
      join pg_namespace n on n.oid = f.relnamespace and n.nspname = 'auth'
      join pg_index i on i.indexrelid = k.conindid
     where k.contype = 'f' and not i.indisprimary

    union all
    select 'extension-in-public', 'extension ' || pg_catalog.quote_ident(e.extname), null, pg_catalog.quote_ident(e.extname),
           s.nspname, null, null
      from pg_extension e
      join exposed s on s.oid = e.extnamespace
     where exists (select from api)
)
select rule, object, column_name, name, said, more, weight
  from finding
union all -- says that there is an API
select 'api', rolname, null, null, null, null, null
  from api
 order by 1, 2, 5
