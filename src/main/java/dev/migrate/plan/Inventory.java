package dev.migrate.plan;

import dev.migrate.migration.Migration;
import dev.migrate.migration.Project;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the files say, in the order in which they run.
 *
 * @param ordered without the bootstrap file
 * @param archive never run, in order
 * @param bootstrap from which a fresh database starts
 * @param covered what the bootstrap stands for: of the archive or of {@code ordered}
 * @param after by id, the ids of the migrations that it declares to need
 * @param rollbacks scripts that undo several at once
 */
public record Inventory(
        List<Migration> ordered,
        List<Migration> archive,
        Optional<Migration> bootstrap,
        List<Migration> covered,
        Map<String, Set<String>> after,
        List<Project.RollbackUnit> rollbacks) {
    /** No files at all. */
    public static final Inventory NONE = new Inventory(List.of(), List.of(), Optional.empty(), List.of());

    /** Of files that say nothing of each other. */
    public Inventory(
            List<Migration> ordered, List<Migration> archive, Optional<Migration> bootstrap, List<Migration> covered) {
        this(ordered, archive, bootstrap, covered, Map.of(), List.of());
    }

    public Inventory {
        ordered = List.copyOf(ordered);
        archive = List.copyOf(archive);
        covered = List.copyOf(covered);
        after = Map.copyOf(after);
        rollbacks = List.copyOf(rollbacks);
    }
}
