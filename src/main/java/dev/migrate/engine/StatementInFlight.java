package dev.migrate.engine;

import dev.migrate.database.Identifier;
import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.script.Statement;
import dev.migrate.script.StatementKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The statement behind the last one that is recorded as done, of a run that was lost: it refuses a transaction, so it
 * may have been done without its record. What the server can tell is asked; what repeats without harm is repeated; where
 * nobody can know, only the user can say.
 */
final class StatementInFlight {
    /** transaction_resolution_unknown: SQL's own code for this. */
    static final String UNKNOWN = "08007";

    /** What is known of such a statement. */
    enum Finding {
        DONE,
        /** It is not done, or doing it again does no harm, or the server will say that it is done. */
        TO_BE_RUN,
        /** Its first half is done: to be ended by {@code DETACH PARTITION … FINALIZE}. */
        TO_BE_FINALIZED,
        NOBODY_KNOWS
    }

    /** Leading words of statements that lead to the same, however often they run. */
    private static final List<String> REPEATABLE = List.of(
            "VACUUM",
            "REINDEX",
            "CLUSTER",
            "REPACK",
            "DISCARD",
            "ALTER SYSTEM",
            "ALTER DATABASE",
            "ALTER SUBSCRIPTION");

    /**
     * Leading words, and how the server refuses to do it a second time.
     *
     * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">error codes</a>
     */
    private static final Map<String, String> REFUSED_WHEN_DONE = Map.of(
            "DROP INDEX CONCURRENTLY", "42704",
            "CREATE DATABASE", "42P04",
            "DROP DATABASE", "3D000",
            "CREATE TABLESPACE", "42710",
            "DROP TABLESPACE", "42704",
            "DROP SUBSCRIPTION", "42704",
            "ALTER SUBSCRIPTION … ADD PUBLICATION", "42710",
            "ALTER SUBSCRIPTION … DROP PUBLICATION", "42704",
            "COMMIT PREPARED", "42704",
            "ROLLBACK PREPARED", "42704");

    private final Session session;
    private final ConcurrentIndexes indexes;

    StatementInFlight(Session session, ConcurrentIndexes indexes) {
        this.session = session;
        this.indexes = indexes;
    }

    Finding examine(Statement statement) {
        String words = statement.summary();
        if (statement.joined() > 1) {
            return Finding.NOBODY_KNOWS;
        }
        if (statement.kind() == StatementKind.CREATE_INDEX_CONCURRENTLY) {
            return indexes.built(statement)
                    .map(built -> built ? Finding.DONE : Finding.TO_BE_RUN)
                    .orElse(Finding.NOBODY_KNOWS);
        }
        if (words.equals("CREATE SUBSCRIPTION")) {
            return Written.subscription(statement).map(this::subscription).orElse(Finding.NOBODY_KNOWS);
        }
        if (words.endsWith("DETACH PARTITION CONCURRENTLY")) {
            return Written.detached(statement).map(this::partition).orElse(Finding.NOBODY_KNOWS);
        }
        boolean tells =
                REFUSED_WHEN_DONE.containsKey(words) || REPEATABLE.stream().anyMatch(words::startsWith);
        return tells ? Finding.TO_BE_RUN : Finding.NOBODY_KNOWS;
    }

    /** Whether the server refused to do a second time what is done. */
    static boolean refusedAsDone(Statement statement, ScriptFailure failure) {
        String code = REFUSED_WHEN_DONE.get(statement.summary());
        return code != null && statement.joined() == 1 && failure.error().is(code);
    }

    private Finding subscription(String name) {
        boolean there = !session.rows("""
                select 1
                  from pg_catalog.pg_subscription
                 where subname = (pg_catalog.parse_ident(%s))[1]
                   and subdbid = (select oid from pg_catalog.pg_database where datname = pg_catalog.current_database())
                """.formatted(Identifier.literal(name))).isEmpty();
        return there ? Finding.DONE : Finding.TO_BE_RUN;
    }

    private Finding partition(String name) {
        // Looked up where the script would find it: the search path is the script's.
        List<List<String>> found =
                session.ask("""
                select c.relispartition, coalesce(i.inhdetachpending, false)
                  from pg_catalog.pg_class c
                  left join pg_catalog.pg_inherits i on i.inhrelid operator(pg_catalog.=) c.oid
                 where c.oid operator(pg_catalog.=) pg_catalog.to_regclass(%s)::pg_catalog.oid
                """.formatted(Identifier.literal(name))).rows();
        if (found.isEmpty()) {
            return Finding.TO_BE_RUN;
        }
        if (found.get(0).get(0).equals("f")) {
            return Finding.DONE;
        }
        return found.get(0).get(1).equals("t") ? Finding.TO_BE_FINALIZED : Finding.TO_BE_RUN;
    }

    /** That the user has to say what became of it. */
    static ScriptFailure nobodyKnows(Statement statement, int number, int kept) {
        var error = ServerError.own(
                "nobody can know whether this statement is done: an earlier run was lost when it had sent it, or was"
                        + " about to, and the catalog does not tell",
                UNKNOWN);
        return new ScriptFailure(error, number, statement.line(), statement.column(), Optional.empty(), kept);
    }
}
