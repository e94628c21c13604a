package dev.migrate.catalog;

/** What is written beside structure. */
public record DdlOptions(boolean owners, boolean grants, boolean securityLabels) {
    public static final DdlOptions STRUCTURE = new DdlOptions(false, false);
    public static final DdlOptions ALL = new DdlOptions(true, true);

    /** With security labels where both are asked for: a provider has to be loaded for them, and few servers have one. */
    public DdlOptions(boolean owners, boolean grants) {
        this(owners, grants, owners && grants);
    }
}
