-- What a Catalog holds, one query for each kind of object. Behind each "-- kind" line stands a query whose columns are
--   oid, sub      the object's row in the system catalog of its kind (sub: the number of a column, else left out)
--   parent        OID of the relation or type that it is part of, left out for what stands alone
--   identity_sequence_oid, index_oid   of the sequence that is part of a column, of the index that is part of a constraint
--   schema, relation, name, arguments   its identity
--   and then its attributes, by the names that Attribute gives them. A list is an array.
-- {ns} stands for the condition on the schema n; /*NN: … */ is read by PostgreSQL NN and later, /*<NN: … */ by those before.
-- Names are printed with an empty search_path. Null is always what PostgreSQL takes where nothing is said.

-- kind schema
select n.oid, n.nspname as name, n.nspowner::regrole::text as owner
  from pg_namespace n where {ns};

-- kind extension
select e.oid, e.extname as name, n.nspname as in_schema, e.extversion as version,
       (select array_agg(x.t order by x.t) from (
          select c.oid::regclass::text || coalesce(' ' || nullif(e.extcondition[x.i], ''), '')
            from unnest(e.extconfig) with ordinality x(o, i) join pg_class c on c.oid = x.o) x(t)) as configuration_tables,
       null as member_grants,
       e.extowner::regrole::text as owner
  from pg_extension e join pg_namespace n on n.oid = e.extnamespace
 where e.extname <> 'plpgsql';

-- kind access method
select a.oid, a.amname as name, a.amtype as type, a.amhandler::regproc::text as handler
  from pg_am a where a.oid >= 16384;

-- kind language
select l.oid, l.lanname as name, l.lanpltrusted as trusted, nullif(l.lanplcallfoid, 0)::regprocedure::text as handler,
       nullif(l.laninline, 0)::regprocedure::text as inline_handler,
       nullif(l.lanvalidator, 0)::regprocedure::text as validator, l.lanowner::regrole::text as owner
  from pg_language l where l.oid >= 16384;

-- kind collation
select c.oid, n.nspname as schema, c.collname as name, c.collprovider as provider, c.collisdeterministic as deterministic,
       c.collcollate as lc_collate, c.collctype as lc_ctype,
       /*17: c.colllocale */ /*<17: c.colliculocale */ as locale,
       /*16: c.collicurules */ /*<16: null */ as rules,
       nullif(c.collencoding, -1) as encoding, c.collowner::regrole::text as owner
  from pg_collation c join pg_namespace n on n.oid = c.collnamespace and {ns};

