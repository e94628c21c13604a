package dev.migrate.catalog;

import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a {@link Catalog}: all of it in one message and one transaction, so that it is the structure of one moment.
 *
 * @see <a href="https://www.postgresql.org/docs/current/catalogs.html">system catalogs</a>
 */
public final class CatalogReader {
    /** What every printed text depends on. */
    private static final String SETTINGS = """
            select pg_catalog.set_config(k, v, true) from (values ('search_path', ''), ('jit', 'off'), ('row_security', 'off'),
             ('datestyle', 'ISO, YMD'), ('intervalstyle', 'postgres'), ('timezone', 'UTC'), ('extra_float_digits', '3'),
             ('bytea_output', 'hex'), ('quote_all_identifiers', 'off'), ('statement_timeout', '0'), ('lock_timeout', '5s')) s(k, v)
            """;

    private final Session session;
    private final CatalogScope scope;
    private final int majorVersion;

    public CatalogReader(Session session, CatalogScope scope) {
        this.session = session;
        this.scope = scope;
        this.majorVersion = session.facts().major();
    }

    /** The structure, to be compared. */
    public Catalog read() {
        return read(false);
    }

    /** The structure with what depends on what, to be written. */
    public Catalog readWithDependencies() {
        return read(true);
    }

    private Catalog read(boolean withDependencies) {
        var queries = new LinkedHashMap<>(queries("members.sql"));
        queries.putAll(queries("objects.sql"));
        queries.putAll(queries("attached.sql"));
        if (withDependencies) {
            queries.putAll(queries("dependencies.sql"));
        }
        var message = new ArrayList<String>(List.of("begin isolation level repeatable read read only", SETTINGS));
        message.addAll(queries.values());
        message.add("commit");
        List<String> names = List.copyOf(queries.keySet());
        var rows = new Rows(majorVersion);
        Reply reply = session.stream(String.join(";\n", message), (result, columns, values) -> {
            if (result > 0) { // the settings return rows too
                rows.row(names.get(result - 1), columns, values);
            }
        });
        reply.error().ifPresent(error -> {
            session.ask("rollback");
            throw session.refused(error);
        });
        return rows.catalog();
    }

    private Map<String, String> queries(String resource) {
        return Queries.of(resource, majorVersion, scope.excluded(), scope.ours());
    }
}
