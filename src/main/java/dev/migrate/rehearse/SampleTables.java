package dev.migrate.rehearse;

import dev.migrate.database.Session;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the tables of a scratch database, to put rows into them. */
final class SampleTables {
    /** Unit separator: what stands in no name. */
    private static final String SEPARATOR = "\u001f";

    private static final List<String> QUERIES = List.of(
            // types: domains are told as what they are over
            """
            select t.oid, pg_catalog.format_type(t.oid, null), b.typname, b.typtype,
                   case when b.typelem <> 0 and b.typlen = -1 and b.typtype = 'b' and b.typname not in ('int2vector', 'oidvector')
                        then b.typelem
                        when r.rngtypid is not null then r.rngsubtype end,
                   (select pg_catalog.string_agg(e.enumlabel, E'\\x1f' order by e.enumsortorder) from pg_catalog.pg_enum e
                     where e.enumtypid = b.oid),
                   (select pg_catalog.string_agg(a.atttypid::pg_catalog.text, ',' order by a.attnum)
                      from pg_catalog.pg_attribute a
                     where a.attrelid = b.typrelid and a.attnum > 0 and not a.attisdropped and b.typtype = 'c'),
                   (select pg_catalog.string_agg(pg_catalog.pg_get_constraintdef(c.oid), ' ') from pg_catalog.pg_constraint c
                     where c.contypid = t.oid and c.contype = 'c'),
                   (select pg_catalog.string_agg(c.conname, E'\\x1f') from pg_catalog.pg_constraint c
                     where c.contypid = t.oid and c.contype = 'c'),
                   t.typnotnull, t.typtypmod
              from pg_catalog.pg_type t
              join lateral (with recursive o as (
                       select t.oid, t.typtype, t.typbasetype
                       union all
                       select n.oid, n.typtype, n.typbasetype from o join pg_catalog.pg_type n on n.oid = o.typbasetype
                        where o.typtype = 'd')
                   select y.* from o join pg_catalog.pg_type y on y.oid = o.oid where o.typtype <> 'd') b on true
              left join pg_catalog.pg_range r on b.oid in (r.rngtypid, r.rngmultitypid)
             where t.oid in (select atttypid from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
                              where c.oid >= 16384 and c.relkind in ('r', 'p', 'c') and a.attnum > 0)
                or t.oid in (select typelem from pg_catalog.pg_type where oid in (select atttypid
                              from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
                              where c.oid >= 16384 and c.relkind in ('r', 'p', 'c')))
                or t.oid in (select rngsubtype from pg_catalog.pg_range)
                or t.oid in (select p.typelem from pg_catalog.pg_type d join pg_catalog.pg_type p on p.oid = d.typbasetype)
            """, """
            select c.oid, pg_catalog.format('%I.%I', n.nspname, c.relname), c.relname,
                   coalesce(pg_catalog.pg_get_expr(c.relpartbound, c.oid), ''),
                   (select pg_catalog.string_agg(coalesce(pg_catalog.pg_get_expr(k.relpartbound, k.oid), ''), ' ')
                      from pg_catalog.pg_inherits i join pg_catalog.pg_class k on k.oid = i.inhrelid
                     where i.inhparent = c.oid and c.relkind = 'p')
              from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
             where c.relkind in ('r', 'p') and c.relpersistence <> 't' and n.nspname not in ('pg_catalog', 'information_schema')
               and n.nspname !~ '^pg_'
               and not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                  and d.objid = c.oid and d.deptype = 'e')
             order by n.nspname, c.relname
            """, """
            select a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.attgenerated <> '',
                   coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid), case when a.attidentity <> '' then 'identity()' end),
                   pg_catalog.format_type(a.atttypid, a.atttypmod),
                   exists (select from pg_catalog.pg_index i where i.indrelid = a.attrelid and (i.indisunique or i.indisexclusion)
                              and a.attnum = any (i.indkey))
              from pg_catalog.pg_attribute a join pg_catalog.pg_class c on c.oid = a.attrelid
              left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
             where c.oid >= 16384 and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
             order by a.attrelid, a.attnum
            """, """
            select c.conrelid, c.contype, c.conname, pg_catalog.array_to_string(c.conkey, ','), c.confrelid,
                   pg_catalog.array_to_string(c.confkey, ','), pg_catalog.pg_get_constraintdef(c.oid)
              from pg_catalog.pg_constraint c
             where c.contype in ('c', 'f') and c.conrelid <> 0
             order by c.conrelid, c.conname
            """);

    private final Map<String, List<String>> types = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final Map<String, Map<String, String>> columnNames = new HashMap<>();

    private SampleTables() {}

