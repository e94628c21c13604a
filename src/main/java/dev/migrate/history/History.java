package dev.migrate.history;

import java.util.List;

/**
 * The history of a database at one moment.
 *
 * @param exists whether the tables are there
 * @param rows in the order in which they were recorded
 * @param logged whether the log has a row
 * @param breaks what was changed by hand in history or log, in words
 */
public record History(boolean exists, List<Recorded> rows, boolean logged, List<String> breaks) {
    public static final History NONE = new History(false, List.of(), false, List.of());

    public History {
        rows = List.copyOf(rows);
        breaks = List.copyOf(breaks);
    }
}
