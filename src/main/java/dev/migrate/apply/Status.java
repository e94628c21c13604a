package dev.migrate.apply;

import dev.migrate.database.Session;
import dev.migrate.history.History;
import dev.migrate.history.HistoryReader;
import dev.migrate.history.HistoryTable;
import dev.migrate.plan.Inventory;
import dev.migrate.plan.Plan;
import dev.migrate.plan.Selection;
import dev.migrate.plan.Standing;
import dev.migrate.plan.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How every migration stands on a database. Reads only, and makes nothing, not even the history.
 *
 * @param standings in the order in which {@code apply} would run them
 * @param recorded whether the database has a history
 * @param edits what was changed, by the id of those that were edited after they were applied
 * @param breaks what was changed by hand in history or log, in words
 */
public record Status(List<Standing> standings, boolean recorded, Map<String, Edit> edits, List<String> breaks) {
    public static Status of(Session session, HistoryTable table, Inventory inventory) {
        var reader = new HistoryReader(session, table);
        History history = reader.read();
        boolean fresh = new Emptiness(session, table).callsFor(inventory, history);
        Plan plan = Plan.of(inventory, history, fresh, Selection.ALL);
        var edits = new HashMap<String, Edit>();
        for (Standing changed : plan.in(State.CHANGED)) {
            edits.put(changed.id(), Edit.of(changed, reader));
        }
        return new Status(plan.standings(), history.exists(), edits, history.breaks());
    }

    /** Whether it was edited in comments or white space only, which {@code apply} lets pass. */
    public boolean cosmetic(Standing standing) {
        Edit edit = edits.get(standing.id());
        return edit != null && edit.cosmetic();
    }

    /** Whether nothing is to be done and nothing is wrong. */
    public boolean clean() {
        return breaks.isEmpty() && standings.stream().allMatch(this::settled);
    }

    private boolean settled(Standing standing) {
        return switch (standing.state()) {
            case CHANGED -> cosmetic(standing);
            case APPLIED, ARCHIVED, COVERED, BASELINED, OPTIONAL, NOT_NEEDED -> true;
            case PENDING, MISSING, FAILED, RUNNING, ROLLING_BACK, ROLLED_BACK, OUT_OF_ORDER -> false;
        };
    }

    /** How many are in one of these states. */
    public long count(State... states) {
        var wanted = List.of(states);
        return standings.stream()
                .filter(standing -> wanted.contains(standing.state()))
                .count();
    }
}
