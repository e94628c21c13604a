package dev.migrate.rehearse;

import java.util.List;

/**
 * What is put into a scratch database to sample what statements do. The functions send what they find as a notice: that
 * works in a transaction that is read only, gives it no id, and survives its rollback, unlike rows of a table.
 *
 * <p>Fields of what is sent are separated by U+001F, records by U+001E, and within the state of a relation by U+001C and
 * U+001D. Names have none of them: {@code rehearsal.plain} sees to it.
 */
final class FactQueries {
    /** SQLSTATE of a notice that holds a sample; of a class that PostgreSQL leaves to others. */
    static final String SAMPLE = "MGFCT";

    private static final String PLAIN = """
            create function rehearsal.plain(name text) returns text language sql immutable set search_path = pg_catalog, pg_temp
                as $f$ select translate($1, U&'\\001C\\001D\\001E\\001F', '????') $f$
            """;

    /**
     * In PL/pgSQL, which plans it once and not for every table. The catalogs of a new database have no statistics, without
     * which the planner would read all of them for each table; of EXISTS it would even make a hash.
     */
    private static final String STATE = """
            create function rehearsal.state(relation oid) returns text
                language plpgsql stable set search_path = pg_catalog, pg_temp
                set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
                as $f$
                begin
                return (select concat_ws(chr(29),
                       concat_ws(chr(28), 'relation', rehearsal.plain(c.oid::regclass::text),
                                 rehearsal.plain(c.relnamespace::regnamespace::text), c.reltablespace),
                       (select string_agg(concat_ws(chr(28), 'column', a.attnum, rehearsal.plain(a.attname),
                                          rehearsal.plain(format_type(a.atttypid, a.atttypmod)), a.attnotnull,
                                          a.atthasdef and a.attgenerated = '', a.attidentity, a.attgenerated,
                                          t.typtype = 'd' and (t.typnotnull or (
                                              select count(*) > 0 from pg_constraint k where k.contypid = t.oid)),
                                          a.atthasdef and (
                                              select count(*) > 0 from pg_attrdef f
                                                join pg_depend d on d.classid = 'pg_attrdef'::regclass and d.objid = f.oid
                                                                and d.refclassid = 'pg_class'::regclass
                                                join pg_class s on s.oid = d.refobjid and s.relkind = 'S'
                                               where f.adrelid = a.attrelid and f.adnum = a.attnum)), chr(29))
                          from pg_attribute a join pg_type t on t.oid = a.atttypid
                         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped),
                       (select string_agg(concat_ws(chr(28), 'constraint', k.oid, rehearsal.plain(k.conname), k.contype,
                                          k.convalidated, k.conindid,
                                          case k.contype when 'f' then rehearsal.plain(k.confrelid::regclass::text) else '' end),
                                          chr(29))
                          from pg_constraint k where k.conrelid = c.oid and k.conparentid = 0),
                       (select string_agg(concat_ws(chr(28), 'index', i.indexrelid, rehearsal.plain(i.indexrelid::regclass::text),
                                          i.indisvalid), chr(29))
                          from pg_index i where i.indrelid = c.oid),
                       (select string_agg(concat_ws(chr(28), 'trigger', g.oid, rehearsal.plain(g.tgname), g.tgenabled), chr(29))
                          from pg_trigger g where g.tgrelid = c.oid and not g.tgisinternal))
                  from pg_class c where c.oid = $1);
                end
                $f$
            """;

    private static final String SAMPLING = """
            create function rehearsal.sample(place text) returns void
                language plpgsql security definer set search_path = pg_catalog, pg_temp set client_min_messages = notice
                set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off
                as $f$
                declare
                    script_number constant integer := split_part(place, ':', 1);
                    statement_number constant integer := split_part(place, ':', 2);
                    said text;
                begin
                    -- Counters of this transaction do not linger into the next.
                    perform pg_stat_force_next_flush();
                    with mine as materialized (
                        select l.relation, l.mode, l.virtualtransaction from pg_locks l
                         where l.pid = pg_backend_pid() and l.locktype = 'relation' and l.granted
                           and l.database = (select d.oid from pg_database d where d.datname = current_database())
                    ), held as materialized (
                        select b.oid, b.kind, b.file, m.mode from mine m join rehearsal.baseline b on b.oid = m.relation
                    ), touched as materialized (
                        with recursive named as (
                            select s.object as oid from rehearsal.seen s
                             where s.script = script_number and s.statement = statement_number and not s.dropped
                               and s.class = 'pg_class'::regclass
                            union
                            select i.indrelid from rehearsal.seen s join pg_index i on i.indexrelid = s.object
                             where s.script = script_number and s.statement = statement_number and not s.dropped
                               and s.class = 'pg_class'::regclass
                        ), all_of_them as (
                            select oid from named union select h.inhrelid from pg_inherits h join all_of_them p on p.oid = h.inhparent
                        )
                        select b.oid, b.state from all_of_them t join rehearsal.baseline b using (oid) where b.state is not null
                    ), told(kind, one) as (
                        select 'T', concat_ws(chr(31), 'T', place, (select min(virtualtransaction) from mine),
                               current_setting('lock_timeout'), coalesce(current_setting('event_triggers', true), 'on'),
                               current_setting('session_replication_role'))
                        union all select 'L', concat_ws(chr(31), 'L', oid, mode) from held
                        union all select 'F', concat_ws(chr(31), 'F', oid, pg_relation_filenode(oid)) from held
                         where mode = 'AccessExclusiveLock' and pg_relation_filenode(oid) <> file
                        union all select 'S', concat_ws(chr(31), 'S', oid, pg_stat_get_xact_numscans(oid))
                          from (select distinct oid from held where kind in ('r', 'm')) h
                         where pg_stat_get_xact_numscans(oid) > 0
                        union all select 'W', concat_ws(chr(31), 'W', relation, reason) from rehearsal.rewritten
                         where script = script_number and statement = statement_number
                        union all select 'R', concat_ws(chr(31), 'R', oid, state, rehearsal.state(oid)) from touched
                        union all select 'E', concat_ws(chr(31), 'E', e.name, rehearsal.plain(l.enumlabel))
                          from rehearsal.seen s join rehearsal.enums e on e.oid = s.object
                          join pg_enum l on l.enumtypid = e.oid and l.enumsortorder > e.highest
                         where s.script = script_number and s.statement = statement_number
                           and s.class = 'pg_type'::regclass and not s.dropped
                    )
                    select string_agg(one, chr(30) order by kind <> 'T', kind) into said from told;
                    raise notice using message = said, errcode = 'MGFCT';
                end
                $f$
            """;

