package dev.migrate.apply;

import dev.migrate.database.ServerError;
import dev.migrate.plan.Plan;
import dev.migrate.plan.Step;

/** Hears how a run goes on. What is told as applied is committed. */
public interface ApplyListener {
    /** Another run holds the lock; this one waits. */
    void waiting(String holder);

    /** The plan that is about to be run. */
    void planned(Plan plan);

    /** Something that the user should know, without which the run goes on all the same. */
    void warning(String text);

    /** Something that is worth a line, and nothing to worry about. */
    void remark(String text);

    /**
     * A migration begins.
     *
     * @param number of the migration in this run, from 1
     * @param of how many the run has
     */
    void started(Step step, int number, int of);

    /**
     * A statement of it is sent.
     *
     * @param statements how many the migration has
     */
    void sending(Step step, int statement, int statements, int line, String summary);

    /** The server said something beside its results. */
    void notice(Step step, int line, ServerError notice);

    /** A migration is applied, and its commit is known. */
    void applied(Applied applied);
}
