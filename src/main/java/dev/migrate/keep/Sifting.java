package dev.migrate.keep;

import static dev.migrate.database.Identifier.literal;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Looks behind a migration what became of the tables that were copied before it, and throws away of the copies what is
 * still there.
 */
final class Sifting {
    private static final String COLUMNS = """
            update migrate_kept.columns k
               set name_after = s.name, changed = s.changed
              from (select c.entry, c.attnum,
                           case when not a.attisdropped then a.attname end as name,
                           a.attnum is null or a.attisdropped or (a.atttypid, a.atttypmod) is distinct from (c.type_oid, c.type_mod) as changed
                      from migrate_kept.contents e
                      join migrate_kept.columns c on c.entry = e.id
                      left join pg_attribute a on a.attrelid = e.table_oid and a.attnum = c.attnum
                     where e.migration = %1$s and e.kind = 'copy' and e.state = 'kept') s
             where k.entry = s.entry and k.attnum = s.attnum
            """;

    private static final String TABLES = """
            update migrate_kept.contents k
               set schema_after = s.nspname, table_after = s.relname,
                   kind = case when s.relname is null then 'table' when k.whole_rows then 'rows' else 'columns' end
              from (select e.id, n.nspname, c.relname
                      from migrate_kept.contents e
                      left join pg_class c on c.oid = e.table_oid
                      left join pg_namespace n on n.oid = c.relnamespace
                     where e.migration = %1$s and e.kind = 'copy' and e.state = 'kept') s
             where k.id = s.id
            returning k.id
            """;

    private final OwnTransaction.Own own;

    Sifting(OwnTransaction.Own own) {
        this.own = own;
    }

    /** What is kept then, in words. */
    List<String> sift(String migration) {
        if (own.ask("select to_regclass('migrate_kept.contents') is null")
                .get(0)
                .get(0)
                .equals("t")) {
            return List.of(); // nothing of what the migration would have destroyed was there
        }
        own.ask(COLUMNS.formatted(literal(migration)));
        Set<Long> ids = own.ask(TABLES.formatted(literal(migration))).stream()
                .map(row -> Long.parseLong(row.get(0)))
                .collect(Collectors.toSet());
        var news = new ArrayList<String>();
        for (KeptEntry entry : KeptContents.within(own).entries()) {
            if (ids.contains(entry.id())) {
                long rows = sift(entry);
                if (rows > 0) {
                    news.add("kept for a rollback: " + rows + (rows == 1 ? " row" : " rows") + " of "
                            + entry.tableName() + " (" + entry.changes() + ")");
                }
            }
        }
        return news;
    }

    private long sift(KeptEntry entry) {
        boolean left = entry.kind() == KeptEntry.Kind.TABLE;
        if (!left && !entry.keyAfter().isEmpty()) {
            withKey(entry);
        } else if (!left && entry.kind() == KeptEntry.Kind.ROWS && noneChanged(entry)) {
            withoutKey(entry);
        }
        long rows = Long.parseLong(
                own.ask("select count(*) from " + entry.copy()).get(0).get(0));
        if (rows == 0) {
            own.ask("drop table " + entry.copy());
            own.ask("delete from migrate_kept.contents where id = " + entry.id());
        } else {
            own.ask("update migrate_kept.contents set row_count = " + rows + " where id = " + entry.id());
        }
        return rows;
    }

    private static boolean noneChanged(KeptEntry entry) {
        return entry.values().stream().noneMatch(KeptEntry.Value::changed);
    }

    private void withKey(KeptEntry entry) {
        String table = entry.after().orElseThrow();
        List<KeptEntry.Value> watched = entry.watched();
        boolean nothingDropped =
                entry.values().stream().allMatch(value -> value.after().isPresent());
        if (nothingDropped) {
            String same = watched.stream()
                    .map(value -> " and k." + value.quoted() + "::text is not distinct from t." + value.quotedAfter()
                            + "::text")
                    .collect(Collectors.joining());
            own.ask("delete from " + entry.copy() + " k using " + table + " t where " + entry.sameKeyAfter() + same);
        }
        if (entry.kind() == KeptEntry.Kind.ROWS || !watched.isEmpty()) {
            own.ask("update " + entry.copy() + " k set " + Copy.AFTER + " = " + entry.hash() + " from " + table
                    + " t where " + entry.sameKeyAfter());
        }
        if (onlyOverwritten(entry) && exists(entry.copy() + " where " + Copy.AFTER + " is null")) {
            // Nothing was deleted and rows are gone: their keys were overwritten, and find them no more.
            own.ask("update migrate_kept.columns set is_key = false where entry = " + entry.id());
        }
    }

    private static boolean onlyOverwritten(KeptEntry entry) {
        return entry.kind() == KeptEntry.Kind.ROWS
                && List.of(entry.changes().split(", ", -1)).contains("update")
                && !entry.changes().contains("delete")
                && !entry.changes().contains("truncate");
    }

    private boolean exists(String from) {
        return own.ask("select exists (select from " + from + ")").get(0).get(0).equals("t");
    }

    /** What is there as often as it is kept was not lost. */
    private void withoutKey(KeptEntry entry) {
        String before = entry.values().stream()
                .map(value -> "k." + value.quoted() + "::text")
                .collect(Collectors.joining(", "));
        String after = entry.values().stream()
                .map(value -> "t." + value.quotedAfter() + "::text")
                .collect(Collectors.joining(", "));
        own.ask("""
                delete from %1$s d
                 using (select k.ctid as place, row(%2$s)::text as line,
                               row_number() over (partition by row(%2$s)::text) as number
                          from %1$s k) k,
                       (select row(%3$s)::text as line, count(*) as number from %4$s t group by 1) t
                 where d.ctid = k.place and k.line = t.line and k.number <= t.number
                """.formatted(entry.copy(), before, after, entry.after().orElseThrow()));
    }
}
