package dev.migrate.rollback;

import dev.migrate.catalog.Attribute;
import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.CatalogObject;
import dev.migrate.catalog.Identity;
import dev.migrate.catalog.LocatedCatalog;
import dev.migrate.catalog.ObjectKind;
import dev.migrate.database.Session;
import dev.migrate.engine.ScriptSource;
import dev.migrate.migration.MigrationScript;
import dev.migrate.script.Item;
import dev.migrate.script.ScriptReader;
import dev.migrate.script.Statement;
import dev.migrate.script.UnterminatedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a migration does to rows and values, which no structure shows; in words. */
final class RowChanges {
    private static final String NAME =
            "((?:\"(?:[^\"]|\"\")+\"|[\\w$]+)(?:\\s*\\.\\s*(?:\"(?:[^\"]|\"\")+\"|[\\w$]+))?)";
    private static final Pattern CHANGE = Pattern.compile(
            "\\b(insert\\s+into|update(?:\\s+only)?|delete\\s+from(?:\\s+only)?|merge\\s+into(?:\\s+only)?"
                    + "|truncate(?:\\s+table)?(?:\\s+only)?|copy)\\s+" + NAME,
            Pattern.CASE_INSENSITIVE);
    private static final Set<String> VERBS =
            Set.of("INSERT", "UPDATE", "DELETE", "TRUNCATE", "MERGE", "COPY", "WITH", "DO");

    /** Tables by OID: what was done to their rows since the counters began. */
    private static final String COUNTERS = """
            select c.oid, pg_stat_get_tuples_inserted(c.oid), pg_stat_get_tuples_updated(c.oid),
                   pg_stat_get_tuples_deleted(c.oid)
              from pg_class c where c.relkind in ('r', 'p') and c.oid >= 16384
            """;

    private final LocatedCatalog before;
    private final LocatedCatalog after;
    private final Map<String, Set<String>> changed = new TreeMap<>();

    private RowChanges(LocatedCatalog before, LocatedCatalog after) {
        this.before = before;
        this.after = after;
    }

    /** How often rows were inserted, updated and deleted, by the OID of their table. */
    static Map<String, List<String>> counters(Session session) {
        session.ask("select pg_stat_force_next_flush()");
        var counters = new LinkedHashMap<String, List<String>>();
        session.ask("select pg_stat_clear_snapshot()");
        for (List<String> row : session.rows(COUNTERS)) {
            counters.put(row.get(0), row.subList(1, 4));
        }
        return counters;
    }

    /**
     * What is not given back.
     *
     * @param counted before the migration, and after it
     */
    static List<String> of(
            MigrationScript script,
            LocatedCatalog before,
            LocatedCatalog after,
            List<Map<String, List<String>>> counted,
            Map<String, String> tables) {
        var changes = new RowChanges(before, after);
        changes.words(script);
        changes.counted(counted.get(0), counted.get(1), tables);
        var told = new ArrayList<String>();
        changes.lost(told);
        changes.changed.forEach((table, words) ->
                told.add("rows of " + table + " that the migration changed: " + String.join(", ", words)));
        return told;
    }

    private void words(MigrationScript script) {
        try {
            for (ScriptSource.Piece piece : script.pieces()) {
                try (ScriptReader reader = piece.open(true)) {
                    for (Item item = reader.next(); item != null; item = reader.next()) {
                        if (item instanceof Statement statement
                                && VERBS.contains(statement.summary().split(" ", 2)[0])) {
                            words(statement.text());
                        }
                    }
                }
            }
        } catch (IOException | UnterminatedException unreadable) {
            throw new IllegalStateException("the script was run, and cannot be read again", unreadable);
        }
    }

    private void words(String sql) {
        Matcher found = CHANGE.matcher(sql);
        while (found.find()) {
            String word = found.group(1).split("\\s+", 2)[0].toUpperCase(Locale.ROOT);
            table(found.group(2)).ifPresent(table -> note(table, word));
        }
    }

    private void note(Identity table, String word) {
        changed.computeIfAbsent(name(table), key -> new LinkedHashSet<>()).add(word);
    }

    private static String name(Identity table) {
        return table.schema() + "." + table.name();
    }

