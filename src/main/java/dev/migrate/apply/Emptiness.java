package dev.migrate.apply;

import static dev.migrate.database.Identifier.literal;

import dev.migrate.database.Identifier;
import dev.migrate.database.Session;
import dev.migrate.history.History;
import dev.migrate.history.HistoryTable;
import dev.migrate.plan.Inventory;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether a database has no tables of its own: then the bootstrap file is what it starts from, where there is one. */
public final class Emptiness {
    /** Schemas that hold tables before a project has made any: Supabase's own, and those of extensions it offers. */
    private static final String PLATFORM = Stream.of(
                    "auth",
                    "storage",
                    "realtime",
                    "_realtime",
                    "extensions",
                    "vault",
                    "graphql",
                    "graphql_public",
                    "pgsodium",
                    "pgsodium_masks",
                    "pgbouncer",
                    "pgmq",
                    "pgtle",
                    "net",
                    "cron",
                    "partman",
                    "tiger",
                    "tiger_data",
                    "topology",
                    "supabase_functions",
                    "supabase_migrations",
                    "_analytics",
                    "_supavisor")
            .map(Identifier::literal)
            .collect(Collectors.joining(", "));

    private final Session session;
    private final HistoryTable table;

    /** Asks nothing yet. */
    public Emptiness(Session session, HistoryTable table) {
        this.session = session;
        this.table = table;
    }

    /** Whether the bootstrap file is to be run: there is one, nothing is recorded, and no table is there. */
    boolean callsFor(Inventory inventory, History history) {
        return history.rows().isEmpty() && inventory.bootstrap().isPresent() && holds();
    }

    /** Whether there is none. Tables of extensions, and of schemas that the Supabase platform keeps itself, do not count. */
    public boolean holds() {
        return session.rows("""
                        select not exists (
                            select
                              from pg_catalog.pg_class c
                              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                             where c.relkind in ('r', 'p', 'v', 'm', 'f')
                               and n.nspname not like 'pg\\_%%'
                               and n.nspname not in ('information_schema', %s, %s)
                               and not exists (select from pg_catalog.pg_depend d
                                                where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                                  and d.objid = c.oid and d.deptype = 'e'))
                        """.formatted(PLATFORM, literal(table.schema())))
                .get(0)
                .get(0)
                .equals("t");
    }
}
