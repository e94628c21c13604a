package dev.migrate.keep;

import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.database.TransactionState;
import dev.migrate.engine.ScriptFailure;
import java.util.List;
import java.util.Optional;

/** Work of our own behind a script, in its transaction or, where it has none, in one of its own. */
record OwnTransaction(Session session, Optional<String> role) {
    /** Asks, and throws what the server refuses. */
    interface Own {
        List<List<String>> ask(String sql);

        /** Does this as a whole or, where the rows do not fit in any more, not at all; then says why. */
        Optional<ServerError> attempt(Runnable work);
    }

    interface Work {
        void run(Own own);
    }

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient ServerError error;

        Refused(ServerError error) {
            super(error.message());
            this.error = error;
        }
    }

    private record Asking(Session session) implements Own {
        @Override
        public List<List<String>> ask(String sql) {
            var reply = session.query(sql);
            reply.error().ifPresent(error -> {
                throw new Refused(error);
            });
            return reply.rows();
        }

        @Override
        public Optional<ServerError> attempt(Runnable work) {
            ask("savepoint migrate_kept");
            try {
                work.run();
                ask("release savepoint migrate_kept");
                return Optional.empty();
            } catch (Refused refused) {
                // 22, 23, 42: data, constraints, rights and names. All else may pass when it is tried again.
                if (session.lost() || !refused.error.sqlState().matches("(22|23|42).*")) {
                    throw refused;
                }
                ask("rollback to savepoint migrate_kept");
                return Optional.of(refused.error);
            }
        }
    }

    Optional<ScriptFailure> run(String doing, Work work) {
        boolean own = session.state() == TransactionState.IDLE;
        Own asking = new Asking(session);
        try {
            if (own) {
                asking.ask("begin read write");
            }
            asking.ask(String.join(";\n", KeptSchema.enterBehindScript(role)));
            work.run(asking);
            asking.ask(String.join(";\n", own ? List.of("commit") : KeptSchema.leave()));
            return Optional.empty();
        } catch (Refused refused) {
            if (own && !session.lost()) {
                session.ask("rollback");
            }
            return Optional.of(new ScriptFailure(refused.error, 0, 0, 0, Optional.of(doing), 0));
        }
    }
}
