package dev.migrate.rollback;

import dev.migrate.database.Identifier;
import dev.migrate.database.Session;
import dev.migrate.rehearse.SampleTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The rows of some tables at one moment.
 *
 * @param tables by qualified name, of each row its values by column
 */
record RowsThere(Map<String, Content> tables) {
    /** A table with more rows is not looked at: a migration that brings so many hardly does so for our few. */
    private static final int MOST = 20_000;

    /** The rows of one table, each value as PostgreSQL prints it, null for NULL. */
    record Content(List<String> columns, List<List<String>> rows) {}

    /** Asks in the open transaction. */
    static RowsThere in(Session session, List<SampleTable> tables) {
        var contents = new TreeMap<String, Content>();
        var queries = new ArrayList<String>();
        var asked = new ArrayList<SampleTable>();
        for (SampleTable table : tables) {
            if (!table.columns().isEmpty()) {
                asked.add(table);
                queries.add("select "
                        + table.columns().stream()
                                .map(column -> Identifier.quoted(column.name()) + "::pg_catalog.text")
                                .collect(Collectors.joining(", "))
                        + " from " + table.name() + " limit " + (MOST + 1));
            }
        }
        if (queries.isEmpty()) {
            return new RowsThere(contents);
        }
        List<List<List<String>>> results = session.results(queries);
        for (int i = 0; i < asked.size(); i++) {
            if (results.get(i).size() > MOST) {
                continue;
            }
            contents.put(
                    asked.get(i).name(),
                    new Content(
                            asked.get(i).columns().stream()
                                    .map(SampleTable.Column::name)
                                    .toList(),
                            results.get(i)));
        }
        return new RowsThere(contents);
    }

    /**
     * What of these rows is not there later, by table. Rows that came later are nobody's loss; nor is it told of a table
     * or a column that is not there at all: that is a difference in structure.
     */
    Map<String, String> lostIn(RowsThere later) {
        var lost = new LinkedHashMap<String, String>();
        tables.forEach((table, content) -> Optional.ofNullable(later.tables.get(table))
                .flatMap(now -> lost(content, now))
                .ifPresent(what -> lost.put(table, what)));
        return lost;
    }

    /** Tables of which something is not there any more, be it a value, a row, a column or the table. */
    Set<String> changedIn(RowsThere later) {
        return tables.entrySet().stream()
                .filter(table -> {
                    Content now = later.tables.get(table.getKey());
                    return now == null
                            || !now.columns().containsAll(table.getValue().columns())
                            || lost(table.getValue(), now).isPresent();
                })
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static Optional<String> lost(Content before, Content now) {
        List<String> common =
                before.columns().stream().filter(now.columns()::contains).toList();
        int missing = missing(only(before, common), only(now, common));
        if (missing == 0) {
            return Optional.empty();
        }
        String count = missing + " of " + before.rows().size() + (before.rows().size() == 1 ? " row" : " rows");
        if (now.rows().size() < before.rows().size()) {
            return Optional.of("loses data: " + count + " that " + (missing == 1 ? "was" : "were")
                    + " there before the migration " + (missing == 1 ? "is" : "are") + " gone");
        }
        List<String> columns = common.stream()
                .filter(column -> missing(only(before, List.of(column)), only(now, List.of(column))) > 0)
                .toList();
        return Optional.of("loses data: " + count + " " + (missing == 1 ? "is" : "are")
                + " not what " + (missing == 1 ? "it was" : "they were") + " before the migration"
                + (columns.isEmpty() ? "" : ", in column " + String.join(", ", columns)));
    }

    private static List<List<String>> only(Content content, List<String> columns) {
        List<Integer> places = columns.stream().map(content.columns()::indexOf).toList();
        return content.rows().stream()
                .map(row -> {
                    List<String> part = new ArrayList<>();
                    places.forEach(place -> part.add(row.get(place)));
                    return part;
                })
                .toList();
    }

    /** How many of these are not among those, each as often as it is there. */
    private static int missing(List<List<String>> these, List<List<String>> those) {
        var left = new HashMap<List<String>, Integer>();
        those.forEach(row -> left.merge(row, 1, Integer::sum));
        int missing = 0;
        for (List<String> row : these) {
            if (left.merge(row, -1, Integer::sum) < 0) {
                missing++;
            }
        }
        return missing;
    }
}
