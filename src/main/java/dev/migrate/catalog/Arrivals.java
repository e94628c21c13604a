package dev.migrate.catalog;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is made and what is altered on the way from one structure to another, in pieces. */
final class Arrivals {
    private final Catalog from;
    private final Catalog to;
    private final DdlSource source;
    private final AlterDdl alter;
    private final Departures departures;
    private final Map<Identity, Set<Attribute>> changes;
    private final Map<Identity, Identity> names;
    private final Set<Identity> replaced;
    private final List<DdlPiece> pieces = new ArrayList<>();

    /**
     * Of one way.
     *
     * @param source the structure that is wanted
     * @param departures what goes before
     * @param changes attributes that differ, by the object as it is wanted
     * @param names what has another name there; it has its own again before anything else
     * @param replaced what is made anew in its place
     */
    Arrivals(
            Catalog from,
            DdlSource source,
            Departures departures,
            Map<Identity, Set<Attribute>> changes,
            Map<Identity, Identity> names,
            Set<Identity> replaced) {
        this.from = from;
        this.to = source.catalog();
        this.source = source;
        this.alter = new AlterDdl(to.owner());
        this.departures = departures;
        this.changes = changes;
        this.names = names;
        this.replaced = replaced;
    }

    private CatalogObject before(Identity object) {
        return from.objects().get(names.getOrDefault(object, object));
    }

    /** Whether an object of the wanted structure is there by now, under its own name or another one. */
    private boolean there(Identity object) {
        Identity is = names.getOrDefault(object, object);
        return from.objects().containsKey(is) && !departures.gone(is);
    }

    /** All of them, in no order. */
    List<DdlPiece> pieces() {
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
        return pieces;
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
                        "alter " + DdlTarget.of(table.get()),
                        is,
                        should,
                        new TableColumn(source, table.get(), should),
                        to.majorVersion())
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
