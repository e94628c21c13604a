package dev.migrate.catalog;

import java.util.Locale;

/** What is told of an object beside its identity. Null always stands for what PostgreSQL takes where nothing is said. */
public enum Attribute {
    ACCESS_METHOD,
    AGGREGATE_KIND,
    ALIGNMENT,
    ALL_TABLES,
    ANALYZE,
    BODY(DifferenceClass.CODE),
    BY_VALUE,
    CACHE,
    CANONICAL,
    CATEGORY,
    CLUSTER_INDEX,
    COLLATABLE,
    COLLATION,
    COLUMNS(Shape.LIST),
    COMBINE,
    COMMAND,
    COMMENT(DifferenceClass.COMMENT),
    COMMUTATOR,
    COMPRESSION,
    CONFIGURATION(Shape.LIST),
    CONFIGURATION_TABLES(Shape.LIST),
    CONTEXT,
    COST,
    CYCLE,
    DEFAULT,
    DEFERRABLE,
    DEFERRED,
    DEFINED,
    DEFINITION,
    DELETE,
    DELIMITER,
    DEPENDS_ON_EXTENSIONS(Shape.LIST),
    DERIVED(Use.WRITING),
    DESERIAL,
    DETACH_PENDING,
    DETERMINISTIC,
    DIRECT_ARGUMENTS,
    DISABLE_ON_ERROR,
    ELEMENT,
    ENABLED,
    ENCODING,
    END,
    ENFORCED,
    EVENT,
    FAILOVER,
    FAMILY,
    FINAL,
    FINAL_EXTRA,
    FINAL_MODIFY,
    FORCE_ROW_SECURITY,
    FOREIGN_OPTIONS(Shape.LIST),
    FROM_SQL,
    FUNCTION,
    GENERATED,
    GENERATED_COLUMNS,
    GENERATION,
    GETTOKEN,
    GRANTS(DifferenceClass.PRIVILEGE, Shape.LIST),
    HANDLER,
    HASHES,
    HEADLINE,
    IDENTITY,
    IDENTITY_SEQUENCE(Shape.LIST),
    IDENTITY_SEQUENCE_COMMENT(DifferenceClass.COMMENT),
    IDENTITY_SEQUENCE_GRANTS(DifferenceClass.PRIVILEGE, Shape.LIST),
    IDENTITY_SEQUENCE_LABELS(Shape.LIST),
    IDENTITY_SEQUENCE_NAME(Use.WRITING),
    IN_SCHEMA,
    INCREMENT,
    INDEX_COMMENT(DifferenceClass.COMMENT),
    INDEX_DEFINITION(Use.WRITING),
    INDEX_NAME(DifferenceClass.NAME),
    INDEX_OPTIONS(Shape.LIST),
    INHERITED,
    INIT,
    INITIAL_VALUE,
    INLINE_HANDLER,
    INPUT,
    INSERT,
    INVALID,
    IS_BINARY,
    IS_DEFAULT,
    IS_ENABLED,
    JOIN,
    KEY_COLUMNS(DifferenceClass.STRUCTURE, Shape.LIST, Use.WRITING),
    LABELS(Shape.LIST),
    LANGUAGE,
    LC_COLLATE,
    LC_CTYPE,
    LEAKPROOF,
    LEFT_TYPE,
    LENGTH,
    LEXIZE,
    LEXTYPES,
    LIBRARY,
    LOCALE,
    MAPPINGS(Shape.LIST),
    MAXIMUM,
    MEMBER_GRANTS(DifferenceClass.PRIVILEGE, Shape.LIST),
    MEMBERS(Shape.LIST),
    MERGES,
    METHOD,
    MINIMUM,
    MOVING_FINAL,
    MOVING_FINAL_EXTRA,
    MOVING_FINAL_MODIFY,
    MOVING_INITIAL_VALUE,
    MOVING_INVERSE,
    MOVING_STATE_SIZE,
    MOVING_STATE_TYPE,
    MOVING_TRANSITION,
    MULTIRANGE,
    /** Of no object that is read: what differs where only the name does. */
    NAME(DifferenceClass.NAME),
    NEGATOR,
    NO_INHERIT,
    NOT_NULL,
    NOT_NULL_COMMENT(DifferenceClass.COMMENT),
    NOT_NULL_CONSTRAINT(DifferenceClass.NAME),
    NOT_NULL_INHERITED,
    NOT_NULL_NO_INHERIT,
    NOT_NULL_NOT_VALID,
    OF_TYPE,
    ON_RELATION,
    OPERATOR_CLASS,
    OPTIONS(Shape.LIST),
    ORIGIN,
    OUTPUT,
    OWN(Use.WRITING),
    OWNED_BY,
    OWNER(DifferenceClass.OWNER),
    PARALLEL,
    PARAMETERS,
    PARENT_ENABLED(Use.WRITING),
    PARENT_CONSTRAINT(Use.WRITING),
    PARENT_INDEX,
    PARENT_RELATION(Use.WRITING),
    PARENTS(Shape.LIST),
    PARSED_BODY,
    PARSER,
    PARTITION_BOUND,
    PARTITION_KEY,
    PASSWORD_REQUIRED,
    PERMISSIVE,
    PERSISTENCE,
    POPULATED(Use.WRITING),
    /** Of a column, from 1; a difference tells of the columns of a whole table, in order. */
    POSITION(DifferenceClass.ORDER),
    PREFERRED,
    PRINTED(Use.WRITING),
    PROVIDER,
    PUBLICATIONS(Shape.LIST),
    QUERY,
    READY,
    RECEIVE,
    RELATION_KIND,
    REPLICA_IDENTITY,
    REPLICA_IDENTITY_INDEX,
    RESTRICT,
    RESULT,
    RIGHT_TYPE,
    ROLES(Shape.LIST),
    ROW_FILTER,
    ROW_SECURITY,
    ROWS,
    RULES,
    RUN_AS_OWNER,
    SCHEMAS(Shape.LIST),
    SECURITY_DEFINER,
    SECURITY_LABELS(Shape.LIST),
    SEND,
    SERIAL,
    SERVER,
    SIGNATURE(Use.WRITING),
    SLOT_NAME,
    SORT_OPERATOR,
    SORT_OPERATOR_NAME(Use.WRITING),
    SORT_OPERATOR_SCHEMA(Use.WRITING),
    SOURCE_ENCODING,
    SOURCE_TYPE,
    START,
    STATE_SIZE,
    STATE_TYPE,
    STATISTICS_TARGET,
    STATISTICS_TARGETS(Shape.LIST),
    STORAGE,
    STORAGE_TYPE,
    STREAMING,
    STRICT,
    SUBSCRIPT,
    SUBTYPE,
    SUBTYPE_DIFF,
    SUPPORT,
    SYNCHRONOUS_COMMIT,
    TABLESPACE(DifferenceClass.ENVIRONMENT),
    TAGS(Shape.LIST),
    TARGET_ENCODING,
    TARGET_TYPE,
    TEMPLATE,
    TEMPLATE_OPTIONS,
    TO_SQL,
    TOAST_OPTIONS(Shape.LIST),
    TRANSFORMS(Shape.LIST),
    TRANSITION,
    TRUNCATE,
    TRUSTED,
    TWO_PHASE,
    TYPE,
    TYPMOD_IN,
    TYPMOD_OUT,
    UNIQUE,
    UPDATE,
    USING,
    VALID,
    VALIDATED,
    VALIDATOR,
    VERSION,
    VIA_ROOT,
    VOLATILITY,
    WINDOW,
    WITH_CHECK,
    WRAPPER;

