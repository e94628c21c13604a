package dev.migrate.database;

import java.util.Locale;

/**
 * Whether a pooler stands between us and the server, and for how long it leaves a server process to one client.
 *
 * @param sure whether that is known; what is not known is taken for the mode in which the least can be relied on
 * @param evidence from what, in words
 * @see <a href="https://www.pgbouncer.org/features.html">what each mode of PgBouncer leaves of a session</a>
 */
public record Pooling(Mode mode, boolean sure, String evidence) {
    /** For how long a client keeps a server process. */
    public enum Mode {
        /** For good: there is no pooler, or none that can be noticed. */
        DIRECT,
        /** Until it goes: a session is a session. */
        SESSION,
        /** Until its transaction ends: nothing of a session holds from one message to the next. */
        TRANSACTION,
        /** Until its message ends: there are no transactions over several messages. */
        STATEMENT
    }

    static final Pooling DIRECT = new Pooling(Mode.DIRECT, true, "");

    static Pooling known(Mode mode, String evidence) {
        return new Pooling(mode, true, evidence);
    }

    static Pooling guessed(Mode mode, String evidence) {
        return new Pooling(mode, false, evidence);
    }

    /** Whether what one message leaves in the session is there for the next. */
    public boolean keepsSession() {
        return mode == Mode.DIRECT || mode == Mode.SESSION;
    }

    /** The mode as PgBouncer names it. */
    String word() {
        return mode.name().toLowerCase(Locale.ROOT);
    }

    /** {@code through a pooler in transaction mode}; empty where there is none. */
    public String words() {
        return mode == Mode.DIRECT ? "" : "through a pooler in " + word() + " mode" + (sure ? "" : " (assumed)");
    }
}
