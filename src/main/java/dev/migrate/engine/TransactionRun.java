package dev.migrate.engine;

import dev.migrate.database.NoticeListener;
import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import dev.migrate.database.TransactionState;
import dev.migrate.script.CopyData;
import dev.migrate.script.Item;
import dev.migrate.script.Statement;
import dev.migrate.script.StatementKind;
import dev.migrate.script.UnterminatedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A script in one transaction with its record; one message for all of it where it is small and has no COPY data. */
final class TransactionRun {
    /** Characters after which a message goes out: large enough to be few, small enough to pass in constant memory. */
    private static final int FULL = 512 * 1024;

    static final String COMMITTING = "committing";

    private static final Pattern READING =
            Pattern.compile("standard_conforming_strings|backslash_quote", Pattern.CASE_INSENSITIVE);

    private static final Pattern SET_TRANSACTION = Pattern.compile(
            "set\\s+((local|session)\\s+)?transaction(_isolation|_read_only|_deferrable)?\\b",
            Pattern.CASE_INSENSITIVE);

    private final Session session;
    private final SessionReset reset;
    private final Recorder recorder;
    private final ScriptListener listener;
    private final Message message = new Message();
    private int statements;
    private boolean opened;

    TransactionRun(Session session, SessionReset reset, Recorder recorder, ScriptListener listener) {
        this.session = session;
        this.reset = reset;
        this.recorder = recorder;
        this.listener = listener;
    }

    /** The script in a transaction of its own. */
    ScriptResult run(ScriptSource script, ScriptShape shape) throws IOException, UnterminatedException {
        return part(script, shape, true);
    }

    /**
     * The script as a part of the transaction that is open, or that it opens.
     *
     * @param last whether the transaction ends with it
     */
    ScriptResult part(ScriptSource script, ScriptShape shape, boolean last) throws IOException, UnterminatedException {
        boolean whole = shape.wrapping() == ScriptShape.Wrapping.WHOLE;
        boolean open = session.state() == TransactionState.OPEN;
        if (!open) {
            message.own("setting up the session", reset.once());
        }
        if (!open && !whole) {
            message.own("beginning the transaction", List.of("BEGIN"));
        }
        opened = false;
        try (var reader = new ScriptItems(script, true)) {
            for (Item item = reader.next(); item != null; item = reader.next()) {
                if (!(item instanceof Statement statement)) {
                    continue;
                }
                statements++;
                if (shape.folds(statement, open)) {
                    continue;
                }
                open(statement);
                Optional<ScriptFailure> failure = statement(statement, reader);
                if (failure.isPresent()) {
                    return new ScriptResult(statements, failure);
                }
            }
        }
        open();
        Optional<ScriptFailure> failure = recorder.checks() ? checked() : Optional.empty();
        if (failure.isEmpty()) {
            failure = finish(last);
        }
        return new ScriptResult(statements, failure);
    }

    /** PostgreSQL wants {@code SET TRANSACTION} before any query of the transaction. */
    private void open(Statement statement) {
        boolean beforeAnyQuery = statement.kind() == StatementKind.BEGIN
                || SET_TRANSACTION.matcher(statement.text()).lookingAt();
        if (!beforeAnyQuery) {
            open();
        }
    }

    private void open() {
        if (!opened) {
            message.own("setting up the transaction", reset.local()).own(Recorder.OPENING, recorder.opening());
            opened = true;
        }
    }

    private Optional<ScriptFailure> statement(Statement statement, ScriptItems reader)
            throws IOException, UnterminatedException {
        boolean copyIn = statement.kind() == StatementKind.COPY_FROM_STDIN;
        reset.notice(statement);
        message.before(recorder, statement, statements);
        if (!copyIn && !CopyOut.is(statement)) {
            message.script(statement, statements).behind(recorder, statement, statements);
            return message.length() >= FULL || changesReading(statement)
                    ? flush(TransactionState.OPEN)
                    : Optional.empty();
        }
        Optional<ScriptFailure> failure = message.isEmpty() ? Optional.empty() : flush(TransactionState.OPEN);
        if (failure.isPresent()) {
            return failure;
        }
        listener.sending(statements, statement.line(), statement.summary());
        CopyData rows = copyIn ? (CopyData) reader.next() : null;
        NoticeListener notices = (index, notice) -> listener.notice(statement.line(), notice);
        Reply reply = copyIn
                ? session.copyIn(statement.text(), rows.data(), notices)
                : session.copyOut(statement.text(), notices);
        failure = Failures.ofCopy(reply, statement, statements, copyIn ? rows.line() : 0, 0);
        if (failure.isPresent()) {
            rollBack();
        } else {
            message.behind(recorder, statement, statements);
        }
        return failure;
    }

    /** Whether the server reads what follows otherwise; of one message it reads the whole before it runs any of it. */
    static boolean changesReading(Statement statement) {
        boolean setting =
                statement.summary().startsWith("SET") || statement.summary().startsWith("RESET");
        return setting && READING.matcher(statement.text()).find();
    }

    private Optional<ScriptFailure> checked() {
        Optional<ScriptFailure> failure = message.isEmpty() ? Optional.empty() : flush(TransactionState.OPEN);
        if (failure.isPresent()) {
            return failure;
        }
        failure = recorder.check(session);
        if (failure.isPresent()) {
            rollBack();
        }
        return failure;
    }

    /** The end of a transaction with the record of its script, up to its COMMIT. */
    static void close(Message message, SessionReset reset, Recorder recorder, int statements) {
        message.own("checking what was deferred", reset.deferred());
        record(message, reset, recorder, statements);
        message.own(SessionReset.CLEANING, reset.beforeCommit());
    }

    private static void record(Message message, SessionReset reset, Recorder recorder, int statements) {
        message.own("recording the migration", reset.ownWork());
        message.own("recording the migration", recorder.done(statements));
    }

    private Optional<ScriptFailure> finish(boolean last) {
        if (last) {
            close(message, reset, recorder, statements);
            message.own(COMMITTING, List.of("COMMIT")).own(SessionReset.CLEANING, reset.behindCommit());
        } else {
            record(message, reset, recorder, statements);
            message.own(SessionReset.CLEANING, reset.afterwards());
        }
        Optional<ScriptFailure> failure = flush(last ? TransactionState.IDLE : TransactionState.OPEN);
        boolean cleanedBehind = last && !reset.behindCommit().isEmpty();
        if (!cleanedBehind || !failure.map(TransactionRun::committed).orElse(false)) {
            return failure;
        }
        // Ctrl-C or a timeout of the script may come between COMMIT and here. What is committed is applied; but a
        // session in which something is left of it must not run the next.
        if (!reset.clean()) {
            session.abort();
        }
        return Optional.empty();
    }

    /** Whether it came behind the COMMIT. */
    static boolean committed(ScriptFailure failure) {
        return failure.doing().filter(SessionReset.CLEANING::equals).isPresent();
    }

    private Optional<ScriptFailure> flush(TransactionState expected) {
        if (expected == TransactionState.OPEN && message.changesDriver()) {
            message.own("keeping date style and encoding", reset.driver());
        }
        message.firstOfScript().ifPresent(first -> listener.sending(first.statement(), first.line(), ""));
        Reply reply =
                session.send(message.text(), (statement, notice) -> listener.notice(message.line(statement), notice));
        Optional<ScriptFailure> failure = Failures.of(message, reply, expected, 0);
        message.clear();
        if (failure.isPresent()) {
            rollBack();
        }
        return failure;
    }

    private void rollBack() {
        if (!session.lost()) {
            reset.clean();
        }
    }
}
