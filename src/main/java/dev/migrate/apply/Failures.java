package dev.migrate.apply;

import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.engine.Engine;
import dev.migrate.engine.ScriptFailure;
import dev.migrate.history.HistoryTable;
import dev.migrate.history.RecordedState;
import dev.migrate.migration.Migration;
import java.util.List;
import java.util.Optional;

/** Says of a migration that stopped what is left of it and what to do. */
public final class Failures {
    private final Session session;
    private final HistoryTable table;
    private final Interruption interruption;

    Failures(Session session, HistoryTable table, Interruption interruption) {
        this.session = session;
        this.table = table;
        this.interruption = interruption;
    }

    /**
     * What is to be told.
     *
     * @param inTheWay who held the lock that it did not get, in words
     * @param behind ids of those that were sent behind it without waiting
     */
    ApplyFailure explain(
            Pending pending, ScriptFailure failure, Earlier earlier, Optional<String> inTheWay, List<String> behind) {
        Migration migration = pending.step().migration();
        Stop stop = new Stop(session, interruption, failure.error());
        LostOutcome outcome = stop.lost()
                ? LostOutcome.of(LostSession.of(session, table, interruption), migration.id(), behind)
                : new LostOutcome(kept(pending, failure), fix(pending, failure));
        return new ApplyFailure(
                migration,
                failure,
                stop.kept(outcome.kept(), inTheWay) + earlier.words(),
                stop.fix("run migrate apply again to go on", outcome.fix()),
                stop.exitCode(),
                outcome.alsoApplied());
    }

    /**
     * Of migrations whose commit was answered before the connection was lost, how many of the first are still applied, and
     * the others: a server that crashed may have forgotten the last ones.
     */
    Earlier earlier(List<Applied> committed) {
        LostSession.Seen seen = LostSession.of(session, table, interruption);
        List<String> ids = committed.stream().map(one -> one.migration().id()).toList();
        int count = 0;
        while (count < ids.size()
                && seen.row(ids.get(count))
                        .filter(row -> row.state() == RecordedState.APPLIED)
                        .isPresent()) {
            count++;
        }
        return new Earlier(count, ids.subList(count, ids.size()), seen.history().isPresent());
    }

    private static String kept(Pending pending, ScriptFailure failure) {
        return kept(pending.shape().statements(), failure);
    }

    /**
     * What is left of a script that stopped, in words.
     *
     * @param statements that it has
     */
    public static String kept(int statements, ScriptFailure failure) {
        String partly = "what statement " + failure.statement() + " committed itself before it failed";
        if (failure.kept() == 0) {
            return "Nothing of it was kept" + (failure.partly() ? " but " + partly : "") + ".";
        }
        String done = failure.kept() == 1 ? "statement 1 is" : "statements 1 to " + failure.kept() + " are";
        return "It could not be in one transaction: " + done + " done and stay" + (failure.kept() == 1 ? "s" : "")
                + ", of " + statements + (failure.partly() ? "; so does " + partly + "." : ".");
    }

    private String fix(Pending pending, ScriptFailure failure) {
        if (!session.facts().pooling().keepsSession() && Engine.runsOutsideTransaction(failure)) {
            return "what this file does cannot be in one transaction, and through a pooler in transaction mode nothing else"
                    + " can be run: " + session.withSession();
        }
        if (Stop.nobodyKnows(failure.error())) {
            String repair = "migrate repair " + pending.step().migration().id() + " --done ";
            return "look in the database whether statement " + failure.statement() + " is done, and say so. It is: "
                    + repair
                    + failure.statement() + " --reason \"…\", and migrate apply goes on behind it. It is not: " + repair
                    + failure.kept() + " --reason \"…\", and migrate apply runs it";
        }
        Optional<String> server = fix(failure.error(), "migrate apply");
        if (server.isPresent()) {
            return server.get();
        }
        if (failure.kept() > 0) {
            return "correct what is behind statement " + failure.kept()
                    + " and run migrate apply again: it goes on there";
        }
        if (failure.error().is("42501")) {
            return "connect as a user that may do this, or set [database] role";
        }
        if (failure.doing().filter(doing -> doing.startsWith("recording")).isPresent()) {
            return "look at the tables of the history, which refuse the record, and run migrate apply again";
        }
        String line = failure.line() > 0
                ? "correct line " + failure.line()
                : "correct " + pending.step().migration().file();
        return line + " and run migrate apply again";
    }

    /**
     * What to do where it is not the file's fault.
     *
     * @param command to be run again
     */
    public static Optional<String> fix(ServerError error, String command) {
        if (error.is("55P03")) {
            return Optional.of(
                    "run " + command + " again when the table is less busy, or wait longer: --lock-timeout 30s");
        }
        if (error.is("40P01", "40001")) {
            return Optional.of("run " + command + " again when less is going on, or try more often: --retries 30");
        }
        if (error.is("57014")) {
            return Optional.of(
                    error.message().contains("timeout")
                            ? "give it more time, --statement-timeout 10min, or ask less of one statement"
                            : "somebody cancelled it on the server: run " + command + " again");
        }
        if (error.is("53100")) {
            return Optional.of("make room on the disk of the server, then run " + command + " again");
        }
        return error.is("53000", "53200", "53300", "53400")
                ? Optional.of("give the server more of what it lacks, or ask less of it at once, then run " + command
                        + " again")
                : Optional.empty();
    }
}
