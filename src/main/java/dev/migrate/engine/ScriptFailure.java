package dev.migrate.engine;

import dev.migrate.database.ServerError;
import java.util.Optional;

/**
 * Why a script stopped, and where.
 *
 * @param error what PostgreSQL said, whole
 * @param statement number of the statement in the script, from 1; 0 where it was none of the script's own
 * @param line of the fault where the server gave a position, else of the statement's beginning; 0 where unknown
 * @param column likewise
 * @param doing what was being done, where it was no statement of the script: "recording the migration"
 * @param kept number of leading statements of the script whose effects stay
 * @param partly whether the failed statement may have committed part of its work itself
 */
public record ScriptFailure(
        ServerError error, int statement, int line, int column, Optional<String> doing, int kept, boolean partly) {
    /** A failure that left nothing of its statement. */
    public ScriptFailure(ServerError error, int statement, int line, int column, Optional<String> doing, int kept) {
        this(error, statement, line, column, doing, kept, false);
    }

    /** The same where leading statements of the script stay. */
    public ScriptFailure behind(int statements) {
        return new ScriptFailure(error, statement, line, column, doing, statements, partly);
    }

    ScriptFailure keptPartly() {
        return new ScriptFailure(error, statement, line, column, doing, kept, true);
    }
}
