package dev.migrate.engine;

import dev.migrate.database.Identifier;
import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import dev.migrate.script.Statement;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;

/**
 * What an index is, as the server says it: all that {@code pg_get_indexdef} gives behind the name of the table, and
 * whether it is unique.
 */
final class IndexDefinition {
    /** Between the name of the index and what it is; a temporary table is told as one of {@code pg_temp}. */
    private static final String ON_TABLE = "pg_catalog.format(' ON %I.%I USING ', case when tn.oid"
            + " operator(pg_catalog.=) pg_catalog.pg_my_temp_schema() then 'pg_temp' else tn.nspname end, t.relname)";

    /** SQL for the definition of the index {@code i} of the table {@code t} in the schema {@code tn}. */
    static final String OF_INDEX = """
            pg_catalog.concat(i.indisunique, ' ', pg_catalog.substr(pg_catalog.pg_get_indexdef(i.indexrelid),
                pg_catalog.strpos(pg_catalog.pg_get_indexdef(i.indexrelid), #) operator(pg_catalog.+) pg_catalog.length(#)))""".replace("#", ON_TABLE);

    private IndexDefinition() {}

    /**
     * The definition of the index that a statement would build: the server is made to build it on an empty copy of the
     * table, which is taken back. Nobody is blocked by that.
     *
     * @return empty where that does not work, because no temporary table can be made or the index needs the row type
     *     of the table itself
     */
    static Optional<String> of(Session session, Statement statement) {
        Matcher table = Written.tableOfIndex(statement).orElse(null);
        if (table == null) {
            return Optional.empty();
        }
        // The table is looked up where the script would find it: the search path is the script's.
        List<List<String>> names =
                session.ask("""
                select pg_catalog.format('%%I.%%I', n.nspname, c.relname), pg_catalog.format('pg_temp.%%I', c.relname)
                  from pg_catalog.pg_class c
                  join pg_catalog.pg_namespace n on n.oid operator(pg_catalog.=) c.relnamespace
                 where c.oid operator(pg_catalog.=) pg_catalog.to_regclass(%s)::pg_catalog.oid
                """.formatted(Identifier.literal(table.group(1)))).rows();
        if (names.isEmpty()) {
            return Optional.empty();
        }
        String copy = names.get(0).get(1);
        String unique = statement.summary().contains("UNIQUE") ? "UNIQUE " : "";
        Reply reply = session.ask("""
                BEGIN;
                CREATE TEMPORARY TABLE %1$s (LIKE %2$s) ON COMMIT DROP;
                CREATE %3$sINDEX ON %1$s%4$s
                ;
                SELECT %5$s
                  FROM pg_catalog.pg_index i
                  JOIN pg_catalog.pg_class t ON t.oid OPERATOR(pg_catalog.=) i.indrelid
                  JOIN pg_catalog.pg_namespace tn ON tn.oid OPERATOR(pg_catalog.=) t.relnamespace
                 WHERE i.indrelid OPERATOR(pg_catalog.=) %6$s::pg_catalog.regclass::pg_catalog.oid;
                ROLLBACK
                """.formatted(
                        copy,
                        names.get(0).get(0),
                        unique,
                        statement.text().substring(table.end()),
                        OF_INDEX,
                        Identifier.literal(copy)));
        if (!reply.ok()) {
            session.ask("ROLLBACK");
            return Optional.empty();
        }
        return Optional.of(reply.rows().get(0).get(0));
    }
}
