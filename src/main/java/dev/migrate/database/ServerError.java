package dev.migrate.database;

import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLWarning;
import org.postgresql.util.ServerErrorMessage;

/**
 * What PostgreSQL said, whole: an error or a notice with all the fields that came with it.
 *
 * @param severity {@code ERROR}, {@code FATAL}, {@code WARNING}, {@code NOTICE}, …
 * @param sqlState five characters; empty where the driver itself raised the error
 * @param position of the fault in the message sent, in characters from 1; 0 means none was given
 * @param internalQuery the text of the query inside a function that failed
 * @param internalPosition of the fault in {@code internalQuery}, likewise
 * @see <a href="https://www.postgresql.org/docs/current/protocol-error-fields.html">error and notice fields</a>
 */
public record ServerError(
        String severity,
        String sqlState,
        String message,
        Optional<String> detail,
        Optional<String> hint,
        Optional<String> context,
        int position,
        Optional<String> internalQuery,
        int internalPosition) {

    /** An error as the driver reports it, be it the server's or its own. */
    static ServerError of(SQLException error) {
        if (error instanceof PSQLException exception && exception.getServerErrorMessage() != null) {
            return of(exception.getServerErrorMessage());
        }
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        String cause = error.getCause() == null || error.getCause().getMessage() == null
                ? ""
                : " (" + error.getCause().getMessage() + ")";
        return own(error.getMessage() + cause, state);
    }

    /** An error that the server did not raise, and that ends what runs in the same way. */
    public static ServerError own(String message, String sqlState) {
        return new ServerError(
                "ERROR",
                sqlState,
                message,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                Optional.empty(),
                0);
    }

    static ServerError of(PSQLWarning warning) {
        return of(warning.getServerErrorMessage());
    }

    private static ServerError of(ServerErrorMessage message) {
        return new ServerError(
                orEmpty(message.getSeverity()),
                orEmpty(message.getSQLState()),
                orEmpty(message.getMessage()),
                Optional.ofNullable(message.getDetail()),
                Optional.ofNullable(message.getHint()),
                Optional.ofNullable(message.getWhere()),
                message.getPosition(),
                Optional.ofNullable(message.getInternalQuery()),
                message.getInternalPosition());
    }

    /** Whether this is one of the conditions named, by SQLSTATE. */
    public boolean is(String... states) {
        for (String state : states) {
            if (state.equals(sqlState)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the server said that it ends the connection. Class 08 does not tell: the server raises it for connections
     * of its own as well, of a subscription or a foreign server.
     */
    public boolean connectionLost() {
        return is("57P01", "57P02", "57P03", "57P05");
    }

    /** As {@code psql} prints it: severity, message, SQLSTATE; then detail, hint and context, a line each. */
    @Override
    public String toString() {
        var text = new StringBuilder(severity).append(": ").append(message);
        if (!sqlState.isEmpty()) {
            text.append(" (").append(sqlState).append(')');
        }
        detail.ifPresent(value -> text.append("\nDETAIL: ").append(value));
        hint.ifPresent(value -> text.append("\nHINT: ").append(value));
        internalQuery.ifPresent(value -> text.append("\nQUERY: ").append(value));
        context.ifPresent(value -> text.append("\nCONTEXT: ").append(value));
        return text.toString();
    }

    private static String orEmpty(String value) {
        return value == null ? "" : value;
    }
}
