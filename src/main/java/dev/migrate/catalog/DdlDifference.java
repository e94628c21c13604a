package dev.migrate.catalog;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * SQL that leads from one structure of a database to another one of the same database: what is too much is dropped, what
 * is missing is made, what differs is altered, and made anew where PostgreSQL alters no such thing.
 *
 * <p>A table is never made anew: its rows would be lost. Nothing is dropped with {@code CASCADE}: what stands in the way
 * is dropped by its name, and made again.
 */
public final class DdlDifference {
    /** Of these, what cannot be altered is dropped and made again. */
    private static final Set<ObjectKind> REMADE = EnumSet.complementOf(EnumSet.of(
            ObjectKind.TABLE,
            ObjectKind.COLUMN,
            ObjectKind.SEQUENCE,
            ObjectKind.SCHEMA,
            ObjectKind.EXTENSION,
            ObjectKind.LANGUAGE,
            ObjectKind.SETTINGS,
            ObjectKind.DATABASE,
            ObjectKind.SUBSCRIPTION));

    private final Catalog from;
    private final Catalog to;
    private final DdlSource source;
    private final AlterDdl alter;
    private final Departures departures;
    private final Map<Identity, Set<Attribute>> changes = new TreeMap<>();
    private final Map<Identity, Identity> names = new TreeMap<>();
    private final Set<Identity> replaced = new TreeSet<>();
    private final List<DdlStep> renames = new ArrayList<>();
    private final List<String> notDerived = new ArrayList<>();

    private DdlDifference(Catalog from, Catalog to) {
        this.from = from;
        this.to = to;
        this.source = new DdlSource(to, DdlOptions.ALL);
        this.alter = new AlterDdl(to.owner());
        this.departures = new Departures(from, to);
    }

    /**
     * The steps that lead from one to the other, in an order in which most of them run; PostgreSQL has the last word.
     *
     * @param steps each to be tried again behind the others where PostgreSQL refuses it
     * @param notDerived what there is no statement for, in words
     */
    public record Result(List<DdlStep> steps, List<String> notDerived) {
        public Result {
            steps = List.copyOf(steps);
            notDerived = List.copyOf(notDerived);
        }
    }

    /**
     * Writes it.
     *
     * @param from as it is, read with its dependencies
     * @param to as it should be, likewise
     * @param differences what {@link Comparison} finds where {@code to} is expected, without those that do not count
     * @throws dev.migrate.problem.MigrationFailure exit code 1 where objects need each other in a circle that cannot be cut
     */
    public static Result write(Catalog from, Catalog to, List<Difference> differences) {
        return new DdlDifference(from, to).run(differences);
    }

    private Result run(List<Difference> differences) {
        differences.forEach(this::sort);
        changes.forEach(this::change);
        var steps = new ArrayList<>(renames);
        departures.defaults().forEach(column -> steps.add(withoutDefault(column)));
        changes.forEach(
                (object, attributes) -> withoutIdentity(object, attributes).ifPresent(steps::add));
        departs(steps);
        var arrivals = new Arrivals(from, source, departures, changes, names, replaced);
        for (DdlPiece piece : DdlOrder.of(arrivals.pieces(), piece -> RelationDdl.broken(source, piece))) {
            steps.add(new DdlStep(
                    piece.object(),
                    piece.statements().stream().map(DdlStatement::sql).toList()));
        }
        for (Identity type : departures.replacedTypes()) {
            steps.add(new DdlStep(type, List.of("drop " + word(type) + " " + aside(type))));
        }
        return new Result(
                steps.stream().filter(step -> !step.statements().isEmpty()).toList(), notDerived);
    }

    private void sort(Difference difference) {
        Identity object = difference.object();
        if (difference.surplus()) {
            departures.drop(object);
        } else if (difference.attribute().isPresent()) {
            Attribute attribute = difference.attribute().get();
            if (attribute == Attribute.NAME) {
                Identity is = new Identity(
                        object.kind(), object.schema(), object.relation(), difference.actual(), object.arguments());
                names.put(object, is);
                renames.add(new DdlStep(object, List.of(renamed(object, is))));
            } else {
                changes.computeIfAbsent(object, key -> EnumSet.noneOf(Attribute.class))
                        .add(attribute);
            }
        }
    }

    private static String renamed(Identity object, Identity is) {
        String to = QuotedName.of(object.name());
        return object.kind() == ObjectKind.CONSTRAINT
                ? "alter table " + QuotedName.ofRelation(object) + " rename constraint " + QuotedName.of(is.name())
                        + " to " + to
                : "alter " + object.kind().word() + " " + QuotedName.of(is) + " rename to " + to;
    }

