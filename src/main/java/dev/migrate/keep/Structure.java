package dev.migrate.keep;

import dev.migrate.database.Identifier;
import dev.migrate.database.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tables and columns of a database by their OIDs, which a renamed one keeps and one that is made anew does not have. */
final class Structure {
    private static final String TABLES = """
            select c.oid, n.nspname, c.relname, c.relkind, pg_catalog.pg_relation_filenode(c.oid),
                   (select i.inhparent from pg_catalog.pg_inherits i where i.inhrelid = c.oid and c.relispartition)
              from pg_catalog.pg_class c
              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p') and c.relpersistence <> 't'
               and n.nspname !~ '^pg_' and n.nspname not in ('information_schema', 'migrate_watched', 'migrate_kept')
             order by c.oid
            """;

    private static final String COLUMNS = """
            select a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod
              from pg_catalog.pg_attribute a
              join pg_catalog.pg_class c on c.oid = a.attrelid
             where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
             order by a.attrelid, a.attnum
            """;

    /** What deletes or overwrites rows of the first table when rows of the second are deleted or their keys change. */
    private static final String CASCADES = """
            select k.conrelid, k.confrelid, k.confdeltype in ('c', 'n', 'd'), k.confupdtype in ('c', 'n', 'd')
              from pg_catalog.pg_constraint k
             where k.contype = 'f' and k.conparentid = 0
            """;

    private record Table(
            long oid, String schema, String name, boolean partitioned, String file, Optional<Long> parent) {}

    private record Column(String name, String type) {}

    private record Cascade(long child, long parent, boolean onDelete, boolean onUpdate) {}

    private final Map<Long, Table> tables = new LinkedHashMap<>();
    private final Map<Long, Map<Integer, Column>> columns = new HashMap<>();
    private final List<Cascade> cascades = new ArrayList<>();

    private Structure() {}

    static Structure read(Session session) {
        var structure = new Structure();
        List<List<List<String>>> found = session.results(List.of(TABLES, COLUMNS, CASCADES));
        for (List<String> row : found.get(0)) {
            long oid = Long.parseLong(row.get(0));
            Optional<Long> parent = Optional.ofNullable(row.get(5)).map(Long::parseLong);
            structure.tables.put(
                    oid, new Table(oid, row.get(1), row.get(2), row.get(3).equals("p"), row.get(4), parent));
        }
        for (List<String> row : found.get(1)) {
            structure
                    .columns
                    .computeIfAbsent(Long.parseLong(row.get(0)), oid -> new LinkedHashMap<>())
                    .put(Integer.parseInt(row.get(1)), new Column(row.get(2), row.get(3) + " " + row.get(4)));
        }
        for (List<String> row : found.get(2)) {
            structure.cascades.add(new Cascade(
                    Long.parseLong(row.get(0)),
                    Long.parseLong(row.get(1)),
                    row.get(2).equals("t"),
                    row.get(3).equals("t")));
        }
        return structure;
    }

    /**
     * What of this is destroyed on the way to another structure of the same database.
     *
     * @param origin how it was before the run began
     * @param seen operations on rows, by the OID of the table
     */
    List<Doomed> doomed(Structure origin, Structure after, Map<Long, ? extends Set<String>> seen) {
        Map<Long, Set<String>> operations = withCascades(seen);
        var doomed = new LinkedHashMap<Long, Doomed>();
        for (Table table : tables.values()) {
            var changes = new LinkedHashSet<>(operations.getOrDefault(table.oid(), Set.of()));
            if (!after.tables.containsKey(table.oid())) {
                changes.add("drop table");
                doomed.put(table.oid(), doomed(origin, table, Set.of(), changes));
                continue;
            }
            Set<String> lost = lost(table, after, changes);
            if (!operations.getOrDefault(table.oid(), Set.of()).isEmpty()) {
                doomed.put(table.oid(), doomed(origin, table, Set.of(), changes));
            } else if (!lost.isEmpty()) {
                doomed.put(table.oid(), doomed(origin, table, lost, changes));
            }
        }
        // What is kept of a partitioned table holds the rows of its partitions.
        doomed.keySet().removeIf(oid -> ancestors(oid).stream().anyMatch(parent -> covers(doomed, parent, oid)));
        return List.copyOf(doomed.values());
    }

    private static Doomed doomed(Structure origin, Table table, Set<String> columns, Set<String> changes) {
        return new Doomed(
                table.schema(),
                table.name(),
                columns,
                changes,
                Optional.ofNullable(origin.tables.get(table.oid()))
                        .map(first -> Identifier.quoted(first.schema()) + "." + Identifier.quoted(first.name())));
    }

    private boolean covers(Map<Long, Doomed> doomed, long parent, long oid) {
        Doomed above = doomed.get(parent);
        return above != null && (above.wholeRows() || !doomed.get(oid).wholeRows());
    }

    private List<Long> ancestors(long oid) {
        var ancestors = new ArrayList<Long>();
        Optional<Long> next = tables.get(oid).parent();
        while (next.isPresent() && tables.containsKey(next.get())) {
            ancestors.add(next.get());
            next = tables.get(next.get()).parent();
        }
        return ancestors;
    }

    /** Columns that are gone, or whose values were written anew for another type. */
    private Set<String> lost(Table table, Structure after, Set<String> changes) {
        var lost = new LinkedHashSet<String>();
        Map<Integer, Column> left = after.columns.getOrDefault(table.oid(), Map.of());
        String file = after.tables.get(table.oid()).file();
        boolean rewritten = table.partitioned() || !java.util.Objects.equals(table.file(), file);
        columns.getOrDefault(table.oid(), Map.of()).forEach((number, column) -> {
            Column now = left.get(number);
            if (now == null) {
                lost.add(column.name());
                changes.add("drop column");
            } else if (rewritten && !now.type().equals(column.type())) {
                lost.add(column.name());
                changes.add("change type");
            }
        });
        return lost;
    }

    private Map<Long, Set<String>> withCascades(Map<Long, ? extends Set<String>> seen) {
        var all = new HashMap<Long, Set<String>>();
        seen.forEach((oid, operations) -> all.put(oid, new LinkedHashSet<>(operations)));
        boolean grown = true;
        while (grown) {
            grown = false;
            for (Cascade cascade : cascades) {
                Set<String> above = all.getOrDefault(cascade.parent(), Set.of());
                boolean reached = (cascade.onDelete() && above.contains("delete"))
                        || (cascade.onUpdate() && above.contains("update"));
                if (reached) {
                    Set<String> below = all.computeIfAbsent(cascade.child(), oid -> new LinkedHashSet<>());
                    grown |= below.addAll(Set.of("delete", "update"));
                }
            }
        }
        return all;
    }
}
