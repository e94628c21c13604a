package dev.migrate.verify;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A column and the value that it has to have.
 *
 * @param column compared without regard to case unless it was quoted
 */
record Condition(String column, boolean quoted, Value value) {
    /** Columns in which the catalogs show types, so that these may be written by any of their names. */
    private static final Set<String> TYPE_COLUMNS = Set.of("data_type", "format_type", "udt_name", "type");

    /** What is wrong in one row; a name that several columns have means all of them. */
    Optional<String> mismatch(QueryResult result, int row) {
        boolean found = false;
        for (int i = 0; i < result.columns().size(); i++) {
            String name = result.columns().get(i);
            if (quoted ? name.equals(column) : name.equalsIgnoreCase(column)) {
                found = true;
                String actual = result.rows().get(row).get(i);
                if (!holds(actual)) {
                    return Optional.of("expected " + this + ", row " + (row + 1) + " has " + QueryResult.shown(actual));
                }
            }
        }
        return found
                ? Optional.empty()
                : Optional.of("expected " + this + ", the query returned no column of that name, but "
                        + String.join(", ", result.columns()));
    }

    private boolean holds(String actual) {
        if (value.is(actual)) {
            return true;
        }
        return actual != null
                && TYPE_COLUMNS.contains(column.toLowerCase(Locale.ROOT))
                && value instanceof Value.Text text
                && TypeName.same(text.text(), actual);
    }

    @Override
    public String toString() {
        return column + " = " + value;
    }
}
