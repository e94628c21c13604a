package dev.migrate.history;

import dev.migrate.database.Identifier;

/**
 * The names of history and log, quoted.
 *
 * @param schema as in the config
 * @param table as in the config
 * @param supabase whether {@code supabase_migrations.schema_migrations} is kept beside it
 */
public record HistoryTable(String schema, String table, boolean supabase) {
    private static final String LOG = "log";

    String history() {
        return Identifier.quoted(schema) + "." + Identifier.quoted(table);
    }

    String log() {
        return Identifier.quoted(schema) + "." + Identifier.quoted(logName());
    }

    /** {@code log}, but where the history itself has that name. */
    public String logName() {
        return table.equals(LOG) ? "history_log" : LOG;
    }

    /** As it is shown to people. */
    @Override
    public String toString() {
        return schema + "." + table;
    }
}
