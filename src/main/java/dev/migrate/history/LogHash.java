package dev.migrate.history;

import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        return of(
                alias + ".n",
                alias + ".at",
                Stream.of("action", "id", "state", "checksum", "done_by", "tool_version", "detail", "previous")
                        .map(column -> alias + "." + column)
                        .collect(Collectors.joining(", ")));
    }

    /**
     * The hash of a row that is not written yet.
     *
     * @param others the texts from {@code action} to {@code previous}, separated by commas
     */
    static String of(String n, String at, String others) {
        return "pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(pg_catalog.json_build_array(" + n
                + ", pg_catalog.to_char(" + at + " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US'), " + others
                + ")::pg_catalog.text, 'UTF8')), 'hex')";
    }
}
