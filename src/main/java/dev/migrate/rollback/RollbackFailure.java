package dev.migrate.rollback;

import dev.migrate.engine.ScriptFailure;
import dev.migrate.problem.ExitCode;

/**
 * The way back that stopped a rollback.
 *
 * @param kept what of it stays in the database, in words
 * @param fix what to do next
 */
public record RollbackFailure(RollbackStep step, ScriptFailure failure, String kept, String fix, ExitCode exitCode) {}
