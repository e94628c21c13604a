package dev.migrate.history;

import static dev.migrate.database.Identifier.literal;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Statements that fail where the history is not what it was when it was read. Where a lock cannot be held from reading
 * to writing, they stand before what is written, in the same transaction and behind its lock.
 */
public final class Unchanged {
    /** Error code of these statements; PostgreSQL itself has none of this class. */
    public static final String MOVED = "MG002";

    private final HistoryTable table;

    public Unchanged(HistoryTable table) {
        this.table = table;
    }

    /**
     * Fails where the row of a migration is another by now, or there is one where there was none.
     *
     * @param row as it was read; empty where there was none
     */
    public String row(String id, Optional<Recorded> row) {
        String there = "EXISTS (SELECT FROM " + table.history() + " h WHERE " + is("h.id", id);
        return failing(
                row.map(read -> "NOT " + there + " AND "
                                + is("h.state", read.state().word()) + " AND "
                                + is("h.checksum", read.checksum()) + " AND "
                                + is("h.statements::pg_catalog.text", Integer.toString(read.statements())) + ")")
                        .orElse(there + ")"),
                id);
    }

    /** Fails where one of these is recorded by now. */
    public Optional<String> absent(List<String> ids) {
        String any = ids.stream().map(id -> is("id", id)).collect(Collectors.joining(" OR "));
        return ids.isEmpty()
                ? Optional.empty()
                : Optional.of(failing(
                        "EXISTS (SELECT FROM " + table.history() + " WHERE " + any + ")", ids.size() + " migrations"));
    }

    /** Fails where there is a history by now. */
    public String missing() {
        return failing("pg_catalog.to_regclass(" + literal(table.history()) + ") IS NOT NULL", table.toString());
    }

    /** Runs in a transaction of a script, whose search path may find other operators first. */
    private static String is(String column, String value) {
        return column + " OPERATOR(pg_catalog.=) " + literal(value) + "::pg_catalog.text";
    }

    private static String failing(String where, String what) {
        return "DO "
                + literal("BEGIN IF " + where + " THEN RAISE EXCEPTION USING ERRCODE = '" + MOVED + "', MESSAGE = "
                        + literal("another run has recorded something meanwhile: " + what) + "; END IF; END");
    }
}