    /** Whether the value is one text or a list of them. */
    private enum Shape {
        TEXT,
        LIST
    }

    /** Whether a difference counts, or the value only serves to write the object down. */
    private enum Use {
        COMPARING,
        WRITING
    }

    private final DifferenceClass differenceClass;
    private final Shape shape;
    private final Use use;

    Attribute() {
        this(DifferenceClass.STRUCTURE, Shape.TEXT, Use.COMPARING);
    }

    Attribute(DifferenceClass differenceClass) {
        this(differenceClass, Shape.TEXT, Use.COMPARING);
    }

    Attribute(Shape shape) {
        this(DifferenceClass.STRUCTURE, shape, Use.COMPARING);
    }

    Attribute(DifferenceClass differenceClass, Shape shape) {
        this(differenceClass, shape, Use.COMPARING);
    }

    Attribute(Use use) {
        this(DifferenceClass.STRUCTURE, Shape.TEXT, use);
    }

    Attribute(DifferenceClass differenceClass, Shape shape, Use use) {
        this.differenceClass = differenceClass;
        this.shape = shape;
        this.use = use;
    }

    /** What a difference in it means in objects of that kind. */
    public DifferenceClass differenceClass(ObjectKind kind) {
        return switch (kind) {
            case SETTINGS, DATABASE -> DifferenceClass.ENVIRONMENT;
            case EXTENSION ->
                this == VERSION || this == CONFIGURATION_TABLES ? DifferenceClass.ENVIRONMENT : differenceClass;
            case COMPOSITE_TYPE -> this == POSITION ? DifferenceClass.STRUCTURE : differenceClass;
            default -> differenceClass;
        };
    }

    boolean list() {
        return shape == Shape.LIST;
    }

    /** Whether two objects that differ in it alone are different. */
    boolean compared() {
        return use == Use.COMPARING;
    }

    /** As it stands in queries, in JSON and in messages. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Attribute of(String column) {
        return valueOf(column.toUpperCase(Locale.ROOT));
    }
}
