package dev.migrate.rehearse;

/**
 * A relation that was there before the first of the migrations at hand.
 *
 * @param oid in the scratch database
 * @param name qualified, with quotation marks where SQL needs them
 * @param kind as {@code pg_class.relkind} has it
 * @param origin the name that it had before the first migration
 * @param owner of an index the oid of its table, of a partition or a child that of its parent; 0 for anything else
 */
public record Relation(long oid, String name, char kind, String origin, long owner) {
    /** Whether it holds rows that can be many: a table, be it partitioned, or a materialized view. */
    public boolean holdsRows() {
        return kind == 'r' || kind == 'p' || kind == 'm';
    }

    public boolean table() {
        return kind == 'r' || kind == 'p';
    }

    public boolean index() {
        return kind == 'i' || kind == 'I';
    }

    /** What it is, for people: {@code table}. */
    public String noun() {
        return switch (kind) {
            case 'r', 'p' -> "table";
            case 'm' -> "materialized view";
            case 'v' -> "view";
            case 'f' -> "foreign table";
            case 'i', 'I' -> "index";
            case 'S' -> "sequence";
            default -> "relation";
        };
    }

    Relation named(String other) {
        return new Relation(oid, other, kind, origin, owner);
    }

    @Override
    public String toString() {
        return noun() + " " + name;
    }
}
