package dev.migrate.rollback;

import dev.migrate.apply.Failures;
import dev.migrate.apply.Interruption;
import dev.migrate.apply.LostSession;
import dev.migrate.apply.Stop;
import dev.migrate.database.Session;
import dev.migrate.engine.Engine;
import dev.migrate.engine.ScriptFailure;
import dev.migrate.history.HistoryTable;
import dev.migrate.history.Recorded;
import dev.migrate.history.RecordedState;
import java.util.List;
import java.util.Optional;

/** Says of a way back that stopped what is left of it and what to do. */
final class StepFailures {
    private final Session session;
    private final HistoryTable table;
    private final Interruption interruption;

    StepFailures(Session session, HistoryTable table, Interruption interruption) {
        this.session = session;
        this.table = table;
        this.interruption = interruption;
    }

    /** What is known, and what to do. */
    private record Outcome(String kept, String fix) {}

    /**
     * What is to be told.
     *
     * @param statements that the way back has
     * @param left ids of what is still to be undone, those of this step first
     * @param inTheWay who held the lock that it did not get, in words
     */
    RollbackFailure explain(
            RollbackStep step, ScriptFailure failure, int statements, List<String> left, Optional<String> inTheWay) {
        String command = "migrate rollback " + String.join(" ", left);
        List<String> behind = left.subList(step.ids().size(), left.size());
        Stop stop = new Stop(session, interruption, failure.error());
        Outcome outcome = stop.lost()
                ? lost(step, command, behind)
                : new Outcome(kept(step, statements, failure), fix(step, failure, command));
        return new RollbackFailure(
                step,
                failure,
                stop.kept(outcome.kept, inTheWay),
                stop.fix("to go on: " + command, outcome.fix),
                stop.exitCode());
    }

    private static String kept(RollbackStep step, int statements, ScriptFailure failure) {
        String kept = Failures.kept(statements, failure);
        String stays = step.ids().size() == 1 ? " stays applied." : " stay applied.";
        boolean nothing = failure.kept() == 0 && !failure.partly() && !step.underWay();
        return nothing ? "Nothing was undone: " + String.join(", ", step.ids()) + stays : kept;
    }

    private String fix(RollbackStep step, ScriptFailure failure, String command) {
        if (!session.facts().pooling().keepsSession() && Engine.runsOutsideTransaction(failure)) {
            return "what this way back does cannot be in one transaction, and through a pooler in transaction mode"
                    + " nothing else can be run: " + session.withSession();
        }
        if (Stop.nobodyKnows(failure.error())) {
            String repair = "migrate repair " + step.ids().get(0) + " --done ";
            return "look in the database whether statement " + failure.statement() + " is done, and say so. It is: "
                    + repair + failure.statement() + " --reason \"…\". It is not: " + repair + failure.kept()
                    + " --reason \"…\". Then go on: " + command;
        }
        Optional<String> server = Failures.fix(failure.error(), command);
        if (server.isPresent()) {
            return server.get();
        }
        if (failure.kept() > 0) {
            return "put right what is in its way, and go on behind statement " + failure.kept() + ": " + command
                    + "; or correct what is behind that statement in the file, and add --from-files";
        }
        if (failure.error().is("42501")) {
            return "connect as a user that may do this, or set [database] role";
        }
        return "put right what is in its way and run it again: " + command
                + "; or correct the file, and add --from-files";
    }

    private Outcome lost(RollbackStep step, String command, List<String> behind) {
        LostSession.Seen seen = LostSession.of(session, table, interruption);
        String again = "look at the log of the server, then go on: " + command;
        if (seen.stillRunning().isPresent()) {
            int process = seen.stillRunning().getAsInt();
            return new Outcome(
                    "The connection was lost, and process " + process + " of the server still works for it: it may yet"
                            + " be rolled back, as a whole and with its record, or nothing of that will be kept.",
                    "wait until process " + process + " has ended, or end it with select pg_terminate_backend("
                            + process + "); then go on: " + command);
        }
        Optional<Recorded> row = seen.row(step.ids().get(0));
        if (row.isEmpty()) {
            return new Outcome(
                    "The connection was lost, and the database cannot be reached to see what was kept: either it is"
                            + " rolled back with its record, or nothing was undone.",
                    again);
        }
        if (row.get().state() == RecordedState.ROLLED_BACK) {
            return new Outcome(
                    "The connection was lost when its COMMIT had been sent, and the history says that it is rolled back"
                            + " as a whole.",
                    "nothing is to be mended"
                            + (behind.isEmpty()
                                    ? ""
                                    : "; for what is left: migrate rollback " + String.join(" ", behind)));
        }
        if (row.get().state() == RecordedState.ROLLING_BACK) {
            int done = row.get().statements();
            return new Outcome(
                    "The connection was lost. The history says that "
                            + (done == 0 ? "no statement" : "statements 1 to " + done)
                            + " of the way back are done; the one after that may be done as well.",
                    again + ": it looks what became of that statement, and goes on");
        }
        return new Outcome("The connection was lost, and nothing was undone: it stays applied.", again);
    }
}
