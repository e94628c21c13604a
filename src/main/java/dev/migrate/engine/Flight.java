package dev.migrate.engine;

import dev.migrate.database.Outgoing;
import dev.migrate.database.Session;
import dev.migrate.script.CopyData;
import dev.migrate.script.Item;
import dev.migrate.script.Statement;
import dev.migrate.script.UnterminatedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Scripts that go out one behind the other without waiting for an answer in between, each a message of its own and in a
 * transaction of its own. None runs behind one that failed: each begins with a guard that only passes when the one
 * before it is committed with its record, and the session is clean again.
 *
 * <p>The guard is a prepared statement that a message leaves as the very last thing it does and that the next one
 * deallocates first. It does so in a transaction of its own: it takes a snapshot, and {@code SET TRANSACTION} of the
 * script must come before any.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-deallocate.html">DEALLOCATE</a>
 */
public final class Flight {
    /** More than the COMMIT with all that is behind it, but for the names of a role and a time zone. */
    private static final int END_BYTES = 1024;

    /** Far fewer than the answers for which the driver reserves room before it wants to read them. */
    private static final int MOST = 100;

    /**
     * Of all but the last: nobody is told of a commit before the last one is on disk, and that one takes those before it
     * along. What a script says of it itself is about its own transaction and keeps it out of a flight.
     *
     * @see <a href="https://www.postgresql.org/docs/current/wal-async-commit.html">Asynchronous Commit</a>
     */
    private static final List<String> COMMIT_WITHOUT_WAITING = List.of("SET LOCAL synchronous_commit = off", "COMMIT");

    private static final Pattern DURABILITY = Pattern.compile("synchronous_commit", Pattern.CASE_INSENSITIVE);

    /** A script on board, and the message that it is; without its end, as long as nobody knows whether it is the last. */
    record Passenger(Engine.Together script, Message message, int statements) {
        Outgoing outgoing() {
            return new Outgoing(
                    message.text(),
                    message.statements(),
                    (statement, notice) -> script.listener().notice(message.line(statement), notice));
        }

        void sending() {
            message.firstOfScript().ifPresent(first -> script.listener().sending(first.statement(), first.line(), ""));
        }
    }

    private final SessionReset reset;
    private final List<Passenger> passengers = new ArrayList<>();
    private int bytes;
    private boolean ending;
    private boolean closed;

    Flight(SessionReset reset) {
        this.reset = reset;
    }

    /** How many scripts are on board. */
    public int size() {
        return passengers.size();
    }

    /** Whether the run's lock is given back with the last of them. */
    boolean ending() {
        return ending;
    }

    /** All of them; nobody comes on board any more. */
    List<Passenger> passengers() {
        if (!closed) {
            closed = true;
            Message last = passengers.get(passengers.size() - 1).message();
            last.own(TransactionRun.COMMITTING, List.of("COMMIT"));
            last.own(SessionReset.CLEANING, ending ? reset.farewell() : reset.afterwards());
        }
        return passengers;
    }

    /**
     * Takes a script on board. Reads it, and asks the server nothing.
     *
     * @param last whether the run ends with it, so that its lock can be given back in the same message
     * @return false where it has to go alone, for it is large, has COPY data, cannot be in one transaction, or is looked
     *     at before its commit; and where this flight is full
     */
    public boolean board(Engine.Together script, boolean last) {
        if (script.shape().stepwise() || script.recorder().checks() || passengers.size() == MOST) {
            return false;
        }
        try {
            Optional<Passenger> passenger = passenger(script);
            passenger.ifPresent(one -> {
                passengers.add(one);
                ending = last;
            });
            return passenger.isPresent();
        } catch (IOException | UnterminatedException unreadable) {
            return false; // alone, where it is told what it is
        }
    }

    private Optional<Passenger> passenger(Engine.Together script) throws IOException, UnterminatedException {
        var message = new Message();
        boolean first = passengers.isEmpty();
        if (first) {
            message.own("setting up the session", reset.due());
        } else {
            message.own("making sure of the migration before", List.of("BEGIN", "DEALLOCATE " + guard(), "COMMIT"));
        }
        int statements = compose(message, script);
        if (statements < 0) {
            return Optional.empty();
        }
        TransactionRun.close(message, reset, script.recorder(), statements);
        int more = message.text().getBytes(StandardCharsets.UTF_8).length + END_BYTES;
        if (bytes + more > Session.FLIGHT_BYTES) {
            return Optional.empty();
        }
        bytes += more;
        if (first) {
            reset.established();
        } else {
            Message before = passengers.get(passengers.size() - 1).message();
            before.own(TransactionRun.COMMITTING, COMMIT_WITHOUT_WAITING);
            before.own(SessionReset.CLEANING, reset.afterwards());
            before.own(SessionReset.CLEANING, List.of("PREPARE " + guard() + " AS SELECT"));
        }
        return Optional.of(new Passenger(script, message, statements));
    }

    private String guard() {
        return "migrate_committed_" + passengers.size();
    }

    /** The statements of the script in their transaction; how many they are, or a negative number where it has to go alone. */
    private int compose(Message message, Engine.Together script) throws IOException, UnterminatedException {
        ScriptShape shape = script.shape();
        if (shape.wrapping() != ScriptShape.Wrapping.WHOLE) {
            message.own("beginning the transaction", List.of("BEGIN"));
        }
        int statements = 0;
        try (var reader = new ScriptItems(script.script(), true)) {
            for (Item item = reader.next(); item != null; item = reader.next()) {
                if (item instanceof CopyData || bytes + message.length() > Session.FLIGHT_BYTES) {
                    return -1;
                }
                if (item instanceof Statement statement) {
                    statements++;
                    if (CopyOut.is(statement)
                            || TransactionRun.changesReading(statement)
                            || DURABILITY.matcher(statement.text()).find()) {
                        return -1;
                    }
                    reset.notice(statement);
                    if (!shape.folds(statement, false)) {
                        message.before(script.recorder(), statement, statements);
                        message.script(statement, statements).behind(script.recorder(), statement, statements);
                    }
                }
            }
        }
        return statements;
    }
}
