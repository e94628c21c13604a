package dev.migrate.verify;

import dev.migrate.database.Reply;
import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.database.TransactionState;
import java.util.Optional;

/**
 * What is run in it leaves nothing behind: a savepoint where a transaction is open, which stays open and as it was,
 * else a transaction of its own.
 *
 * <p>Going back to a savepoint takes settings back as well: {@code search_path}, role and time limits are afterwards
 * what they were.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-rollback-to.html">ROLLBACK TO SAVEPOINT</a>
 */
final class UndoneFrame {
    private final Session session;
    private final boolean within;

    UndoneFrame(Session session) {
        this.session = session;
        this.within = session.state() != TransactionState.IDLE;
    }

    /** What the server said against it. */
    Optional<ServerError> open() {
        return session.ask(within ? "SAVEPOINT migrate_verify" : "BEGIN").error();
    }

    /** Undoes what was run since; what is wrong where the session is not as it was before. */
    Optional<ServerError> close() {
        if (session.lost()) {
            return Optional.empty();
        }
        if (!within) {
            return session.state() == TransactionState.IDLE
                    ? Optional.empty()
                    : session.ask("ROLLBACK").error();
        }
        Reply reply = session.ask("ROLLBACK TO SAVEPOINT migrate_verify;\nRELEASE SAVEPOINT migrate_verify");
        return reply.error();
    }
}
