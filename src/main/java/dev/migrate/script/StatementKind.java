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
    /** Everything else. */
    OTHER
}
