package dev.migrate.catalog;

import dev.migrate.database.Identifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Collects what a piece is made of. */
final class PieceBuilder {
    private final DdlSource source;
    private final DdlPhase phase;
    private final Identity object;
    private final int rank;
    private final List<DdlPiece> pieces;
    private final Set<Identity> provides = new TreeSet<>();
    private final Set<Identity> needs = new TreeSet<>();
    private final List<DdlStatement> statements = new ArrayList<>();

    /** A piece that makes an object. */
    PieceBuilder(DdlSource source, DdlPhase phase, CatalogObject object, List<DdlPiece> pieces) {
        this(source, phase, object.identity(), 0, pieces);
        makes(object.identity());
    }

    /** A piece that adds to an object that another one makes. */
    PieceBuilder(DdlSource source, DdlPhase phase, Identity object, int rank, List<DdlPiece> pieces) {
        this.source = source;
        this.pieces = pieces;
        this.phase = phase;
        this.object = object;
        this.rank = rank;
    }

    PieceBuilder makes(Identity made) {
        provides.add(made);
        needs.addAll(source.needs(made));
        return this;
    }

    PieceBuilder needs(Identity need) {
        needs.add(need);
        return this;
    }

    PieceBuilder needs(Set<Identity> all) {
        needs.addAll(all);
        return this;
    }

    PieceBuilder needsNot(Set<Identity> all) {
        needs.removeAll(all);
        return this;
    }

    PieceBuilder needsNo(ObjectKind kind) {
        needs.removeIf(need -> need.kind() == kind);
        return this;
    }

    PieceBuilder add(String sql) {
        return add(object, sql);
    }

    PieceBuilder add(Identity made, String sql) {
        statements.add(new DdlStatement(made, DdlTarget.whole(source.catalog(), made), sql));
        return this;
    }

    /** The comment on an object, and its security labels where they are asked for. */
    PieceBuilder comment(CatalogObject commented) {
        commented.text(Attribute.COMMENT).ifPresent(text -> add(commented.identity(), comment(commented, text)));
        labels(commented, Attribute.SECURITY_LABELS, DdlTarget.of(commented));
        for (String extension : commented.list(Attribute.DEPENDS_ON_EXTENSIONS)) {
            add(
                    commented.identity(),
                    "alter " + DdlTarget.of(commented) + " depends on extension " + QuotedName.of(extension));
            needs.add(Identity.of(ObjectKind.EXTENSION, extension));
        }
        return this;
    }

    /** What is said of the sequence of an identity column. */
    PieceBuilder commentOfSequence(CatalogObject column) {
        column.text(Attribute.IDENTITY_SEQUENCE_NAME).ifPresent(name -> {
            column.text(Attribute.IDENTITY_SEQUENCE_COMMENT)
                    .ifPresent(text ->
                            add(column.identity(), "comment on sequence " + name + " is " + Identifier.literal(text)));
            labels(column, Attribute.IDENTITY_SEQUENCE_LABELS, "sequence " + name);
        });
        return this;
    }

    /** What is said of the index of a constraint. */
    PieceBuilder commentOfIndex(CatalogObject constraint) {
        Identity identity = constraint.identity();
        constraint
                .text(Attribute.INDEX_COMMENT)
                .ifPresent(text -> add(
                        identity, "comment on index " + QuotedName.of(identity) + " is " + Identifier.literal(text)));
        return this;
    }

    private void labels(CatalogObject labelled, Attribute labels, String target) {
        if (source.options().securityLabels()) {
            for (String label : labelled.list(labels)) {
                int colon = label.indexOf(": ");
                add(
                        labelled.identity(),
                        "security label for " + QuotedName.of(label.substring(0, colon)) + " on " + target + " is "
                                + Identifier.literal(label.substring(colon + 2)));
            }
        }
    }

    private static String comment(CatalogObject object, String text) {
        return "comment on " + DdlTarget.of(object) + " is " + Identifier.literal(text);
    }

    /** Adds the piece to the others. */
    void done() {
        needs.removeAll(provides);
        pieces.add(new DdlPiece(phase, object, rank, provides, needs, statements));
    }
}
