package dev.migrate.catalog;

import java.util.Locale;

/** The kinds of objects that a {@link Catalog} holds, in the words of PostgreSQL's documentation. */
public enum ObjectKind {
    SCHEMA("pg_namespace"),
    EXTENSION("pg_extension"),
    ACCESS_METHOD("pg_am"),
    LANGUAGE("pg_language"),
    COLLATION("pg_collation"),
    ENUM("pg_type"),
    DOMAIN("pg_type"),
    /** Of a domain; the relation of its identity is the domain. */
    DOMAIN_CONSTRAINT("pg_constraint"),
    COMPOSITE_TYPE("pg_type"),
    RANGE_TYPE("pg_type"),
    /** A base type, and one that is no more than a shell. */
    BASE_TYPE("pg_type"),
    /** Also window functions. */
    FUNCTION("pg_proc"),
    PROCEDURE("pg_proc"),
    AGGREGATE("pg_proc"),
    OPERATOR("pg_operator"),
    /** The arguments of its identity are its access method. */
    OPERATOR_FAMILY("pg_opfamily"),
    /** The arguments of its identity are its access method. */
    OPERATOR_CLASS("pg_opclass"),
    /** The name of its identity is {@code source as target}. */
    CAST("pg_cast"),
    CONVERSION("pg_conversion"),
    /** The name of its identity is {@code type language name}. */
    TRANSFORM("pg_transform"),
    TEXT_SEARCH_PARSER("pg_ts_parser"),
    TEXT_SEARCH_TEMPLATE("pg_ts_template"),
    TEXT_SEARCH_DICTIONARY("pg_ts_dict"),
    TEXT_SEARCH_CONFIGURATION("pg_ts_config"),
    FOREIGN_DATA_WRAPPER("pg_foreign_data_wrapper"),
    SERVER("pg_foreign_server"),
    /** The relation of its identity is the server, the name the role. */
    USER_MAPPING("pg_user_mapping"),
    /** One that belongs to no identity column: those are part of their column. */
    SEQUENCE("pg_class"),
    /** Ordinary, partitioned and foreign ones. */
    TABLE("pg_class"),
    VIEW("pg_class"),
    MATERIALIZED_VIEW("pg_class"),
    /** Of a table, a view, a materialized view or a composite type. */
    COLUMN("pg_class"),
    /** Check, unique, primary key, exclusion and foreign key; NOT NULL is part of its column. */
    CONSTRAINT("pg_constraint"),
    /** One that belongs to no constraint: those are part of their constraint. */
    INDEX("pg_class"),
    STATISTICS("pg_statistic_ext"),
    RULE("pg_rewrite"),
    TRIGGER("pg_trigger"),
    POLICY("pg_policy"),
    PUBLICATION("pg_publication"),
    /** The name of its identity is the publication; schema and relation are the table. */
    PUBLICATION_TABLE("pg_publication_rel"),
    SUBSCRIPTION("pg_subscription"),
    /** The name of its identity is the role, the arguments the type of the objects; without a schema for all. */
    DEFAULT_PRIVILEGES("pg_default_acl"),
    EVENT_TRIGGER("pg_event_trigger"),
    /** What {@code ALTER DATABASE} or {@code ALTER ROLE … IN DATABASE} set; the name of its identity is the role. */
    SETTINGS("pg_db_role_setting"),
    /** The database itself, with what it was made with; its identity has no name, so that every database has the same. */
    DATABASE("pg_database");

    private final String systemCatalog;

    ObjectKind(String systemCatalog) {
        this.systemCatalog = systemCatalog;
    }

    /** The system catalog in which such objects have their rows. */
    String systemCatalog() {
        return systemCatalog;
    }

    /** As it stands in messages: {@code materialized view}. */
    public String word() {
        return switch (this) {
            case ENUM, COMPOSITE_TYPE, RANGE_TYPE, BASE_TYPE -> "type";
            case DOMAIN_CONSTRAINT -> "constraint";
            default -> name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }
}
