package dev.migrate.catalog;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The Catalog that is written, and what follows from its dependencies. */
final class DdlSource {
    private static final Set<ObjectKind> ROUTINES =
            Set.of(ObjectKind.FUNCTION, ObjectKind.PROCEDURE, ObjectKind.AGGREGATE);
    private static final Set<ObjectKind> RELATIONS =
            Set.of(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW, ObjectKind.COLUMN);

    private final Catalog catalog;
    private final DdlOptions options;
    private final Map<Identity, Set<Identity>> needs;
    private final Map<Identity, Boolean> late = new HashMap<>();
    private final Set<Identity> serials = new HashSet<>();
    private final Map<String, Integer> names = new HashMap<>();

    DdlSource(Catalog catalog, DdlOptions options) {
        this.catalog = catalog;
        this.options = options;
        this.needs = new HashMap<>(catalog.dependencies());
        for (Identity object : catalog.objects().keySet()) {
            switch (object.kind()) {
                case TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE, COMPOSITE_TYPE, INDEX, CONSTRAINT, DOMAIN_CONSTRAINT ->
                    names.merge(object.schema() + "." + object.name(), 1, Integer::sum);
                default -> {}
            }
        }
    }

    Catalog catalog() {
        return catalog;
    }

    DdlOptions options() {
        return options;
    }

    Set<Identity> needs(Identity object) {
        return needs.getOrDefault(object, Set.of());
    }

    /** Stands for a type of which no more than the name is known. */
    static Identity shell(Identity type) {
        return new Identity(type.kind(), type.schema(), "", type.name(), "shell");
    }

    /** These routines have to be there before the type is more than a shell. */
    void takesShell(Set<Identity> routines, Identity type) {
        for (Identity routine : routines) {
            var all = new TreeSet<>(needs(routine));
            all.remove(type);
            all.add(shell(type));
            needs.put(routine, all);
        }
    }

    /** Whether PostgreSQL, choosing a name for what has none, finds this one free. */
    boolean onlyOne(String schema, String name) {
        return names.getOrDefault(schema + "." + name, 0) <= 1;
    }

    /** This sequence is made with the table that it serves. */
    void serial(Identity sequence) {
        serials.add(sequence);
    }

    boolean isSerial(Identity sequence) {
        return serials.contains(sequence);
    }

    static boolean routine(Identity object) {
        return ROUTINES.contains(object.kind());
    }

    /** Whether a routine can only be made when there are relations. */
    boolean late(Identity routine) {
        return late.computeIfAbsent(
                routine, key -> reaches(Set.of(key), need -> RELATIONS.contains(need.kind()) && !composite(need)));
    }

    private boolean composite(Identity need) {
        return need.kind() == ObjectKind.COLUMN && catalog.objects().containsKey(need.owner(ObjectKind.COMPOSITE_TYPE));
    }

    /** Whether any of these is the object or a part of it, or needs it, or needs something that needs it. */
    boolean reach(Set<Identity> from, Identity object) {
        return reaches(
                from,
                need -> need.equals(object)
                        || (need.relation().equals(object.name())
                                && need.schema().equals(object.schema())));
    }

    /** Whether it runs code of the user's. */
    boolean reachesRoutine(Identity object) {
        return reaches(Set.of(object), DdlSource::routine);
    }

    private boolean reaches(Set<Identity> from, Predicate<Identity> wanted) {
        var seen = new HashSet<>(from);
        var open = new ArrayDeque<>(from);
        while (!open.isEmpty()) {
            Identity at = open.remove();
            if (wanted.test(at)) {
                return true;
            }
            for (Identity need : needs(at)) {
                if (seen.add(need)) {
                    open.add(need);
                }
            }
        }
        return false;
    }
}
