package dev.migrate.rehearse;

import java.util.Arrays;
import java.util.Locale;

/**
 * The modes in which PostgreSQL locks a relation, the weakest first.
 *
 * @see <a href="https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-TABLES">table-level locks</a>
 */
public enum LockMode {
    ACCESS_SHARE("AccessShareLock"),
    ROW_SHARE("RowShareLock"),
    ROW_EXCLUSIVE("RowExclusiveLock"),
    SHARE_UPDATE_EXCLUSIVE("ShareUpdateExclusiveLock"),
    SHARE("ShareLock"),
    SHARE_ROW_EXCLUSIVE("ShareRowExclusiveLock"),
    EXCLUSIVE("ExclusiveLock"),
    ACCESS_EXCLUSIVE("AccessExclusiveLock");

    private final String server;

    LockMode(String server) {
        this.server = server;
    }

    /** As {@code pg_locks} names it: {@code AccessExclusiveLock}. */
    public String server() {
        return server;
    }

    /** As SQL names it: {@code ACCESS EXCLUSIVE}. */
    public String words() {
        return name().replace('_', ' ').toUpperCase(Locale.ROOT);
    }

    /** What it means for those who use the relation. */
    public String meaning() {
        return switch (this) {
            case ACCESS_EXCLUSIVE -> "reads and writes wait";
            case EXCLUSIVE, SHARE_ROW_EXCLUSIVE, SHARE -> "writes wait, reads go on";
            case SHARE_UPDATE_EXCLUSIVE -> "reads and writes go on; other schema changes and vacuum wait";
            case ROW_EXCLUSIVE, ROW_SHARE, ACCESS_SHARE -> "reads and writes go on";
        };
    }

    public boolean atLeast(LockMode other) {
        return compareTo(other) >= 0;
    }

    static LockMode of(String server) {
        return Arrays.stream(values())
                .filter(mode -> mode.server.equals(server))
                .findFirst()
                .orElse(ACCESS_SHARE); // SIReadLock of serializable transactions, which blocks nobody
    }
}
