package dev.migrate.catalog;

/**
 * What makes an object the same in two databases: never an OID.
 *
 * @param schema empty for what is in no schema
 * @param relation the table, view or type that a column, constraint, index, trigger, rule or policy is of; else empty
 * @param name as it is, without quotes
 * @param arguments types of the arguments of a routine or an operator, as PostgreSQL prints them; the access method of an operator family or
 *     class; else empty
 */
public record Identity(ObjectKind kind, String schema, String relation, String name, String arguments)
        implements Comparable<Identity> {
    /** An object that stands in no schema. */
    public static Identity of(ObjectKind kind, String name) {
        return new Identity(kind, "", "", name, "");
    }

    /** An object in a schema. */
    public static Identity of(ObjectKind kind, String schema, String name) {
        return new Identity(kind, schema, "", name, "");
    }

    /** The relation or type that this is part of, as {@code kind}. */
    public Identity owner(ObjectKind kind) {
        return of(kind, schema, relation);
    }

    /** Whether both are parts of one kind of the same relation or type. */
    boolean sibling(Identity other) {
        return kind == other.kind && schema.equals(other.schema) && relation.equals(other.relation);
    }

    @Override
    public int compareTo(Identity other) {
        int order = kind.compareTo(other.kind);
        order = order != 0 ? order : schema.compareTo(other.schema);
        order = order != 0 ? order : relation.compareTo(other.relation);
        order = order != 0 ? order : name.compareTo(other.name);
        return order != 0 ? order : arguments.compareTo(other.arguments);
    }

    /** For people: {@code table public.orders}, {@code column public.orders.note}, {@code policy own on public.orders}. */
    @Override
    public String toString() {
        if (kind == ObjectKind.DATABASE) {
            return "the database";
        }
        String place = schema.isEmpty() ? "" : schema + ".";
        return kind.word() + " "
                + switch (kind) {
                    case COLUMN -> place + relation + "." + name;
                    case CONSTRAINT, DOMAIN_CONSTRAINT, INDEX, TRIGGER, RULE, POLICY ->
                        name + " on " + place + relation;
                    case PUBLICATION_TABLE -> name + " with " + place + relation;
                    case USER_MAPPING -> "of " + name + " for " + relation;
                    case FUNCTION, PROCEDURE, AGGREGATE, OPERATOR -> place + name + "(" + arguments + ")";
                    case OPERATOR_CLASS, OPERATOR_FAMILY -> place + name + " using " + arguments;
                    case DEFAULT_PRIVILEGES ->
                        "of " + name + " for " + arguments + (schema.isEmpty() ? "" : " in schema " + schema);
                    case SETTINGS -> name.isEmpty() ? "of the database" : "of role " + name;
                    default -> place + name;
                };
    }
}
