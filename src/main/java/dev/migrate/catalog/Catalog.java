package dev.migrate.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The structure of one database at one moment.
 *
 * @param majorVersion of the server; texts that it prints are compared only with those of the same one
 * @param owner the role that owns most of it, or read it where none does: what belongs to it in one database is
 *     not owned differently where it belongs to that of the other
 * @param objects by their identity, in the order of {@link Identity}
 * @param dependencies what each object needs, a column apart from its expression; empty unless asked for, only the DDL
 *     writer looks at it
 * @param unreadable what the server could not print, with the reason that it gave; not among the objects
 */
public record Catalog(
        int majorVersion,
        String owner,
        NavigableMap<Identity, CatalogObject> objects,
        Map<Identity, Set<Identity>> dependencies,
        Map<Identity, String> unreadable) {
    public Catalog {
        objects = Collections.unmodifiableNavigableMap(objects);
        unreadable = Collections.unmodifiableMap(new TreeMap<>(unreadable));
    }

    /** The objects of one kind, in order. */
    public List<CatalogObject> of(ObjectKind kind) {
        return from(Identity.of(kind, ""), object -> object.kind() == kind);
    }

    /** The parts of one kind of a relation or type, in the order of their names. */
    public List<CatalogObject> of(ObjectKind kind, Identity relation) {
        Identity first = new Identity(kind, relation.schema(), relation.name(), "", "");
        return from(first, object -> first.sibling(object.identity()));
    }

    /** Not through a stream: that counts what is in the rest of the map before it takes the first. */
    private List<CatalogObject> from(Identity first, Predicate<CatalogObject> wanted) {
        var found = new ArrayList<CatalogObject>();
        for (CatalogObject object : objects.tailMap(first, true).values()) {
            if (!wanted.test(object)) {
                break;
            }
            found.add(object);
        }
        return found;
    }

    public Optional<CatalogObject> find(Identity identity) {
        return Optional.ofNullable(objects.get(identity));
    }

    /** The same, with another role whose ownership goes without saying. */
    public Catalog ownedBy(String role) {
        return new Catalog(majorVersion, role, objects, dependencies, unreadable);
    }

    /** What the default or the generation expression of a column needs stands among the dependencies under this. */
    static Identity expressionOf(Identity column) {
        return new Identity(ObjectKind.COLUMN, column.schema(), column.relation(), column.name(), "expression");
    }

    /** Nothing at all. */
    public static Catalog empty(int majorVersion) {
        return new Catalog(majorVersion, "", new TreeMap<>(), Map.of(), Map.of());
    }
}
