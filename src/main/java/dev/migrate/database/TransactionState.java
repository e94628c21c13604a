package dev.migrate.database;

/** What the server says of the session's transaction after every message (ReadyForQuery): never assumed, always asked. */
public enum TransactionState {
    /** No transaction block. */
    IDLE,
    /** In a transaction block. */
    OPEN,
    /** In a transaction block that failed: only its end is accepted. */
    FAILED
}
