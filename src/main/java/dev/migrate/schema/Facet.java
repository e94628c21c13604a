package dev.migrate.schema;

import dev.migrate.catalog.Identity;
import java.util.Comparator;

/**
 * A part of an object that is written by statements of its own, and can change without the others.
 *
 * @param whole the object: a table for its columns and constraints
 * @param object for a foreign key and a comment the object that it is; else the whole again
 */
record Facet(Identity whole, Part part, Identity object) implements Comparable<Facet> {
    private static final Comparator<Facet> ORDER =
            Comparator.comparing(Facet::whole).thenComparing(Facet::part).thenComparing(Facet::object);

    /** What kind of statement writes it. */
    enum Part {
        /** {@code CREATE}, and every {@code ALTER} that is none of the others. */
        DEFINITION,
        FOREIGN_KEY,
        ROW_SECURITY,
        OWNER,
        GRANTS,
        COMMENT
    }

    static Facet of(Identity whole, Part part) {
        return new Facet(whole, part, whole);
    }

    Facet definition() {
        return of(whole, Part.DEFINITION);
    }

    @Override
    public int compareTo(Facet other) {
        return ORDER.compare(this, other);
    }
}
