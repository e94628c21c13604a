package dev.migrate.engine;

import dev.migrate.database.Reply;
import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.database.TransactionState;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import dev.migrate.script.UnterminatedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs scripts on one session: each in one transaction where PostgreSQL allows it, statement by statement where it
 * does not, and always back to a session in which nothing of the script is left.
 */
public final class Engine {
    /**
     * Conditions that a statement only meets because it is in a transaction block with others; without one,
     * {@code psql} runs it. Nothing of the script is kept when they are raised, so it can begin again.
     *
     * @see <a href="https://www.postgresql.org/docs/current/errcodes-appendix.html">error codes</a>
     */
    private static final String[] ONLY_IN_A_TRANSACTION = {
        "25001", // active_sql_transaction: REINDEX of a partitioned table, and all that its words do not tell
        "2D000", // invalid_transaction_termination: a procedure or DO block that commits
        "55P04", // unsafe_new_enum_value_usage: a value added to an enum by the same script
        "55006" // object_in_use: ALTER TABLE with pending trigger events of the same script
    };

    /** The script made its transaction read only: the record needs another. */
    private static final String READ_ONLY = "25006";

    private final Session session;
    private final EngineSettings settings;
    private final SessionReset reset;

    public Engine(Session session, EngineSettings settings) {
        this.session = session;
        this.settings = settings;
        this.reset = new SessionReset(session, settings);
    }

    /**
     * Runs a script.
     *
     * @param shape what is known of it before it runs
     * @param done number of statements that an earlier, interrupted run of the same script has done; 0 for none
     */
    public ScriptResult run(
            ScriptSource script, ScriptShape shape, int done, Recorder recorder, ScriptListener listener) {
        return guarded(script, () -> {
            if (shape.stepwise() || done > 0) {
                return stepwise(script, shape, done, recorder, listener);
            }
            ScriptResult result = new TransactionRun(session, reset, recorder, listener).run(script, shape);
            return orStepwise(result, script, shape, recorder, listener);
        });
    }

    /**
     * A flight that takes what {@link Flight#board} gives it, and then flies with {@link #fly}. Nothing else may run
     * between the two but the flight before it.
     */
    public Flight flight() {
        return new Flight(reset);
    }

    /**
     * Runs scripts in one round trip, each in its own transaction, none behind one that failed. Only the last of them waits
     * for the disk, and with it all before it.
     *
     * @return a result for each script whose end is known; only the last can be a failure. Where there are fewer than
     *     scripts and none failed, the rest has not run, since the session had to be cleaned again first
     */
    public List<ScriptResult> fly(Flight flight, FlightListener listener) {
        List<Flight.Passenger> passengers = flight.passengers();
        var results = new ArrayList<ScriptResult>();
        var arrivals = new Arrivals(passengers, results, listener);
        passengers.get(0).sending();
        session.fly(passengers.stream().map(Flight.Passenger::outgoing).toList(), arrivals);
        if (arrivals.wellEnded()) {
            if (flight.ending()) {
                session.advisoryLock().givenBack();
            }
        } else if (!session.lost() && !reset.clean()) {
            session.abort(); // nothing may run in a session in which something of another script is left
        }
        if (arrivals.committed() == passengers.size() || settled(passengers, arrivals.committed())) {
            listener.durable(arrivals.committed());
        }
        return results;
    }

    /**
     * Waits until the first {@code committed} of them are on the disk of the server.
     *
     * @return false where nobody knows
     */
    private boolean settled(List<Flight.Passenger> passengers, int committed) {
        if (committed == 0 || session.lost()) {
            return committed == 0;
        }
        List<String> settling =
                passengers.get(committed - 1).script().recorder().settling();
        if (!settling.isEmpty()) {
            own("waiting for the disk", settling);
        }
        return !session.lost();
    }

    /** Whether PostgreSQL refused a script only because of the transaction that it was in. */
    public boolean callsForSteps(ScriptResult result, ScriptShape shape) {
        return !session.lost()
                && keepsSession()
                && result.failure()
                        .filter(failure -> worksWithoutTransaction(failure, shape))
                        .isPresent();
    }

