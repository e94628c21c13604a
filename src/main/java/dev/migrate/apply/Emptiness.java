package dev.migrate.apply;

import static dev.migrate.database.Identifier.literal;

import dev.migrate.catalog.CatalogScope;
import dev.migrate.database.Session;
import dev.migrate.history.History;
import dev.migrate.history.HistoryTable;
import dev.migrate.plan.Inventory;

/** Whether a database has no tables of its own, so that the bootstrap file is what it starts from. */
final class Emptiness {
    private final Session session;
    private final HistoryTable table;

    Emptiness(Session session, HistoryTable table) {
        this.session = session;
        this.table = table;
    }

    /** Whether the bootstrap file is to be run: there is one, nothing is recorded, and no table is there. */
    boolean callsFor(Inventory inventory, History history) {
        return history.rows().isEmpty() && inventory.bootstrap().isPresent() && holds();
    }

    /** Tables of extensions, of schemas that a platform looks after itself, the history's and what is kept do not count. */
    private boolean holds() {
        return session.rows("""
                        select not exists (
                            select
                              from pg_catalog.pg_class c
                              join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                             where c.relkind in ('r', 'p', 'v', 'm', 'f')
                               and %s
                               and (n.nspname <> %s or c.relname not in (%s, %s))
                               and not exists (select from pg_catalog.pg_depend d
                                                where d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                                                  and d.objid = c.oid and d.deptype = 'e'))
                        """.formatted(
                                CatalogScope.of(table.schema()).holds("n"),
                                literal(table.schema()),
                                literal(table.table()),
                                literal(table.logName())))
                .get(0)
                .get(0)
                .equals("t");
    }
}
