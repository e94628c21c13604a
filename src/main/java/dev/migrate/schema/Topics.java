package dev.migrate.schema;

import dev.migrate.catalog.DdlStatement;
import dev.migrate.catalog.ObjectKind;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The files of a folder that nobody has sorted by hand: one for each topic, in an order in which they load. Numbers leave
 * gaps and are never reused. A topic of the schema {@code public}, or of none, is {@code 40_tables.sql}; of another
 * schema {@code 40_tables_billing.sql}.
 */
final class Topics {
    static final String SCHEMAS = "00_schemas";
    static final String EXTENSIONS = "05_extensions";
    static final String TYPES = "10_types";
    static final String FUNCTIONS = "15_functions";
    static final String OPERATORS = "20_operators";
    static final String TEXT_SEARCH = "25_text_search";
    static final String FOREIGN_SERVERS = "30_foreign_servers";
    static final String SEQUENCES = "35_sequences";
    static final String TABLES = "40_tables";
    static final String FUNCTIONS_LATE = "45_functions_late";
    static final String VIEWS = "50_views";
    static final String INDEXES = "55_indexes";
    static final String STATISTICS = "60_statistics";
    static final String RULES = "65_rules";
    static final String TRIGGERS = "70_triggers";
    static final String FOREIGN_KEYS = "75_foreign_keys";
    static final String ROW_SECURITY = "80_rls";
    static final String PUBLICATIONS = "85_publications";
    static final String GRANTS = "90_grants";
    static final String COMMENTS = "95_comments";
    static final String EVENT_TRIGGERS = "99_event_triggers";

    private static final List<String> ALL = List.of(
            SCHEMAS,
            EXTENSIONS,
            TYPES,
            FUNCTIONS,
            OPERATORS,
            TEXT_SEARCH,
            FOREIGN_SERVERS,
            SEQUENCES,
            TABLES,
            FUNCTIONS_LATE,
            VIEWS,
            INDEXES,
            STATISTICS,
            RULES,
            TRIGGERS,
            FOREIGN_KEYS,
            ROW_SECURITY,
            PUBLICATIONS,
            GRANTS,
            COMMENTS,
            EVENT_TRIGGERS);

    /** What no other file can take, because it would load too early there. */
    static final String LATE = "zz_late.sql";

    private static final Pattern BEHIND_INDEXES = Pattern.compile("\\b(cluster on|replica identity using index)\\b");

    private Topics() {}

    /** Whether a file has the name of a topic. */
    static boolean isTopic(String file) {
        return file.equals(LATE)
                || ALL.stream()
                        .anyMatch(topic -> file.equals(topic + ".sql")
                                || (file.startsWith(topic + "_") && !file.contains("/") && file.endsWith(".sql")));
    }

    /**
     * The file of a statement.
     *
     * @param earliest the last of the files that hold what it needs; empty where it needs nothing
     */
    static String file(DdlStatement statement, Facet facet, String earliest) {
        String schema = statement.object().schema();
        String suffix = schema.isEmpty() || schema.equals("public") ? "" : "_" + fileName(schema);
        for (String topic : topics(statement, facet)) {
            String file = topic + suffix + ".sql";
            if (file.compareTo(earliest) >= 0) {
                return file;
            }
        }
        return earliest;
    }

    /** A schema may be called anything; a file had better not. */
    private static String fileName(String schema) {
        return schema.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_]", "_");
    }

    private static List<String> topics(DdlStatement statement, Facet facet) {
        return switch (facet.part()) {
            case COMMENT -> List.of(COMMENTS);
            case GRANTS, OWNER -> List.of(GRANTS);
            case ROW_SECURITY -> List.of(ROW_SECURITY);
            case FOREIGN_KEY -> List.of(FOREIGN_KEYS);
            case DEFINITION ->
                BEHIND_INDEXES.matcher(statement.sql().toLowerCase(Locale.ROOT)).find()
                        ? List.of(STATISTICS)
                        : topics(statement.object().kind());
        };
    }

    private static List<String> topics(ObjectKind kind) {
        return switch (kind) {
            case SCHEMA -> List.of(SCHEMAS);
            case EXTENSION, ACCESS_METHOD, LANGUAGE -> List.of(EXTENSIONS);
            case COLLATION, ENUM, DOMAIN, DOMAIN_CONSTRAINT, COMPOSITE_TYPE, RANGE_TYPE, BASE_TYPE -> List.of(TYPES);
            case FUNCTION, PROCEDURE, AGGREGATE -> List.of(FUNCTIONS, FUNCTIONS_LATE);
            case OPERATOR, OPERATOR_FAMILY, OPERATOR_CLASS, CAST, CONVERSION, TRANSFORM -> List.of(OPERATORS);
            case TEXT_SEARCH_PARSER, TEXT_SEARCH_TEMPLATE, TEXT_SEARCH_DICTIONARY, TEXT_SEARCH_CONFIGURATION ->
                List.of(TEXT_SEARCH);
            case FOREIGN_DATA_WRAPPER, SERVER, USER_MAPPING -> List.of(FOREIGN_SERVERS);
            case SEQUENCE -> List.of(SEQUENCES, TABLES);
            case TABLE, COLUMN, CONSTRAINT -> List.of(TABLES, FUNCTIONS_LATE);
            case VIEW, MATERIALIZED_VIEW -> List.of(VIEWS);
            case INDEX -> List.of(INDEXES);
            case STATISTICS -> List.of(STATISTICS);
            case RULE -> List.of(RULES);
            case TRIGGER -> List.of(TRIGGERS);
            case POLICY -> List.of(ROW_SECURITY);
            case PUBLICATION, PUBLICATION_TABLE, SUBSCRIPTION -> List.of(PUBLICATIONS);
            case DEFAULT_PRIVILEGES, SETTINGS -> List.of(GRANTS);
            case DATABASE -> List.of(); // no statement says it
            case EVENT_TRIGGER -> List.of(EVENT_TRIGGERS);
        };
    }
}