    /** A table that was there before and is there still, by a name that may lack its schema. */
    private Optional<Identity> table(String written) {
        List<String> parts = List.of(written.split("\\s*\\.\\s*", -1));
        String name = plain(parts.get(parts.size() - 1));
        String schema = parts.size() > 1 ? plain(parts.get(0)) : "";
        return before.catalog().of(ObjectKind.TABLE).stream()
                .map(CatalogObject::identity)
                .filter(table -> table.name().equals(name)
                        && (schema.isEmpty() || table.schema().equals(schema))
                        && after.same(table, before).isPresent())
                .findFirst();
    }

    private static String plain(String name) {
        return name.startsWith("\"")
                ? name.substring(1, name.length() - 1).replace("\"\"", "\"")
                : name.toLowerCase(Locale.ROOT);
    }

    /** Also what functions and blocks did, which no word of the script tells. */
    private void counted(Map<String, List<String>> old, Map<String, List<String>> now, Map<String, String> tables) {
        List<String> words = List.of("INSERT", "UPDATE", "DELETE");
        old.forEach((oid, counts) -> {
            String table = tables.get(oid);
            List<String> counted = now.get(oid);
            if (table != null && counted != null) {
                for (int i = 0; i < words.size(); i++) {
                    if (!counts.get(i).equals(counted.get(i))) {
                        changed.computeIfAbsent(table, key -> new LinkedHashSet<>())
                                .add(words.get(i));
                    }
                }
            }
        });
    }

    /** What a scratch database without rows shows as well: tables, columns and types that had values and are gone. */
    private void lost(List<String> told) {
        Catalog old = before.catalog();
        var gone = new TreeSet<Identity>();
        for (CatalogObject table : old.of(ObjectKind.TABLE)) {
            if (after.same(table.identity(), before).isEmpty()) {
                gone.add(table.identity());
                told.add("rows of " + name(table.identity())
                        + ", which the migration drops: the table comes back empty");
            }
        }
        for (CatalogObject column : old.of(ObjectKind.COLUMN)) {
            Identity identity = column.identity();
            boolean ofTable = old.find(identity.owner(ObjectKind.TABLE)).isPresent();
            if (ofTable
                    && !gone.contains(identity.owner(ObjectKind.TABLE))
                    && !column.is(Attribute.INHERITED)
                    && column.text(Attribute.GENERATED).isEmpty()) {
                column(column, told);
            }
        }
        for (CatalogObject type : old.of(ObjectKind.ENUM)) {
            after.same(type.identity(), before)
                    .flatMap(after.catalog()::find)
                    .ifPresent(now -> values(type, now, told));
        }
    }

    private void column(CatalogObject column, List<String> told) {
        Identity identity = column.identity();
        String name = identity.schema() + "." + identity.relation() + "." + identity.name();
        Optional<CatalogObject> now = after.same(identity, before).flatMap(after.catalog()::find);
        if (now.isEmpty()) {
            boolean refused = column.is(Attribute.NOT_NULL)
                    && column.text(Attribute.DEFAULT).isEmpty()
                    && column.text(Attribute.IDENTITY).isEmpty();
            told.add("values of " + name + ", which the migration drops"
                    + (refused
                            ? "; it is not null without a default, so that it cannot be added while the table has rows"
                            : ""));
            return;
        }
        String type = column.text(Attribute.TYPE).orElse("");
        String other = now.get().text(Attribute.TYPE).orElse("");
        if (!type.equals(other) && !renamedType(other, type)) {
            told.add("what the values of " + name + " lost when they became " + other + "; they are converted back to "
                    + type);
        }
    }

    private boolean renamedType(String is, String was) {
        return before.catalog().objects().keySet().stream()
                .filter(object -> object.kind() == ObjectKind.ENUM
                        || object.kind() == ObjectKind.DOMAIN
                        || object.kind() == ObjectKind.COMPOSITE_TYPE)
                .filter(object -> was.replace("\"", "").replace("[]", "").equals(object.schema() + "." + object.name()))
                .anyMatch(object -> after.same(object, before)
                        .filter(now -> is.replace("\"", "").replace("[]", "").equals(now.schema() + "." + now.name()))
                        .isPresent());
    }

    private static void values(CatalogObject old, CatalogObject now, List<String> told) {
        var added = new ArrayList<>(now.list(Attribute.LABELS));
        added.removeAll(old.list(Attribute.LABELS));
        if (now.list(Attribute.LABELS).size() > old.list(Attribute.LABELS).size()) {
            told.add("nothing else is there for rows that have " + String.join(", ", added) + " of type "
                    + old.identity().schema() + "." + old.identity().name() + ": while there are some, this fails");
        }
    }
}
