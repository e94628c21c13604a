package dev.migrate.rollback;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What migrations declare themselves: a directive {@code after}, or {@code [after]} of the config.
 *
 * @param after by id, the ids that it needs
 */
record DeclaredDependents(Map<String, Set<String>> after) implements Dependents {
    DeclaredDependents {
        after = Map.copyOf(after);
    }

    /** Those of the history, and those of the files. */
    static DeclaredDependents of(Map<String, Set<String>> kept, Map<String, Set<String>> today) {
        var all = new HashMap<String, Set<String>>();
        kept.forEach(
                (id, needed) -> all.computeIfAbsent(id, key -> new HashSet<>()).addAll(needed));
        today.forEach(
                (id, needed) -> all.computeIfAbsent(id, key -> new HashSet<>()).addAll(needed));
        return new DeclaredDependents(all);
    }

    @Override
    public List<Need> of(List<String> undone) {
        var needs = new ArrayList<Need>();
        after.forEach((id, needed) -> undone.stream()
                .filter(needed::contains)
                .forEach(one -> needs.add(new Need(id, one, "declares to run after it"))));
        return needs;
    }
}
