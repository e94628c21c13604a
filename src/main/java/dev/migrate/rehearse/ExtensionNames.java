package dev.migrate.rehearse;

import dev.migrate.database.Session;
import dev.migrate.shadow.StandIns;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which names belong to which extension that a scratch server lacks. */
final class ExtensionNames {
    /** All stand-ins there are, made for a moment: a script may make one and fail in the same transaction. */
    private static final String MAKE_ALL = """
            do $$
            declare
                missing text;
            begin
                create schema rehearsal_probe;
                set local search_path = rehearsal_probe;
                for missing in
                    select name
                      from pg_catalog.pg_available_extensions
                     where default_version = 'stand-in' and installed_version is null
                loop
                    begin
                        execute format('create extension %I cascade', missing);
                    exception when others then
                        null; -- its names are missing then, and a statement that needs one fails in earnest
                    end;
                end loop;
            end
            $$
            """;

    /**
     * Of what is in a schema of the extension's own, the schema's name; of all else its own name, unless PostgreSQL itself
     * has something of that name: {@code avg} says nothing.
     */
    private static final String NAMES = """
            with member as (
                select e.extname, e.extnamespace, d.classid, d.objid
                  from pg_extension e
                  join pg_depend d
                    on d.refclassid = 'pg_extension'::regclass and d.refobjid = e.oid and d.deptype = 'e'
                 where e.extversion = 'stand-in'
            ), named as (
                select extname, typname::text as name, typnamespace as namespace
                  from member join pg_type t on t.oid = objid and classid = 'pg_type'::regclass
                union all
                select extname, proname, pronamespace
                  from member join pg_proc p on p.oid = objid and classid = 'pg_proc'::regclass
                union all
                select extname, oprname, oprnamespace
                  from member join pg_operator o on o.oid = objid and classid = 'pg_operator'::regclass
                union all
                select extname, opcname, opcnamespace
                  from member join pg_opclass c on c.oid = objid and classid = 'pg_opclass'::regclass
                union all
                select extname, relname, relnamespace
                  from member join pg_class c on c.oid = objid and classid = 'pg_class'::regclass
                union all
                select extname, amname, 0
                  from member join pg_am a on a.oid = objid and classid = 'pg_am'::regclass
                union all
                select extname, nspname, 0
                  from member join pg_namespace n on n.oid = objid and classid = 'pg_namespace'::regclass
                union all
                select extname, extname, 0 from pg_extension where extversion = 'stand-in'
            ), own as (
                select objid from member where classid = 'pg_namespace'::regclass
                union
                select extnamespace
                  from pg_extension e join pg_namespace n on n.oid = e.extnamespace
                 where extversion = 'stand-in'
                       and nspname not in ('public', 'extensions', 'pg_catalog', 'rehearsal_probe')
                       and not exists (select from pg_extension o
                                        where o.extnamespace = e.extnamespace and o.oid <> e.oid)
            )
            select distinct extname,
                   case when namespace in (select objid from own) then namespace::regnamespace::text else name end
              from named
             where namespace in (select objid from own)
                or not exists (select from pg_proc where proname = name and pronamespace = 'pg_catalog'::regnamespace)
               and not exists (select from pg_type where typname = name and typnamespace = 'pg_catalog'::regnamespace)
               and not exists (select from pg_operator
                                where oprname = name and oprnamespace = 'pg_catalog'::regnamespace)
            """;

    /** How what an extension has more than its stand-in begins. */
    private static final Map<String, List<String>> BEGINNINGS = Map.of(
            "postgis", List.of("st_", "_st_", "postgis", "geometry", "geography"),
            "vector", List.of("vector", "halfvec", "sparsevec", "hnsw", "ivfflat"));

    /** Of extensions that nobody stands in for: how their names begin, and their schemas. */
    private static final Map<String, List<String>> NOT_AVAILABLE = Map.of(
            "timescaledb",
            List.of(
                    "timescaledb",
                    "create_hypertable",
                    "add_retention_policy",
                    "add_compression_policy",
                    "add_continuous_aggregate_policy",
                    "time_bucket",
                    "set_chunk_time_interval"),
            "citus",
            List.of("citus", "create_distributed_table", "create_reference_table"),
            "pg_partman",
            List.of("partman", "create_parent", "run_maintenance"),
            "pgroonga",
            List.of("pgroonga"),
            "pgrouting",
            List.of("pgr_"),
            "postgis_raster",
            List.of("raster", "rast"),
            "postgis_topology",
            List.of("topology", "topogeo"),
            "rum",
            List.of("rum"),
            "wrappers",
            List.of("wrappers", "stripe_fdw", "firebase_fdw", "s3_fdw", "big_query_fdw", "click_house_fdw", "wasm_fdw"),
            "pg_repack",
            List.of("repack"));

    private final Session session;
    /** The extension by its name, of all that could be made. */
    private Map<String, String> standIns;

    private Set<String> present = Set.of();

    ExtensionNames(Session session) {
        this.session = session;
    }

    /**
     * Says which extensions the script at hand has to do with: those that are there, and those that it names itself.
     * Names of others count for nothing.
     */
    void concerned(Set<String> named) {
        present = new HashSet<>(StandIns.installed(session));
        StandIns.available(session).stream().filter(named::contains).forEach(present::add);
        if (standIns == null && !present.isEmpty()) {
            standIns = new HashMap<>();
            var made = List.of(MAKE_ALL, "set local search_path = pg_catalog, pg_temp", NAMES);
            OwnWork.lookInto(session, made).rows().forEach(row -> standIns.put(row.get(1), row.get(0)));
        }
    }

    /** The stand-in to which one of the names belongs, by its own name. */
    Optional<String> standIn(Set<String> names) {
        if (present.isEmpty()) {
            return Optional.empty();
        }
        return names.stream()
                .map(standIns::get)
                .filter(present::contains)
                .findFirst()
                .or(() -> beginning(names, BEGINNINGS).filter(present::contains));
    }

    /** The extension that is missing to which one of the names belongs. */
    Optional<String> missing(Set<String> names, Set<String> missing) {
        return missing.stream()
                .filter(extension ->
                        names.contains(extension) || begins(names, NOT_AVAILABLE.getOrDefault(extension, List.of())))
                .findFirst();
    }

    private static Optional<String> beginning(Set<String> names, Map<String, List<String>> beginnings) {
        return beginnings.entrySet().stream()
                .filter(extension -> begins(names, extension.getValue()))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private static boolean begins(Set<String> names, List<String> beginnings) {
        return names.stream().anyMatch(name -> beginnings.stream().anyMatch(name::startsWith));
    }
}
