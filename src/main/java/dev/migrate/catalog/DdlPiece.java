package dev.migrate.catalog;

import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Statements that stay together.
 *
 * @param rank among the pieces of one object: the object first, what is added to it behind it
 * @param object whose name decides the place among the pieces of one phase
 * @param provides what is there behind it
 * @param needs what has to be there before it; what no piece provides is taken to be there
 */
record DdlPiece(
        DdlPhase phase,
        Identity object,
        int rank,
        Set<Identity> provides,
        Set<Identity> needs,
        List<DdlStatement> statements)
        implements Comparable<DdlPiece> {
    private static final Comparator<DdlPiece> ORDER = Comparator.comparing(DdlPiece::phase)
            .thenComparing(piece -> piece.object.schema())
            .thenComparing(DdlPiece::group)
            .thenComparing(DdlPiece::rank)
            .thenComparing(DdlPiece::object);

    DdlPiece {
        provides = Set.copyOf(provides);
        needs = Set.copyOf(needs);
        statements = List.copyOf(statements);
    }

    /** A table and its indexes stand together. */
    private String group() {
        return object.relation().isEmpty() ? object.name() : object.relation();
    }

    @Override
    public int compareTo(DdlPiece other) {
        return ORDER.compare(this, other);
    }
}
