package dev.migrate.script;

/** What a statement is to a migration runner, as far as its words tell. */
public enum StatementKind {
    /** {@code BEGIN}, {@code START TRANSACTION}. */
    BEGIN,
    /** {@code COMMIT}, {@code END}, also with {@code AND CHAIN}; not {@code COMMIT PREPARED}. */
    COMMIT,
    /** {@code ROLLBACK}, {@code ABORT}; not {@code ROLLBACK TO SAVEPOINT}, not {@code ROLLBACK PREPARED}. */
    ROLLBACK,
    /** {@code PREPARE TRANSACTION}: ends the transaction block as well. */
    PREPARE_TRANSACTION,
    /** {@code COPY … FROM STDIN} (or {@code STDOUT}, which the grammar takes as well): {@link CopyData} follows. */
    COPY_FROM_STDIN,
    /** {@code ALTER TYPE … ADD VALUE}: the new value is of no use before the commit. */
    ADD_ENUM_VALUE,
    /** {@code CREATE [UNIQUE] INDEX CONCURRENTLY}: leaves an invalid index behind where it fails. */
    CREATE_INDEX_CONCURRENTLY,
    /** Several statements that {@code \\;} joins, transaction control among them: only the server knows what they leave. */
    JOINED_CONTROL,
    /** Everything else. */
    OTHER;

    /** Whether it begins or ends a transaction. */
    public boolean control() {
        return switch (this) {
            case BEGIN, COMMIT, ROLLBACK, PREPARE_TRANSACTION, JOINED_CONTROL -> true;
            case COPY_FROM_STDIN, ADD_ENUM_VALUE, CREATE_INDEX_CONCURRENTLY, OTHER -> false;
        };
    }
}
