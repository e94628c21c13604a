package dev.migrate.history;

import static dev.migrate.database.Identifier.literal;

import java.util.List;

/**
 * The list of migrations that Supabase's own tools and dashboard read, kept beside our history where the config asks
 * for it. Written only: what is in it decides nothing here.
 *
 * <p>Its key is the version alone, so of two migrations with one version only the first is in it.
 */
final class SupabaseMirror {
    static final String TABLE = "supabase_migrations.schema_migrations";

    private SupabaseMirror() {}

    /** Makes the table as the platform makes it, where it is not there. */
    static List<String> create() {
        return List.of(
                "SET LOCAL client_min_messages = warning",
                "CREATE SCHEMA IF NOT EXISTS supabase_migrations",
                "CREATE TABLE IF NOT EXISTS " + TABLE
                        + " (version pg_catalog.text NOT NULL PRIMARY KEY, statements pg_catalog.text[],"
                        + " name pg_catalog.text)");
    }

    /**
     * That a migration is applied; one without a version has no place in it.
     *
     * @param text of it; null where it is not kept
     */
    static List<String> applied(Entry entry, String text) {
        return entry.version()
                .map(version -> List.of("INSERT INTO " + TABLE + " (version, statements, name) VALUES ("
                        + literal(version.replaceAll("[^0-9]", "")) + ", "
                        + (text == null ? "NULL" : "ARRAY[" + literal(text) + "]") + ", "
                        + literal(entry.description().replace(' ', '_')) + ") ON CONFLICT (version) DO NOTHING"))
                .orElse(List.of());
    }

    /** That a migration is no longer applied. */
    static List<String> rolledBack(Recorded row) {
        return row.version()
                .map(version -> List.of("DELETE FROM " + TABLE + " WHERE version = "
                        + literal(version.replaceAll("[^0-9]", "")) + " AND name = "
                        + literal(row.description().replace(' ', '_'))))
                .orElse(List.of());
    }
}
