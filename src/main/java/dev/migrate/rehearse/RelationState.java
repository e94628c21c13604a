package dev.migrate.rehearse;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What there is to know of a relation at one moment, as far as a rule asks for it.
 *
 * @param name qualified, with quotation marks where SQL needs them
 * @param tablespace oid; 0 for that of the database
 * @param columns by their numbers, which a renamed one keeps
 * @param constraints by their oids
 * @param indexes by their oids
 * @param triggers those of the user, by their oids
 */
public record RelationState(
        String name,
        String schema,
        String tablespace,
        Map<Integer, Column> columns,
        Map<Long, Constraint> constraints,
        Map<Long, Index> indexes,
        Map<Long, Trigger> triggers) {
    private static final String RECORD = "\u001d";
    private static final String FIELD = "\u001c";

    /**
     * A column.
     *
     * @param type with its modifiers, as SQL writes it
     * @param filled whether it has a default
     * @param identity as {@code pg_attribute.attidentity} has it
     * @param generated as {@code pg_attribute.attgenerated} has it
     * @param constrainedDomain whether its type is a domain with a constraint
     * @param fromSequence whether its default takes the next value of a sequence
     */
    public record Column(
            String name,
            String type,
            boolean notNull,
            boolean filled,
            String identity,
            String generated,
            boolean constrainedDomain,
            boolean fromSequence) {}

    /**
     * A constraint of the table itself, not one that it has from a partitioned one.
     *
     * @param type as {@code pg_constraint.contype} has it
     * @param index oid of the index that it stands on; 0 for none
     * @param references the table that a foreign key refers to; else empty
     */
    public record Constraint(String name, char type, boolean validated, long index, String references) {}

    /** An index. */
    public record Index(String name, boolean valid) {}

    /** A trigger, with {@code pg_trigger.tgenabled}. */
    public record Trigger(String name, char enabled) {}

    /** Takes apart what the function {@code rehearsal.state} put together. */
    static RelationState of(String text) {
        var state = new RelationState[1];
        var columns = new LinkedHashMap<Integer, Column>();
        var constraints = new LinkedHashMap<Long, Constraint>();
        var indexes = new LinkedHashMap<Long, Index>();
        var triggers = new LinkedHashMap<Long, Trigger>();
        for (String line : text.split(RECORD, -1)) {
            String[] f = line.split(FIELD, -1);
            switch (f[0]) {
                case "relation" ->
                    state[0] = new RelationState(f[1], f[2], f[3], columns, constraints, indexes, triggers);
                case "column" ->
                    columns.put(
                            Integer.parseInt(f[1]),
                            new Column(f[2], f[3], is(f[4]), is(f[5]), f[6].strip(), f[7].strip(), is(f[8]), is(f[9])));
                case "constraint" ->
                    constraints.put(
                            Long.parseLong(f[1]),
                            new Constraint(f[2], f[3].charAt(0), is(f[4]), Long.parseLong(f[5]), f[6]));
                case "index" -> indexes.put(Long.parseLong(f[1]), new Index(f[2], is(f[3])));
                case "trigger" -> triggers.put(Long.parseLong(f[1]), new Trigger(f[2], f[3].charAt(0)));
                default -> throw new IllegalStateException("not part of a relation: " + line);
            }
        }
        return state[0];
    }

    private static boolean is(String bool) {
        return bool.equals("t");
    }
}
