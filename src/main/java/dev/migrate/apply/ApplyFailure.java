package dev.migrate.apply;

import dev.migrate.engine.ScriptFailure;
import dev.migrate.migration.Migration;
import dev.migrate.problem.ExitCode;
import java.util.List;

/**
 * The migration that stopped a run.
 *
 * @param kept what of it stays in the database, in words
 * @param fix what to do next
 * @param alsoApplied ids of those behind it that turned out to be applied, although their answers were lost
 */
public record ApplyFailure(
        Migration migration,
        ScriptFailure failure,
        String kept,
        String fix,
        ExitCode exitCode,
        List<String> alsoApplied) {}
