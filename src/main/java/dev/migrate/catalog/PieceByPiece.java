package dev.migrate.catalog;

import dev.migrate.database.Identifier;
import dev.migrate.database.Reply;
import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a Catalog where the server cannot print something: kind by kind, and a kind that fails by halves, until only what
 * cannot be printed is left out. Still one transaction, of many messages.
 */
final class PieceByPiece {
    private static final String SAVEPOINT = "migrate_piece";

    /** Their rows are objects of their own kind, which can be left out one by one. */
    private static final Set<String> WHOLE = Set.of(
            "members",
            "comments",
            "security labels",
            "extensions needed",
            "grants",
            "member grants",
            "dependencies",
            "parts");

    private final Session session;
    private final Rows rows;

    PieceByPiece(Session session, int majorVersion) {
        this.session = session;
        this.rows = new Rows(majorVersion);
    }

    Catalog read(List<String> begin, Map<String, String> queries) {
        begin.forEach(this::must);
        try {
            queries.forEach(this::kind);
            return rows.catalog(session.facts().user());
        } finally {
            session.ask("rollback");
        }
    }

    private Reply must(String sql) {
        Reply reply = session.ask(sql);
        reply.error().ifPresent(error -> {
            throw session.refused(error);
        });
        return reply;
    }

    private void kind(String kind, String query) {
        ServerError error = attempt(kind, query);
        if (error == null) {
            return;
        }
        if (WHOLE.contains(kind) || session.lost()) {
            throw session.refused(error);
        }
        // Whoever asks for the places alone makes the server print nothing.
        List<String> columns = must("select * from (" + query + ") q limit 0").columns();
        List<String> place = columns.stream().filter(Rows::place).toList();
        List<List<String>> all =
                must("select " + names(place) + " from (" + query + ") q").rows();
        halves(kind, query, place, all);
    }

    private void halves(String kind, String query, List<String> place, List<List<String>> some) {
        ServerError error = some.isEmpty() ? null : attempt(kind, some(query, place, some));
        if (error == null) {
            return;
        }
        if (some.size() == 1) {
            rows.unreadable(kind, place, some.get(0), error.message());
        } else {
            int middle = some.size() / 2;
            halves(kind, query, place, some.subList(0, middle));
            halves(kind, query, place, some.subList(middle, some.size()));
        }
    }

    /** OIDs alone are compared, which the planner looks at before it prints anything. */
    private static String some(String query, List<String> place, List<List<String>> some) {
        List<Integer> key = place.contains("sub")
                ? List.of(place.indexOf("oid"), place.indexOf("sub"))
                : List.of(place.indexOf("oid"));
        String left = key.stream().map(at -> "q." + place.get(at)).collect(Collectors.joining(", ", "(", ")"));
        String right = some.stream()
                .map(row -> key.stream().map(row::get).collect(Collectors.joining(", ", "(", ")")))
                .collect(Collectors.joining(", "));
        return "select * from (" + query + ") q where " + left + " in (" + right + ")";
    }

    private static String names(List<String> columns) {
        return columns.stream().map(Identifier::quoted).collect(Collectors.joining(", "));
    }

    /** Nothing of a query that failed halfway is kept. */
    private ServerError attempt(String kind, String query) {
        must("savepoint " + SAVEPOINT);
        var arrived = new ArrayList<List<String>>();
        var names = new ArrayList<String>();
        Reply reply = session.stream(query, (result, columns, values) -> {
            if (names.isEmpty()) {
                names.addAll(columns);
            }
            arrived.add(new ArrayList<>(values));
        });
        if (reply.error().isPresent()) {
            must("rollback to savepoint " + SAVEPOINT);
            return reply.error().get();
        }
        must("release savepoint " + SAVEPOINT);
        arrived.forEach(row -> rows.row(kind, names, row));
        return null;
    }
}
