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
            Message.Found found = message.find(reply.completed(), error.position());
            return Optional.of(
                    new ScriptFailure(error, found.statement(), found.line(), found.column(), found.doing(), kept));
        }
        if (reply.state() != expected || reply.completed() < message.statements()) {
            return Optional.of(surprise(message, reply, expected, kept));
        }
        return Optional.empty();
    }

    static Optional<ScriptFailure> ofCopy(Reply reply, Statement statement, int number, int kept) {
        return reply.error().map(error -> {
            int line = statement.line();
            Matcher place = COPY_LINE.matcher(error.context().orElse(""));
            if (error.position() == 0 && place.find()) {
                // Rows are counted from the line after the statement's last.
                int last = line
                        + (int) statement.text().chars().filter(c -> c == '\n').count();
                return new ScriptFailure(
                        error, number, last + Integer.parseInt(place.group(1)), 1, Optional.empty(), kept);
            }
            return new ScriptFailure(error, number, line, statement.column(), Optional.empty(), kept);
        });
    }

    /** No error, and yet not what was sent: never taken for success. */
    private static ScriptFailure surprise(Message message, Reply reply, TransactionState expected, int kept) {
        Message.Found found = message.find(Math.max(0, reply.completed() - 1), 0);
        var error = ServerError.own(
                "the transaction is not in the state it has to be in: " + reply.completed() + " of "
                        + message.statements() + " statements were run, the session is " + reply.state() + " and not "
                        + expected
                        + "; a statement of the file ended the transaction: look at the files with migrate inspect",
                "25000");
        return new ScriptFailure(error, found.statement(), found.line(), found.column(), found.doing(), kept);
    }
}
