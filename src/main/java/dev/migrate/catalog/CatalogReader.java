package dev.migrate.catalog;

import dev.migrate.database.Reply;
import dev.migrate.database.ServerError;
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
    static final String SETTINGS = """
            select pg_catalog.set_config(k, v, true) from (values ('search_path', ''), ('jit', 'off'), ('row_security', 'off'),
             ('datestyle', 'ISO, YMD'), ('intervalstyle', 'postgres'), ('timezone', 'UTC'), ('extra_float_digits', '3'),
             ('bytea_output', 'hex'), ('quote_all_identifiers', 'off'), ('statement_timeout', '0'), ('lock_timeout', '5s')) s(k, v)
            """;

    private static final List<String> BEGIN = List.of("begin isolation level repeatable read read only", SETTINGS);

    /**
     * The functions that print look at the catalogs of now, not at those of the snapshot: what was dropped meanwhile
     * raises an error, or is printed as null.
     */
    private static final int ATTEMPTS = 3;

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

    /** The structure with what depends on what, and where each object has its row. */
    public LocatedCatalog readWithPlaces() {
        Map<String, String> queries = queries(true);
        var rows = new Rows(majorVersion);
        send(BEGIN, queries, "commit", rows).error().ifPresent(error -> {
            session.ask("rollback");
            throw session.refused(error);
        });
        return rows.located(session.facts().user());
    }

    /** The same as the transaction sees it that is open, and stays so. */
    public LocatedCatalog readWithPlacesInTransaction() {
        var rows = new Rows(majorVersion);
        List<String> begin = List.of("savepoint migrate_catalog", SETTINGS);
        send(begin, queries(true), "rollback to savepoint migrate_catalog", rows)
                .error()
                .ifPresent(error -> {
                    throw session.refused(error);
                });
        return rows.located(session.facts().user());
    }

    /**
     * The structure as the transaction sees it that is open, and stays so. What it has not committed is seen; what others
     * commit meanwhile may be seen in one kind of objects and not in the other.
     */
    public Catalog readInTransaction() {
        var rows = new Rows(majorVersion);
        List<String> begin = List.of("savepoint migrate_catalog", SETTINGS);
        send(begin, queries(false), "rollback to savepoint migrate_catalog", rows)
                .error()
                .ifPresent(error -> {
                    throw session.refused(error);
                });
        return rows.catalog(session.facts().user());
    }

    /** What the database of a session was made with: {@link ObjectKind#DATABASE}. */
    public static CatalogObject database(Session session) {
        String name = "database";
        int major = session.facts().major();
        var rows = new Rows(major);
        String query = Queries.of("objects.sql", major, CatalogScope.of("")).get(name);
        session.stream(
                        "set local search_path = pg_catalog, pg_temp;\n" + query,
                        (result, columns, values) -> rows.row(name, columns, values))
                .error()
                .ifPresent(error -> {
                    throw session.refused(error);
                });
        return rows.catalog(session.facts().user()).of(ObjectKind.DATABASE).get(0);
    }

    private Catalog read(boolean withDependencies) {
        Map<String, String> queries = queries(withDependencies);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            var rows = new Rows(majorVersion);
            Reply reply = send(BEGIN, queries, "commit", rows);
            if (reply.ok() && !rows.vanished()) {
                return rows.catalog(session.facts().user());
            }
            reply.error().ifPresent(this::rollback);
        }
        return new PieceByPiece(session, majorVersion).read(BEGIN, queries);
    }

    private Map<String, String> queries(boolean withDependencies) {
        var queries = new LinkedHashMap<>(queries("members.sql"));
        queries.putAll(queries("objects.sql"));
        queries.putAll(queries("attached.sql"));
        if (withDependencies) {
            queries.putAll(queries("dependencies.sql"));
        }
        return queries;
    }

    private Reply send(List<String> begin, Map<String, String> queries, String end, Rows rows) {
        var message = new ArrayList<String>(begin);
        message.addAll(queries.values());
        message.add(end);
        List<String> names = List.copyOf(queries.keySet());
        return session.stream(String.join(";\n", message), (result, columns, values) -> {
            if (result > 0) { // the settings return rows too
                rows.row(names.get(result - 1), columns, values);
            }
        });
    }

    private void rollback(ServerError error) {
        session.ask("rollback");
        if ((!error.is("XX000", "XX001", "XX002") && !error.sqlState().startsWith("42")) || error.is("42501")) {
            throw session.refused(error);
        }
    }

    private Map<String, String> queries(String resource) {
        return Queries.of(resource, majorVersion, scope);
    }
}
