package dev.migrate.database;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.postgresql.copy.CopyManager;
import org.postgresql.copy.CopyOut;
import org.postgresql.core.NativeQuery;
import org.postgresql.core.QueryExecutor;
import org.postgresql.core.ResultHandler;
import org.postgresql.core.SqlCommand;
import org.postgresql.jdbc.PgConnection;

/**
 * One connection and the session behind it.
 *
 * <p>Speaks to the server in simple-protocol messages, each of one or several statements and each one round trip,
 * through the driver's {@link QueryExecutor}: the driver's own way through {@code Statement} would take the text
 * apart a second time, with rules that differ from PostgreSQL's, and a message's statements could not be counted.
 *
 * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-SIMPLE-QUERY">simple query</a>
 */
public final class Session implements AutoCloseable {
    /** Rows are thrown away as they arrive; no row limit is sent, so every row of a query is still computed. */
    private static final int FORGET_ROWS =
            QueryExecutor.QUERY_EXECUTE_AS_SIMPLE | QueryExecutor.QUERY_SUPPRESS_BEGIN | QueryExecutor.QUERY_NO_RESULTS;

    /**
     * How many bytes of SQL may be on their way at once. The smallest of the buffers between two systems of today, the
     * receive window that TCP opens with, takes 64 KiB without anybody reading.
     */
    public static final int FLIGHT_BYTES = 48 * 1024;

    /** query_canceled. */
    private static final String CANCELED = "57014";

    private static final int KEEP_ROWS = QueryExecutor.QUERY_EXECUTE_AS_SIMPLE | QueryExecutor.QUERY_SUPPRESS_BEGIN;

    /**
     * Before SQL of our own: whatever somebody planted in a schema of the search path, a closer match of an operator or
     * a function of the same name, is not seen by it. Ends with the message, which is a transaction where none is open.
     *
     * @see <a href="https://www.postgresql.org/docs/current/typeconv-oper.html">operator type resolution</a>
     */
    static final String PINNED = "SET LOCAL search_path = pg_catalog, pg_temp";

    /** A command looks up no operator, and some refuse the company of another statement. */
    private static final Pattern QUERY = Pattern.compile("\\s*(select|with)\\b", Pattern.CASE_INSENSITIVE);

    private final Target target;
    private final PgConnection connection;
    private final ServerFacts facts;
    private final List<String> ownSettings;
    private final Map<String, List<List<String>>> answeredAhead = new HashMap<>();
    private final AdvisoryLock advisoryLock = new AdvisoryLock(this);
    private MessageTrace trace = (sql, reply, milliseconds) -> {};
    private volatile boolean interrupted;
    private volatile boolean scriptRunning;
    private volatile boolean interruptionTold;

    Session(Target target, PgConnection connection, String applicationName, List<String> ahead) {
        this.target = target;
        this.connection = connection;
        SessionStart start = SessionStart.ask(this, target, connection.getBackendPID(), applicationName, ahead);
        for (int i = 0; i < ahead.size(); i++) {
            answeredAhead.put(ahead.get(i), start.ahead().get(i));
        }
        this.facts = start.facts();
        this.ownSettings = start.ownSettings();
    }

    /**
     * Connects.
     *
     * @param applicationName shown in {@code pg_stat_activity}
     * @throws MigrationFailure exit code 4 where there is no connection, with what to do
     */
    public static Session open(Target target, String applicationName) {
        return open(target, applicationName, List.of());
    }

    /**
     * Connects, and asks what will be asked first anyway, without a further round trip.
     *
     * @param ahead queries that must not fail; the first {@link #rows} that asks the same gets the answer of now
     */
    public static Session open(Target target, String applicationName, List<String> ahead) {
        return Connector.open(target, applicationName, ahead);
    }

    public Target target() {
        return target;
    }

    /** Tells of every message from now on. */
    public void trace(MessageTrace listener) {
        trace = listener;
    }

    public ServerFacts facts() {
        return facts;
    }

    /** What to connect to in place of this pooler, where a session is needed: in words, with the URL where it is known. */
    public String withSession() {
        return KnownPoolers.withSession(target);
    }

    /** What to do about an error that a pooler raises and PostgreSQL does not; empty for any other. */
    public Optional<String> adviceOfPooler(ServerError error) {
        return KnownPoolers.advice(error.message());
    }

