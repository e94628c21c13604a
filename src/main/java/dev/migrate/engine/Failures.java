package dev.migrate.engine;

import dev.migrate.database.Reply;
import dev.migrate.database.ServerError;
import dev.migrate.database.TransactionState;
import dev.migrate.script.Statement;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes of a reply what it means for the script: nothing, or a failure with its place. */
final class Failures {
    /** {@code CONTEXT: COPY orders, line 3, column amount: "x"}: the only place that COPY gives. */
    private static final Pattern COPY_LINE = Pattern.compile("COPY .*, line ([0-9]+)", Pattern.DOTALL);

    private Failures() {}

    static Optional<ScriptFailure> of(Message message, Reply reply, TransactionState expected, int kept) {
        if (reply.error().isPresent()) {
            ServerError error = reply.error().get();
            Message.Found found = message.find(reply.completed(), error);
            return Optional.of(
                    new ScriptFailure(error, found.statement(), found.line(), found.column(), found.doing(), kept));
        }
        if (reply.state() != expected || reply.completed() < message.statements()) {
            return Optional.of(surprise(message, reply, expected, kept));
        }
        return Optional.empty();
    }

    /**
     * The same for a COPY.
     *
     * @param rows line of its first row; 0 where it has none
     */
    static Optional<ScriptFailure> ofCopy(Reply reply, Statement statement, int number, int rows, int kept) {
        return reply.error().map(error -> {
            Message.Found found = new Message().script(statement, number).find(0, error);
            Matcher row = COPY_LINE.matcher(error.context().orElse(""));
            boolean inRow = error.position() == 0 && rows > 0 && row.find();
            int line = inRow ? rows - 1 + Integer.parseInt(row.group(1)) : found.line();
            return new ScriptFailure(error, number, line, inRow ? 1 : found.column(), Optional.empty(), kept);
        });
    }

    /** No error, and yet not what was sent: never taken for success. */
    private static ScriptFailure surprise(Message message, Reply reply, TransactionState expected, int kept) {
        var error = ServerError.own(
                "the transaction is not in the state it has to be in: " + reply.completed() + " of "
                        + message.statements() + " statements were run, the session is " + reply.state() + " and not "
                        + expected
                        + "; a statement of the file ended the transaction: look at the files with migrate inspect",
                "25000");
        Message.Found found = message.find(Math.max(0, reply.completed() - 1), error);
        return new ScriptFailure(error, found.statement(), found.line(), found.column(), found.doing(), kept);
    }
}
