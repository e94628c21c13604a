package dev.migrate.report;

import dev.migrate.keep.KeptEntry;
import java.util.ArrayList;
import java.util.List;

/** What is kept, for people. */
final class KeptText {
    private static final int DAY = 10;

    private KeptText() {}

    static List<String> lines(KeptResult result) {
        if (!result.done().isEmpty()) {
            return result.done().stream().map(Display::safe).toList();
        }
        if (result.entries().isEmpty()) {
            return List.of("Nothing is kept.");
        }
        var lines = new ArrayList<String>();
        for (KeptEntry entry : result.entries()) {
            String state = entry.state().equals("kept")
                    ? "kept until " + entry.expiresAt().substring(0, DAY)
                    : entry.state();
            lines.add("%4d  %s  %s (%s), %d %s, %d bytes: %s%s"
                    .formatted(
                            entry.id(),
                            Display.name(entry.migration()),
                            Display.name(entry.tableName()),
                            Display.name(entry.changes()),
                            entry.rows(),
                            entry.rows() == 1 ? "row" : "rows",
                            entry.bytes(),
                            state,
                            entry.note().isEmpty() ? "" : "; " + Display.name(entry.note())));
        }
        return lines;
    }
}
