package dev.migrate.problem;

/** How the program ends, for scripts; the numbers are part of the contract and never change. */
public enum ExitCode {
    /** Done, or nothing to do. */
    OK(0),
    /** The database refused a migration, a rollback or a repair. */
    REFUSED(1),
    /** Wrong usage, config or file. */
    USAGE(2),
    /** A check found something: drift, an edited file, pending under {@code --check}, a plan refused by policy. */
    FINDING(3),
    /** No connection, or not enough permission. */
    NO_CONNECTION(4),
    /** Another run holds the lock, and the time to wait for it ran out. */
    LOCKED(5),
    /** Interrupted; what was running was rolled back. */
    INTERRUPTED(130);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }
}
