package dev.migrate.engine;

import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import dev.migrate.database.TransactionState;
import dev.migrate.script.CopyData;
import dev.migrate.script.Item;
import dev.migrate.script.ScriptReader;
import dev.migrate.script.Statement;
import dev.migrate.script.StatementKind;
import dev.migrate.script.UnterminatedException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A script in one transaction with its record; one message for all of it where it is small and has no COPY data. */
final class TransactionRun {
    /** Characters after which a message goes out: large enough to be few, small enough to pass in constant memory. */
    private static final int FULL = 512 * 1024;

    private final Session session;
    private final SessionReset reset;
    private final Recorder recorder;
    private final ScriptListener listener;
    private final Message message = new Message();
    private int statements;

    TransactionRun(
            Session session, EngineSettings settings, SessionReset reset, Recorder recorder, ScriptListener listener) {
        this.session = session;
        this.reset = reset;
        this.recorder = recorder;
        this.listener = listener;
    }

    ScriptResult run(ScriptSource script, ScriptShape shape) throws IOException, UnterminatedException {
        boolean folded = shape.wrapping() == ScriptShape.Wrapping.WHOLE;
        if (!folded) {
            message.own("beginning the transaction", List.of("BEGIN"));
        }
        try (ScriptReader reader = script.open()) {
            for (Item item = reader.next(); item != null; item = reader.next()) {
                if (!(item instanceof Statement statement)) {
                    continue;
                }
                statements++;
                if (statement.kind() == StatementKind.COMMIT && shape.wrapping() != ScriptShape.Wrapping.NONE) {
                    continue; // the script's own COMMIT: ours follows, with the record before it
                }
                Optional<ScriptFailure> failure = statement(statement, reader);
                if (failure.isPresent()) {
                    return new ScriptResult(statements, failure);
                }
            }
        }
        Optional<ScriptFailure> failure = recorder.checks() ? checked() : Optional.empty();
        if (failure.isEmpty()) {
            failure = finish();
        }
        return new ScriptResult(statements, failure);
    }

    private Optional<ScriptFailure> statement(Statement statement, ScriptReader reader)
            throws IOException, UnterminatedException {
        switch (statement.kind()) {
            case COPY_FROM_STDIN -> {
                int number = statements;
                Optional<ScriptFailure> failure = message.isEmpty() ? Optional.empty() : flush(TransactionState.OPEN);
                if (failure.isPresent()) {
                    return failure;
                }
                listener.sending(number, statement.line(), statement.summary());
                CopyData data = (CopyData) reader.next();
                return copied(session.copyIn(statement.text(), data.data()), statement, number);
            }
            case COPY_TO_STDOUT -> {
                Optional<ScriptFailure> failure = message.isEmpty() ? Optional.empty() : flush(TransactionState.OPEN);
                return failure.isPresent()
                        ? failure
                        : copied(session.copyOut(statement.text()), statement, statements);
            }
            default -> {
                message.script(statement, statements);
                // How the rest of a message is read is settled when the server gets it.
                boolean changesReading = statement.kind() == StatementKind.SET_STRING_SYNTAX;
                return message.length() >= FULL || changesReading ? flush(TransactionState.OPEN) : Optional.empty();
            }
        }
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

    private Optional<ScriptFailure> finish() {
        message.own("recording the migration", reset.ownWork());
        message.own("recording the migration", recorder.done(statements));
        message.own("committing", List.of("COMMIT"));
        message.own("cleaning the session", reset.afterwards());
        return flush(TransactionState.IDLE);
    }

    private Optional<ScriptFailure> flush(TransactionState expected) {
        message.firstOfScript().ifPresent(first -> listener.sending(first.statement(), first.line(), ""));
        Reply reply = session.send(
                message.text(), (statement, notice) -> listener.notice(message.line(statement), notice));
        Optional<ScriptFailure> failure = Failures.of(message, reply, expected, 0);
        message.clear();
        if (failure.isPresent()) {
            rollBack();
        }
        return failure;
    }

    private Optional<ScriptFailure> copied(Reply reply, Statement statement, int number) {
        Optional<ScriptFailure> failure = Failures.ofCopy(reply, statement, number, 0);
        if (failure.isPresent()) {
            rollBack();
        }
        return failure;
    }

    private void rollBack() {
        if (session.lost()) {
            return;
        }
        var back = new Message();
        if (session.state() != TransactionState.IDLE) {
            back.own("rolling back", List.of("ROLLBACK"));
        }
        session.ask(back.own("cleaning the session", reset.afterwards()).text());
    }
}
