package dev.migrate.rollback;

/** Whether the user wants what is about to be undone to be undone. */
@FunctionalInterface
public interface Consent {
    /** Whoever gave it before needs no question. */
    Consent GIVEN = (plan, destruction) -> {};

    /**
     * Asks.
     *
     * @throws dev.migrate.problem.MigrationFailure where it is not given
     */
    void ask(RollbackPlan plan, Destruction destruction);
}
