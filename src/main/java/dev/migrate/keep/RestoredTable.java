package dev.migrate.keep;

import static dev.migrate.database.Identifier.literal;
import static dev.migrate.database.Identifier.quoted;

import dev.migrate.keep.KeptEntry.Kind;
import dev.migrate.keep.KeptEntry.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A table as it is behind a way back, and how what is kept gets into it. */
final class RestoredTable {
    private static final String COLUMNS = """
            select a.attname, format_type(a.atttypid, a.atttypmod), a.attgenerated <> '', a.attidentity = 'a',
                   t.typnamespace = 'pg_catalog'::regnamespace,
                   (c.type_oid, c.type_mod) = (a.atttypid, a.atttypmod),
                   pg_get_serial_sequence(%3$s, a.attname)
              from pg_attribute a
              join pg_type t on t.oid = a.atttypid
              left join migrate_kept.columns c on c.entry = %1$s and c.name = a.attname
             where a.attrelid = %2$s and a.attnum > 0 and not a.attisdropped
             order by a.attnum
            """;

    private static final String LINE = quoted("migrate: line");
    private static final String NUMBER = quoted("migrate: number");

    private record Column(
            String name, String type, boolean generated, boolean always, boolean same, Optional<String> sequence) {}

    private final KeptEntry entry;
    private final Map<String, Column> columns;
    private final boolean empty;
    private final boolean keyed;
    private String why = "";

    private RestoredTable(KeptEntry entry, Map<String, Column> columns, boolean empty) {
        this.entry = entry;
        this.columns = columns;
        this.empty = empty;
        List<Value> key = entry.key();
        this.keyed = !key.isEmpty() && key.stream().allMatch(value -> columns.containsKey(value.name()));
    }

    static RestoredTable read(OwnTransaction.Own own, KeptEntry entry, long oid) {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (List<String> row : own.ask(COLUMNS.formatted(entry.id(), oid, literal(entry.quotedTable())))) {
            columns.put(
                    row.get(0),
                    new Column(
                            row.get(0),
                            row.get(1),
                            row.get(2).equals("t"),
                            row.get(3).equals("t"),
                            row.get(4).equals("t") && "t".equals(row.get(5)),
                            Optional.ofNullable(row.get(6))));
        }
        boolean empty = own.ask("select not exists (select from " + entry.quotedTable() + ")")
                .get(0)
                .get(0)
                .equals("t");
        return new RestoredTable(entry, columns, empty);
    }

    /** Why nothing could be given back, in words. */
    String why() {
        return why;
    }

    /** Kept columns that the table does not have. */
    List<String> missing() {
        return entry.values().stream()
                .map(Value::name)
                .filter(name -> !columns.containsKey(name))
                .toList();
    }

    private boolean whole() {
        return entry.kind() != Kind.COLUMNS && entry.wholeRows();
    }

    /** Puts rows back that are not there; returns how many. */
    Optional<String> insert() {
        if (!whole()) {
            return Optional.empty();
        }
        if (!keyed && !insertable()) {
            return Optional.empty();
        }
        List<Value> given = entry.values().stream()
                .filter(value -> columns.containsKey(value.name()))
                .filter(value -> !columns.get(value.name()).generated())
                .toList();
        String where = entry.kind() == Kind.ROWS ? " and k." + Copy.AFTER + " is null" : "";
        if (keyed) {
            where += " and not exists (select from " + entry.quotedTable() + " t where " + sameKey() + ")";
        }
        return Optional.of("with given as (insert into " + entry.quotedTable() + " ("
                + given.stream().map(Value::quoted).collect(Collectors.joining(", "))
                + ") overriding system value select "
                + given.stream().map(this::value).collect(Collectors.joining(", ")) + " from " + entry.copy()
                + " k where not k." + Copy.SINCE + where + " returning 1) select count(*) from given");
    }