    private CatalogObject before(Identity object) {
        return from.objects().get(names.getOrDefault(object, object));
    }

    private void change(Identity object, Set<Attribute> attributes) {
        CatalogObject is = before(object);
        CatalogObject should = to.objects().get(object);
        if (is == null || should == null) {
            return;
        }
        if (object.kind() == ObjectKind.COLUMN) {
            column(is, should, attributes);
        } else if (AlterDdl.replaces(is, should, attributes, from, to)) {
            replaced.add(object);
        } else if (attributes.stream()
                .anyMatch(attribute -> attribute != Attribute.POSITION
                        && alter.of(attribute, is, should).isEmpty())) {
            unaltered(object, attributes, is, should);
        }
    }

    private void unaltered(Identity object, Set<Attribute> attributes, CatalogObject is, CatalogObject should) {
        if (REMADE.contains(object.kind())) {
            departures.drop(is.identity());
            return;
        }
        for (Attribute attribute : attributes) {
            if (attribute != Attribute.POSITION
                    && alter.of(attribute, is, should).isEmpty()) {
                notDerived.add(
                        object + ": no statement changes " + attribute.word().replace('_', ' ') + " back");
            }
        }
    }

    private void column(CatalogObject is, CatalogObject should, Set<Attribute> attributes) {
        Identity column = should.identity();
        boolean ofTable = to.objects().containsKey(column.owner(ObjectKind.TABLE));
        if (!ofTable) {
            if (attributes.stream()
                    .anyMatch(attribute -> alter.of(attribute, is, should).isEmpty())) {
                for (ObjectKind kind :
                        List.of(ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW, ObjectKind.COMPOSITE_TYPE)) {
                    departures.drop(column.owner(kind));
                }
            }
        } else if (ColumnAlter.remade(is, should, attributes)) {
            departures.drop(column);
        } else if (attributes.contains(Attribute.TYPE) || attributes.contains(Attribute.COLLATION)) {
            departures.retype(column);
        }
    }

    private DdlStep withoutDefault(Identity column) {
        return new DdlStep(
                column,
                List.of("alter table " + QuotedName.ofRelation(column) + " alter column " + QuotedName.of(column.name())
                        + " drop default"));
    }

    /** Before anything else, for its sequence may have the name of one that comes back. */
    private Optional<DdlStep> withoutIdentity(Identity object, Set<Attribute> attributes) {
        boolean dropped = object.kind() == ObjectKind.COLUMN
                && attributes.contains(Attribute.IDENTITY)
                && before(object).text(Attribute.IDENTITY).isPresent()
                && to.objects().get(object).text(Attribute.IDENTITY).isEmpty();
        return dropped
                ? Optional.of(new DdlStep(
                        object,
                        List.of("alter table " + QuotedName.ofRelation(object) + " alter column "
                                + QuotedName.of(object.name()) + " drop identity")))
                : Optional.empty();
    }

    private void departs(List<DdlStep> steps) {
        for (Identity key : departures.foreignKeysInCircles()) {
            steps.add(new DdlStep(key, List.of(DropDdl.of(from.objects().get(key), from))));
        }
        for (Identity object : departures.inOrder()) {
            CatalogObject dropped = from.objects().get(object);
            if (departures.replacedTypes().contains(object)) {
                steps.add(new DdlStep(
                        object,
                        List.of("alter " + word(object) + " " + QuotedName.of(object) + " rename to "
                                + QuotedName.of(asideName(object)))));
            } else if (object.kind() == ObjectKind.DEFAULT_PRIVILEGES) {
                CatalogObject should = to.objects().get(object);
                if (should == null) {
                    steps.add(new DdlStep(
                            object,
                            PrivilegeDifference.ofDefaults(
                                    dropped, dropped.list(Attribute.GRANTS), List.of(), from.owner())));
                }
            } else if (!Pairing.derived(dropped) && !inherited(dropped)) {
                steps.add(new DdlStep(object, List.of(DropDdl.of(dropped, from))));
            }
        }
    }

    private static boolean inherited(CatalogObject object) {
        return object.is(Attribute.INHERITED);
    }

    private static String word(Identity type) {
        return type.kind() == ObjectKind.DOMAIN ? "domain" : "type";
    }

    private static String aside(Identity type) {
        return QuotedName.of(type.schema(), asideName(type));
    }

    private static String asideName(Identity type) {
        return type.name() + "_to_drop";
    }
}
