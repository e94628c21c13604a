package dev.migrate.apply;

import dev.migrate.engine.ScriptFailure;
import dev.migrate.migration.Migration;
import dev.migrate.problem.ExitCode;

/**
 * The migration that stopped a run.
 *
 * @param kept what of it stays in the database, in words
 * @param fix what to do next
 */
public record ApplyFailure(Migration migration, ScriptFailure failure, String kept, String fix, ExitCode exitCode) {}
