package dev.migrate.apply;

import dev.migrate.engine.ScriptFailure;
import dev.migrate.migration.Migration;
import dev.migrate.problem.ExitCode;
import java.util.List;

/**
 * The migration that stopped a run.
 *
 * @param excerpt lines of the file around the fault
 * @param kept what of it stays in the database, in words
 * @param fix what to do next
 */
public record ApplyFailure(
        Migration migration,
        ScriptFailure failure,
        List<SourceLine> excerpt,
        String kept,
        String fix,
        ExitCode exitCode) {}
