package dev.migrate.apply;

import dev.migrate.database.Session;
import dev.migrate.engine.ScriptFailure;
import dev.migrate.migration.Migration;
import java.util.Optional;

/** Looks whether a migration did what it says it does: its {@code -- migrate:verify} section, before its commit. */
@FunctionalInterface
public interface Verification {
    /**
     * Runs the queries of the section in the transaction of the migration.
     *
     * @return what does not hold, with its line; empty where everything does
     */
    Optional<ScriptFailure> check(Session session, Migration migration);
}
