package dev.migrate.rollback;

import java.util.List;

/**
 * A way back that was found by looking at what a migration does.
 *
 * @param statements in the order in which they run, each without its semicolon; a note where it begins with two dashes
 * @param structure in what the structure stays different when they have run, and what keeps the migration from running
 *     again behind them; empty where both were seen to work
 * @param rows what they do not give back of rows and values
 */
public record Derived(List<String> statements, List<String> structure, List<String> rows) {
    public Derived {
        statements = List.copyOf(statements);
        structure = List.copyOf(structure);
        rows = List.copyOf(rows);
    }

    /** Whether it was seen to lead back to the same structure, and the migration to run again behind it. */
    public boolean proven() {
        return structure.isEmpty();
    }

    /** The statements as a script, without what it does not give back. */
    public String sql() {
        var sql = new StringBuilder();
        boolean blank = false;
        for (String statement : statements) {
            boolean several = statement.indexOf('\n') >= 0;
            if (!sql.isEmpty() && (several || blank)) {
                sql.append('\n');
            }
            sql.append(statement).append(statement.startsWith("--") ? "\n" : ";\n");
            blank = several;
        }
        return sql.toString();
    }

    /** The script as it stands in a file. */
    public String text() {
        var text = new StringBuilder();
        if (!rows.isEmpty() || !structure.isEmpty()) {
            text.append("-- Not given back by this:\n");
            structure.forEach(line -> comment(text, line));
            rows.forEach(line -> comment(text, line));
            text.append('\n');
        }
        return text.append(sql()).toString();
    }

    private static void comment(StringBuilder text, String item) {
        boolean first = true;
        for (String line : item.strip().lines().toList()) {
            text.append(first ? "--   - " : "--     ")
                    .append(line.stripTrailing())
                    .append('\n');
            first = false;
        }
    }
}
