package dev.migrate.history;

/**
 * The hash of a row of the log, as SQL: writing and checking use the same text, and anybody can check with
 * {@code psql}.
 *
 * <p>Frozen: sha256 over the row as a JSON array of number, time in UTC to the microsecond, action, id, state,
 * checksum, author, version, detail, and the hash before it.
 */
final class LogHash {
    private LogHash() {}

    /** The hash of the row that {@code alias} stands for. */
    static String of(String alias) {
        return ("pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.json_build_array(#.n,"
                        + " pg_catalog.to_char(#.at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), #.action, #.id,"
                        + " #.state, #.checksum, #.done_by, #.tool_version, #.detail, #.previous)::pg_catalog.text,"
                        + " 'UTF8')), 'hex')")
                .replace("#", alias);
    }
}
