package dev.migrate.catalog;

/** What comes first where nothing else decides, so that a piece does not move because another one changed. */
enum DdlPhase {
    SCHEMAS,
    EXTENSIONS,
    COLLATIONS,
    TYPES,
    FUNCTIONS,
    OPERATORS,
    TEXT_SEARCH,
    FOREIGN_SERVERS,
    SEQUENCES,
    TABLES,
    /** Partitions are made on their own, with their own order of columns, and join their table here. */
    PARTITIONS,
    /** Routines that need a relation, and what could not be part of a table because it needs such a routine. */
    LATE_FUNCTIONS,
    VIEWS,
    INDEXES,
    STATISTICS,
    RULES,
    TRIGGERS,
    FOREIGN_KEYS,
    ROW_SECURITY,
    PUBLICATIONS,
    OWNERS,
    GRANTS,
    DEFAULT_PRIVILEGES,
    SETTINGS,
    /** At the end, when every function that the query may call is there. */
    REFRESH,
    /** They fire at whatever is made behind them. */
    EVENT_TRIGGERS
}
