package dev.migrate.apply;

import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.problem.ExitCode;
import java.util.Optional;

/** How a script came to stop: by what the server said, with its connection, or because somebody interrupted the run. */
public final class Stop {
    private static final String QUERY_CANCELED = "57014";
    /** What the engine says of a statement that may be done or not. */
    private static final String RESOLUTION_UNKNOWN = "08007";

    private final Session session;
    private final ServerError error;
    private final boolean interrupted;
    private final boolean lost;

    /** By this error, of the last script of the session. */
    public Stop(Session session, Interruption interruption, ServerError error) {
        this.session = session;
        this.error = error;
        this.interrupted = interruption.requested() && (error.is(QUERY_CANCELED) || session.lost());
        this.lost = session.lost() || error.connectionLost();
    }

    /** Whether the connection is gone, and with it perhaps the answer to COMMIT. */
    public boolean lost() {
        return lost;
    }

    /** Whether a statement that stopped on its way may be done or not, and only a person can find out. */
    public static boolean nobodyKnows(ServerError error) {
        return error.is(RESOLUTION_UNKNOWN);
    }

    /**
     * What is left, with what there is to say of how it came.
     *
     * @param kept what is left of the script, in words
     * @param inTheWay who held the lock that it did not get, in words
     */
    public String kept(String kept, Optional<String> inTheWay) {
        return (interrupted ? "Interrupted: what was running was rolled back. " : "")
                + kept
                + inTheWay.map(holders -> " In the way: " + holders + ".").orElse("");
    }

    /**
     * What to do.
     *
     * @param goOn where all that was wrong is that somebody interrupted it
     * @param fix what else helps
     */
    public String fix(String goOn, String fix) {
        if (interrupted) {
            return goOn;
        }
        return session.adviceOfPooler(error).filter(advice -> lost).orElse(fix);
    }

    /** What the exit code of the run says. */
    public ExitCode exitCode() {
        if (interrupted) {
            return ExitCode.INTERRUPTED;
        }
        if (lost) {
            return ExitCode.NO_CONNECTION;
        }
        return nobodyKnows(error) ? ExitCode.FINDING : ExitCode.REFUSED;
    }
}
