package dev.migrate.preview;

import dev.migrate.lint.Severity;
import dev.migrate.problem.ExitCode;
import java.util.List;

/**
 * What {@code apply} would do.
 *
 * @param migrations in the order in which they would run
 * @param notes what a reader has to know beside them, sentences without a full stop
 * @param durationMs that it took to find out, in milliseconds
 */
public record PreviewResult(List<PreviewedMigration> migrations, List<String> notes, long durationMs) {
    public PreviewResult {
        migrations = List.copyOf(migrations);
        notes = List.copyOf(notes);
    }

    public long count(Severity severity) {
        return migrations.stream()
                .flatMap(migration -> migration.findings().stream())
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    /** Whether a migration failed on the scratch server. */
    public boolean failed() {
        return migrations.stream().anyMatch(migration -> migration.failure().isPresent());
    }

    /** Whether there is something for which nobody should apply this as it is. */
    public ExitCode exitCode() {
        return failed() || count(Severity.ERROR) > 0 ? ExitCode.FINDING : ExitCode.OK;
    }
}
