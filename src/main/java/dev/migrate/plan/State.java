package dev.migrate.plan;

import java.util.Locale;

/** What a migration is on a database, of files and history together. */
public enum State {
    APPLIED,
    PENDING,
    /** Applied, then edited. */
    CHANGED,
    /** Applied; its file is in no source and no archive. */
    MISSING,
    /** Applied; its file is in the archive now. */
    ARCHIVED,
    COVERED,
    BASELINED,
    FAILED,
    /** Begun statement by statement and neither ended nor failed: another run is at it, or it was killed. */
    RUNNING,
    /** Being undone statement by statement: another run is at it, or it stopped. */
    ROLLING_BACK,
    ROLLED_BACK,
    /** Run only when asked for. */
    OPTIONAL,
    /** Pending, but older than something applied. */
    OUT_OF_ORDER,
    /** The bootstrap file on a database that has its history, or a file for other environments. */
    NOT_NEEDED;

    /** As it stands in JSON. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
