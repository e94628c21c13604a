package dev.migrate.catalog;

import dev.migrate.database.Identifier;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

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

    /**
     * SQL that is true where a schema is the user's.
     *
     * @param namespace the alias of its row in {@code pg_namespace}
     */
    public String holds(String namespace) {
        String names = excluded.stream().map(Identifier::literal).collect(Collectors.joining(", "));
        return "(%1$s.nspname !~ '^pg_' and %1$s.nspname <> 'information_schema' and %1$s.nspname <> all (array[%2$s]::pg_catalog.name[]))"
                .formatted(namespace, names);
    }
}