    /** What a script that ran in a transaction of its own came to; where that calls for it, it runs in steps. */
    public ScriptResult orStepwise(
            ScriptResult result, ScriptSource script, ScriptShape shape, Recorder recorder, ScriptListener listener) {
        if (!callsForSteps(result, shape)) {
            return result;
        }
        ScriptFailure failure = result.failure().get();
        String what = failure.statement() == 0
                ? "its record cannot be in its transaction"
                : "line " + failure.line() + " does not run in a transaction with the rest";
        listener.remark(what + " (" + failure.error().message() + "): running statement by statement");
        return guarded(script, () -> stepwise(script, shape, 0, recorder, listener));
    }

    /** A script among others of one transaction. */
    public record Together(ScriptSource script, ScriptShape shape, Recorder recorder, ScriptListener listener) {}

    /**
     * Runs scripts in one transaction, each with a clean session.
     *
     * @return a result for each script that was begun; only the last can be a failure, and then nothing is kept
     */
    public List<ScriptResult> runTogether(List<Together> scripts) {
        var results = new ArrayList<ScriptResult>();
        for (int i = 0; i < scripts.size(); i++) {
            Together next = scripts.get(i);
            var run = new TransactionRun(session, reset, next.recorder(), next.listener());
            boolean last = i == scripts.size() - 1;
            ScriptResult result = guarded(next.script(), () -> run.part(next.script(), next.shape(), last));
            results.add(result);
            if (!result.ok()) {
                break;
            }
        }
        return results;
    }

    private interface Running {
        ScriptResult run() throws IOException, UnterminatedException;
    }

    /** A file that changes or vanishes under our hands must not leave a transaction open. */
    private ScriptResult guarded(ScriptSource script, Running running) {
        try {
            return running.run();
        } catch (IOException error) {
            rollBack();
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    List.of(Problem.at(
                            Place.of(script.file()),
                            "cannot be read (any more): " + error.getMessage(),
                            "look whether the file is still there, and run it again; nothing that was open was kept")),
                    error);
        } catch (UnterminatedException error) {
            rollBack();
            var as = ServerError.own(error.getMessage(), "42601");
            var failure =
                    new ScriptFailure(as, 0, error.where().line(), error.where().column(), Optional.empty(), 0);
            return new ScriptResult(0, Optional.of(failure));
        }
    }

    /** Statement by statement means message by message, each of which may find another session. */
    private boolean keepsSession() {
        return session.facts().pooling().keepsSession();
    }

    /** A single statement has no others to quarrel with, unless it must not be in a transaction block at all. */
    private static boolean worksWithoutTransaction(ScriptFailure failure, ScriptShape shape) {
        if (failure.statement() == 0) {
            return failure.error().is(READ_ONLY);
        }
        boolean alone = shape.statements() <= 1;
        // A transaction that the file itself begins is one in psql, too.
        return shape.wrapping() != ScriptShape.Wrapping.WHOLE
                && failure.error().is(ONLY_IN_A_TRANSACTION)
                && (!alone || failure.error().is("25001", "2D000"));
    }

    /** Whether PostgreSQL refused a statement only because it was in a transaction block with others. */
    public static boolean runsOutsideTransaction(ScriptFailure failure) {
        return failure.error().is(ONLY_IN_A_TRANSACTION);
    }

    private ScriptResult stepwise(
            ScriptSource script, ScriptShape shape, int done, Recorder recorder, ScriptListener listener)
            throws IOException, UnterminatedException {
        return new StepwiseRun(session, settings, reset, recorder, listener).run(script, shape, done);
    }

    private void rollBack() {
        if (!session.lost() && session.state() != TransactionState.IDLE) {
            session.ask("ROLLBACK");
        }
    }

    /** SQL of our own in a transaction of its own, whatever state the session is in. */
    public Reply own(String doing, List<String> statements) {
        rollBack();
        var message = new Message()
                .own("setting up the session", reset.once())
                .own(doing, List.of("BEGIN READ WRITE"))
                .own("setting up the transaction", reset.local())
                .own(doing, reset.ownWork())
                .own(doing, statements)
                .own(doing, List.of("COMMIT"));
        Reply reply = session.ask(message.text());
        if (!reply.ok()) {
            rollBack();
        }
        return reply;
    }
}
