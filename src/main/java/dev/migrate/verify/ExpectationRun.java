package dev.migrate.verify;

import dev.migrate.database.NoticeListener;
import dev.migrate.database.Reply;
import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.database.TransactionState;
import dev.migrate.migration.ScriptText;
import dev.migrate.script.UnterminatedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs a script of queries, compares what comes back with what is expected, and leaves nothing of it behind. */
public final class ExpectationRun {
    private final Session session;
    private final List<Unmet> unmet = new ArrayList<>();

    private ExpectationRun(Session session) {
        this.session = session;
    }

    /**
     * Runs the pieces of one file in the transaction that is open, else in one of their own; either way what they
     * write is undone, and settings are then what they were.
     *
     * @return everything that does not hold, in the order of the file; behind a query that the server refuses nothing
     *     is run any more. Where something is no query, only that, and nothing is run
     */
    public static List<Unmet> of(Session session, List<ScriptText> pieces) throws IOException, UnterminatedException {
        return of(session, ExpectationReader.read(pieces));
    }

    /** The same for a script that was read already. */
    static List<Unmet> of(Session session, ExpectationReader.Script script) {
        if (!script.faults().isEmpty()) {
            return script.faults();
        }
        var run = new ExpectationRun(session);
        run.framed(script.queries());
        return run.unmet;
    }

    private void framed(List<ExpectedQuery> queries) {
        if (queries.isEmpty()) {
            return;
        }
        ErrorPlace first = new ErrorPlace(
                queries.get(0).statement().line(), queries.get(0).statement().column());
        var frame = new UndoneFrame(session);
        Optional<ServerError> closed = Optional.empty();
        Optional<ServerError> opened = frame.open();
        opened.ifPresent(error -> add(first, error));
        if (opened.isEmpty()) {
            try {
                run(queries);
            } finally {
                closed = frame.close();
            }
        }
        closed.ifPresent(error -> add(first, error));
    }

    private void run(List<ExpectedQuery> queries) {
        for (ExpectedQuery query : queries) {
            String sql = query.statement().text();
            boolean expects = !query.expectations().isEmpty();
            Reply reply = expects ? session.query(sql) : session.send(sql, NoticeListener.NONE);
            if (!reply.ok()) {
                ServerError error = reply.error().orElseThrow();
                add(ErrorPlace.of(query.statement(), error), error);
                return;
            }
            if (reply.state() != TransactionState.OPEN) {
                unmet.add(Unmet.of(
                        query.statement().line(),
                        query.statement().column(),
                        "not a query: it ended the transaction in which the queries run",
                        "remove it; what was written up to here may be committed"));
                return;
            }
            if (expects) {
                unmet.addAll(query.unmet(new QueryResult(reply.columns(), reply.rows())));
            }
        }
    }

    private void add(ErrorPlace place, ServerError error) {
        unmet.add(Unmet.refused(place, error));
    }
}
