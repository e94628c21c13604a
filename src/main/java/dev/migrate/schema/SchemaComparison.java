package dev.migrate.schema;

import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.Comparison;
import dev.migrate.catalog.Difference;
import dev.migrate.catalog.DifferenceClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * In what two structures differ.
 *
 * @param first what the first of them is of, in words
 * @param second likewise
 * @param differences expected is what the first has, actual what the second has
 * @param notes what has to be known beside them: what could not be compared
 */
public record SchemaComparison(String first, String second, List<Difference> differences, List<String> notes) {
    /** What says nothing of the structure: two spellings, and what belongs to the server. */
    private static final Set<DifferenceClass> NONE = Set.of(DifferenceClass.RESPELLED, DifferenceClass.ENVIRONMENT);

    public SchemaComparison {
        differences = List.copyOf(differences);
        notes = List.copyOf(notes);
    }

    /**
     * One side.
     *
     * @param name what it is of, in words
     * @param notes what has to be known of it
     * @param making settles differences on a database that was made like it; empty where no scripts made it
     */
    public record Side(String name, Catalog catalog, List<String> notes, Optional<Settler> making) {}

    /** Tells the differences between two structures, and which of them are none but in words. */
    @FunctionalInterface
    public interface Settler {
        List<Difference> differences(Catalog expected, Catalog actual);
    }

    /**
     * Compares two.
     *
     * @param databases settles differences where no scripts made either
     */
    public static SchemaComparison of(Side first, Side second, Settler databases) {
        var notes = new ArrayList<String>();
        first.notes().forEach(note -> notes.add(first.name() + ": " + note));
        second.notes().forEach(note -> notes.add(second.name() + ": " + note));
        notes.addAll(Comparison.limits(first.catalog(), second.catalog()));
        List<Difference> differences =
                first.making().or(second::making).orElse(databases).differences(first.catalog(), second.catalog());
        if (first.making().isPresent() || second.making().isPresent()) {
            notes.addAll(
                    first.making().isPresent()
                            ? Comparison.unlike(first.catalog(), second.catalog())
                            : Comparison.unlike(second.catalog(), first.catalog()));
            differences = Comparison.ofScripts(differences);
        }
        return new SchemaComparison(first.name(), second.name(), differences, notes);
    }

    /** Whether neither has, lacks or does anything that the other does not. */
    public boolean equal() {
        return differences.stream().allMatch(difference -> NONE.contains(difference.differenceClass()));
    }

    /** How many there are of each class. */
    public Map<DifferenceClass, Integer> counts() {
        var counts = new TreeMap<DifferenceClass, Integer>();
        differences.forEach(difference -> counts.merge(difference.differenceClass(), 1, Integer::sum));
        return counts;
    }
}
