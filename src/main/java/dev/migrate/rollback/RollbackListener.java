package dev.migrate.rollback;

import dev.migrate.database.ServerError;

/** Hears how a rollback goes on. What is told as rolled back is committed. */
public interface RollbackListener {
    /** Another run holds the lock; this one waits. */
    void waiting(String holder);

    /** Something that the user should know, without which the run goes on all the same. */
    void warning(String text);

    /** What is about to be undone, and what that may destroy. */
    void planned(RollbackPlan plan, Destruction destruction);

    /**
     * A way back begins.
     *
     * @param number of the step, from 1
     * @param of how many there are
     */
    void started(RollbackStep step, int number, int of);

    /**
     * A statement of it is sent.
     *
     * @param statements how many the way back has
     */
    void sending(RollbackStep step, int statement, int statements, int line, String summary);

    /** The server said something beside its results. */
    void notice(RollbackStep step, int line, ServerError notice);

    /** Migrations are undone, and the commit is known. */
    void rolledBack(RolledBack done);
}