    /** Without a key it cannot be told which rows are there. */
    private boolean insertable() {
        if (entry.kind() == Kind.TABLE && empty) {
            return true;
        }
        boolean onlyGone = entry.kind() == Kind.ROWS
                && !entry.changes().contains("update")
                && entry.values().stream().noneMatch(Value::changed);
        if (onlyGone) {
            return true;
        }
        why = entry.tableName() + " has no key by which rows are found again";
        return false;
    }

    /** Puts values back into rows that are there; returns how many rows. */
    Optional<String> update() {
        boolean columnsOnly = !whole();
        if (entry.kind() == Kind.TABLE || entry.kind() == Kind.COPY) {
            return Optional.empty();
        }
        List<Value> others =
                entry.values().stream().filter(value -> !value.changed()).toList();
        boolean byTheRest = !keyed
                && entry.kind() == Kind.COLUMNS
                && !others.isEmpty()
                && entry.values().stream()
                        .noneMatch(value -> value.changed() && value.after().isPresent())
                && others.stream().allMatch(value -> columns.containsKey(value.name()));
        if (!keyed && !byTheRest) {
            why = entry.tableName() + " has no key by which rows are found again";
            return Optional.empty();
        }
        List<String> set = entry.values().stream()
                .filter(value -> !value.key() && columns.containsKey(value.name()))
                .filter(value -> columnsOnly ? value.changed() : true)
                .filter(value -> !columns.get(value.name()).generated()
                        && !columns.get(value.name()).always())
                .map(value -> value.quoted() + " = " + value(value))
                .toList();
        if (set.isEmpty()) {
            why = why.isEmpty() ? "its columns are not there" : why;
            return Optional.empty();
        }
        if (byTheRest) {
            return Optional.of(pairs(set, others));
        }
        String where = columnsOnly ? "" : " and k." + Copy.AFTER + " is not null";
        return Optional.of(
                "with given as (update " + entry.quotedTable() + " t set " + String.join(", ", set) + " from "
                        + entry.copy() + " k where " + sameKey() + " and not k." + Copy.SINCE + where
                        + " returning 1) select count(*) from given");
    }

    /** Without a key: rows that agree in all that is left; among those that do it makes no difference which is which. */
    private String pairs(List<String> set, List<Value> others) {
        String line = "row("
                + others.stream()
                        .map(value -> "%1$s." + value.quoted().replace("%", "%%") + "::text")
                        .collect(Collectors.joining(", "))
                + ")::text";
        String ofTable = line.formatted("t");
        String ofCopy = line.formatted("k");
        return "with places as (select t.tableoid as part, t.ctid as place, " + ofTable + " as line, row_number() over"
                + " (partition by " + ofTable + ") as number from " + entry.quotedTable()
                + " t), lines as (select k.*, "
                + ofCopy + " as " + LINE + ", row_number() over (partition by " + ofCopy + ") as " + NUMBER + " from "
                + entry.copy() + " k), given as (update " + entry.quotedTable() + " t set " + String.join(", ", set)
                + " from places p, lines k where t.tableoid = p.part and t.ctid = p.place and p.line = k." + LINE
                + " and p.number = k." + NUMBER + " returning 1) select count(*) from given";
    }

    /** Numbers that are given out from here on come behind those that were given back. */
    List<String> sequences() {
        var statements = new ArrayList<String>();
        for (Column column : columns.values()) {
            column.sequence()
                    .ifPresent(name -> statements.add("select setval(" + literal(name) + ", m) from (select max("
                            + quoted(column.name()) + ") as m from " + entry.quotedTable()
                            + ") x where m > (select last_value from "
                            + name + ")"));
        }
        return statements;
    }

    private String sameKey() {
        return entry.key().stream()
                .map(value -> columns.get(value.name()).same() && !value.asText()
                        ? "k." + value.quoted() + " = t." + value.quoted()
                        : "k." + value.quoted() + "::text = t." + value.quoted() + "::text")
                .collect(Collectors.joining(" and "));
    }

    private String value(Value value) {
        Column column = columns.get(value.name());
        return "k." + value.quoted() + (value.asText() ? "::" + column.type() : "");
    }
}
