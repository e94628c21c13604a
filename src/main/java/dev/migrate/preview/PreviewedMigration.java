package dev.migrate.preview;

import dev.migrate.engine.ScriptFailure;
import dev.migrate.lint.Finding;
import dev.migrate.migration.Migration;
import dev.migrate.rehearse.LockMode;
import java.util.List;
import java.util.Optional;

/**
 * What one migration would do.
 *
 * @param statements how many it has
 * @param done how many of them an earlier run has done already
 * @param notTransaction why it is not one transaction, in words; empty where it is
 * @param locks what was there and is locked, each with the strongest mode
 * @param rewrites tables that are written anew
 * @param drops what was there and is gone
 * @param failure what the scratch server refused
 * @param rehearsed whether it ran there to its end
 */
public record PreviewedMigration(
        Migration migration,
        int statements,
        int done,
        Optional<String> notTransaction,
        List<Lock> locks,
        List<String> rewrites,
        List<String> drops,
        List<Finding> findings,
        Optional<WayBackVerdict> wayBack,
        Optional<Failure> failure,
        boolean rehearsed) {
    public PreviewedMigration {
        locks = List.copyOf(locks);
        rewrites = List.copyOf(rewrites);
        drops = List.copyOf(drops);
        findings = List.copyOf(findings);
    }

    /**
     * A lock on something that others use.
     *
     * @param object qualified name
     * @param statement that takes it first, from 1
     * @param line where that begins
     */
    public record Lock(String object, LockMode mode, int statement, int line) {}

    /**
     * What stopped it.
     *
     * @param kept what {@code apply} would leave of it, in words
     * @param fix what to do next
     */
    public record Failure(ScriptFailure failure, String kept, String fix) {}

    /** The same with what is known of its way back. */
    PreviewedMigration with(WayBackVerdict verdict) {
        return new PreviewedMigration(
                migration,
                statements,
                done,
                notTransaction,
                locks,
                rewrites,
                drops,
                findings,
                Optional.of(verdict),
                failure,
                rehearsed);
    }
}
