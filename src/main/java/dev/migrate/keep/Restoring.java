package dev.migrate.keep;

import static dev.migrate.database.Identifier.literal;

import dev.migrate.keep.KeptEntry.Kind;
import dev.migrate.keep.KeptEntry.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Puts kept rows and values into the tables that a way back has made or left. */
final class Restoring {
    private static final String TABLES = """
            select v.id, c.oid
              from (values %s) v(id, name)
              join pg_class c on c.oid = to_regclass(v.name) and c.relkind in ('r', 'p')
            """;

    private static final String KEYS_BETWEEN = """
            select distinct k.conrelid, k.confrelid
              from pg_constraint k
             where k.contype = 'f' and k.conrelid in (%1$s) and k.confrelid in (%1$s) and k.conrelid <> k.confrelid
            """;

    private final OwnTransaction.Own own;
    private final List<String> news;
    private final List<String> missed;

    Restoring(OwnTransaction.Own own, List<String> news, List<String> missed) {
        this.own = own;
        this.news = news;
        this.missed = missed;
    }

    /** All of them, or where the server refuses one none; then they stay kept, and it is said. */
    void restore(List<KeptEntry> entries) {
        own.attempt(() -> give(entries)).ifPresent(error -> {
            news.clear();
            missed.clear();
            entries.forEach(entry -> leave(entry, "the database refuses it: " + error.message()));
        });
    }

    /** Rows first, those that others refer to before these; then values, newest first. */
    private void give(List<KeptEntry> entries) {
        Map<Long, Long> oids = oids(entries);
        var tables = new LinkedHashMap<KeptEntry, RestoredTable>();
        for (KeptEntry entry : entries) {
            Long oid = oids.get(entry.id());
            if (oid == null) {
                leave(entry, "there is no table " + entry.tableName() + " behind the way back");
            } else {
                tables.put(entry, RestoredTable.read(own, entry, oid));
            }
        }
        List<List<String>> triggers = userTriggers(oids);
        triggers.forEach(switches -> own.ask(switches.get(0)));
        Map<KeptEntry, Long> counts = new LinkedHashMap<>();
        for (KeptEntry entry : parentsFirst(List.copyOf(tables.keySet()), oids)) {
            tables.get(entry).insert().ifPresent(sql -> counts.merge(entry, count(sql), Long::sum));
        }
        var newest = new ArrayList<>(tables.keySet());
        java.util.Collections.reverse(newest);
        for (KeptEntry entry : newest) {
            tables.get(entry).update().ifPresent(sql -> counts.merge(entry, count(sql), Long::sum));
        }
        tables.values().forEach(table -> table.sequences().forEach(own::ask));
        triggers.forEach(switches -> own.ask(switches.get(1)));
        tables.forEach((entry, table) -> settle(entry, table, Optional.ofNullable(counts.get(entry))));
    }

    private long count(String sql) {
        return Long.parseLong(own.ask(sql).get(0).get(0));
    }

    private Map<Long, Long> oids(List<KeptEntry> entries) {
        String values = entries.stream()
                .map(entry -> "(" + entry.id() + ", " + literal(entry.quotedTable()) + ")")
                .collect(Collectors.joining(", "));
        Map<Long, Long> oids = new LinkedHashMap<>();
        own.ask(TABLES.formatted(values))
                .forEach(row -> oids.put(Long.parseLong(row.get(0)), Long.parseLong(row.get(1))));
        return oids;
    }

    /** For each trigger of a user the statement that switches it off, and the one that makes it what it was. */
    private List<List<String>> userTriggers(Map<Long, Long> oids) {
        if (oids.isEmpty()) {
            return List.of();
        }
        String in = oids.values().stream().map(String::valueOf).collect(Collectors.joining(", "));
        return own.ask("select format('alter table %s disable trigger %I', tgrelid::regclass, tgname),"
                + " format('alter table %s enable %strigger %I', tgrelid::regclass,"
                + " case tgenabled when 'A' then 'always ' else '' end, tgname)"
                + " from pg_trigger where not tgisinternal and tgparentid = 0 and tgenabled in ('O', 'A') and tgrelid in ("
                + in + ") order by 1");
    }

    private List<KeptEntry> parentsFirst(List<KeptEntry> entries, Map<Long, Long> oids) {
        if (entries.size() < 2) {
            return entries;
        }
        String in = oids.values().stream().map(String::valueOf).collect(Collectors.joining(", "));
        List<List<String>> between = own.ask(KEYS_BETWEEN.formatted(in));
        var left = new ArrayList<>(entries);
        var ordered = new ArrayList<KeptEntry>();
        while (!left.isEmpty()) {
            KeptEntry next = left.stream()
                    .filter(entry -> left.stream()
                            .noneMatch(other -> refers(between, oids.get(entry.id()), oids.get(other.id()))))
                    .findFirst()
                    .orElse(left.get(0));
            left.remove(next);
            ordered.add(next);
        }
        return ordered;
    }

    private static boolean refers(List<List<String>> between, long child, long parent) {
        return between.contains(List.of(Long.toString(child), Long.toString(parent)));
    }

    private void settle(KeptEntry entry, RestoredTable table, Optional<Long> count) {
        if (count.isEmpty()) {
            leave(entry, table.why());
            return;
        }
        long left = entry.rows() - count.get();
        var note = new ArrayList<String>();
        if (left > 0) {
            note.add(left + (left == 1 ? " row was" : " rows were")
                    + " left as they are: changed, deleted or made again since");
        }
        if (!table.missing().isEmpty()) {
            note.add("not there any more: column " + String.join(", ", table.missing()));
        }
        own.ask("update migrate_kept.contents set state = 'restored', settled_at = now(), given_back = " + count.get()
                + ", left_alone = " + left + ", note = " + literal(String.join("; ", note)) + " where id = "
                + entry.id());
        String what = entry.kind() == Kind.COLUMNS
                ? "values of "
                        + entry.values().stream()
                                .filter(value -> !value.key())
                                .map(Value::name)
                                .collect(Collectors.joining(", "))
                        + " in "
                : "";
        news.add("gave back " + what + count.get() + (count.get() == 1 ? " row" : " rows") + " of " + entry.tableName()
                + (note.isEmpty() ? "" : " (" + String.join("; ", note) + ")"));
    }

    private void leave(KeptEntry entry, String why) {
        own.ask("update migrate_kept.contents set note = " + literal(why) + " where id = " + entry.id());
        missed.add(
                "not given back: " + entry.rows() + (entry.rows() == 1 ? " row" : " rows") + " of " + entry.tableName()
                        + ", " + why + "; they stay in " + entry.copy()
                        + ", and migrate kept restore " + entry.id() + " tries again");
    }
}
