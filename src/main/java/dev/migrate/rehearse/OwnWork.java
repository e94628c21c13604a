package dev.migrate.rehearse;

import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import java.util.List;

/** SQL of our own on a scratch database, between scripts, as the user that logged in and not the role of the config. */
final class OwnWork {
    private static final String OPENING =
            "begin;\nset local role none;\nset local search_path = pg_catalog, pg_temp;\n";

    private OwnWork() {}

    /** In one transaction; the rows are those of the last query. */
    static Reply run(Session session, List<String> statements) {
        return end(session, statements, "commit");
    }

    /** The same, and nothing of it stays. */
    static Reply lookInto(Session session, List<String> statements) {
        return end(session, statements, "rollback");
    }

    private static Reply end(Session session, List<String> statements, String end) {
        Reply reply = session.ask(OPENING + String.join(";\n", statements) + ";\n" + end);
        reply.error().ifPresent(error -> {
            session.ask("rollback");
            throw session.refused(error);
        });
        return reply;
    }
}
