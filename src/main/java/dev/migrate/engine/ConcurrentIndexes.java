package dev.migrate.engine;

import dev.migrate.database.Identifier;
import dev.migrate.database.Reply;
import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.script.Statement;
import dev.migrate.script.StatementKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Clears away what a broken {@code CREATE INDEX CONCURRENTLY} leaves: an invalid index, which costs every write, serves
 * no read, and makes {@code IF NOT EXISTS} pass as if the work were done.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY">building
 *     indexes concurrently</a>
 */
final class ConcurrentIndexes {
    private static final String NAME = "(?:\"(?:[^\"]|\"\")+\"|[\\w$\\x80-\\uffff]+)";

    /** {@code ON [ONLY] table}: the index will be in the schema of its table, which its own name does not tell. */
    private static final Pattern TABLE = Pattern.compile(
            "\\bon\\s+(?:only\\s+)?(" + NAME + "(?:\\s*\\.\\s*" + NAME + ")?)", Pattern.CASE_INSENSITIVE);

    private final Session session;
    private final ScriptListener listener;
    private List<String> before = List.of();

    ConcurrentIndexes(Session session, ScriptListener listener) {
        this.session = session;
        this.listener = listener;
    }

    /** Whether a statement builds an index in such a way, a new one or one that is there. */
    static boolean builds(Statement statement) {
        return statement.kind() == StatementKind.CREATE_INDEX_CONCURRENTLY
                || statement.summary().startsWith("REINDEX");
    }

    /** Drops an invalid index of the very name that is about to be built, and notes which others there are. */
    void before(Statement statement) {
        statement.object().ifPresent(name -> {
            String named = "pg_catalog.parse_ident(" + Identifier.literal(name) + ")";
            for (String index : invalid(statement, "c.relname operator(pg_catalog.=) (" + named + ")[1]")) {
                listener.remark("dropping the invalid index " + index + " that an earlier build left");
                drop(index);
            }
        });
        before = invalid(statement, "true");
    }

    /** Makes sure that the index is valid where the server reported success, and drops what is left where it is not. */
    Optional<ScriptFailure> after(Statement statement, int number, int kept, Optional<ScriptFailure> failure) {
        if (session.lost()) {
            return failure;
        }
        var left = new ArrayList<>(invalid(statement, "true"));
        left.removeAll(before);
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

    /**
     * Invalid indexes that such a statement can have left and that no build is working on: of its table, or what
     * {@code REINDEX} makes beside those that are there. That of a partitioned table is valid when all its parts are.
     * The table is looked up where the script would find it, so the search path is the script's and operators are named.
     */
    private List<String> invalid(Statement statement, String condition) {
        Matcher table = TABLE.matcher(statement.text());
        String where = "c.relname operator(pg_catalog.~) '_cc(new|old)[0-9]*$'::pg_catalog.text";
        if (statement.kind() == StatementKind.CREATE_INDEX_CONCURRENTLY) {
            where = table.find()
                    ? "i.indrelid operator(pg_catalog.=) pg_catalog.to_regclass(" + Identifier.literal(table.group(1))
                            + ")::pg_catalog.oid"
                    : "false";
        }
        Reply reply = session.ask("""
                select pg_catalog.format('%%I.%%I', n.nspname, c.relname)
                  from pg_catalog.pg_index i
                  join pg_catalog.pg_class c on c.oid operator(pg_catalog.=) i.indexrelid
                   and c.relkind operator(pg_catalog.=) 'i'::pg_catalog."char"
                  join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
                 where not i.indisvalid
                   and %s
                   and %s
                   and not exists (select from pg_catalog.pg_stat_progress_create_index p
                                    where p.index_relid operator(pg_catalog.=) i.indexrelid)
                """.formatted(where, condition));
        return reply.ok() ? reply.rows().stream().map(row -> row.get(0)).toList() : List.of();
    }

    private void drop(String index) {
        session.ask("DROP INDEX CONCURRENTLY IF EXISTS " + index);
    }
}
