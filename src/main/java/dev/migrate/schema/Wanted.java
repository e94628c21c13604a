package dev.migrate.schema;

import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.DdlStatement;
import dev.migrate.catalog.Identity;
import dev.migrate.catalog.ObjectKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What has to be written, by facet, and what of it needs what. */
final class Wanted {
    /** A statement of the writer's and its place among all of them. */
    record Ranked(int rank, DdlStatement statement, Facet facet) {}

    private final Map<Facet, List<Ranked>> statements = new LinkedHashMap<>();
    private final Map<Identity, SortedSet<Identity>> needs = new TreeMap<>();
    private final Map<Identity, SortedSet<Identity>> refers = new TreeMap<>();

    /**
     * Sorts what the writer wrote.
     *
     * @param base what is there before the files are loaded: it is not written again
     */
    Wanted(Catalog catalog, List<DdlStatement> written, Catalog base, Wholes wholes) {
        for (int i = 0; i < written.size(); i++) {
            DdlStatement statement = written.get(i);
            boolean there = base.find(statement.object()).isPresent()
                    && statement.sql().toLowerCase(Locale.ROOT).startsWith("create ");
            // What is set for a whole database belongs to where it runs.
            if (!there && statement.object().kind() != ObjectKind.SETTINGS) {
                Facet facet = wholes.of(statement);
                statements.computeIfAbsent(facet, key -> new ArrayList<>()).add(new Ranked(i, statement, facet));
            }
        }
        for (Map.Entry<Identity, Set<Identity>> one : catalog.dependencies().entrySet()) {
            boolean key = wholes.isForeignKey(one.getKey());
            for (Identity need : one.getValue()) {
                link(wholes.of(one.getKey()), wholes.of(need), key);
            }
        }
        for (Facet facet : statements.keySet()) {
            link(facet.whole(), wholes.table(facet.whole()), false);
        }
    }

    private void link(Identity from, Identity to, boolean foreignKey) {
        if (!from.equals(to)) {
            refers.computeIfAbsent(from, key -> new TreeSet<>()).add(to);
            refers.computeIfAbsent(to, key -> new TreeSet<>()).add(from);
            if (!foreignKey) {
                needs.computeIfAbsent(from, key -> new TreeSet<>()).add(to);
            }
        }
    }

    /** In the order of the writer. */
    Set<Facet> facets() {
        return statements.keySet();
    }

    /** Whether there is something to write of such objects. */
    boolean has(ObjectKind kind) {
        return statements.keySet().stream().anyMatch(facet -> facet.whole().kind() == kind);
    }

    /** In the order of the writer. */
    List<Ranked> of(Facet facet) {
        return statements.getOrDefault(facet, List.of());
    }

    /** Where the first statement of it stands among all. */
    int rank(Facet facet) {
        List<Ranked> own = of(facet);
        return own.isEmpty() ? -1 : own.get(0).rank();
    }

    /** What has to be there before it. */
    Set<Identity> needs(Identity whole) {
        return needs.getOrDefault(whole, new TreeSet<>());
    }

    /** What it refers to, and what refers to it. */
    Set<Identity> related(Identity whole) {
        return refers.getOrDefault(whole, new TreeSet<>());
    }
}
