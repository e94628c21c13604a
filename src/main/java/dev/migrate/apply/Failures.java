package dev.migrate.apply;

import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.engine.Engine;
import dev.migrate.engine.ScriptFailure;
import dev.migrate.history.History;
import dev.migrate.history.HistoryReader;
import dev.migrate.history.HistoryTable;
import dev.migrate.migration.Migration;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;

/** Says of a migration that stopped what is left of it and what to do. */
final class Failures {
    private static final String QUERY_CANCELED = "57014";

    private final Session session;
    private final HistoryTable table;
    private final Interruption interruption;

    Failures(Session session, HistoryTable table, Interruption interruption) {
        this.session = session;
        this.table = table;
        this.interruption = interruption;
    }

    ApplyFailure explain(Pending pending, ScriptFailure failure, int appliedBefore) {
        Migration migration = pending.step().migration();
        ServerError error = failure.error();
        boolean interrupted = interruption.requested() && (error.is(QUERY_CANCELED) || session.lost());
        boolean lost = session.lost() || error.connectionLost();
        String kept = (interrupted ? "Interrupted: what was running was rolled back. " : "")
                + (lost ? afterLoss(pending) : kept(pending, failure));
        String before = switch (appliedBefore) {
            case 0 -> "";
            case 1 -> " The migration before it was applied and stays.";
            default -> " The " + appliedBefore + " migrations before it were applied and stay.";
        };
        return new ApplyFailure(
                migration,
                failure,
                kept + before,
                interrupted ? "run migrate apply again to go on" : fix(pending, failure, lost),
                interrupted ? ExitCode.INTERRUPTED : lost ? ExitCode.NO_CONNECTION : ExitCode.REFUSED);
    }

    private static String kept(Pending pending, ScriptFailure failure) {
        int statements = pending.shape().statements();
        String partly = "what statement " + failure.statement() + " committed itself before it failed";
        if (failure.kept() == 0) {
            return "Nothing of it was kept" + (failure.partly() ? " but " + partly : "") + ".";
        }
        String done = failure.kept() == 1 ? "statement 1 is" : "statements 1 to " + failure.kept() + " are";
        return "It could not be in one transaction: " + done + " done and stay" + (failure.kept() == 1 ? "s" : "")
                + ", of " + statements + (failure.partly() ? "; so does " + partly + "." : ".");
    }

    private String fix(Pending pending, ScriptFailure failure, boolean lost) {
        if (!session.facts().pooling().keepsSession() && Engine.runsOutsideTransaction(failure)) {
            return "what this file does cannot be in one transaction, and through a pooler in transaction mode nothing else"
                    + " can be run: " + session.withSession();
        }
        if (lost) {
            return session.adviceOfPooler(failure.error())
                    .orElse("look at the log of the server, then run migrate apply again");
        }
        if (failure.kept() > 0) {
            return "correct what is behind statement " + failure.kept()
                    + " and run migrate apply again: it goes on there";
        }
        if (failure.error().is("42501")) {
            return "connect as a user that may do this, or set [database] role";
        }
        if (failure.error().is("55P03")) {
            return "run migrate apply again when the table is less busy, or wait longer: --lock-timeout 30s";
        }
        if (failure.doing().filter(doing -> doing.startsWith("recording")).isPresent()) {
            return "look at the tables of the history, which refuse the record, and run migrate apply again";
        }
        String line = failure.line() > 0
                ? "correct line " + failure.line()
                : "correct " + pending.step().migration().file();
        return line + " and run migrate apply again";
    }

    /** The connection is gone, so the answer to COMMIT may be, too: another connection knows what is recorded. */
    private String afterLoss(Pending pending) {
        String id = pending.step().migration().id();
        try (Session other = Session.open(session.target(), "migrate")) {
            History history = new HistoryReader(other, table).read();
            return history.rows().stream()
                    .filter(row -> row.id().equals(id))
                    .findFirst()
                    .map(row -> switch (row.state()) {
                        case APPLIED -> "The connection was lost, and the history says that it is applied as a whole.";
                        case RUNNING, FAILED ->
                            "The connection was lost. The history says that "
                                    + (row.statements() == 0 ? "no statement" : "statements 1 to " + row.statements())
                                    + " of it are done; the one after that may be done as well.";
                        case COVERED, BASELINED, ROLLED_BACK -> "The connection was lost, and nothing of it was kept.";
                    })
                    .orElse("The connection was lost, and nothing of it was kept: the history does not have it.");
        } catch (MigrationFailure unreachable) {
            return "The connection was lost, and the database cannot be reached to see what was kept: either all of it"
                    + " with its record, or nothing.";
        }
    }
}
