package dev.migrate.verify;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a query returned.
 *
 * @param columns their names, from the left; none where the statement was no query
 * @param rows as text, the way {@code psql} shows them; a value is null for NULL
 */
public record QueryResult(List<String> columns, List<List<String>> rows) {
    private static final int SHOWN_ROWS = 5;
    private static final int SHOWN_CHARACTERS = 60;

    public QueryResult {
        columns = List.copyOf(columns);
        rows = rows.stream()
                // List.copyOf takes no null, and NULL is one.
                .map(row -> Collections.unmodifiableList(new ArrayList<>(row)))
                .toList();
    }

    /** Whether the statement returns rows at all, be it none: {@code INSERT} without {@code RETURNING} does not. */
    public boolean returnsRows() {
        return !columns.isEmpty();
    }

    /** Whether this is one row of one column. */
    boolean single() {
        return columns.size() == 1 && rows.size() == 1;
    }

    /** The first few rows under the names of their columns, for a message. */
    public String sample() {
        if (!returnsRows()) {
            return "nothing: it is no query";
        }
        if (rows.isEmpty()) {
            return "no rows";
        }
        String lines = rows.stream()
                .limit(SHOWN_ROWS)
                .map(row -> row.stream().map(QueryResult::shown).collect(Collectors.joining(" | ", "\n  ", "")))
                .collect(Collectors.joining());
        String more = rows.size() > SHOWN_ROWS ? "\n  … and " + (rows.size() - SHOWN_ROWS) + " more" : "";
        return "\n  " + String.join(" | ", columns) + lines + more;
    }

    /** A value on one line, cut where it is long. */
    static String shown(String value) {
        if (value == null) {
            return "NULL";
        }
        String line = value.replaceAll("\\R", " ");
        if (line.codePointCount(0, line.length()) <= SHOWN_CHARACTERS) {
            return line;
        }
        return line.substring(0, line.offsetByCodePoints(0, SHOWN_CHARACTERS)) + "…";
    }

    /** {@code 1 row}, {@code 11 rows}. */
    static String counted(String number) {
        return number + (number.equals("1") ? " row" : " rows");
    }
}