    /**
     * Statements that give the session the settings it would have if {@code psql} had opened it: the driver asks for
     * the client's time zone and date style at start, so the server's own are set again. To be sent after each
     * {@code RESET ALL}.
     */
    public List<String> ownSettings() {
        return ownSettings;
    }

    /** The advisory lock of this session. */
    public AdvisoryLock advisoryLock() {
        return advisoryLock;
    }

    /** Sends one message, forgets the rows that come back, and says how far it came. */
    public Reply send(String sql, NoticeListener notices) {
        return interruptible(() -> exchange(sql, notices, FORGET_ROWS));
    }

    /**
     * Sends messages one behind the other without waiting for an answer in between: together they take one round trip.
     * The rows that come back are forgotten.
     *
     * <p>The server reads on behind an error, so a message that must not run then has to look for itself. And all of
     * them together must fit into the buffers on the way ({@link #FLIGHT_BYTES}): while we write we do not read, and a
     * server that cannot get rid of its answers does not read either.
     *
     * @param landed told of each answer as it arrives, with the index of its message; not of those that got none
     *     because the connection was lost before
     * @see <a href="https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING">pipelining</a>
     */
    public void fly(List<Outgoing> messages, BiConsumer<Integer, Reply> landed) {
        Reply before = interruptible(() -> {
            long start = System.nanoTime();
            var handler = new FlightHandler(messages, (index, reply) -> {
                long milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                interruptionTold |= canceled(reply);
                trace.answered(messages.get(index).sql(), reply, milliseconds);
                landed.accept(index, reply);
            });
            try {
                execute(messages.stream().map(Outgoing::sql).toList(), handler, FORGET_ROWS);
            } catch (SQLException error) {
                handler.handleError(error);
            }
            handler.end(state());
            return new Reply(0, List.of(), List.of(), Optional.empty(), state());
        });
        if (!before.ok()) {
            landed.accept(0, before);
        }
    }

    /** Sends one message of a script and keeps the rows of its last query; an interruption cancels it. */
    public Reply query(String sql) {
        return interruptible(() -> ask(sql));
    }

    /** Sends one message of our own and keeps the rows of its last query. */
    public Reply ask(String sql) {
        return exchange(sql, NoticeListener.NONE, KEEP_ROWS);
    }

    /**
     * Sends one message of our own and hands on the rows of its queries as they are taken apart, where all of them
     * together would take the room twice.
     */
    public Reply stream(String sql, RowListener rows) {
        return exchange(sql, new RowHandler(rows), KEEP_ROWS);
    }

    /**
     * The rows of a query of our own, which sees no schema but PostgreSQL's own. In a transaction that is open the
     * search path stays what it is: there only ask what looks up no operator and no unqualified name.
     *
     * @throws MigrationFailure where the server refuses it: exit code 4 for a lack of rights or connection, else 1
     */
    public List<List<String>> rows(String sql) {
        List<List<String>> known = answeredAhead.remove(sql);
        return known == null ? answered(sql).rows() : known;
    }

    /** The rows of each of several queries of our own, which go out as one message; likewise. */
    public List<List<List<String>>> results(List<String> queries) {
        return answered(String.join(";\n", queries)).results();
    }

    private Reply answered(String sql) {
        Reply reply =
                ask(state() == TransactionState.IDLE && QUERY.matcher(sql).lookingAt() ? PINNED + ";\n" + sql : sql);
        reply.error().ifPresent(error -> {
            throw refused(error);
        });
        return reply;
    }

    /**
     * Runs a {@code COPY … FROM STDIN} with its rows.
     *
     * @param data as they stand in the script, streamed; read to their end unless the server refuses
     */
    public Reply copyIn(String sql, InputStream data, NoticeListener notices) throws IOException {
        return interruptible(() -> {
            try {
                new CopyManager(connection).copyIn(sql, data);
                return new Reply(1, List.of(), List.of(), Optional.empty(), state());
            } catch (SQLException error) {
                return failed(error);
            } finally {
                ReplyHandler.tell(connection, notices);
            }
        });
    }

