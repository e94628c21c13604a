package dev.migrate.apply;

import dev.migrate.database.Session;

/** Ctrl-C: what runs is cancelled, and the run ends as after an error, with everything told. */
public final class Interruption {
    private volatile boolean requested;
    private volatile Session running;

    /** Asks for the end of the run; from any thread. */
    public void request() {
        requested = true;
        Session session = running;
        if (session != null) {
            session.interrupt();
        }
    }

    /** Whether something runs on a database, which takes a moment to come to its end. */
    public boolean concernsDatabase() {
        return running != null;
    }

    public boolean requested() {
        return requested;
    }

    /** From now on a request cancels what this session runs. */
    public void during(Session session) {
        running = session;
        if (requested) {
            session.interrupt();
        }
    }
}
