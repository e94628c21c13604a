package dev.migrate.keep;

import static dev.migrate.database.Identifier.literal;
import static dev.migrate.database.Identifier.quoted;

import dev.migrate.catalog.CatalogScope;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A copy that is made before a migration runs.
 *
 * @param only whether rows of tables that inherit from it are left out
 * @param columns all of those that are kept, the key among them
 * @param kept name of the table that holds it
 */
record Copy(Doomed doomed, boolean only, List<KeptColumn> columns, String kept) {
    /** What a row was right behind the migration, as a hash; null where it was gone. */
    static final String AFTER = quoted("migrate: after");

    /** Whether somebody changed a row since then. */
    static final String SINCE = quoted("migrate: changed since");

    Copy {
        columns = List.copyOf(columns);
    }

    /** The table that holds a copy, as SQL names it. */
    static String table(String kept) {
        return CatalogScope.KEPT + "." + quoted(kept);
    }

    /** Nobody writes to the table from here on until the migration is committed; readers go on. */
    List<String> statements(String migration, String expires) {
        var statements = new ArrayList<String>();
        statements.add("lock table " + (only ? "only " : "") + doomed.quoted() + " in share row exclusive mode");
        statements.add("create table " + table(kept) + " as select "
                + columns.stream().map(KeptColumn::copied).collect(Collectors.joining(", "))
                + (columns.isEmpty() ? "" : ", ") + "null::text as " + AFTER + ", false as " + SINCE + " from "
                + (only ? "only " : "") + doomed.quoted());
        String values = columns.stream()
                .map(column -> "(" + column.number() + ", " + literal(column.name()) + ", " + column.key() + ", "
                        + column.foreign() + ", " + column.type() + "::oid, " + column.modifier() + ")")
                .collect(Collectors.joining(", "));
        statements.add("""
                with entry as (
                    insert into migrate_kept.contents
                           (migration, changes, whole_rows, table_oid, schema_name, table_name, kept_table, expires_at)
                    values (%s, %s, %s, %s::regclass, %s, %s, %s, now() + %s::interval)
                    returning id)
                insert into migrate_kept.columns (entry, attnum, name, is_key, as_text, type_oid, type_mod)
                select entry.id, v.attnum, v.name, v.is_key, v.as_text, v.type_oid, v.type_mod
                  from entry, (values %s) v(attnum, name, is_key, as_text, type_oid, type_mod)
                """.formatted(
                        literal(migration),
                        literal(doomed.words()),
                        doomed.wholeRows(),
                        literal(doomed.quoted()),
                        literal(doomed.schema()),
                        literal(doomed.table()),
                        literal(kept),
                        literal(expires),
                        values));
        return statements;
    }
}
