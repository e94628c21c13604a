package dev.migrate.catalog;

import dev.migrate.problem.MigrationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A Catalog as SQL that, loaded into an empty database, gives the same Catalog.
 *
 * <p>The database has to be of the same major version, with the same roles and extensions at hand. What is written is a
 * function of the Catalog alone, so that one that did not change gives the same bytes.
 */
public final class DdlWriter {
    private static final List<Attribute> SAID_LATER = List.of(
            Attribute.OWNER,
            Attribute.GRANTS,
            Attribute.MEMBER_GRANTS,
            Attribute.IDENTITY_SEQUENCE_GRANTS,
            Attribute.ROW_SECURITY,
            Attribute.FORCE_ROW_SECURITY,
            Attribute.CONFIGURATION);

    private DdlWriter() {}

    /**
     * The statements in an order in which they load.
     *
     * @param catalog read with its dependencies
     * @throws MigrationFailure exit code 1 where objects need each other in a circle that cannot be cut, with their names
     */
    public static List<DdlStatement> write(Catalog catalog, DdlOptions options) {
        return write(catalog, Catalog.empty(catalog.majorVersion()), options);
    }

    /**
     * The same for a database that is not empty.
     *
     * @param provided what is there already: what a platform makes in each new database; not written again
     */
    public static List<DdlStatement> write(Catalog catalog, Catalog provided, DdlOptions options) {
        var source = new DdlSource(catalog, options);
        List<DdlPiece> pieces = pieces(source);
        List<DdlPiece> missing = pieces.stream()
                .flatMap(piece -> missing(piece, catalog, provided).stream())
                .toList();
        var statements = new ArrayList<DdlStatement>();
        for (DdlPiece piece : DdlOrder.of(missing, member -> RelationDdl.broken(source, member))) {
            statements.addAll(piece.statements());
        }
        catalog.unreadable()
                .forEach((object, why) -> statements.add(new DdlStatement(
                        object,
                        object,
                        "-- Left out, because the server cannot print it: " + object + " (" + why.replace('\n', ' ')
                                + ")")));
        return List.copyOf(statements);
    }

    /** All of a Catalog in pieces, in no order. */
    static List<DdlPiece> pieces(DdlSource source) {
        var pieces = new ArrayList<DdlPiece>();
        new TypeDdl(source, pieces).write(); // says first which routines take a type that is not finished
        new RoutineDdl(source, pieces).write();
        new OperatorDdl(source, pieces).write();
        new SearchDdl(source, pieces).write();
        new TableDdl(source, pieces).write(); // says which sequences are made with their table
        SequenceDdl.write(source, pieces);
        new RelationDdl(source, pieces).write();
        new TriggerDdl(source, pieces).write();
        new ReplicationDdl(source, pieces).write();
        new PrivilegeDdl(source, pieces).write();
        return pieces;
    }

    /** Of what makes objects that are there, what says something else of them; of all else, what is not there yet. */
    private static Optional<DdlPiece> missing(DdlPiece piece, Catalog catalog, Catalog provided) {
        Optional<CatalogObject> there = provided.find(piece.object());
        if (there.isEmpty()) {
            return Optional.of(piece);
        }
        CatalogObject object = catalog.objects().get(piece.object());
        if (piece.provides().isEmpty() || piece.phase() == DdlPhase.DEFAULT_PRIVILEGES) {
            return SAID_LATER.stream().allMatch(attribute -> same(attribute, object, there.get()))
                    ? Optional.empty()
                    : Optional.of(piece);
        }
        if (!provided.objects().keySet().containsAll(piece.provides())) {
            return Optional.of(piece);
        }
        List<DdlStatement> comments = piece.statements().stream()
                .filter(statement -> statement.sql().startsWith("comment on ")
                        && !same(
                                Attribute.COMMENT,
                                catalog.objects().get(statement.object()),
                                provided.objects().get(statement.object())))
                .toList();
        return comments.isEmpty()
                ? Optional.empty()
                : Optional.of(new DdlPiece(
                        piece.phase(), piece.object(), piece.rank(), piece.provides(), piece.needs(), comments));
    }

    private static boolean same(Attribute attribute, CatalogObject object, CatalogObject other) {
        return Objects.equals(object.value(attribute), other.value(attribute));
    }
}