    /** Runs a {@code COPY … TO STDOUT} and drops what it returns, as with every other row. */
    public Reply copyOut(String sql, NoticeListener notices) throws IOException {
        return interruptible(() -> {
            try {
                CopyOut copy = new CopyManager(connection).copyOut(sql);
                try (var nowhere = OutputStream.nullOutputStream()) {
                    for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
                        nowhere.write(row);
                    }
                }
                return new Reply(1, List.of(), List.of(), Optional.empty(), state());
            } catch (SQLException error) {
                return failed(error);
            } finally {
                ReplyHandler.tell(connection, notices);
            }
        });
    }

    private interface Exchange<E extends Exception> {
        Reply reply() throws E;
    }

    /** After an interruption the script's next message is not sent; what clears up behind it is. */
    private <E extends Exception> Reply interruptible(Exchange<E> exchange) throws E {
        if (interrupted && !interruptionTold) {
            interruptionTold = true;
            return new Reply(0, List.of(), List.of(), Optional.of(ServerError.own("interrupted", CANCELED)), state());
        }
        scriptRunning = true;
        try {
            Reply reply = exchange.reply();
            interruptionTold |= canceled(reply);
            return reply;
        } finally {
            scriptRunning = false;
        }
    }

    private static boolean canceled(Reply reply) {
        return reply.error().map(error -> error.is(CANCELED)).orElse(false);
    }

    /** What the server said of the transaction after the last message. */
    public TransactionState state() {
        return switch (connection.getQueryExecutor().getTransactionState()) {
            case IDLE -> TransactionState.IDLE;
            case OPEN -> TransactionState.OPEN;
            case FAILED -> TransactionState.FAILED;
        };
    }

    /** Whether the connection is gone. */
    public boolean lost() {
        return connection.getQueryExecutor().isClosed();
    }

    /**
     * Asks the server to cancel what this session is running; from any thread. Whether it was in time shows in the
     * reply to the running message: SQLSTATE 57014.
     */
    public void cancel() {
        try {
            connection.cancelQuery();
        } catch (SQLException unreachable) {
            // The connection is gone, and with it what it ran.
            abort();
        }
    }

    /**
     * Ends the script that runs, at its next message at the latest; from any thread. A cancellation that reaches the
     * server between two messages is lost, so this may be, and is to be, called again while the script goes on.
     */
    public void interrupt() {
        interrupted = true;
        if (scriptRunning && !interruptionTold) {
            cancel();
        }
    }

    /** Ends the connection without a farewell; the server rolls back what was open. */
    public void abort() {
        connection.getQueryExecutor().abort();
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException alreadyGone) {
            // Nothing is left to close.
        }
    }

    /** An error of the server on a statement of our own, as a failure with the right exit code. */
    public MigrationFailure refused(ServerError error) {
        if (error.connectionLost() || lost()) {
            return new MigrationFailure(
                    ExitCode.NO_CONNECTION,
                    Problem.of(
                            "the connection to " + target + " was lost\n" + error,
                            KnownPoolers.advice(error.message()).orElse("look at the server, then run it again")));
        }
        if (error.is("42501", "25006")) {
            String fix = error.is("25006")
                    ? "connect to the primary server, or set default_transaction_read_only = off for this user or database"
                    : "connect as the owner of the database, or grant what is missing to " + facts.user();
            return new MigrationFailure(ExitCode.NO_CONNECTION, Problem.of(error.toString(), fix));
        }
        return new MigrationFailure(ExitCode.REFUSED, Problem.of(error.toString(), ""));
    }

    private Reply exchange(String sql, NoticeListener notices, int flags) {
        return exchange(sql, new ReplyHandler(notices), flags);
    }

    private Reply exchange(String sql, ReplyHandler handler, int flags) {
        long start = System.nanoTime();
        Optional<ServerError> error;
        try {
            execute(List.of(sql), handler, flags);
            error = Optional.ofNullable(handler.error()).map(ServerError::of);
        } catch (SQLException thrown) {
            error = Optional.of(ServerError.of(thrown));
        }
        var reply = new Reply(handler.completed(), handler.columns(), handler.results(), error, state());
        trace.answered(sql, reply, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        return reply;
    }

    private void execute(List<String> messages, ResultHandler handler, int flags) throws SQLException {
        QueryExecutor executor = connection.getQueryExecutor();
        List<NativeQuery> queries = messages.stream()
                .map(sql -> new NativeQuery(sql, SqlCommand.BLANK))
                .toList();
        executor.execute(executor.wrap(queries), null, handler, 0, 0, flags);
    }

    private Reply failed(SQLException error) {
        return new Reply(0, List.of(), List.of(), Optional.of(ServerError.of(error)), state());
    }
}
