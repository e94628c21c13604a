package dev.migrate.database;

import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.postgresql.core.Field;
import org.postgresql.core.Query;
import org.postgresql.core.ResultCursor;
import org.postgresql.core.ResultHandlerBase;
import org.postgresql.core.Tuple;

/**
 * Tells the answers to several messages apart. The driver passes on what completes and what fails, and says between two
 * messages that the session is idle; of a message that failed in a transaction it says nothing more.
 */
final class FlightHandler extends ResultHandlerBase {
    private final List<Outgoing> messages;
    private final BiConsumer<Integer, Reply> landed;
    private ReplyHandler current;
    private int index;
    private boolean failed;

    FlightHandler(List<Outgoing> messages, BiConsumer<Integer, Reply> landed) {
        this.messages = messages;
        this.landed = landed;
        this.current = new ReplyHandler(messages.get(0).notices());
    }

    @Override
    public void handleResultRows(Query query, Field[] fields, List<Tuple> tuples, ResultCursor cursor) {
        completing();
        current.handleResultRows(query, fields, tuples, cursor);
    }

    @Override
    public void handleCommandStatus(String status, long updateCount, long insertOid) {
        completing();
        current.handleCommandStatus(status, updateCount, insertOid);
    }

    @Override
    public void handleWarning(SQLWarning warning) {
        current.handleWarning(warning);
    }

    @Override
    public void handleError(SQLException error) {
        failed = true;
        land(Optional.of(ServerError.of(error)), TransactionState.FAILED);
    }

    /** The session is idle, and the driver waits for the answer to the next message. */
    @Override
    public void secureProgress() {
        if (!failed) {
            land(Optional.empty(), TransactionState.IDLE);
        }
        failed = false;
    }

    @Override
    public void handleCompletion() {}

    /** The last message was answered, or nothing more comes. */
    void end(TransactionState state) {
        if (index < messages.size() && !failed) {
            land(Optional.empty(), state);
        }
    }

    /** A message that left a transaction open has no end that the driver tells; the next one shows it. */
    private void completing() {
        failed = false;
        if (current.completed() == messages.get(index).statements() && index + 1 < messages.size()) {
            land(Optional.empty(), TransactionState.OPEN);
        }
    }

    private void land(Optional<ServerError> error, TransactionState state) {
        if (index == messages.size()) {
            return; // the connection went away behind the last answer
        }
        landed.accept(index, new Reply(current.completed(), List.of(), List.of(), error, state));
        index++;
        if (index < messages.size()) {
            current = new ReplyHandler(messages.get(index).notices());
        }
    }
}
