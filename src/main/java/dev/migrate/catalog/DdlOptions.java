package dev.migrate.catalog;

/** What is written beside structure. */
public record DdlOptions(boolean owners, boolean grants) {
    public static final DdlOptions STRUCTURE = new DdlOptions(false, false);
    public static final DdlOptions ALL = new DdlOptions(true, true);
}
