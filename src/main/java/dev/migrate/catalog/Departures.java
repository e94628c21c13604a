package dev.migrate.catalog;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What has to go on the way from one structure to another, in an order in which nothing is in use any more when it is
 * dropped: what should not be there, what can only be made anew, and what stands on either.
 */
final class Departures {
    /** PostgreSQL makes these anew itself where the type of their column changes. */
    private static final Set<ObjectKind> KEPT_THROUGH_TYPE =
            Set.of(ObjectKind.INDEX, ObjectKind.CONSTRAINT, ObjectKind.STATISTICS, ObjectKind.SEQUENCE);

    private static final Set<ObjectKind> TYPES =
            Set.of(ObjectKind.ENUM, ObjectKind.DOMAIN, ObjectKind.COMPOSITE_TYPE, ObjectKind.RANGE_TYPE);

    private final Catalog from;
    private final Catalog to;
    private final Map<Identity, Set<Identity>> dependents = new HashMap<>();
    private final Set<Identity> dropped = new LinkedHashSet<>();
    private final Set<Identity> gone = new HashSet<>();
    private final Set<Identity> defaults = new TreeSet<>();
    private final Set<Identity> retyped = new TreeSet<>();
    private final Set<Identity> replacedTypes = new TreeSet<>();

    Departures(Catalog from, Catalog to) {
        this.from = from;
        this.to = to;
        from.dependencies()
                .forEach((needy, needs) -> needs.forEach(need ->
                        dependents.computeIfAbsent(need, key -> new TreeSet<>()).add(needy)));
    }

    /** Whether it, or what it is part of, is dropped by now. */
    boolean gone(Identity object) {
        return gone.contains(object);
    }

    /** Columns of tables that stay, whose default needs something that goes. */
    Set<Identity> defaults() {
        return defaults;
    }

    /** Columns of tables that stay, whose type is made anew. */
    Set<Identity> retyped() {
        return retyped;
    }

    /** Types that are made anew while columns of tables that stay have them. */
    Set<Identity> replacedTypes() {
        return replacedTypes;
    }

    /** An object goes, and with it what cannot stand without it. */
    void drop(Identity object) {
        if (object.kind() == ObjectKind.SCHEMA) {
            contents(object).forEach(this::drop);
        }
        if (!from.objects().containsKey(object) || !gone.add(object)) {
            return;
        }
        dropped.add(object);
        List<Identity> parts = parts(object);
        gone.addAll(parts);
        dependents(object).forEach(one -> dependent(one, object));
        for (Identity part : parts) {
            dependents(part).forEach(one -> dependent(one, part));
        }
    }

    /** The type of a column changes: what reads it stands in the way, but for what PostgreSQL rebuilds itself. */
    void retype(Identity column) {
        for (Identity one : dependents(column)) {
            if (one.kind() == ObjectKind.COLUMN
                    || (!KEPT_THROUGH_TYPE.contains(one.kind()) && !one.kind().equals(ObjectKind.TABLE))) {
                dependent(one, column);
            }
        }
    }

    private void dependent(Identity needy, Identity needed) {
        if (needy.kind() == ObjectKind.COLUMN && needy.arguments().equals("expression")) {
            expression(new Identity(ObjectKind.COLUMN, needy.schema(), needy.relation(), needy.name(), ""));
            return;
        }
        if (gone.contains(needy)) {
            return;
        }
        switch (needy.kind()) {
            case COLUMN -> column(needy, needed);
            case TABLE -> {} // its parents are another attribute of it
            case SEQUENCE -> {} // goes with the column that it belongs to
            case DEFAULT_PRIVILEGES, EXTENSION, SCHEMA, SETTINGS, DATABASE -> {}
            case PUBLICATION -> {}
            default -> drop(needy);
        }
    }

    private void expression(Identity column) {
        CatalogObject object = from.objects().get(column);
        if (object == null || gone.contains(column)) {
            return;
        }
        if (object.text(Attribute.GENERATED).isPresent()) {
            drop(column);
        } else {
            defaults.add(column);
        }
    }

    private void column(Identity column, Identity needed) {
        for (ObjectKind kind : List.of(ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW, ObjectKind.COMPOSITE_TYPE)) {
            Identity whole = column.owner(kind);
            if (from.objects().containsKey(whole)) {
                drop(whole);
                return;
            }
        }
        if (TYPES.contains(needed.kind()) && to.objects().containsKey(needed)) {
            CatalogObject object = from.objects().get(column);
            CatalogObject wanted = to.objects().get(column);
            if (object != null && wanted != null) {
                replacedTypes.add(needed);
                if (retyped.add(column)) {
                    retype(column);
                }
            }
        }
    }

    private Set<Identity> dependents(Identity object) {
        return dependents.getOrDefault(object, Set.of());
    }

    private List<Identity> contents(Identity schema) {
        return from.objects().keySet().stream()
                .filter(object -> object.schema().equals(schema.name())
                        && object.relation().isEmpty())
                .toList();
    }

