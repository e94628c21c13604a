package dev.migrate.catalog;

import dev.migrate.problem.MigrationFailure;
import java.util.ArrayList;
import java.util.List;

/**
 * A Catalog as SQL that, loaded into an empty database, gives the same Catalog.
 *
 * <p>The database has to be of the same major version, with the same roles and extensions at hand. What is written is a
 * function of the Catalog alone, so that one that did not change gives the same bytes.
 */
public final class DdlWriter {
    private DdlWriter() {}

    /**
     * The statements in an order in which they load.
     *
     * @param catalog read with its dependencies
     * @throws MigrationFailure exit code 1 where objects need each other in a circle that cannot be cut, with their names
     */
    public static List<DdlStatement> write(Catalog catalog, DdlOptions options) {
        var source = new DdlSource(catalog, options);
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
        return DdlOrder.of(pieces, piece -> RelationDdl.broken(source, piece)).stream()
                .flatMap(piece -> piece.statements().stream())
                .toList();
    }
}