    static final List<String> INSTALL = List.of(
            "grant usage on schema rehearsal to public",
            "create index on rehearsal.seen (script, statement)",
            "create table rehearsal.baseline (oid oid primary key, name text not null, kind \"char\" not null, owner oid not null,"
                    + " file oid, state text)",
            "create table rehearsal.existing (class oid, object oid, primary key (class, object))",
            "create table rehearsal.enums (oid oid primary key, name text not null, highest real)",
            "create table rehearsal.schemas (oid oid primary key, name text not null)",
            "create table rehearsal.rewritten (script integer, statement integer, relation oid, reason integer)",
            "create index on rehearsal.rewritten (script, statement)",
            PLAIN,
            STATE,
            SAMPLING,
            """
            create function rehearsal.on_rewrite() returns event_trigger
                language plpgsql security definer set search_path = pg_catalog, pg_temp
                as $f$
                begin
                    insert into rehearsal.rewritten values (rehearsal.place(1), rehearsal.place(2),
                        pg_event_trigger_table_rewrite_oid(), pg_event_trigger_table_rewrite_reason());
                end
                $f$
            """,
            "create event trigger rehearsal_rewrite on table_rewrite execute function rehearsal.on_rewrite()",
            "alter event trigger rehearsal_rewrite enable always",
            """
            insert into rehearsal.baseline
            select c.oid, rehearsal.plain(c.oid::regclass::text), c.relkind,
                   coalesce(i.indrelid, (select h.inhparent from pg_inherits h where h.inhrelid = c.oid order by h.inhseqno limit 1), 0),
                   pg_relation_filenode(c.oid),
                   case when c.relkind in ('r', 'p', 'm') then rehearsal.state(c.oid) end
              from pg_class c
              join pg_namespace n on n.oid = c.relnamespace
              left join pg_index i on i.indexrelid = c.oid
             where c.relkind in ('r', 'p', 'm', 'v', 'f', 'i', 'I', 'S') and c.relpersistence <> 't'
               and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'rehearsal')
            """,
            """
            insert into rehearsal.existing
            select classid, objid from pg_depend where objid >= 16384
            union select refclassid, refobjid from pg_depend where refobjid >= 16384
            union select 'pg_namespace'::regclass, oid from pg_namespace where nspname <> 'rehearsal'
            union select 'pg_extension'::regclass, oid from pg_extension
            union select 'pg_publication'::regclass, oid from pg_publication
            """,
            """
            insert into rehearsal.enums
            select t.oid, rehearsal.plain(t.oid::regtype::text), coalesce(max(e.enumsortorder), 0)
              from pg_type t left join pg_enum e on e.enumtypid = t.oid
             where t.typtype = 'e' group by t.oid
            """,
            "insert into rehearsal.schemas select oid, rehearsal.plain(oid::regnamespace::text) from pg_namespace"
                    + " where nspname <> 'rehearsal'",
            """
            analyze rehearsal.baseline, rehearsal.existing
            """);

    static final List<String> REMOVE = List.of("drop event trigger if exists rehearsal_rewrite");

    static final String BASELINE = "select oid, name, kind, owner from rehearsal.baseline";

    static final String SCHEMAS = "select oid, name from rehearsal.schemas";

    /** Which of the objects that statements touched were there before. */
    static final String EXISTING = """
            select distinct s.class, s.object
              from rehearsal.seen s
              join rehearsal.existing e on e.class = s.class and e.object = s.object
            """;

    /** In a transaction of its own, which stays open: somebody writes to every table that was there. */
    static final String WRITE_TO_ALL = """
            begin;
            set local search_path = pg_catalog, pg_temp;
            do $do$
            declare
                names text;
            begin
                select string_agg(c.oid::regclass::text, ', ') into names
                  from rehearsal.baseline b join pg_class c on c.oid = b.oid
                 where c.relkind in ('r', 'p');
                if names is not null then
                    execute 'lock table ' || names || ' in row exclusive mode';
                end if;
            end
            $do$
            """;

    /** What a session waits for, and its locks on what was there. */
    static final String WAITING = """
            select a.wait_event, l.relation, l.mode, l.granted
              from pg_catalog.pg_stat_activity a
              join pg_catalog.pg_locks l on l.pid = a.pid and l.locktype = 'relation'
              join rehearsal.baseline b on b.oid = l.relation
             where a.pid = %d and a.wait_event_type = 'Lock'
            """;

    /** Relations that were there and have another file now. */
    static final String FILES = """
            select b.oid, pg_catalog.pg_relation_filenode(b.oid)
              from rehearsal.baseline b
             where b.file is not null and pg_catalog.pg_relation_filenode(b.oid) <> b.file
            """;

    private FactQueries() {}
}
