package dev.migrate.keep;

import static dev.migrate.database.Identifier.literal;

import dev.migrate.database.ByteSize;
import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How much there is in tables of the target. */
final class Sizes {
    /** Up to here rows are counted; of larger tables the statistics tell about how many there are. */
    private static final long COUNTED_BYTES = 64L << 20;

    private static final String SIZES = """
            select v.name, c.relkind,
                   (select greatest(sum(p.reltuples), 0)::bigint from pg_catalog.pg_class p where p.oid in (%1$s)),
                   (select coalesce(sum(pg_catalog.pg_table_size(p.oid)), 0) from pg_catalog.pg_class p where p.oid in (%1$s))
              from (values %2$s) v(name)
              join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(v.name) and c.relkind in ('r', 'p')
            """;

    /** The same without a lock on the tables. */
    private static final String STATISTICS = SIZES.replace(
            "sum(pg_catalog.pg_table_size(p.oid))", "sum(p.relpages::bigint * current_setting('block_size')::bigint)");

    private static final String TREE =
            "select c.oid union select t.relid from pg_catalog.pg_partition_tree(c.oid) t where c.relkind = 'p'";

    private Sizes() {}

    /**
     * A table.
     *
     * @param rows of a large table about how many, as the statistics have it
     * @param bytes without its indexes
     */
    record Size(long rows, long bytes) {
        static final Size NONE = new Size(0, 0);

        @Override
        public String toString() {
            return rows + (rows == 1 ? " row" : " rows") + ", " + ByteSize.words(bytes);
        }
    }

    /** Of these tables, by their names as SQL has them; those that are not there are not in it. */
    static Map<String, Size> of(Session target, Set<String> tables) {
        if (tables.isEmpty()) {
            return Map.of();
        }
        String names = String.join(
                ", ", tables.stream().map(name -> "(" + literal(name) + ")").toList());
        var sizes = new HashMap<String, Size>();
        var small = new ArrayList<String>();
        var counts = new ArrayList<String>();
        List<List<String>> found = patient(target, List.of(SIZES.formatted(TREE, names)))
                .map(results -> results.get(results.size() - 1))
                .orElseGet(() -> target.rows(STATISTICS.formatted(TREE, names)));
        for (List<String> row : found) {
            var size = new Size(Long.parseLong(row.get(2)), Long.parseLong(row.get(3)));
            sizes.put(row.get(0), size);
            if (size.bytes() <= COUNTED_BYTES) {
                small.add(row.get(0));
                counts.add("select count(*) from " + (row.get(1).equals("p") ? "" : "only ") + row.get(0));
            }
        }
        if (!small.isEmpty()) {
            patient(target, counts).ifPresent(counted -> {
                for (int i = 0; i < small.size(); i++) {
                    long rows = Long.parseLong(counted.get(i).get(0).get(0));
                    sizes.merge(small.get(i), Size.NONE, (size, none) -> new Size(rows, size.bytes()));
                }
            });
        }
        return sizes;
    }

    /** What queries return that need a lock; empty where somebody else holds a table for longer than a moment. */
    private static Optional<List<List<List<String>>>> patient(Session target, List<String> queries) {
        Reply reply = target.ask("set local search_path = pg_catalog, pg_temp;\nset local lock_timeout = '1s';\n"
                + String.join(";\n", queries));
        if (reply.error().filter(error -> error.is("55P03")).isPresent()) {
            return Optional.empty();
        }
        reply.error().ifPresent(error -> {
            throw target.refused(error);
        });
        return Optional.of(reply.results());
    }
}