    /** All that are no part of the system or of an extension, in the order of their names. Asks in the open transaction. */
    static List<SampleTable> read(Session session) {
        return new SampleTables().tables(session.results(QUERIES));
    }

    private List<SampleTable> tables(List<List<List<String>>> results) {
        results.get(0).forEach(row -> types.put(row.get(0), row));
        results.get(1).forEach(row -> names.put(row.get(0), row.get(1)));
        var columns = new HashMap<String, List<List<String>>>();
        for (List<String> row : results.get(2)) {
            columns.computeIfAbsent(row.get(0), oid -> new ArrayList<>()).add(row);
            columnNames.computeIfAbsent(row.get(0), oid -> new HashMap<>()).put(row.get(1), row.get(2));
        }
        var constraints = new HashMap<String, List<List<String>>>();
        results.get(3)
                .forEach(row -> constraints
                        .computeIfAbsent(row.get(0), oid -> new ArrayList<>())
                        .add(row));
        return results.get(1).stream()
                .map(row -> table(
                        row,
                        columns.getOrDefault(row.get(0), List.of()),
                        constraints.getOrDefault(row.get(0), List.of())))
                .toList();
    }

    private SampleTable table(List<String> table, List<List<String>> columns, List<List<String>> constraints) {
        var checks = new ArrayList<SampleTable.Check>();
        var references = new ArrayList<SampleTable.Reference>();
        for (List<String> row : constraints) {
            List<String> own = named(row.get(0), row.get(3));
            if (row.get(1).equals("c")) {
                checks.add(new SampleTable.Check(row.get(2), new LinkedHashSet<>(own), row.get(6)));
            } else if (names.containsKey(row.get(4))) {
                references.add(new SampleTable.Reference(own, names.get(row.get(4)), named(row.get(4), row.get(5))));
            }
        }
        String bounds = table.get(3) + (table.get(4) == null ? "" : " " + table.get(4));
        if (!bounds.isBlank()) {
            checks.add(new SampleTable.Check("", Set.of(), bounds));
        }
        var written = new ArrayList<SampleTable.Column>();
        for (List<String> row : columns) {
            if (row.get(6).equals("t")) {
                continue;
            }
            List<String> type = types.get(row.get(3));
            if (type.get(7) != null) {
                for (String name : type.get(8).split(SEPARATOR, -1)) {
                    checks.add(new SampleTable.Check(name, Set.of(row.get(2)), type.get(7)));
                }
            }
            written.add(new SampleTable.Column(
                    row.get(2),
                    type(row.get(3), row.get(8), Integer.parseInt(row.get(4)), 0),
                    row.get(5).equals("t") || type.get(9).equals("t"),
                    Optional.ofNullable(row.get(7)),
                    row.get(9).equals("t")));
        }
        return new SampleTable(table.get(1), table.get(2), written, checks, references);
    }

    private List<String> named(String table, String numbers) {
        if (numbers == null || numbers.isEmpty()) {
            return List.of();
        }
        Map<String, String> known = columnNames.getOrDefault(table, Map.of());
        return Arrays.stream(numbers.split(","))
                .map(known::get)
                .filter(name -> name != null)
                .toList();
    }

    private SampleType type(String oid, String sql, int modifier, int depth) {
        List<String> row = types.get(oid);
        if (row == null || depth > 5) {
            return new SampleType(sql, "", 'p', Optional.empty(), List.of(), Optional.empty(), List.of());
        }
        int effective = modifier >= 0 ? modifier : Integer.parseInt(row.get(10));
        String base = row.get(2);
        Optional<SampleType> element =
                Optional.ofNullable(row.get(4)).map(inner -> type(inner, typeName(inner), effective, depth + 1));
        List<SampleType> parts = row.get(6) == null
                ? List.of()
                : Arrays.stream(row.get(6).split(","))
                        .map(part -> type(part, typeName(part), -1, depth + 1))
                        .toList();
        return new SampleType(
                sql,
                base,
                row.get(3).charAt(0),
                length(base, effective),
                row.get(5) == null ? List.of() : List.of(row.get(5).split(SEPARATOR, -1)),
                element,
                parts);
    }

    private String typeName(String oid) {
        return types.containsKey(oid) ? types.get(oid).get(1) : "";
    }

    private static Optional<Integer> length(String base, int modifier) {
        if (base.equals("bpchar") && modifier < 0) {
            return Optional.empty();
        }
        return modifier < 0
                ? Optional.empty()
                : switch (base) {
                    case "varchar", "bpchar" -> Optional.of(modifier - 4);
                    case "bit", "varbit" -> Optional.of(modifier);
                    case "numeric" -> Optional.of(((modifier - 4) >> 16) - ((modifier - 4) & 0x7ff));
                    default -> Optional.empty();
                };
    }
}
