package dev.migrate.keep;

import static dev.migrate.database.Identifier.quoted;

import dev.migrate.database.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The contents of {@code migrate_kept} as they were read; oldest first.
 *
 * @param entries with those that were purged, of which only this line is left
 */
public record KeptContents(List<KeptEntry> entries) {
    private static final String PRESENT = "select pg_catalog.to_regclass('migrate_kept.contents') is not null";

    private static final String CONTENTS = """
            select e.id, e.migration, e.kind, e.changes, e.whole_rows, e.schema_name, e.table_name, e.schema_after,
                   e.table_after, e.kept_table, e.row_count,
                   pg_catalog.to_char(pg_catalog.timezone('UTC', e.kept_at), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                   pg_catalog.to_char(pg_catalog.timezone('UTC', e.expires_at), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                   e.state, e.given_back, e.note,
                   coalesce(pg_catalog.pg_table_size(pg_catalog.to_regclass(
                       pg_catalog.concat('migrate_kept.', pg_catalog.quote_ident(e.kept_table)))), 0)
              from migrate_kept.contents e
             order by e.id
            """;

    private static final String COLUMNS = """
            select c.entry, c.name, c.name_after, c.is_key, c.as_text, c.changed
              from migrate_kept.columns c
             order by c.entry, c.attnum
            """;

    public KeptContents {
        entries = List.copyOf(entries);
    }

    /** Reads them; there are none where nothing was ever kept. */
    public static KeptContents of(Session session) {
        if (session.rows(PRESENT).get(0).get(0).equals("f")) {
            return new KeptContents(List.of());
        }
        List<List<List<String>>> rows = session.results(List.of(CONTENTS, COLUMNS));
        return of(rows.get(0), rows.get(1));
    }

    /** As the transaction sees them that is open. */
    static KeptContents within(OwnTransaction.Own own) {
        return of(own.ask(CONTENTS), own.ask(COLUMNS));
    }

    private static KeptContents of(List<List<String>> contents, List<List<String>> columns) {
        var entries = new ArrayList<KeptEntry>();
        for (List<String> row : contents) {
            List<KeptEntry.Value> values = columns.stream()
                    .filter(column -> column.get(0).equals(row.get(0)))
                    .map(column -> new KeptEntry.Value(
                            column.get(1),
                            Optional.ofNullable(column.get(2)),
                            column.get(3).equals("t"),
                            column.get(4).equals("t"),
                            column.get(5).equals("t")))
                    .toList();
            Optional<String> after =
                    row.get(7) == null ? Optional.empty() : Optional.of(quoted(row.get(7)) + "." + quoted(row.get(8)));
            entries.add(new KeptEntry(
                    Long.parseLong(row.get(0)),
                    row.get(1),
                    KeptEntry.Kind.valueOf(row.get(2).toUpperCase(java.util.Locale.ROOT)),
                    row.get(3),
                    row.get(4).equals("t"),
                    row.get(5),
                    row.get(6),
                    after,
                    row.get(9),
                    Long.parseLong(row.get(10)),
                    row.get(11),
                    row.get(12),
                    row.get(13),
                    Long.parseLong(row.get(14)),
                    row.get(15),
                    Long.parseLong(row.get(16)),
                    values));
        }
        return new KeptContents(entries);
    }

    /** What is kept of the last time that these migrations ran, oldest first: what an earlier rollback left has its note. */
    List<KeptEntry> keptOf(Set<String> migrations) {
        return entries.stream()
                .filter(entry -> entry.kept() && entry.note().isEmpty() && migrations.contains(entry.migration()))
                .toList();
    }
}
