package dev.migrate.report;

/** How much is told; errors always are. */
public enum Verbosity {
    QUIET,
    NORMAL,
    VERBOSE
}
