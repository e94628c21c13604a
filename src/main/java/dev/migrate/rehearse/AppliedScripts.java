package dev.migrate.rehearse;

import dev.migrate.history.HistoryReader;
import dev.migrate.history.Recorded;
import dev.migrate.history.RecordedState;
import dev.migrate.migration.Migration;
import dev.migrate.migration.UnreadableFile;
import dev.migrate.migration.UpScript;
import dev.migrate.plan.Inventory;
import dev.migrate.plan.Standing;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What was run to bring a target to where it is, in the order in which it was.
 *
 * <p>A file that is still what was applied is run as it lies there; of one that was edited since, or is gone, the text
 * that the history keeps.
 *
 * @param scripts in the order of the history
 * @param unknown ids of those whose text nobody has any more: edited or gone, and too long for the history
 * @param unfinished ids of those that stopped half way, which are not among the scripts
 */
public record AppliedScripts(List<UpScript> scripts, List<String> unknown, List<String> unfinished) {
    public AppliedScripts {
        scripts = List.copyOf(scripts);
        unknown = List.copyOf(unknown);
        unfinished = List.copyOf(unfinished);
    }

    /**
     * Finds them.
     *
     * @param standings of every migration on the target
     * @param baselined whether those count that were only recorded: not, where what they made is part of the structure
     *     that was there before the first
     * @throws dev.migrate.problem.MigrationFailure exit code 2 where a file of the archive cannot be read
     */
    public static AppliedScripts of(
            List<Standing> standings, Inventory inventory, HistoryReader history, boolean baselined) {
        List<Standing> run = standings.stream()
                .filter(standing -> row(
                        standing,
                        state -> state == RecordedState.APPLIED || (baselined && state == RecordedState.BASELINED)))
                .sorted(Comparator.comparingLong(
                        standing -> standing.recorded().orElseThrow().position()))
                .toList();
        Map<String, String> texts = history.upSql(run.stream()
                .filter(standing -> !asApplied(standing))
                .map(standing -> standing.recorded().orElseThrow().id())
                .toList());
        var scripts = new ArrayList<UpScript>();
        var unknown = new ArrayList<String>();
        for (Standing standing : run) {
            script(standing, inventory, texts).ifPresentOrElse(scripts::add, () -> unknown.add(standing.id()));
        }
        List<String> unfinished = standings.stream()
                .filter(standing -> row(
                        standing,
                        state -> state == RecordedState.FAILED
                                || state == RecordedState.RUNNING
                                || state == RecordedState.ROLLING_BACK))
                .map(Standing::id)
                .toList();
        return new AppliedScripts(scripts, unknown, unfinished);
    }

    private static boolean row(Standing standing, Predicate<RecordedState> wanted) {
        return standing.recorded().map(Recorded::state).filter(wanted).isPresent();
    }

    private static boolean asApplied(Standing standing) {
        return standing.migration()
                .filter(file -> file.checksum()
                        .toString()
                        .equals(standing.recorded().orElseThrow().checksum()))
                .isPresent();
    }

    private static Optional<UpScript> script(Standing standing, Inventory inventory, Map<String, String> texts) {
        if (asApplied(standing)) {
            return Optional.of(script(standing.migration().orElseThrow(), inventory));
        }
        Recorded row = standing.recorded().orElseThrow();
        String name = row.file() + " (as it was applied)";
        return Optional.ofNullable(texts.get(row.id())).map(text -> UpScript.of(row.id(), name, text));
    }

    /** What a file runs; one of the archive was never read for it. */
    static UpScript script(Migration file, Inventory inventory) {
        if (!inventory.archive().contains(file)) {
            return UpScript.of(file);
        }
        try {
            return UpScript.of(file.id(), file.file(), file.path());
        } catch (IOException error) {
            throw UnreadableFile.of(file.file(), error);
        }
    }

    /** Whether a standing's migration is pending on the target. */
    static boolean pending(Standing standing) {
        return switch (standing.state()) {
            case PENDING, OUT_OF_ORDER, ROLLED_BACK, OPTIONAL, FAILED, RUNNING ->
                standing.recorded().map(row -> !row.state().inEffect()).orElse(true);
            case APPLIED, CHANGED, MISSING, ARCHIVED, COVERED, BASELINED, NOT_NEEDED, ROLLING_BACK -> false;
        };
    }
}
