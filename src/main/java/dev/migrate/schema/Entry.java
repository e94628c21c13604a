package dev.migrate.schema;

import dev.migrate.catalog.DdlStatement;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * One statement of a file that is being written anew.
 *
 * @param before what stands before it in the file that it is of: white space and comments that belong to nothing
 * @param above comments that belong to it, with the white space behind them
 * @param text the statement with its semicolon and what stands behind it on its line
 * @param facets what it writes; none where nothing could be observed
 * @param origin the statement that it is, kept as it was
 * @param own what the writer wrote in its place
 */
record Entry(
        String before,
        String above,
        String text,
        SortedSet<Facet> facets,
        Optional<SchemaStatement> origin,
        Optional<DdlStatement> own) {
    /** No statement: comments that belong to nothing. */
    static Entry gap(String text) {
        return new Entry(text, "", "", new TreeSet<>(), Optional.empty(), Optional.empty());
    }

    /** The same behind other white space and comments. */
    Entry with(String other) {
        return new Entry(other, above, text, facets, origin, own);
    }

    /** Text of the file that stays where a statement was. */
    boolean isGap() {
        return origin.isEmpty() && own.isEmpty();
    }

    boolean is(Facet facet) {
        return facets.contains(facet);
    }
}
