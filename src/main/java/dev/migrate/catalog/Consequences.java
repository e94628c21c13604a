package dev.migrate.catalog;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Differences that are there only because of another one, which is told. */
final class Consequences {
    /** What a table has of its parents. */
    private static final Set<Attribute> OF_PARENTS = EnumSet.of(
            Attribute.INHERITED,
            Attribute.NOT_NULL_INHERITED,
            Attribute.PARTITION_BOUND,
            Attribute.DETACH_PENDING,
            Attribute.IDENTITY,
            Attribute.PARENT_INDEX);

    private final Catalog expected;
    private final Catalog actual;
    private final List<Difference> all;
    private final Set<Difference> known;
    private final Set<RelationName> otherParents = new HashSet<>();
    private final Set<RelationName> otherQuery = new HashSet<>();

    Consequences(Catalog expected, Catalog actual, List<Difference> all) {
        this.expected = expected;
        this.actual = actual;
        this.all = all;
        this.known = new HashSet<>(all);
        for (Difference difference : all) {
            Identity object = difference.object();
            Optional<Attribute> attribute = difference.attribute();
            if (attribute.filter(Attribute.PARENTS::equals).isPresent()) {
                otherParents.add(new RelationName(object.schema(), object.name()));
            }
            if (attribute.filter(Attribute.QUERY::equals).isPresent()) {
                otherQuery.add(new RelationName(object.schema(), object.name()));
            }
        }
    }

    List<Difference> withoutThem() {
        return all.stream().filter(difference -> !consequence(difference)).toList();
    }

    private boolean consequence(Difference difference) {
        Identity object = difference.object();
        RelationName relation =
                new RelationName(object.schema(), object.relation().isEmpty() ? object.name() : object.relation());
        Attribute attribute = difference.attribute().orElse(null);
        if (attribute != null && OF_PARENTS.contains(attribute) && otherParents.contains(relation)) {
            return true;
        }
        return switch (object.kind()) {
            case COLUMN -> ofQuery(relation, attribute) || likeParent(difference, relation);
            case CONSTRAINT -> likeParent(difference, relation);
            case VIEW, MATERIALIZED_VIEW -> attribute == Attribute.POSITION && otherQuery.contains(relation);
            case TABLE -> attribute == Attribute.POSITION && likeParent(difference, relation);
            default -> false;
        };
    }

    /** Columns of a view are what its query says; what people say of them is not. */
    private boolean ofQuery(RelationName view, Attribute attribute) {
        return otherQuery.contains(view)
                && (attribute == null || attribute == Attribute.TYPE || attribute == Attribute.COLLATION);
    }

    /** What is changed of a table is changed of its children. */
    private boolean likeParent(Difference difference, RelationName relation) {
        Identity object = difference.object();
        return Stream.of(expected, actual)
                .map(catalog -> catalog.find(Identity.of(ObjectKind.TABLE, relation.schema(), relation.name())))
                .flatMap(Optional::stream)
                .flatMap(table -> table.list(Attribute.PARENTS).stream())
                .map(RelationName::parse)
                .anyMatch(parent -> known.contains(of(difference, object, parent)));
    }

    private static Difference of(Difference difference, Identity object, RelationName parent) {
        Identity there = object.kind() == ObjectKind.TABLE
                ? Identity.of(ObjectKind.TABLE, parent.schema(), parent.name())
                : new Identity(object.kind(), parent.schema(), parent.name(), object.name(), object.arguments());
        return new Difference(
                there,
                difference.attribute(),
                difference.expected(),
                difference.actual(),
                difference.differenceClass());
    }
}