    /** What is dropped along with it, without being named. */
    private List<Identity> parts(Identity object) {
        var parts = new ArrayList<Identity>();
        switch (object.kind()) {
            case TABLE, VIEW, MATERIALIZED_VIEW, COMPOSITE_TYPE, DOMAIN -> {
                RelationName name = new RelationName(object.schema(), object.name());
                from.objects().values().forEach(other -> {
                    if (partOf(other, name)) {
                        parts.add(other.identity());
                    }
                });
            }
            case COLUMN ->
                dependents(object).stream()
                        .filter(one -> KEPT_THROUGH_TYPE.contains(one.kind())
                                && (one.kind() == ObjectKind.SEQUENCE
                                        || one.kind() == ObjectKind.STATISTICS
                                        || (one.relation().equals(object.relation())
                                                && one.schema().equals(object.schema()))))
                        .filter(one -> one.kind() != ObjectKind.SEQUENCE || owned(one, object))
                        .forEach(parts::add);
            case SERVER ->
                from.of(ObjectKind.USER_MAPPING).stream()
                        .map(CatalogObject::identity)
                        .filter(mapping -> mapping.relation().equals(object.name()))
                        .forEach(parts::add);
            case PUBLICATION ->
                from.of(ObjectKind.PUBLICATION_TABLE).stream()
                        .map(CatalogObject::identity)
                        .filter(table -> table.name().equals(object.name()))
                        .forEach(parts::add);
            default -> {}
        }
        return parts;
    }

    private boolean owned(Identity sequence, Identity column) {
        return from.find(sequence)
                .flatMap(one -> one.text(Attribute.OWNED_BY))
                .map(RelationName.Column::parse)
                .filter(owner -> owner.relation().equals(new RelationName(column.schema(), column.relation()))
                        && owner.name().equals(column.name()))
                .isPresent();
    }

    private static boolean partOf(CatalogObject other, RelationName whole) {
        Identity identity = other.identity();
        if (identity.relation().equals(whole.name()) && identity.schema().equals(whole.schema())) {
            return true;
        }
        return switch (identity.kind()) {
            case SEQUENCE ->
                other.text(Attribute.OWNED_BY)
                        .map(RelationName.Column::parse)
                        .filter(owner -> owner.relation().equals(whole))
                        .isPresent();
            case STATISTICS ->
                other.text(Attribute.ON_RELATION)
                        .map(RelationName::parse)
                        .filter(whole::equals)
                        .isPresent();
            default -> false;
        };
    }

    /** What is dropped by a statement of its own, users before what they use. */
    List<Identity> inOrder() {
        var order = new ArrayList<Identity>();
        var seen = new HashSet<Identity>();
        dropped.removeIf(part -> whole(part).isPresent());
        dropped.forEach(object -> visit(object, seen, order));
        return order;
    }

    private void visit(Identity object, Set<Identity> seen, List<Identity> order) {
        if (!seen.add(object)) {
            return;
        }
        var users = new TreeSet<>(dependents(object));
        parts(object).forEach(part -> users.addAll(dependents(part)));
        if (object.kind() == ObjectKind.SCHEMA) {
            users.addAll(contents(object));
        }
        for (Identity user : users) {
            dropped(user).filter(one -> !one.equals(object)).ifPresent(one -> visit(one, seen, order));
        }
        order.add(object);
    }

    private Optional<Identity> dropped(Identity user) {
        return dropped.contains(user) ? Optional.of(user) : whole(user);
    }

    /** The relation or type that it is part of, where that goes as well. */
    private Optional<Identity> whole(Identity part) {
        if (part.relation().isEmpty()) {
            return Optional.empty();
        }
        return Stream.of(
                        ObjectKind.TABLE,
                        ObjectKind.VIEW,
                        ObjectKind.MATERIALIZED_VIEW,
                        ObjectKind.COMPOSITE_TYPE,
                        ObjectKind.DOMAIN)
                .map(part::owner)
                .filter(dropped::contains)
                .findFirst();
    }

    /** Foreign keys between tables that go, where each refers to the other: these go first. */
    List<Identity> foreignKeysInCircles() {
        var keys = new ArrayList<Identity>();
        for (CatalogObject key : from.of(ObjectKind.CONSTRAINT)) {
            Identity table = key.identity().owner(ObjectKind.TABLE);
            if (key.text(Attribute.TYPE).filter("f"::equals).isPresent()
                    && !Pairing.derived(key)
                    && dropped.contains(table)
                    && circle(key.identity(), table)) {
                keys.add(key.identity());
            }
        }
        return keys;
    }

    private boolean circle(Identity key, Identity table) {
        var seen = new HashSet<Identity>();
        var open = new ArrayDeque<Identity>(tables(key, table));
        while (!open.isEmpty()) {
            Identity at = open.remove();
            if (at.equals(table)) {
                return true;
            }
            if (seen.add(at)) {
                from.of(ObjectKind.CONSTRAINT, at).forEach(one -> open.addAll(tables(one.identity(), at)));
            }
        }
        return false;
    }

    private List<Identity> tables(Identity key, Identity own) {
        return from.dependencies().getOrDefault(key, Set.of()).stream()
                .map(need -> need.relation().isEmpty() ? need : need.owner(ObjectKind.TABLE))
                .filter(table -> table.kind() == ObjectKind.TABLE && !table.equals(own) && dropped.contains(table))
                .toList();
    }
}
