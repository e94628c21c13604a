package dev.migrate.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Objects that one of the two does not have, without their parts. */
final class Absence {
    private final Pairing pairing;
    private final Catalog expected;
    private final Catalog actual;
    private final Set<RelationName> relations = new HashSet<>();
    private final Set<String> schemas = new HashSet<>();
    private final Set<Identity> columns = new HashSet<>();
    private final Set<String> others = new HashSet<>();

    Absence(Pairing pairing, Catalog expected, Catalog actual) {
        this.pairing = pairing;
        this.expected = expected;
        this.actual = actual;
        pairing.missing().keySet().forEach(this::note);
        pairing.surplus().keySet().forEach(this::note);
    }

    private void note(Identity identity) {
        switch (identity.kind()) {
            case SCHEMA -> schemas.add(identity.name());
            case TABLE, VIEW, MATERIALIZED_VIEW, COMPOSITE_TYPE, DOMAIN ->
                relations.add(new RelationName(identity.schema(), identity.name()));
            case COLUMN -> columns.add(identity);
            case SERVER, PUBLICATION -> others.add(identity.kind() + " " + identity.name());
            default -> {}
        }
    }

    List<Difference> differences(List<Difference> told) {
        Set<RelationName> moved = told.stream()
                .filter(one -> one.attribute().filter(Attribute.PARENTS::equals).isPresent())
                .map(one -> new RelationName(one.object().schema(), one.object().name()))
                .collect(Collectors.toSet());
        Set<RelationName> changed = Stream.concat(
                        told.stream().map(Difference::object),
                        Stream.of(pairing.missing(), pairing.surplus())
                                .flatMap(side -> side.values().stream())
                                .filter(object -> !Pairing.derived(object))
                                .map(CatalogObject::identity))
                .filter(object -> object.kind() == ObjectKind.CONSTRAINT || object.kind() == ObjectKind.INDEX)
                .map(object -> new RelationName(object.schema(), object.relation()))
                .collect(Collectors.toSet());
        var result = new ArrayList<Difference>();
        pairing.missing().values().forEach(object -> {
            if (!implied(object, expected, moved, changed)) {
                result.add(difference(object, Difference.PRESENT, Difference.ABSENT));
            }
        });
        pairing.surplus().values().forEach(object -> {
            if (!implied(object, actual, moved, changed)) {
                result.add(difference(object, Difference.ABSENT, Difference.PRESENT));
            }
        });
        return result;
    }

    private static Difference difference(CatalogObject object, String should, String is) {
        DifferenceClass kind = switch (object.kind()) {
            case SETTINGS, DATABASE -> DifferenceClass.ENVIRONMENT;
            case DEFAULT_PRIVILEGES ->
                object.is(Attribute.OWN) ? DifferenceClass.PRIVILEGE : DifferenceClass.ENVIRONMENT;
            default -> DifferenceClass.STRUCTURE;
        };
        return new Difference(object.identity(), Optional.empty(), should, is, kind);
    }

    /** Whether it is gone, or there, only because something else is. */
    private boolean implied(CatalogObject object, Catalog catalog, Set<RelationName> moved, Set<RelationName> changed) {
        Identity identity = object.identity();
        if (object.kind() != ObjectKind.SCHEMA && schemas.contains(identity.schema())) {
            return true;
        }
        return switch (object.kind()) {
            case COLUMN, DOMAIN_CONSTRAINT, RULE, POLICY -> ofAbsent(identity);
            case TRIGGER -> ofAbsent(identity) || object.is(Attribute.DERIVED);
            case CONSTRAINT, INDEX ->
                ofAbsent(identity) || (Pairing.derived(object) && parentChanged(object, catalog, moved, changed));
            case PUBLICATION_TABLE ->
                ofAbsent(identity) || others.contains(ObjectKind.PUBLICATION + " " + identity.name());
            case USER_MAPPING -> others.contains(ObjectKind.SERVER + " " + identity.relation());
            case SEQUENCE ->
                object.text(Attribute.OWNED_BY).map(this::ofAbsentColumn).orElse(false);
            case STATISTICS ->
                object.text(Attribute.ON_RELATION)
                        .map(on -> relations.contains(RelationName.parse(on)))
                        .orElse(false);
            default -> false;
        };
    }

    private boolean ofAbsent(Identity part) {
        return relations.contains(new RelationName(part.schema(), part.relation()));
    }

    private boolean ofAbsentColumn(String printed) {
        RelationName.Column column = RelationName.Column.parse(printed);
        return relations.contains(column.relation())
                || columns.contains(new Identity(
                        ObjectKind.COLUMN,
                        column.relation().schema(),
                        column.relation().name(),
                        column.name(),
                        ""));
    }

    /**
     * What is derived differs with what it is derived from, or with its table's place in the hierarchy. A foreign key
     * can be missing for no other reason: PostgreSQL lets nobody drop what it derived.
     */
    private static boolean parentChanged(
            CatalogObject object, Catalog catalog, Set<RelationName> moved, Set<RelationName> changed) {
        Identity table = object.identity().owner(ObjectKind.TABLE);
        return object.text(Attribute.TYPE).filter("f"::equals).isPresent()
                || moved.contains(new RelationName(table.schema(), table.name()))
                || ancestorIn(table, catalog, changed);
    }

    private static boolean ancestorIn(Identity table, Catalog catalog, Set<RelationName> changed) {
        return catalog.find(table).stream()
                .flatMap(one -> one.list(Attribute.PARENTS).stream())
                .map(RelationName::parse)
                .anyMatch(parent -> changed.contains(parent)
                        || ancestorIn(Identity.of(ObjectKind.TABLE, parent.schema(), parent.name()), catalog, changed));
    }
}
