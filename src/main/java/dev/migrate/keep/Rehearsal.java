package dev.migrate.keep;

import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.CatalogReader;
import dev.migrate.catalog.CatalogScope;
import dev.migrate.database.Session;
import dev.migrate.migration.UpScript;
import dev.migrate.rehearse.Replay;
import dev.migrate.rehearse.ReplayResult;
import dev.migrate.rehearse.TargetStructure;
import dev.migrate.shadow.ScratchDatabase;
import dev.migrate.shadow.Shadow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Migrations run on a scratch database that has the structure of the target and none of its rows, and what they would
 * destroy: known from the catalogs before and behind each, and from triggers of statements, which fire without rows as
 * well.
 */
final class Rehearsal {
    private static final String WATCHED = "migrate_watched";

    private static final List<String> INSTALL = List.of(
            "create schema " + WATCHED,
            "create table migrate_watched.seen (relation oid not null, operation text not null)",
            """
            create function migrate_watched.see() returns trigger
                language plpgsql security definer set search_path = pg_catalog, pg_temp
                as $f$ begin insert into migrate_watched.seen values (tg_relid, lower(tg_op)); return null; end $f$
            """);

    /** On tables that have none: a trigger of the statement, which fires whatever the script sets. */
    private static final String WATCH = """
            do $do$
            declare
                t text;
            begin
                truncate migrate_watched.seen;
                for t in
                    select c.oid::pg_catalog.regclass from pg_catalog.pg_class c
                     where c.relkind in ('r', 'p') and c.relpersistence <> 't'
                       and c.relnamespace not in (select oid from pg_catalog.pg_namespace
                                                   where nspname ~ '^pg_' or nspname in ('information_schema', 'migrate_watched'))
                       and not exists (select from pg_catalog.pg_trigger g where g.tgrelid = c.oid and g.tgname = '!migrate_watched')
                loop
                    execute 'create trigger "!migrate_watched" before update or delete or truncate on ' || t
                        || ' for each statement execute function migrate_watched.see()';
                    execute 'alter table ' || t || ' enable always trigger "!migrate_watched"';
                end loop;
            end
            $do$
            """;

    private final Session target;
    private final CatalogScope scope;

    Rehearsal(Session target, CatalogScope scope) {
        this.target = target;
        this.scope = scope;
    }

    /**
     * What each script would destroy.
     *
     * @param doomed by the id of the migration
     * @param unobserved by the id, why a script could not be observed to its end
     */
    record Result(Map<String, List<Doomed>> doomed, Map<String, String> unobserved) {}

    /** Runs them, one after the other; behind one that fails the rest is not observed. */
    Result of(List<UpScript> scripts, Shadow shadow) {
        var doomed = new LinkedHashMap<String, List<Doomed>>();
        var unobserved = new LinkedHashMap<String, String>();
        try (ScratchDatabase database = shadow.create()) {
            String missing = load(database);
            try (Session session = database.connect("migrate keep")) {
                own(session, INSTALL);
                String failed = "";
                Structure origin = Structure.read(session);
                for (UpScript script : scripts) {
                    if (failed.isEmpty()) {
                        failed = one(session, shadow, script, origin, doomed);
                        failed = failed.isEmpty() || missing.isEmpty() ? failed : failed + " (" + missing + ")";
                    }
                    if (!failed.isEmpty()) {
                        unobserved.put(script.id(), failed);
                    }
                }
            }
        }
        return new Result(doomed, unobserved);
    }

    private static String one(
            Session session, Shadow shadow, UpScript script, Structure origin, Map<String, List<Doomed>> doomed) {
        own(session, List.of(WATCH));
        Structure before = Structure.read(session);
        ReplayResult result =
                new Replay(session, Optional.empty()).besides(shadow::giveWay).run(List.of(script));
        if (!result.ok()) {
            return result.failure()
                    .map(failure -> failure.where() + ": " + failure.error().message())
                    .orElse("");
        }
        var seen = new LinkedHashMap<Long, TreeSet<String>>();
        for (List<String> row : session.rows("select relation, operation from migrate_watched.seen")) {
            seen.computeIfAbsent(Long.parseLong(row.get(0)), key -> new TreeSet<>())
                    .add(row.get(1));
        }
        doomed.put(script.id(), before.doomed(origin, Structure.read(session), seen));
        return result.adaptations().isEmpty() ? "" : result.adaptations().get(0).toString();
    }

    /** Makes the structure of the target; says what could not be made, in words. */
    private String load(ScratchDatabase database) {
        Catalog catalog = new CatalogReader(target, scope).readWithDependencies();
        try (Session session = database.connect("migrate keep")) {
            return TargetStructure.load(catalog, scope, session);
        }
    }

    private static void own(Session session, List<String> statements) {
        session.ask("begin;\nset local search_path = pg_catalog, pg_temp;\n" + String.join(";\n", statements)
                        + ";\ncommit")
                .error()
                .ifPresent(error -> {
                    throw session.refused(error);
                });
    }
}
