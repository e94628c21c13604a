package dev.migrate.engine;

import dev.migrate.database.Identifier;
import dev.migrate.database.Reply;
import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.script.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Clears away what a broken {@code CREATE INDEX CONCURRENTLY} leaves: an invalid index, which costs every write, serves
 * no read, and makes {@code IF NOT EXISTS} pass as if the work were done.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY">building
 *     indexes concurrently</a>
 */
final class ConcurrentIndexes {
    private final Session session;
    private final ScriptListener listener;
    private List<String> invalidBefore = List.of();

    ConcurrentIndexes(Session session, ScriptListener listener) {
        this.session = session;
        this.listener = listener;
    }

    /** Drops an invalid index of the very name that is about to be built, and notes which others there are. */
    void before(Statement statement) {
        statement.object().ifPresent(name -> {
            for (List<String> row : named(name)) {
                if (row.get(1).equals("f")) {
                    listener.remark("dropping the invalid index " + row.get(0) + " that an earlier build left");
                    drop(row.get(0));
                }
            }
        });
        invalidBefore = invalid();
    }

    /** Makes sure that the index is valid where the server reported success, and drops it where it did not. */
    Optional<ScriptFailure> after(Statement statement, int number, int kept, Optional<ScriptFailure> failure) {
        if (session.lost()) {
            return failure;
        }
        var left = new ArrayList<>(invalid());
        left.removeAll(invalidBefore);
        for (String index : left) {
            listener.remark("dropping the invalid index " + index + " that the build left");
            drop(index);
        }
        if (failure.isPresent() || left.isEmpty()) {
            return failure;
        }
        var error = ServerError.own("the index was built but is not valid: " + String.join(", ", left), "55000");
        return Optional.of(
                new ScriptFailure(error, number, statement.line(), statement.column(), Optional.empty(), kept));
    }

    private List<List<String>> named(String name) {
        Reply reply = session.ask("""
                select i.indexrelid::pg_catalog.regclass, i.indisvalid
                  from pg_catalog.pg_index i
                 where i.indexrelid = pg_catalog.to_regclass(%s)
                """.formatted(Identifier.literal(name)));
        return reply.ok() ? reply.rows() : List.of();
    }

    /** Invalid indexes that no running build is still working on, but for those of partitioned tables. */
    private List<String> invalid() {
        Reply reply = session.ask("""
                select pg_catalog.format('%I.%I', n.nspname, c.relname)
                  from pg_catalog.pg_index i
                  join pg_catalog.pg_class c on c.oid = i.indexrelid and c.relkind = 'i'
                  join pg_catalog.pg_namespace n on n.oid = c.relnamespace
                 where not i.indisvalid
                   and not exists (select from pg_catalog.pg_stat_progress_create_index p
                                    where p.index_relid = i.indexrelid)
                """);
        return reply.ok() ? reply.rows().stream().map(row -> row.get(0)).toList() : List.of();
    }

    private void drop(String index) {
        session.ask("DROP INDEX CONCURRENTLY IF EXISTS " + index);
    }
}
