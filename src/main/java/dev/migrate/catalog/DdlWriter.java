package dev.migrate.catalog;

import java.util.List;

/** A Catalog as SQL that, loaded into an empty database, gives the same Catalog. */
public final class DdlWriter {
    private DdlWriter() {}

    /**
     * The statements in an order in which they load.
     *
     * @param catalog read with its dependencies
     */
    public static List<DdlStatement> write(Catalog catalog, DdlOptions options) {
        throw new UnsupportedOperationException("not there yet: " + catalog.majorVersion() + options);
    }
}