-- kind enum
select t.oid, n.nspname as schema, t.typname as name,
       (select array_agg(e.enumlabel::text order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid) as labels,
       t.typowner::regrole::text as owner
  from pg_type t join pg_namespace n on n.oid = t.typnamespace and {ns} where t.typtype = 'e';

-- kind domain
select t.oid, n.nspname as schema, t.typname as name, format_type(t.typbasetype, t.typtypmod) as type,
       case when t.typcollation not in (0, b.typcollation) then t.typcollation::regcollation::text end as collation,
       case when t.typdefaultbin is not null then pg_get_expr(t.typdefaultbin, 0)
            else quote_literal(t.typdefault) end as "default",
       t.typnotnull as not_null,
       /*17: (select nullif(k.conname, t.typname || '_not_null') from pg_constraint k
               where k.contypid = t.oid and k.contype = 'n') */ /*<17: null */ as not_null_constraint,
       /*17: (select d.description from pg_constraint k join pg_description d on d.classoid = 'pg_constraint'::regclass
                 and d.objoid = k.oid where k.contypid = t.oid and k.contype = 'n') */ /*<17: null */ as not_null_comment,
       t.typowner::regrole::text as owner
  from pg_type t join pg_namespace n on n.oid = t.typnamespace and {ns}
  join pg_type b on b.oid = t.typbasetype where t.typtype = 'd';

-- kind domain constraint
select k.oid, k.contypid as parent, n.nspname as schema, t.typname as relation, k.conname as name,
       pg_get_constraintdef(k.oid) as definition, k.convalidated as validated
  from pg_constraint k join pg_type t on t.oid = k.contypid join pg_namespace n on n.oid = t.typnamespace and {ns}
 where k.contype = 'c';

-- kind composite type
select t.oid, n.nspname as schema, t.typname as name, t.typowner::regrole::text as owner
  from pg_type t join pg_namespace n on n.oid = t.typnamespace and {ns}
  join pg_class c on c.oid = t.typrelid and c.relkind = 'c' where t.typtype = 'c';

-- kind range type
select t.oid, n.nspname as schema, t.typname as name, format_type(r.rngsubtype, null) as subtype,
       case when not o.opcdefault or o.opcintype <> r.rngsubtype
            then quote_ident(ocn.nspname) || '.' || quote_ident(o.opcname) end as operator_class,
       case when r.rngcollation not in (0, s.typcollation) then r.rngcollation::regcollation::text end as collation,
       nullif(r.rngcanonical, 0)::regproc::text as canonical, nullif(r.rngsubdiff, 0)::regproc::text as subtype_diff,
       quote_ident(mn.nspname) || '.' || quote_ident(m.typname) as multirange, t.typowner::regrole::text as owner
  from pg_range r join pg_type t on t.oid = r.rngtypid join pg_namespace n on n.oid = t.typnamespace and {ns}
  join pg_type s on s.oid = r.rngsubtype join pg_opclass o on o.oid = r.rngsubopc
  join pg_namespace ocn on ocn.oid = o.opcnamespace
  left join pg_type m on m.oid = r.rngmultitypid left join pg_namespace mn on mn.oid = m.typnamespace;

-- kind base type
select t.oid, n.nspname as schema, t.typname as name, t.typisdefined as defined,
       nullif(t.typinput, 0)::regproc::text as input, nullif(t.typoutput, 0)::regproc::text as output,
       nullif(t.typreceive, 0)::regproc::text as receive, nullif(t.typsend, 0)::regproc::text as send,
       nullif(t.typmodin, 0)::regproc::text as typmod_in, nullif(t.typmodout, 0)::regproc::text as typmod_out,
       nullif(t.typanalyze, 0)::regproc::text as analyze, nullif(t.typsubscript, 0)::regproc::text as subscript,
       t.typlen as length, t.typbyval as by_value, t.typalign as alignment, t.typstorage as storage,
       t.typcategory as category, t.typispreferred as preferred, t.typdefault as "default",
       case when t.typelem <> 0 then format_type(t.typelem, null) end as element, t.typdelim as delimiter,
       t.typcollation <> 0 as collatable, t.typowner::regrole::text as owner
  from pg_type t join pg_namespace n on n.oid = t.typnamespace and {ns}
 where (t.typtype = 'b' and not exists (select from pg_type e where e.oid = t.typelem and e.typarray = t.oid)
        and not exists (select from pg_type e where e.typarray = t.oid)) or t.typtype = 'p';

-- kind function
select p.oid, n.nspname as schema, p.proname as name, (select coalesce(string_agg(format_type(x.t, null), ', ' order by x.i), '')
                                                              from unnest(p.proargtypes) with ordinality x(t, i)) as arguments,
       pg_get_function_arguments(p.oid) as parameters, pg_get_function_result(p.oid) as result, l.lanname as language,
       p.prokind = 'w' as "window", p.prosqlbody is not null as parsed_body,
       case when p.prosqlbody is null then p.prosrc else pg_get_function_sqlbody(p.oid) end as body,
       p.probin as library, p.prosecdef as security_definer, p.proleakproof as leakproof, p.proisstrict as strict,
       p.provolatile as volatility, p.proparallel as parallel, p.procost as cost,
       case when p.proretset then p.prorows end as rows, nullif(p.prosupport, 0)::regproc::text as support,
       case when p.proconfig is not null then (select array_agg(s order by s) from unnest(p.proconfig) s) end as configuration,
       (select array_agg(format_type(x, null) order by i) from unnest(p.protrftypes) with ordinality u(x, i)) as transforms,
       pg_get_functiondef(p.oid) as printed, pg_get_function_identity_arguments(p.oid) as signature,
       p.proowner::regrole::text as owner
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace and {ns} join pg_language l on l.oid = p.prolang
 where p.prokind in ('f', 'w') and not exists (select from pg_depend d
       where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'i');

-- kind procedure
select p.oid, n.nspname as schema, p.proname as name, (select coalesce(string_agg(format_type(x.t, null), ', ' order by x.i), '')
                                                              from unnest(p.proargtypes) with ordinality x(t, i)) as arguments,
       pg_get_function_arguments(p.oid) as parameters, l.lanname as language, p.prosqlbody is not null as parsed_body,
       case when p.prosqlbody is null then p.prosrc else pg_get_function_sqlbody(p.oid) end as body,
       p.probin as library, p.prosecdef as security_definer,
       case when p.proconfig is not null then (select array_agg(s order by s) from unnest(p.proconfig) s) end as configuration,
       (select array_agg(format_type(x, null) order by i) from unnest(p.protrftypes) with ordinality u(x, i)) as transforms,
       pg_get_functiondef(p.oid) as printed, pg_get_function_identity_arguments(p.oid) as signature,
       p.proowner::regrole::text as owner
  from pg_proc p join pg_namespace n on n.oid = p.pronamespace and {ns} join pg_language l on l.oid = p.prolang
 where p.prokind = 'p';

-- kind aggregate
select p.oid, n.nspname as schema, p.proname as name, (select coalesce(string_agg(format_type(x.t, null), ', ' order by x.i), '')
                                                              from unnest(p.proargtypes) with ordinality x(t, i)) as arguments,
       pg_get_function_arguments(p.oid) as parameters, pg_get_function_result(p.oid) as result,
       p.proparallel as parallel, p.proisstrict as strict, p.provolatile as volatility, p.prosecdef as security_definer,
       a.aggkind as aggregate_kind, a.aggnumdirectargs as direct_arguments,
       a.aggtransfn::regproc::text as transition, nullif(a.aggfinalfn, 0)::regproc::text as final,
       nullif(a.aggcombinefn, 0)::regproc::text as combine, nullif(a.aggserialfn, 0)::regproc::text as serial,
       nullif(a.aggdeserialfn, 0)::regproc::text as deserial, nullif(a.aggmtransfn, 0)::regproc::text as moving_transition,
       nullif(a.aggminvtransfn, 0)::regproc::text as moving_inverse, nullif(a.aggmfinalfn, 0)::regproc::text as moving_final,
       a.aggfinalextra as final_extra, a.aggmfinalextra as moving_final_extra, a.aggfinalmodify as final_modify,
       a.aggmfinalmodify as moving_final_modify, nullif(a.aggsortop, 0)::regoperator::text as sort_operator,
       (select op.oprname from pg_operator op where op.oid = a.aggsortop) as sort_operator_name,
       (select quote_ident(opn.nspname) from pg_operator op join pg_namespace opn on opn.oid = op.oprnamespace
         where op.oid = a.aggsortop) as sort_operator_schema,
       format_type(a.aggtranstype, null) as state_type, nullif(a.aggtransspace, 0) as state_size,
       case when a.aggmtranstype <> 0 then format_type(a.aggmtranstype, null) end as moving_state_type,
       nullif(a.aggmtransspace, 0) as moving_state_size, a.agginitval as initial_value,
       a.aggminitval as moving_initial_value, pg_get_function_identity_arguments(p.oid) as signature, p.proowner::regrole::text as owner
  from pg_aggregate a join pg_proc p on p.oid = a.aggfnoid join pg_namespace n on n.oid = p.pronamespace and {ns};

-- kind operator
select o.oid, n.nspname as schema, o.oprname as name,
       case when o.oprleft = 0 then 'NONE' else format_type(o.oprleft, null) end || ', '
         || case when o.oprright = 0 then 'NONE' else format_type(o.oprright, null) end as arguments,
       case when o.oprleft <> 0 then format_type(o.oprleft, null) end as left_type,
       format_type(o.oprright, null) as right_type, nullif(o.oprcode, 0)::regproc::text as function,
       (select 'OPERATOR(' || quote_ident(cn.nspname) || '.' || c.oprname || ')' from pg_operator c
          join pg_namespace cn on cn.oid = c.oprnamespace where c.oid = o.oprcom) as commutator,
       (select 'OPERATOR(' || quote_ident(cn.nspname) || '.' || c.oprname || ')' from pg_operator c
          join pg_namespace cn on cn.oid = c.oprnamespace where c.oid = o.oprnegate) as negator,
       nullif(o.oprrest, 0)::regproc::text as "restrict", nullif(o.oprjoin, 0)::regproc::text as "join",
       o.oprcanhash as hashes, o.oprcanmerge as merges, o.oprowner::regrole::text as owner
  from pg_operator o join pg_namespace n on n.oid = o.oprnamespace and {ns}
 where o.oprcode <> 0; -- without a function it is the debris of another one's commutator or negator

-- kind operator family
select f.oid, n.nspname as schema, f.opfname as name, am.amname as arguments,
       (select array_agg(x order by x) from (
          select 'OPERATOR ' || ao.amopstrategy || ' ' || ao.amopopr::regoperator::text
                 || case ao.amoppurpose when 'o' then ' FOR ORDER BY ' || (select quote_ident(sn.nspname) || '.'
                        || quote_ident(sf.opfname) from pg_opfamily sf join pg_namespace sn on sn.oid = sf.opfnamespace
                        where sf.oid = ao.amopsortfamily) else '' end as x
            from pg_amop ao where ao.amopfamily = f.oid and exists (select from pg_depend d
                 where d.classid = 'pg_amop'::regclass and d.objid = ao.oid and d.refclassid = 'pg_opfamily'::regclass)
          union all
          select 'FUNCTION ' || ap.amprocnum || ' (' || format_type(ap.amproclefttype, null) || ', '
                 || format_type(ap.amprocrighttype, null) || ') ' || ap.amproc::regprocedure::text
            from pg_amproc ap where ap.amprocfamily = f.oid and exists (select from pg_depend d
                 where d.classid = 'pg_amproc'::regclass and d.objid = ap.oid and d.refclassid = 'pg_opfamily'::regclass)
       ) m(x)) as members,
       f.opfowner::regrole::text as owner
  from pg_opfamily f join pg_namespace n on n.oid = f.opfnamespace and {ns} join pg_am am on am.oid = f.opfmethod;

-- kind operator class
select c.oid, n.nspname as schema, c.opcname as name, am.amname as arguments,
       quote_ident(fn.nspname) || '.' || quote_ident(f.opfname) as family, format_type(c.opcintype, null) as type,
       c.opcdefault as is_default,
       case when c.opckeytype <> 0 then format_type(c.opckeytype, null) end as storage_type,
       (select array_agg(x order by x) from (
          select 'OPERATOR ' || ao.amopstrategy || ' ' || ao.amopopr::regoperator::text
                 || case ao.amoppurpose when 'o' then ' FOR ORDER BY ' || (select quote_ident(sn.nspname) || '.'
                        || quote_ident(sf.opfname) from pg_opfamily sf join pg_namespace sn on sn.oid = sf.opfnamespace
                        where sf.oid = ao.amopsortfamily) else '' end as x
            from pg_depend d join pg_amop ao on ao.oid = d.objid
           where d.classid = 'pg_amop'::regclass and d.refclassid = 'pg_opclass'::regclass and d.refobjid = c.oid
          union all
          select 'FUNCTION ' || ap.amprocnum || ' (' || format_type(ap.amproclefttype, null) || ', '
                 || format_type(ap.amprocrighttype, null) || ') ' || ap.amproc::regprocedure::text
            from pg_depend d join pg_amproc ap on ap.oid = d.objid
           where d.classid = 'pg_amproc'::regclass and d.refclassid = 'pg_opclass'::regclass and d.refobjid = c.oid
       ) m(x)) as members,
       c.opcowner::regrole::text as owner
  from pg_opclass c join pg_namespace n on n.oid = c.opcnamespace and {ns} join pg_am am on am.oid = c.opcmethod
  join pg_opfamily f on f.oid = c.opcfamily join pg_namespace fn on fn.oid = f.opfnamespace;

-- kind cast
select c.oid, format_type(c.castsource, null) || ' as ' || format_type(c.casttarget, null) as name,
       format_type(c.castsource, null) as source_type, format_type(c.casttarget, null) as target_type,
       nullif(c.castfunc, 0)::regprocedure::text as function, c.castcontext as context, c.castmethod as method
  from pg_cast c where c.oid >= 16384 and not exists (select from pg_depend d -- those of a range come with it
       where d.classid = 'pg_cast'::regclass and d.objid = c.oid and d.deptype = 'i');

-- kind conversion
select c.oid, n.nspname as schema, c.conname as name, pg_encoding_to_char(c.conforencoding) as source_encoding,
       pg_encoding_to_char(c.contoencoding) as target_encoding, c.conproc::regproc::text as function,
       c.condefault as is_default, c.conowner::regrole::text as owner
  from pg_conversion c join pg_namespace n on n.oid = c.connamespace and {ns};

-- kind transform
select t.oid, format_type(t.trftype, null) || ' language ' || l.lanname as name, format_type(t.trftype, null) as type,
       l.lanname as language, nullif(t.trffromsql, 0)::regprocedure::text as from_sql,
       nullif(t.trftosql, 0)::regprocedure::text as to_sql
  from pg_transform t join pg_language l on l.oid = t.trflang where t.oid >= 16384;

-- kind text search parser
select p.oid, n.nspname as schema, p.prsname as name, p.prsstart::regproc::text as start,
       p.prstoken::regproc::text as gettoken, p.prsend::regproc::text as "end",
       nullif(p.prsheadline, 0)::regproc::text as headline, p.prslextype::regproc::text as lextypes
  from pg_ts_parser p join pg_namespace n on n.oid = p.prsnamespace and {ns};

-- kind text search template
select t.oid, n.nspname as schema, t.tmplname as name, nullif(t.tmplinit, 0)::regproc::text as init,
       t.tmpllexize::regproc::text as lexize
  from pg_ts_template t join pg_namespace n on n.oid = t.tmplnamespace and {ns};

-- kind text search dictionary
select d.oid, n.nspname as schema, d.dictname as name, quote_ident(tn.nspname) || '.' || quote_ident(t.tmplname) as template,
       d.dictinitoption as template_options, d.dictowner::regrole::text as owner
  from pg_ts_dict d join pg_namespace n on n.oid = d.dictnamespace and {ns}
  join pg_ts_template t on t.oid = d.dicttemplate join pg_namespace tn on tn.oid = t.tmplnamespace;

-- kind text search configuration
select c.oid, n.nspname as schema, c.cfgname as name, quote_ident(pn.nspname) || '.' || quote_ident(p.prsname) as parser,
       (select array_agg(m.alias || ' ' || m.dictionaries order by m.alias) from (
          select (select t.alias from ts_token_type(c.cfgparser) t where t.tokid = m.maptokentype) as alias,
                 string_agg(m.mapdict::regdictionary::text, ', ' order by m.mapseqno) as dictionaries
            from pg_ts_config_map m where m.mapcfg = c.oid group by m.maptokentype) m) as mappings,
       c.cfgowner::regrole::text as owner
  from pg_ts_config c join pg_namespace n on n.oid = c.cfgnamespace and {ns}
  join pg_ts_parser p on p.oid = c.cfgparser join pg_namespace pn on pn.oid = p.prsnamespace;

-- kind foreign data wrapper
select f.oid, f.fdwname as name, nullif(f.fdwhandler, 0)::regproc::text as handler,
       nullif(f.fdwvalidator, 0)::regproc::text as validator,
       (select array_agg(o order by o) from unnest(f.fdwoptions) o) as options, f.fdwowner::regrole::text as owner
  from pg_foreign_data_wrapper f;

-- kind server
select s.oid, s.srvname as name, f.fdwname as wrapper, s.srvtype as type, s.srvversion as version,
       (select array_agg(case when o ~* '^(password|passfile|sslkey|sslpassword)=' then regexp_replace(o, '=.*', '=') else o end
               order by o) from unnest(s.srvoptions) o) as options, s.srvowner::regrole::text as owner
  from pg_foreign_server s join pg_foreign_data_wrapper f on f.oid = s.srvfdw;

-- kind user mapping
select u.umid as oid, u.srvname as relation, case when u.umuser = 0 then 'public' else u.usename end as name,
       case when u.umoptions is not null or pg_has_role(current_user, s.srvowner, 'USAGE') and u.umuser in (0, r.oid) or r.rolsuper
            then (select array_agg(regexp_replace(o, '=.*', '') order by o) from unnest(u.umoptions) o)
            else array['?'] end as options -- not for everybody to see
  from pg_user_mappings u join pg_foreign_server s on s.oid = u.srvid join pg_roles r on r.rolname = current_user;

-- kind sequence
select c.oid, n.nspname as schema, c.relname as name, format_type(s.seqtypid, null) as type, s.seqstart as start,
       s.seqincrement as increment, s.seqmin as minimum, s.seqmax as maximum, s.seqcache as cache, s.seqcycle as cycle,
       c.relpersistence as persistence,
       (select quote_ident(rn.nspname) || '.' || quote_ident(r.relname) || '.' || quote_ident(a.attname)
          from pg_depend d join pg_class r on r.oid = d.refobjid join pg_namespace rn on rn.oid = r.relnamespace
          join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
         where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'a'
           and d.refclassid = 'pg_class'::regclass) as owned_by,
       c.relowner::regrole::text as owner
  from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace and {ns}
 where not exists (select from pg_depend d
                    where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i');

-- kind table
select c.oid, n.nspname as schema, c.relname as name, c.relkind as relation_kind, c.relpersistence as persistence,
       nullif(am.amname, 'heap') as access_method, ts.spcname as tablespace,
       case when c.reloptions is not null then (select array_agg(o order by o) from unnest(c.reloptions) o) end as options,
       case when c.reltoastrelid <> 0 then
         (select array_agg(o order by o) from pg_class t, unnest(t.reloptions) o where t.oid = c.reltoastrelid) end as toast_options,
       case when c.reloftype <> 0 then format_type(c.reloftype, null) end as of_type,
       case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end as partition_key,
       case when c.relispartition then pg_get_expr(c.relpartbound, c.oid) end as partition_bound,
       (select array_agg(i.inhparent::regclass::text order by i.inhseqno) from pg_inherits i
         where i.inhrelid = c.oid) as parents,
       (select true from pg_inherits i where i.inhrelid = c.oid and i.inhdetachpending) as detach_pending,
       nullif(c.relreplident, 'd') as replica_identity,
       case when c.relreplident = 'i' then (select ic.relname from pg_index i join pg_class ic on ic.oid = i.indexrelid
          where i.indrelid = c.oid and i.indisreplident) end as replica_identity_index,
       (select ic.relname from pg_index i join pg_class ic on ic.oid = i.indexrelid
         where i.indrelid = c.oid and i.indisclustered) as cluster_index,
       c.relrowsecurity as row_security, c.relforcerowsecurity as force_row_security,
       fs.srvname as server, case when ft.ftoptions is not null then (select array_agg(o order by o) from unnest(ft.ftoptions) o) end as foreign_options,
       c.relowner::regrole::text as owner
  from pg_class c join pg_namespace n on n.oid = c.relnamespace and {ns}
  left join pg_am am on am.oid = c.relam left join pg_tablespace ts on ts.oid = c.reltablespace
  left join pg_foreign_table ft on ft.ftrelid = c.oid left join pg_foreign_server fs on fs.oid = ft.ftserver
 where c.relkind in ('r', 'p', 'f');

-- kind view
select c.oid, n.nspname as schema, c.relname as name, pg_get_viewdef(c.oid) as query,
       case when c.reloptions is not null then (select array_agg(o order by o) from unnest(c.reloptions) o) end as options, c.relowner::regrole::text as owner
  from pg_class c join pg_namespace n on n.oid = c.relnamespace and {ns} where c.relkind = 'v';

-- kind materialized view
select c.oid, n.nspname as schema, c.relname as name, pg_get_viewdef(c.oid) as query,
       case when c.reloptions is not null then (select array_agg(o order by o) from unnest(c.reloptions) o) end as options,
       case when c.reltoastrelid <> 0 then
         (select array_agg(o order by o) from pg_class t, unnest(t.reloptions) o where t.oid = c.reltoastrelid) end as toast_options,
       nullif(am.amname, 'heap') as access_method, ts.spcname as tablespace, c.relispopulated as populated,
       (select ic.relname from pg_index i join pg_class ic on ic.oid = i.indexrelid
         where i.indrelid = c.oid and i.indisclustered) as cluster_index,
       c.relowner::regrole::text as owner
  from pg_class c join pg_namespace n on n.oid = c.relnamespace and {ns}
  left join pg_am am on am.oid = c.relam left join pg_tablespace ts on ts.oid = c.reltablespace where c.relkind = 'm';

-- kind column
select a.attrelid as oid, a.attnum as sub, a.attrelid as parent, n.nspname as schema, c.relname as relation, a.attname as name,
       a.attnum as position, -- made a rank among the living ones when all are read
       c.relkind as relation_kind,
       format_type(a.atttypid, a.atttypmod) as type,
       case when a.attcollation not in (0, t.typcollation) then a.attcollation::regcollation::text end as collation,
       a.attnotnull as not_null,
       /*18: case when nn.conname <> c.relname || '_' || a.attname || '_not_null' then nn.conname end */ /*<18: null */
         as not_null_constraint,
       /*18: nullif(nn.connoinherit, false) */ /*<18: null */ as not_null_no_inherit,
       /*18: nullif(not nn.convalidated, false) */ /*<18: null */ as not_null_not_valid,
       /*18: nullif(not nn.conislocal, false) */ /*<18: null */ as not_null_inherited,
       /*18: nd.description */ /*<18: null */ as not_null_comment,
       case when a.attgenerated = '' then pg_get_expr(ad.adbin, 0) end as "default", -- no column in it: no table is opened
       case when a.attgenerated <> '' then pg_get_expr(ad.adbin, ad.adrelid) end as generated,
       nullif(a.attgenerated, '') as generation, nullif(a.attidentity, '') as identity,
       seq.definition as identity_sequence,
       quote_ident(seq.schema) || '.' || quote_ident(seq.name) as identity_sequence_name, seq.oid as identity_sequence_oid,
       null as identity_sequence_comment, null as identity_sequence_grants, null as identity_sequence_labels,
       case when a.attstorage <> t.typstorage then a.attstorage end as storage, nullif(a.attcompression, '') as compression,
       case when a.attstattarget >= 0 then a.attstattarget end as statistics_target,
       case when a.attoptions is not null then (select array_agg(o order by o) from unnest(a.attoptions) o) end as options,
       case when a.attfdwoptions is not null then (select array_agg(o order by o) from unnest(a.attfdwoptions) o) end as foreign_options,
       nullif(not a.attislocal, false) as inherited
  from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c')
  join pg_namespace n on n.oid = c.relnamespace and {ns} join pg_type t on t.oid = a.atttypid
  left join pg_attrdef ad on ad.adrelid = a.attrelid and ad.adnum = a.attnum
  left join (select d.refobjid, d.refobjsubid, sc.oid, sn.nspname as schema, sc.relname as name,
                    array[format_type(s.seqtypid, null), s.seqstart::text, s.seqincrement::text, s.seqmin::text,
                          s.seqmax::text, s.seqcache::text, s.seqcycle::text, sc.relpersistence::text] as definition
               from pg_depend d join pg_sequence s on s.seqrelid = d.objid join pg_class sc on sc.oid = s.seqrelid
               join pg_namespace sn on sn.oid = sc.relnamespace
              where d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass and d.deptype = 'i') seq
         on seq.refobjid = a.attrelid and seq.refobjsubid = a.attnum
  /*18: left join pg_constraint nn on nn.conrelid = a.attrelid and nn.contype = 'n' and nn.conkey[1] = a.attnum
        left join pg_description nd on nd.classoid = 'pg_constraint'::regclass and nd.objoid = nn.oid and nd.objsubid = 0 */
 where a.attnum > 0 and not a.attisdropped;

-- kind constraint
select k.oid, k.conrelid as parent, n.nspname as schema, c.relname as relation, k.conname as name, k.contype as type,
       pg_get_constraintdef(k.oid) as definition, k.condeferrable as deferrable, k.condeferred as deferred,
       k.convalidated as validated, nullif(k.connoinherit and k.contype = 'c', false) as no_inherit,
       nullif(not k.conislocal, false) as inherited, k.conparentid <> 0 as derived,
       /*18: k.conenforced */ /*<18: true */ as enforced,
       case when k.contype in ('p', 'u', 'x') and ic.reloptions is not null
            then (select array_agg(o order by o) from unnest(ic.reloptions) o) end as index_options,
       case when k.contype in ('p', 'u', 'x') then ts.spcname end as tablespace,
       case when k.contype in ('p', 'u', 'x') then nullif(not i.indisvalid, false) end as invalid,
       case when k.contype in ('p', 'u', 'x') then nullif(ic.relname, k.conname) end as index_name,
       case when k.contype in ('p', 'u', 'x') then pg_get_indexdef(i.indexrelid) end as index_definition,
       case when k.contype in ('p', 'u', 'x') then k.conindid end as index_oid, null as index_comment,
       case when k.contype = 'x' then (select array_agg(x.attnum || ' ' || x.attstattarget order by x.attnum)
            from pg_attribute x where x.attrelid = k.conindid and x.attstattarget >= 0) end as statistics_targets,
       pk.conrelid::regclass::text as parent_relation, pk.conname as parent_constraint,
       (select array_agg(coalesce(a.attname, '') order by u.i) from unnest(k.conkey) with ordinality u(attnum, i)
          left join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.attnum) as key_columns
  from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace and {ns}
  left join pg_class ic on ic.oid = k.conindid left join pg_tablespace ts on ts.oid = ic.reltablespace
  left join pg_index i on i.indexrelid = k.conindid left join pg_constraint pk on pk.oid = k.conparentid
 where k.contype in ('c', 'u', 'p', 'x', 'f');

-- kind index
select i.indexrelid as oid, i.indrelid as parent, n.nspname as schema, c.relname as relation, ic.relname as name,
       pg_get_indexdef(i.indexrelid) as definition, i.indisunique as "unique", i.indisvalid as valid, i.indisready as ready,
       case when ic.reloptions is not null then (select array_agg(o order by o) from unnest(ic.reloptions) o) end as options, ts.spcname as tablespace,
       inh.inhparent::regclass::text as parent_index,
       case when i.indexprs is not null then
         (select array_agg(k.attnum || ' ' || k.attstattarget order by k.attnum) from pg_attribute k
           where k.attrelid = i.indexrelid and k.attstattarget >= 0) end as statistics_targets
  from pg_index i join pg_class ic on ic.oid = i.indexrelid join pg_class c on c.oid = i.indrelid
  join pg_namespace n on n.oid = ic.relnamespace and {ns}
  left join pg_inherits inh on inh.inhrelid = i.indexrelid left join pg_tablespace ts on ts.oid = ic.reltablespace
 where c.relkind in ('r', 'p', 'm') and not exists (select from pg_constraint k
       where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x') and k.conrelid = i.indrelid);

-- kind statistics
select s.oid, s.stxrelid as parent, n.nspname as schema, s.stxname as name, s.stxrelid::regclass::text as on_relation,
       pg_get_statisticsobjdef(s.oid) as definition,
       case when s.stxstattarget >= 0 then s.stxstattarget end as statistics_target, s.stxowner::regrole::text as owner
  from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace and {ns};

-- kind rule
select r.oid, r.ev_class as parent, n.nspname as schema, c.relname as relation, r.rulename as name,
       pg_get_ruledef(r.oid) as definition, nullif(r.ev_enabled, 'O') as enabled
  from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace and {ns}
 where r.rulename <> '_RETURN';

-- kind trigger
select t.oid, t.tgrelid as parent, n.nspname as schema, c.relname as relation, t.tgname as name,
       pg_get_triggerdef(t.oid) as definition, nullif(t.tgenabled, 'O') as enabled,
       case when t.tgparentid <> 0 then (select nullif(p.tgenabled, 'O') from pg_trigger p where p.oid = t.tgparentid) end as parent_enabled,
       t.tgparentid <> 0 as derived
  from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
  join pg_proc p on p.oid = t.tgfoid join pg_namespace f on f.oid = p.pronamespace
 where not t.tgisinternal and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
   and ({ns} or {ns of f} and not exists (select from pg_depend d
        where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e'));

-- kind policy
select p.oid, p.polrelid as parent, n.nspname as schema, c.relname as relation, p.polname as name, p.polcmd as command,
       p.polpermissive as permissive,
       (select array_agg(r.n order by r.n) from (
          select case x.o when 0 then 'public' else x.o::regrole::text end from unnest(p.polroles) x(o)) r(n)) as roles,
       pg_get_expr(p.polqual, p.polrelid) as "using", pg_get_expr(p.polwithcheck, p.polrelid) as with_check
  from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
 where n.nspname !~ '^pg_' and n.nspname <> 'information_schema';

-- kind publication
select p.oid, p.pubname as name, p.puballtables as all_tables, p.pubinsert as "insert", p.pubupdate as "update",
       p.pubdelete as "delete", p.pubtruncate as "truncate", p.pubviaroot as via_root,
       /*18: nullif(p.pubgencols, 'n') */ /*<18: null */ as generated_columns,
       (select array_agg(quote_ident(n.nspname) order by n.nspname) from pg_publication_namespace pn
          join pg_namespace n on n.oid = pn.pnnspid where pn.pnpubid = p.oid) as schemas,
       p.pubowner::regrole::text as owner
  from pg_publication p;

-- kind publication table
select r.oid, n.nspname as schema, c.relname as relation, p.pubname as name,
       (select array_agg(quote_ident(a.attname) order by a.attnum) from pg_attribute a
         where a.attrelid = r.prrelid and a.attnum = any (r.prattrs::int2[])) as columns,
       pg_get_expr(r.prqual, r.prrelid) as row_filter
  from pg_publication_rel r join pg_publication p on p.oid = r.prpubid join pg_class c on c.oid = r.prrelid
  join pg_namespace n on n.oid = c.relnamespace;

-- kind subscription
select s.oid, s.subname as name, (select array_agg(quote_ident(x) order by x) from unnest(s.subpublications) x) as publications,
       s.subenabled as is_enabled, s.subslotname as slot_name, s.subsynccommit as synchronous_commit,
       s.subbinary as is_binary, s.substream as streaming, s.subtwophasestate <> 'd' as two_phase,
       s.subdisableonerr as disable_on_error,
       /*16: nullif(s.suborigin, 'any') */ /*<16: null */ as origin, /*16: s.subpasswordrequired */ /*<16: null */ as password_required,
       /*16: s.subrunasowner */ /*<16: null */ as run_as_owner, /*17: s.subfailover */ /*<17: null */ as failover,
       s.subowner::regrole::text as owner
  from pg_subscription s where s.subdbid = (select oid from pg_database where datname = current_database());

-- kind default privileges
select a.oid, coalesce(n.nspname, '') as schema, a.defaclrole::regrole::text as name,
       case a.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'routines' when 'T' then 'types'
            when 'n' then 'schemas' when 'L' then 'large objects' end as arguments,
       pg_has_role(current_user, a.defaclrole, 'MEMBER') as own
  from pg_default_acl a left join pg_namespace n on n.oid = a.defaclnamespace
 where n.oid is null or {ns};

-- kind event trigger
select e.oid, e.evtname as name, e.evtevent as event,
       (select array_agg(t order by t) from unnest(e.evttags) t) as tags, e.evtfoid::regproc::text as function,
       nullif(e.evtenabled, 'O') as enabled, e.evtowner::regrole::text as owner
  from pg_event_trigger e join pg_proc p on p.oid = e.evtfoid join pg_namespace f on f.oid = p.pronamespace and {ns of f};

-- kind settings
select 0 as oid, case when s.setrole = 0 then '' else s.setrole::regrole::text end as name,
       (select array_agg(case when split_part(x, '=', 1) ~* '(secret|password|passwd|token|key)'
                              then split_part(x, '=', 1) || '=' else x end order by x)
          from unnest(s.setconfig) x) as configuration
  from pg_db_role_setting s where s.setdatabase = (select oid from pg_database where datname = current_database());

-- kind database
select 0 as oid, pg_catalog.pg_encoding_to_char(d.encoding) as encoding,
       case d.datlocprovider when 'c' then 'libc' when 'i' then 'icu' when 'b' then 'builtin'
            else d.datlocprovider::text end as provider,
       d.datcollate as lc_collate, d.datctype as lc_ctype, /*17: d.datlocale */ /*<17: d.daticulocale */ as locale,
       /*16: d.daticurules */ /*<16: null */ as rules
  from pg_catalog.pg_database d where d.datname = pg_catalog.current_database();
