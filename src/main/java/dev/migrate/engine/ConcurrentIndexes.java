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

/**
 * Clears away what a broken {@code CREATE INDEX CONCURRENTLY} leaves: an invalid index, which costs every write, serves
 * no read, and makes {@code IF NOT EXISTS} pass as if the work were done.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY">building
 *     indexes concurrently</a>
 */
final class ConcurrentIndexes {
    /** An index, with its table and what it is; both names are quoted. */
    private record Found(String index, String table, String definition) {}

    private final Session session;
    private final ScriptListener listener;
    private List<Found> before = List.of();

    ConcurrentIndexes(Session session, ScriptListener listener) {
        this.session = session;
        this.listener = listener;
    }

    /** Whether a statement builds an index in such a way, a new one or one that is there. */
    static boolean builds(Statement statement) {
        return statement.kind() == StatementKind.CREATE_INDEX_CONCURRENTLY
                || statement.summary().startsWith("REINDEX");
    }

    /**
     * Whether the index that a statement is to build is there, whole, and the same.
     *
     * @return empty where there is a valid index of that name, and whether it is the same cannot be found out
     */
    Optional<Boolean> built(Statement statement) {
        List<Found> candidates = indexes(statement, "i.indisvalid and " + named(statement));
        if (candidates.isEmpty()) {
            return Optional.of(false);
        }
        Optional<String> wanted = IndexDefinition.of(session, statement);
        return wanted.map(definition ->
                candidates.stream().anyMatch(found -> found.definition().equals(definition)));
    }

    /**
     * Drops what an earlier build left of the index that is about to be built, and notes which other invalid ones
     * there are.
     *
     * @param again whether an earlier run may have begun this very statement
     */
    Optional<ScriptFailure> before(Statement statement, int number, int kept, boolean again) {
        for (Found found : leftovers(statement, again)) {
            listener.remark("dropping the invalid index " + found.index() + " that an earlier build left");
            Optional<ServerError> error = drop(found);
            if (error.isPresent()) {
                return Optional.of(failure(error.get(), statement, number, kept));
            }
        }
        before = invalid(statement);
        return Optional.empty();
    }

    private List<Found> leftovers(Statement statement, boolean again) {
        if (statement.kind() != StatementKind.CREATE_INDEX_CONCURRENTLY) {
            return again ? invalid(statement) : List.of();
        }
        if (statement.object().isPresent()) {
            return indexes(statement, "not i.indisvalid and " + named(statement));
        }
        Optional<String> wanted = again ? IndexDefinition.of(session, statement) : Optional.empty();
        return invalid(statement).stream()
                .filter(found -> wanted.filter(found.definition()::equals).isPresent())
                .toList();
    }

    /** Makes sure that the index is valid where the server reported success, and drops what is left where it is not. */
    Optional<ScriptFailure> after(Statement statement, int number, int kept, Optional<ScriptFailure> failure) {
        if (session.lost()) {
            return failure;
        }
        var left = new ArrayList<>(invalid(statement));
        left.removeAll(before);
        for (Found found : left) {
            listener.remark("dropping the invalid index " + found.index() + " that the build left");
            drop(found)
                    .ifPresent(error -> listener.remark("the invalid index " + found.index() + " stays ("
                            + error.message() + "); the next migrate apply drops it and builds it again"));
        }
        if (failure.isPresent() || left.isEmpty()) {
            return failure;
        }
        String names = String.join(", ", left.stream().map(Found::index).toList());
        return Optional.of(failure(
                ServerError.own("the index was built but is not valid: " + names, "55000"), statement, number, kept));
    }

    private static ScriptFailure failure(ServerError error, Statement statement, int number, int kept) {
        return new ScriptFailure(error, number, statement.line(), statement.column(), Optional.empty(), kept);
    }

    private static String named(Statement statement) {
        return statement
                .object()
                .map(name -> "c.relname operator(pg_catalog.=) (pg_catalog.parse_ident(" + Identifier.literal(name)
                        + "))[1]")
                .orElse("true");
    }

    private List<Found> invalid(Statement statement) {
        return indexes(statement, "not i.indisvalid");
    }

    /**
     * Indexes that such a statement can have made: of its table, or what {@code REINDEX} makes beside those that are
     * there. That of a partitioned table is valid when all its parts are.
     */
    private List<Found> indexes(Statement statement, String condition) {
        String where;
        if (statement.kind() == StatementKind.CREATE_INDEX_CONCURRENTLY) {
            where = Written.tableOfIndex(statement)
                    .map(table -> "i.indrelid operator(pg_catalog.=) pg_catalog.to_regclass("
                            + Identifier.literal(table.group(1)) + ")::pg_catalog.oid")
                    .orElse("false");
        } else {
            String any = "c.relname operator(pg_catalog.~) '_cc(new|old)[0-9]*$'::pg_catalog.text";
            where = Written.reindexed(statement)
                    .map(Identifier::literal)
                    .map(name -> "pg_catalog.to_regclass(" + name + ")::pg_catalog.oid")
                    .map(named -> any + " and (i.indrelid operator(pg_catalog.=) " + named
                            + " or i.indrelid operator(pg_catalog.=) (select indrelid from pg_catalog.pg_index"
                            + " where indexrelid operator(pg_catalog.=) " + named + "))")
                    .orElse(any);
        }
        Reply reply = session.ask("""
                select pg_catalog.format('%%I.%%I', n.nspname, c.relname), pg_catalog.format('%%I.%%I', tn.nspname, t.relname),
                       %s
                  from pg_catalog.pg_index i
                  join pg_catalog.pg_class c on c.oid operator(pg_catalog.=) i.indexrelid
                   and c.relkind operator(pg_catalog.=) 'i'::pg_catalog."char"
                  join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
                  join pg_catalog.pg_class t on t.oid operator(pg_catalog.=) i.indrelid
                  join pg_catalog.pg_namespace tn on tn.oid operator(pg_catalog.=) t.relnamespace
                 where %s
                   and %s
                """.formatted(IndexDefinition.OF_INDEX, where, condition));
        return reply.rows().stream()
                .map(row -> new Found(row.get(0), row.get(1), row.get(2)))
                .toList();
    }

    /**
     * Drops an invalid index, unless it becomes valid meanwhile. A build that goes on, of whomever, holds this lock on
     * the table to its end; once it is granted, what is invalid is left over.
     */
    private Optional<ServerError> drop(Found found) {
        Reply look = session.ask("""
                BEGIN;
                LOCK TABLE %s IN SHARE UPDATE EXCLUSIVE MODE;
                SELECT 1 FROM pg_catalog.pg_index WHERE indexrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass(%s)::pg_catalog.oid AND NOT indisvalid;
                COMMIT
                """.formatted(found.table(), Identifier.literal(found.index())));
        if (!look.ok()) {
            session.ask("ROLLBACK");
            return look.error();
        }
        if (look.rows().isEmpty()) {
            return Optional.empty();
        }
        return session.ask("DROP INDEX CONCURRENTLY IF EXISTS " + found.index()).error();
    }
}
