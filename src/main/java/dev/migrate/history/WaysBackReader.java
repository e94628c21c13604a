package dev.migrate.history;

import static dev.migrate.database.Identifier.literal;

import dev.migrate.database.Session;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what the history keeps to undo migrations with, so that nobody needs the files for it. */
public final class WaysBackReader {
    private final Session session;
    private final HistoryTable table;
    private final boolean older;

    /**
     * Reads from one history.
     *
     * @param history as it was read; there has to be one
     */
    public WaysBackReader(Session session, HistoryTable table, History history) {
        this.session = session;
        this.table = table;
        this.older = history.format() < 2;
    }

    /** Their own ways back, by id; of those of which none is kept, nothing. */
    public Map<String, KeptWayBack> of(Collection<String> ids) {
        var kept = new HashMap<String, KeptWayBack>();
        if (ids.isEmpty()) {
            return kept;
        }
        String place = older ? "null, null" : "down_kind, down_file";
        String wanted = ids.stream().map(id -> literal(id)).collect(Collectors.joining(", "));
        for (List<String> row : session.rows("select id, down_sql, " + place + " from " + table.history()
                + " where down_sql is not null and id in (" + wanted + ")")) {
            kept.put(
                    row.get(0),
                    new KeptWayBack(row.get(1), Optional.ofNullable(row.get(2)), Optional.ofNullable(row.get(3))));
        }
        return kept;
    }

    /** The scripts that undo several at once, those of the newest migrations first. */
    public List<KeptUnit> units() {
        if (older) {
            return List.of();
        }
        var units = new LinkedHashMap<String, KeptUnit>();
        for (List<String> row : session.rows("""
                select u.number, u.unit_file, case when i.n = 1 then u.unit_sql end, i.id
                  from (select row_number() over (order by max(position) desc) as number, unit_file, unit_sql, unit_ids
                          from %s
                         where unit_ids is not null
                         group by unit_file, unit_sql, unit_ids) u,
                       unnest(u.unit_ids) with ordinality i (id, n)
                 order by u.number, i.n
                """.formatted(table.history()))) {
            var one = new KeptUnit(row.get(1), Optional.ofNullable(row.get(2)), List.of(row.get(3)));
            units.merge(row.get(0), one, WaysBackReader::joined);
        }
        return List.copyOf(units.values());
    }

    private static KeptUnit joined(KeptUnit before, KeptUnit next) {
        var undoes = new ArrayList<>(before.undoes());
        undoes.addAll(next.undoes());
        return new KeptUnit(before.file(), before.text(), undoes);
    }

    /** By id, the migrations that it needs to be there, as it declared when it was applied. */
    public Map<String, Set<String>> after() {
        var after = new HashMap<String, Set<String>>();
        if (!older) {
            for (List<String> row : session.rows("select id, unnest(runs_after) from " + table.history())) {
                after.computeIfAbsent(row.get(0), id -> new HashSet<>()).add(row.get(1));
            }
        }
        return after;
    }
}
