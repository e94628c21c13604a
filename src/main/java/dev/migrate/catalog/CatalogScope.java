package dev.migrate.catalog;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * Which schemas are the user's. PostgreSQL's own never are.
 *
 * @param excluded names of schemas that a platform looks after
 * @param ours the schema of the history; its tables are left out by what is said of them, so that it may hold more
 */
public record CatalogScope(List<String> excluded, String ours) {
    /** Where what migrations destroyed is kept: nothing of the user's structure, wherever it is. */
    public static final String KEPT = "migrate_kept";

    /** Schemas that Supabase, and the extensions that it offers, look after themselves. */
    private static final List<String> MANAGED = List.of(
            "_analytics",
            "_realtime",
            "_supavisor",
            "_timescaledb_cache",
            "_timescaledb_catalog",
            "_timescaledb_config",
            "_timescaledb_debug",
            "_timescaledb_functions",
            "_timescaledb_internal",
            "auth",
            "cron",
            "extensions",
            "graphql",
            "graphql_public",
            KEPT,
            "net",
            "partman",
            "pgbouncer",
            "pgmq",
            "pgroonga",
            "pgsodium",
            "pgsodium_masks",
            "pgtle",
            "realtime",
            "repack",
            "storage",
            "supabase_functions",
            "supabase_migrations",
            "tiger",
            "tiger_data",
            "timescaledb_experimental",
            "timescaledb_information",
            "topology",
            "vault");

    public CatalogScope {
        excluded = List.copyOf(new TreeSet<>(excluded));
    }

    /**
     * Everything but what a Supabase platform manages, and the history.
     *
     * @param ours the schema of the history
     */
    public static CatalogScope of(String ours) {
        return new CatalogScope(MANAGED, ours);
    }

    /** The same without further schemas. */
    public CatalogScope without(Collection<String> schemas) {
        var all = new TreeSet<>(excluded);
        all.addAll(schemas);
        return new CatalogScope(List.copyOf(all), ours);
    }
}
