package dev.migrate.prisma;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A foreign key, as a model or as the database has it.
 *
 * @param columns with those that they refer to, in the order of the names: the order in which they are written means
 *     nothing
 * @param onDelete as in SQL
 * @param onUpdate as in SQL
 */
record ForeignKey(String name, List<Pair> columns, String schema, String table, String onDelete, String onUpdate) {
    /** A column and the one that it refers to. */
    record Pair(String column, String referenced) {}

    private static final Pattern ACTION =
            Pattern.compile(" ON (DELETE|UPDATE) (NO ACTION|RESTRICT|CASCADE|SET NULL|SET DEFAULT)");

    private static final String REFERENCES = " REFERENCES ";

    ForeignKey {
        columns = columns.stream()
                .sorted(java.util.Comparator.comparing(Pair::column))
                .toList();
    }

    static ForeignKey of(
            String name,
            List<String> columns,
            List<String> table,
            List<String> referenced,
            String onDelete,
            String onUpdate) {
        var pairs = new ArrayList<Pair>();
        for (int i = 0; i < Math.min(columns.size(), referenced.size()); i++) {
            pairs.add(new Pair(columns.get(i), referenced.get(i)));
        }
        return new ForeignKey(
                name, pairs, table.size() > 1 ? table.get(0) : "", table.get(table.size() - 1), onDelete, onUpdate);
    }

    /** Empty for one that Prisma has no words for. */
    static Optional<ForeignKey> of(String name, String definition) {
        int references = SqlPieces.find(definition, REFERENCES, 0);
        int columns = SqlPieces.find(definition, "(", 0);
        int referenced = SqlPieces.find(definition, "(", references);
        if (references < 0 || definition.contains("PERIOD ")) {
            return Optional.empty();
        }
        String table = definition.substring(references + REFERENCES.length(), referenced);
        String onDelete = "NO ACTION";
        String onUpdate = "NO ACTION";
        Matcher action = ACTION.matcher(definition.substring(SqlPieces.behind(definition, referenced)));
        while (action.find()) {
            if (action.group(1).equals("DELETE")) {
                onDelete = action.group(2);
            } else {
                onUpdate = action.group(2);
            }
        }
        return Optional.of(of(
                name,
                names(SqlPieces.inside(definition, columns)),
                SqlPieces.qualified(table),
                names(SqlPieces.inside(definition, referenced)),
                onDelete,
                onUpdate));
    }

    private static List<String> names(String list) {
        return SqlPieces.split(list, ',').stream().map(SqlPieces::unquoted).toList();
    }

    List<String> names() {
        return columns.stream().map(Pair::column).toList();
    }

    /** Whether both refer with the same columns to the same. */
    boolean sameReference(ForeignKey other) {
        return columns.equals(other.columns) && schema.equals(other.schema) && table.equals(other.table);
    }

    @Override
    public String toString() {
        return "foreign key " + columns.stream().map(Pair::column).collect(Collectors.joining(", ", "(", ")")) + " to "
                + schema + "." + table
                + columns.stream().map(Pair::referenced).collect(Collectors.joining(", ", "(", ")"));
    }
}
