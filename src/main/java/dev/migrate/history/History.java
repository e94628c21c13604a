package dev.migrate.history;

import java.util.List;

/**
 * The history of a database at one moment.
 *
 * @param format of the tables; 0 where there are none
 * @param rows in the order in which they were recorded
 * @param logged whether the log has a row
 * @param breaks what was changed by hand in history or log, in words
 */
public record History(int format, List<Recorded> rows, boolean logged, List<String> breaks) {
    public static final History NONE = new History(0, List.of(), false, List.of());

    public History {
        rows = List.copyOf(rows);
        breaks = List.copyOf(breaks);
    }

    /** Whether the tables are there. */
    public boolean exists() {
        return format > 0;
    }

    /** Whether the tables are of an older release, and have to be brought to the present format before they are written. */
    public boolean outdated() {
        return exists() && format < HistoryReader.FORMAT;
    }
}
