package dev.migrate.preview;

import static dev.migrate.database.Identifier.literal;

import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import dev.migrate.rehearse.LockMode;
import dev.migrate.rehearse.Relation;
import dev.migrate.rehearse.ScriptFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How large tables are on the target, by the names that they have there. */
final class TargetSizes {
    private static final String TREE =
            "select c.oid union select t.relid from pg_catalog.pg_partition_tree(c.oid) t where c.relkind = 'p'";

    /** Without rows even what lies beside a table counts for nothing. */
    private static final String SIZES = """
            select v.name,
                   (select coalesce(sum(case when pg_catalog.pg_relation_size(p.oid) > 0 then pg_catalog.pg_table_size(p.oid) else 0 end), 0)
                      from pg_catalog.pg_class p where p.oid in (%1$s))
              from (values %2$s) v(name)
              join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(v.name) and c.relkind in ('r', 'p', 'm')
            """;

    /** The same without a lock on the tables; of one that was never looked at nothing is known. */
    private static final String STATISTICS = """
            select v.name,
                   (select sum(p.relpages::bigint) * current_setting('block_size')::bigint from pg_catalog.pg_class p where p.oid in (%1$s))
              from (values %2$s) v(name)
              join pg_catalog.pg_class c on c.oid = pg_catalog.to_regclass(v.name) and c.relkind in ('r', 'p', 'm')
             where c.reltuples >= 0
            """;

    private TargetSizes() {}

    /** In bytes with TOAST and without indexes, of those that were there and that migrations locked. */
    static Map<String, Long> of(Session target, List<ScriptFacts> facts) {
        Set<String> names = facts.stream()
                .flatMap(script -> script.statements().stream())
                .flatMap(statement -> statement.held().entrySet().stream())
                .filter(held -> held.getKey().holdsRows() && held.getValue().atLeast(LockMode.ROW_EXCLUSIVE))
                .map(held -> held.getKey().origin())
                .collect(Collectors.toSet());
        var sizes = new HashMap<String, Long>();
        if (!names.isEmpty()) {
            String values =
                    names.stream().map(name -> "(" + literal(name) + ")").collect(Collectors.joining(", "));
            for (List<String> row : patient(target, SIZES.formatted(TREE, values))
                    .orElseGet(() -> target.rows(STATISTICS.formatted(TREE, values)))) {
                sizes.put(row.get(0), Long.parseLong(row.get(1)));
            }
        }
        return sizes;
    }

    static Optional<Long> size(Map<String, Long> sizes, Relation relation) {
        return Optional.ofNullable(sizes.get(relation.origin()));
    }

    /** Empty where somebody else holds a table for longer than a moment. */
    private static Optional<List<List<String>>> patient(Session target, String query) {
        Reply reply =
                target.ask("set local search_path = pg_catalog, pg_temp;\nset local lock_timeout = '1s';\n" + query);
        if (reply.error().filter(error -> error.is("55P03")).isPresent()) {
            return Optional.empty();
        }
        reply.error().ifPresent(error -> {
            throw target.refused(error);
        });
        return Optional.of(reply.rows());
    }
}
