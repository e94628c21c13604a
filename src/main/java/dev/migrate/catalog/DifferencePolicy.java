package dev.migrate.catalog;

import java.util.List;
import java.util.Set;

/**
 * Which differences matter.
 *
 * @param failing classes of which one difference is enough for a check to fail
 * @param ignored classes that are not even told
 */
public record DifferencePolicy(Set<DifferenceClass> failing, Set<DifferenceClass> ignored) {
    /** What the database holds and does decides; the rest is told. */
    public static final DifferencePolicy STANDARD =
            new DifferencePolicy(Set.of(DifferenceClass.STRUCTURE, DifferenceClass.CODE), Set.of());

    public DifferencePolicy {
        failing = Set.copyOf(failing);
        ignored = Set.copyOf(ignored);
    }

    public boolean fails(Difference difference) {
        return failing.contains(difference.differenceClass()) && !ignored.contains(difference.differenceClass());
    }

    /** Those that are told. */
    public List<Difference> told(List<Difference> differences) {
        return differences.stream()
                .filter(difference -> !ignored.contains(difference.differenceClass()))
                .toList();
    }
}
