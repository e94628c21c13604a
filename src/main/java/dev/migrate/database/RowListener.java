package dev.migrate.database;

import java.util.List;

/** Hears the rows of the queries of one message. */
@FunctionalInterface
public interface RowListener {
    /**
     * A row.
     *
     * @param result which of the queries that return rows it is of, from 0
     * @param columns names, the same list for each row of a query
     * @param values as text; null for NULL. Not to be kept: the list is filled again with the next row
     */
    void row(int result, List<String> columns, List<String> values);
}
