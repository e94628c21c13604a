package dev.migrate.plan;

import dev.migrate.migration.Migration;
import java.util.List;
import java.util.Optional;

/**
 * What the files say, in the order in which they run.
 *
 * @param ordered without the bootstrap file
 * @param archive never run, in order
 * @param bootstrap from which a fresh database starts
 * @param covered what the bootstrap stands for: of the archive or of {@code ordered}
 */
public record Inventory(
        List<Migration> ordered, List<Migration> archive, Optional<Migration> bootstrap, List<Migration> covered) {
    public Inventory {
        ordered = List.copyOf(ordered);
        archive = List.copyOf(archive);
        covered = List.copyOf(covered);
    }
}
