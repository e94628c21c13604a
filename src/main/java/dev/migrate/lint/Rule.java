package dev.migrate.lint;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The rules: what each weighs, and what is safer. */
public enum Rule {
    // What is gone.
    DROP_TABLE(Severity.ERROR, false, "stop using it, wait for a release, then drop it"),
    DROP_COLUMN(Severity.ERROR, false, "stop using it, wait for a release, then drop it"),
    DROP_SCHEMA(Severity.ERROR, false, "stop using what is in it, wait for a release, then drop it"),
    DROP_VIEW(Severity.WARNING, false, "CREATE OR REPLACE VIEW, or drop it a release after its last use"),
    DROP_FUNCTION(Severity.WARNING, false, "CREATE OR REPLACE FUNCTION, or drop it a release after its last use"),
    DROP_TYPE(Severity.WARNING, false, "drop it a release after its last use"),
    DROP_SEQUENCE(Severity.WARNING, false, "drop it a release after its last use"),
    DROP_TRIGGER(Severity.WARNING, false, "CREATE OR REPLACE TRIGGER, or say in the migration why it goes"),
    DROP_EXTENSION(Severity.WARNING, false, "drop it a release after its last use"),
    DROP_COLLATERAL(Severity.ERROR, false, "leave out CASCADE, and drop each by its name"),
    TRUNCATE(Severity.ERROR, false, "delete in batches, in a run of its own; or accept it by its rule in [policy]"),
    TRUNCATE_CASCADE(Severity.ERROR, false, "leave out CASCADE, and name each table"),

    // What is written anew.
    TABLE_REWRITE(Severity.ERROR, true, "a new column or table, filled in batches, then switched to"),
    VOLATILE_DEFAULT(
            Severity.ERROR,
            true,
            "add the column without a default, SET DEFAULT in a second statement, and fill it in batches"),
    SERIAL_OR_IDENTITY_ADDED(
            Severity.ERROR, true, "add a plain column, fill it in batches, then make it NOT NULL and an identity"),
    STORED_GENERATED_ADDED(
            Severity.ERROR, true, "a plain column that a trigger fills; or a virtual one, from PostgreSQL 18 on"),
    CONSTRAINED_DOMAIN_ADDED(
            Severity.ERROR, true, "add the column with the base type, and the condition as a CHECK that is NOT VALID"),
    COLUMN_TYPE_REWRITE(Severity.ERROR, true, "a new column of the new type, filled in batches, then switched to"),
    PERSISTENCE_CHANGE(Severity.ERROR, true, "in a quiet hour, with a lock_timeout"),
    ACCESS_METHOD_CHANGE(Severity.ERROR, true, "in a quiet hour, with a lock_timeout"),

    // Who waits.
    ACCESS_EXCLUSIVE_EXISTING(Severity.NOTICE, false, "keep the transaction short; lock_timeout bounds the wait"),
    WRITES_BLOCKED_WITH_SCAN(Severity.WARNING, true, "do it CONCURRENTLY, or NOT VALID first and VALIDATE later"),
    INDEX_NOT_CONCURRENTLY(
            Severity.WARNING, true, "CREATE INDEX CONCURRENTLY, in a migration of its own: it refuses a transaction"),
    DROP_INDEX_BLOCKING(
            Severity.WARNING, false, "DROP INDEX CONCURRENTLY, in a migration of its own: it refuses a transaction"),
    LOCK_HELD_ACROSS_STATEMENTS(
            Severity.WARNING, false, "one strong lock for each migration, taken by its last statement"),
    LOCK_CHAIN(Severity.WARNING, false, "a migration for each table"),
    NO_LOCK_TIMEOUT(
            Severity.ERROR, false, "leave lock_timeout as the config has it, and keep that above zero ([database])"),
    BLOCKING_MAINTENANCE(Severity.ERROR, true, "not in a migration: pg_repack, or a quiet hour"),
    BLOCKING_REINDEX(Severity.WARNING, true, "REINDEX … CONCURRENTLY, in a migration of its own"),
    BLOCKING_REFRESH(Severity.WARNING, true, "a unique index on the view, then REFRESH MATERIALIZED VIEW CONCURRENTLY"),

    // Columns and constraints.
    ADD_REQUIRED_COLUMN(
            Severity.ERROR, false, "add it nullable or with a constant default, fill it, then SET NOT NULL"),
    SET_NOT_NULL_SCAN(
            Severity.WARNING,
            true,
            "first a CHECK (… IS NOT NULL) that is NOT VALID, VALIDATE it in another migration, then SET NOT NULL"),
    ADD_CHECK_VALIDATED(Severity.WARNING, true, "add it NOT VALID, and VALIDATE CONSTRAINT in another migration"),
    ADD_FK_VALIDATED(Severity.WARNING, true, "add it NOT VALID, and VALIDATE CONSTRAINT in another migration"),
    ADD_UNIQUE_INLINE(
            Severity.WARNING, true, "CREATE UNIQUE INDEX CONCURRENTLY, then ADD CONSTRAINT … UNIQUE USING INDEX"),
    ADD_PRIMARY_KEY_INLINE(
            Severity.WARNING,
            true,
            "CREATE UNIQUE INDEX CONCURRENTLY on columns that are NOT NULL, then ADD PRIMARY KEY USING INDEX"),
    ADD_EXCLUSION(Severity.WARNING, true, "in a quiet hour: there is no concurrent way"),
    VALIDATE_WITH_STRONG_LOCK(Severity.WARNING, true, "VALIDATE CONSTRAINT in another migration"),

    // What is called otherwise.
    RENAME_TABLE(Severity.ERROR, false, "leave a view under the old name until nobody uses that any more"),
    RENAME_COLUMN(Severity.ERROR, false, "add a column, copy, switch, and drop the old one a release later"),
    RENAME_SCHEMA(Severity.ERROR, false, "a new schema with views of the old one"),
    SET_SCHEMA(Severity.ERROR, false, "leave a view under the old name until nobody uses that any more"),
    FUNCTION_SIGNATURE_CHANGED(
            Severity.ERROR, false, "add the new signature beside the old one, and drop that a release later"),
    ENUM_VALUE_APPENDED(Severity.NOTICE, false, "BEFORE or AFTER, where the order of the values matters"),

    // What is switched off.
    TRIGGERS_DISABLED(Severity.ERROR, false, "enable them again in the same migration"),
    OBSERVER_SILENCED(Severity.ERROR, false, "leave the setting as it is");

    private final Severity severity;
    private final boolean scaled;
    private final String safer;

    Rule(Severity severity, boolean scaled, String safer) {
        this.severity = severity;
        this.scaled = scaled;
        this.safer = safer;
    }

    /** As {@code [policy]} and JSON name it: {@code drop-table}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a finding weighs, for a table that is large or of a size that nobody knows. */
    public Severity severity() {
        return severity;
    }

    /** Whether it weighs less where the table is small. */
    public boolean scaled() {
        return scaled;
    }

    /** What to do in its place. */
    public String safer() {
        return safer;
    }

    /** Of all of them. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(Rule::id).toList();
    }

    Severity severity(Optional<Long> bytes) {
        return scaled ? severity.scaled(bytes) : severity;
    }
}
