package dev.migrate.catalog;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The structure of one database at one moment.
 *
 * @param majorVersion of the server; texts that it prints are compared only with those of the same one
 * @param objects by their identity, in the order of {@link Identity}
 * @param dependencies what each object needs; empty unless asked for, only the DDL writer looks at it
 * @param unreadable what the server could not print, in words
 */
public record Catalog(
        int majorVersion,
        NavigableMap<Identity, CatalogObject> objects,
        Map<Identity, Set<Identity>> dependencies,
        List<String> unreadable) {
    public Catalog {
        objects = Collections.unmodifiableNavigableMap(objects);
        unreadable = List.copyOf(unreadable);
    }

    /** The objects of one kind, in order. */
    public Collection<CatalogObject> of(ObjectKind kind) {
        return of(kind, "", "");
    }

    /** The parts of one kind of a relation or type, in the order of their names. */
    public Collection<CatalogObject> of(ObjectKind kind, Identity relation) {
        return between(
                new Identity(kind, relation.schema(), relation.name(), "", ""),
                new Identity(kind, relation.schema(), relation.name() + '\0', "", ""));
    }

    private Collection<CatalogObject> of(ObjectKind kind, String schema, String relation) {
        Identity first = new Identity(kind, schema, relation, "", "");
        SortedMap<Identity, CatalogObject> rest = objects.tailMap(first, true);
        ObjectKind[] kinds = ObjectKind.values();
        return kind.ordinal() + 1 == kinds.length
                ? rest.values()
                : between(first, new Identity(kinds[kind.ordinal() + 1], "", "", "", ""));
    }

    private Collection<CatalogObject> between(Identity first, Identity last) {
        return objects.subMap(first, true, last, false).values();
    }

    public Optional<CatalogObject> find(Identity identity) {
        return Optional.ofNullable(objects.get(identity));
    }

    /** Nothing at all. */
    public static Catalog empty(int majorVersion) {
        return new Catalog(majorVersion, new TreeMap<>(), Map.of(), List.of());
    }
}
