package dev.migrate.keep;

import static dev.migrate.database.Identifier.literal;

import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import dev.migrate.database.TransactionState;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is to be copied of tables of the target as they are now: columns and keys. */
final class Copies {
    private static final int LONGEST_NAME = 63;

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyyMMdd_HHmmss_SSS").withZone(ZoneOffset.UTC);

    private static final String TABLES = """
            select v.n, c.oid, c.relkind
              from (values %s) v(n, name)
              join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(v.name) and c.relkind in ('r', 'p')
             order by v.n
            """;

    private static final String COLUMNS = """
            select a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod,
                   t.typnamespace <> 'pg_catalog'::pg_catalog.regnamespace,
                   coalesce(l.collnamespace <> 'pg_catalog'::pg_catalog.regnamespace, false)
              from pg_catalog.pg_attribute a
              join pg_catalog.pg_type t on t.oid = a.atttypid
              left join pg_catalog.pg_collation l on l.oid = a.attcollation
             where a.attrelid in (%s) and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
             order by a.attrelid, a.attnum
            """;

    /** Unique over columns that are never null, the primary key first, then the shortest. */
    private static final String KEYS = """
            select i.indrelid, pg_catalog.array_to_string(i.indkey::int2[], ' ')
              from pg_catalog.pg_index i
             where i.indrelid in (%s) and i.indisunique and i.indisvalid and i.indimmediate
               and i.indpred is null and i.indexprs is null and i.indnkeyatts = i.indnatts
               and not exists (select from pg_catalog.pg_attribute a
                                where a.attrelid = i.indrelid and a.attnum = any (i.indkey::int2[])
                                  and (not a.attnotnull or a.attgenerated <> ''))
             order by i.indrelid, not i.indisprimary, i.indnkeyatts, i.indexrelid
            """;

    private final Session target;
    private final String moment = MOMENT.format(Instant.now());
    private int number;

    Copies(Session target) {
        this.target = target;
    }

    private record Found(Doomed doomed, long oid, boolean partitioned) {}

    /** Those of tables that are there. */
    List<Copy> of(List<Doomed> doomed) {
        List<Found> found = found(doomed);
        if (found.isEmpty()) {
            return List.of();
        }
        String oids =
                found.stream().map(one -> Long.toString(one.oid())).distinct().collect(Collectors.joining(", "));
        List<List<List<String>>> rows = asked(List.of(COLUMNS.formatted(oids), KEYS.formatted(oids)));
        Map<Long, List<List<String>>> columns = byTable(rows.get(0));
        Map<Long, List<List<String>>> keys = byTable(rows.get(1));
        var copies = new ArrayList<Copy>();
        for (Found one : found) {
            copy(one, columns.getOrDefault(one.oid(), List.of()), keys.getOrDefault(one.oid(), List.of()))
                    .ifPresent(copies::add);
        }
        return copies;
    }

    private List<Found> found(List<Doomed> doomed) {
        var names = new ArrayList<String>();
        for (int i = 0; i < doomed.size(); i++) {
            names.add("(" + i + ", " + literal(doomed.get(i).quoted()) + ")");
        }
        return asked(List.of(TABLES.formatted(String.join(", ", names)))).get(0).stream()
                .map(row -> new Found(
                        doomed.get(Integer.parseInt(row.get(0))),
                        Long.parseLong(row.get(1)),
                        row.get(2).equals("p")))
                .toList();
    }

    /** In the transaction that is open where there is one: what an earlier migration of the same one made counts. */
    private List<List<List<String>>> asked(List<String> queries) {
        if (target.state() == TransactionState.IDLE) {
            return target.results(queries);
        }
        var message = new ArrayList<String>();
        message.add("set local search_path = pg_catalog, pg_temp");
        message.addAll(queries);
        message.add("set local search_path to default");
        Reply reply = target.ask(String.join(";\n", message));
        reply.error().ifPresent(error -> {
            throw target.refused(error);
        });
        return reply.results();
    }

    private Optional<Copy> copy(Found one, List<List<String>> columns, List<List<String>> keys) {
        Doomed doomed = one.doomed();
        Map<Integer, String> names = new LinkedHashMap<>();
        columns.forEach(row -> names.put(Integer.parseInt(row.get(1)), row.get(2)));
        Set<Integer> key = keys.stream()
                .map(row -> numbers(row.get(1)))
                .filter(numbers ->
                        numbers.stream().noneMatch(column -> doomed.columns().contains(names.get(column))))
                .findFirst()
                .orElse(Set.of());
        boolean all = doomed.wholeRows() || key.isEmpty();
        List<KeptColumn> kept = columns.stream()
                .filter(row ->
                        all || doomed.columns().contains(row.get(2)) || key.contains(Integer.parseInt(row.get(1))))
                .map(row -> new KeptColumn(
                        Integer.parseInt(row.get(1)),
                        row.get(2),
                        Long.parseLong(row.get(3)),
                        Integer.parseInt(row.get(4)),
                        key.contains(Integer.parseInt(row.get(1))),
                        row.get(5).equals("t"),
                        row.get(6).equals("t")))
                .sorted(Comparator.comparing(KeptColumn::number))
                .toList();
        boolean something = !kept.isEmpty()
                && (doomed.wholeRows()
                        || kept.stream().anyMatch(column -> doomed.columns().contains(column.name())));
        return something
                ? Optional.of(new Copy(doomed, !one.partitioned(), kept, name(doomed.table())))
                : Optional.empty();
    }

    private String name(String table) {
        number++;
        String name = moment + "_" + number + "_" + table;
        while (name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > LONGEST_NAME) {
            name = name.substring(0, name.offsetByCodePoints(name.length(), -1));
        }
        return name;
    }

    private static Set<Integer> numbers(String text) {
        var numbers = new HashSet<Integer>();
        for (String part : text.split(" ", -1)) {
            numbers.add(Integer.parseInt(part));
        }
        return numbers;
    }

    private static Map<Long, List<List<String>>> byTable(List<List<String>> rows) {
        return rows.stream().collect(Collectors.groupingBy(row -> Long.parseLong(row.get(0))));
    }
}
