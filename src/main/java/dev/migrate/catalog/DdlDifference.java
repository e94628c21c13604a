package dev.migrate.catalog;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
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
    private final List<DdlPiece> pieces = new ArrayList<>();

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
        makes();
        for (DdlPiece piece : DdlOrder.of(pieces, piece -> RelationDdl.broken(source, piece))) {
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

    /** Whether an object of the wanted structure is there by now, under its own name or another one. */
    private boolean there(Identity object) {
        Identity is = names.getOrDefault(object, object);
        return from.objects().containsKey(is) && !departures.gone(is);
    }

    private void makes() {
        for (DdlPiece piece : DdlWriter.pieces(source)) {
            written(piece);
        }
        for (CatalogObject table : to.of(ObjectKind.TABLE)) {
            if (there(table.identity())) {
                added(table);
            }
        }
        for (CatalogObject check : to.of(ObjectKind.DOMAIN_CONSTRAINT)) {
            Identity domain = check.identity().owner(ObjectKind.DOMAIN);
            if (there(domain) && !there(check.identity())) {
                piece(check.identity(), 6, Set.of(check.identity()))
                        .add("alter domain " + QuotedName.of(domain) + " add constraint "
                                + QuotedName.of(check.identity().name()) + " "
                                + PrintedSql.constraint(
                                        check.text(Attribute.DEFINITION).orElseThrow()))
                        .comment(check)
                        .done();
            }
        }
        attributes();
        alters();
    }

    /** What the writer of a whole structure says of an object that is not there. */
    private void written(DdlPiece piece) {
        Identity object = piece.object();
        if (replaced.contains(object) && piece.provides().contains(object)) {
            DdlStatement first = piece.statements().get(0);
            String sql = first.sql().replaceFirst("^create ", "create or replace ");
            pieces.add(new DdlPiece(
                    piece.phase(),
                    object,
                    piece.rank(),
                    piece.provides(),
                    piece.needs(),
                    List.of(new DdlStatement(first.object(), first.whole(), sql))));
            return;
        }
        if (object.kind() == ObjectKind.SEQUENCE && !object.relation().isEmpty()) {
            ownedSequence(piece);
            return;
        }
        boolean partOfTable = (object.kind() == ObjectKind.CONSTRAINT || object.kind() == ObjectKind.COLUMN)
                && there(object.owner(ObjectKind.TABLE));
        boolean privileges = piece.phase() == DdlPhase.GRANTS;
        if (!there(object) && (!partOfTable || privileges) && !usualOwner(piece)) {
            pieces.add(piece);
        }
    }

    private void ownedSequence(DdlPiece piece) {
        Identity place = piece.object();
        Identity sequence = piece.statements().get(0).object();
        boolean columnIsNew = to.find(sequence)
                .flatMap(one -> one.text(Attribute.OWNED_BY))
                .map(RelationName.Column::parse)
                .map(owner -> new Identity(
                        ObjectKind.COLUMN,
                        owner.relation().schema(),
                        owner.relation().name(),
                        owner.name(),
                        ""))
                .filter(column -> !there(column))
                .isPresent();
        if (!there(sequence) || columnIsNew) {
            pieces.add(piece);
        } else if (changes.getOrDefault(place, Set.of()).contains(Attribute.OWNED_BY)) {
            pieces.add(piece);
        }
    }

    /** Who rolls back owns what that makes, as who applied did. */
    private boolean usualOwner(DdlPiece piece) {
        return piece.phase() == DdlPhase.OWNERS
                && to.find(piece.object())
                        .flatMap(object -> object.text(Attribute.OWNER))
                        .filter(to.owner()::equals)
                        .isPresent();
    }

    /** Columns and constraints that a table lacks which is there. */
    private void added(CatalogObject table) {
        String alterTable = "alter " + DdlTarget.of(table) + " ";
        boolean partition = table.text(Attribute.PARTITION_BOUND).isPresent();
        for (CatalogObject column : TypeDdl.columns(to, table.identity())) {
            Identity identity = column.identity();
            if (!there(identity) && !column.is(Attribute.INHERITED)) {
                var written = new TableColumn(source, table, column);
                var piece = piece(identity, 1, Set.of(identity))
                        .needs(source.needs(Catalog.expressionOf(identity)))
                        .add(alterTable + "add column " + written.definition(List.of(), true));
                written.serial().ifPresent(sequence -> piece.makes(sequence.identity()));
                written.changes().forEach(piece::add);
                piece.comment(column).commentOfSequence(column).done();
            } else if (there(identity)) {
                new TableColumn(source, table, column)
                        .serial()
                        .filter(sequence -> !there(sequence.identity()))
                        .ifPresent(sequence -> serial(sequence, identity));
            }
        }
        for (CatalogObject constraint : to.of(ObjectKind.CONSTRAINT, table.identity())) {
            Identity identity = constraint.identity();
            if (!there(identity)
                    && !Pairing.derived(constraint)
                    && (partition || !constraint.is(Attribute.INHERITED))) {
                piece(identity, 4, Set.of(identity))
                        .add(alterTable + "add " + new TableConstraint(source, constraint).named())
                        .comment(constraint)
                        .commentOfIndex(constraint)
                        .done();
            }
        }
    }

    private void serial(CatalogObject sequence, Identity column) {
        SequenceDdl.sequence(source, pieces, sequence);
        piece(column, 9, Set.of())
                .needs(sequence.identity())
                .add(ColumnAlter.behindRows(QuotedName.of(sequence.identity()), column))
                .done();
    }

    /** Attributes that a composite type lacks which is there. */
    private void attributes() {
        for (CatalogObject type : to.of(ObjectKind.COMPOSITE_TYPE)) {
            if (there(type.identity())) {
                for (CatalogObject attribute : TypeDdl.columns(to, type.identity())) {
                    if (!there(attribute.identity())) {
                        piece(attribute.identity(), 1, Set.of(attribute.identity()))
                                .add("alter type " + QuotedName.of(type.identity()) + " add attribute "
                                        + QuotedName.of(attribute.identity().name()) + " "
                                        + attribute.text(Attribute.TYPE).orElseThrow())
                                .done();
                    }
                }
            }
        }
    }

    private PieceBuilder piece(Identity object, int rank, Set<Identity> makes) {
        var piece = new PieceBuilder(source, DdlPhase.TABLES, object, rank, pieces).needs(source.needs(object));
        makes.forEach(piece::makes);
        return piece;
    }

    private void alters() {
        var columns = new HashSet<Identity>(departures.retyped());
        columns.addAll(departures.defaults());
        for (var entry : changes.entrySet()) {
            Identity object = entry.getKey();
            if (!there(object)) {
                continue;
            }
            CatalogObject is = before(object);
            CatalogObject should = to.objects().get(object);
            if (object.kind() == ObjectKind.COLUMN) {
                columns.add(object);
            }
            int rank = 20;
            for (Attribute attribute : entry.getValue()) {
                boolean inColumn = object.kind() == ObjectKind.COLUMN && ColumnAlter.CHANGED.contains(attribute);
                boolean whole = replaced.contains(object) && !apart(attribute);
                Optional<List<String>> statements = inColumn || whole || attribute == Attribute.POSITION
                        ? Optional.empty()
                        : alter.of(attribute, is, should);
                if (statements.isPresent() && !statements.get().isEmpty()) {
                    var piece = piece(object, rank, Set.of());
                    statements.get().stream().distinct().forEach(piece::add);
                    piece.done();
                }
                rank++;
            }
        }
        columns.stream().sorted().forEach(this::altered);
    }

    /** What making an object anew in its place leaves as it is. */
    private static boolean apart(Attribute attribute) {
        return switch (attribute) {
            case COMMENT, OWNER, GRANTS, DEPENDS_ON_EXTENSIONS -> true;
            default -> false;
        };
    }

    private void altered(Identity column) {
        CatalogObject is = before(column);
        CatalogObject should = to.objects().get(column);
        Optional<CatalogObject> table = to.find(column.owner(ObjectKind.TABLE));
        if (table.isEmpty() || should == null || !there(column) || departures.gone(column)) {
            return;
        }
        var statements = new ColumnAlter(
                        "alter " + DdlTarget.of(table.get()), is, should, new TableColumn(source, table.get(), should))
                .statements(
                        changes.getOrDefault(column, Set.of()),
                        departures.retyped().contains(column),
                        departures.defaults().contains(column));
        if (!statements.isEmpty()) {
            var piece = piece(column, 10, Set.of(column)).needs(source.needs(Catalog.expressionOf(column)));
            statements.forEach(piece::add);
            piece.done();
        }
    }
}
