package dev.migrate.prisma;

import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import dev.migrate.database.TransactionState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Asks the server how it would plan an expression: it folds constants and prints back what it understood, and runs
 * nothing of it.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-explain.html">EXPLAIN</a>
 */
public final class AskedServer implements ServerJudgement {
    private static final String OPERATOR_CLASSES = """
            select a.amname || ' ' || o.opcname from pg_catalog.pg_opclass o
              join pg_catalog.pg_am a on a.oid = o.opcmethod where o.opcdefault
            """;

    private static final Pattern ONE_CONSTANT = Pattern.compile("[(\\s]*'[^'\\\\]*'[\\w\\s.():\\[\\]\"]*");

    private final Session session;
    private Set<String> defaults = Set.of();

    /** On a session that is idle, and is left so. */
    public AskedServer(Session session) {
        this.session = session;
    }

    @Override
    public boolean same(String type, String expression, String other) {
        if (isSeveral(expression) || isSeveral(other)) {
            return false;
        }
        Reply reply = session.ask("begin read only;\n" + explain(type, expression) + ";\n" + explain(type, other));
        if (!session.lost() && session.state() != TransactionState.IDLE) {
            session.ask("rollback");
        }
        if (!reply.ok()) {
            return false; // a function that is nowhere, a text that is no value of the type: not the same
        }
        List<String> outputs = new ArrayList<>();
        reply.results().stream()
                .flatMap(List::stream)
                .map(row -> row.get(0).strip())
                .filter(line -> line.startsWith("Output:"))
                .forEach(outputs::add);
        return outputs.size() == 2 && outputs.get(0).equals(outputs.get(1));
    }

    private static String explain(String type, String expression) {
        return "explain (verbose, costs off) select (" + expression + ")::" + type;
    }

    /** A text that ends the statement would be run, not explained; one constant with a semicolon in it does not. */
    private static boolean isSeveral(String expression) {
        return expression.indexOf(';') >= 0 && !ONE_CONSTANT.matcher(expression).matches();
    }

    @Override
    public boolean byDefault(String method, String operatorClass) {
        if (defaults.isEmpty()) {
            var read = new HashSet<String>();
            session.rows(OPERATOR_CLASSES).forEach(row -> read.add(row.get(0)));
            defaults = read;
        }
        return defaults.contains(method + " " + operatorClass);
    }
}
