package dev.migrate.prisma;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What {@code pg_get_indexdef} prints, taken apart.
 *
 * @param columns those of the key; empty where one is an expression
 */
record IndexText(List<IndexColumn> columns, String method, boolean partial) {
    private static final String USING = " USING ";

    static IndexText of(String definition) {
        int using = SqlPieces.find(definition, USING, 0);
        if (using < 0) {
            return new IndexText(List.of(), "", false);
        }
        int open = SqlPieces.find(definition, "(", using);
        String method = definition.substring(using + USING.length(), open).strip();
        var columns = new ArrayList<IndexColumn>();
        for (String element : SqlPieces.split(SqlPieces.inside(definition, open), ',')) {
            Optional<IndexColumn> column = column(element);
            if (column.isEmpty()) {
                columns.clear();
                break;
            }
            columns.add(column.get());
        }
        boolean partial = SqlPieces.find(definition, " WHERE ", SqlPieces.behind(definition, open)) >= 0;
        return new IndexText(List.copyOf(columns), method, partial);
    }

    /** Empty for an expression: it stands in brackets, or is a function with its arguments. */
    private static Optional<IndexColumn> column(String element) {
        List<String> words = SqlPieces.split(element, ' ');
        String name = words.get(0);
        if (!name.startsWith("\"") && name.indexOf('(') >= 0) {
            return Optional.empty();
        }
        Optional<String> operatorClass = Optional.empty();
        boolean descending = false;
        for (int i = 1; i < words.size(); i++) {
            switch (words.get(i)) {
                case "COLLATE", "NULLS" -> i++;
                case "ASC" -> {}
                case "DESC" -> descending = true;
                default -> {
                    if (!words.get(i).startsWith("(")) { // else the options of the operator class before it
                        List<String> parts = SqlPieces.qualified(words.get(i));
                        operatorClass = Optional.of(parts.get(parts.size() - 1));
                    }
                }
            }
        }
        return Optional.of(new IndexColumn(SqlPieces.unquoted(name), operatorClass, descending));
    }
}
