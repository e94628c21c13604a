package dev.migrate.catalog;

import java.util.List;

/**
 * Statements that run together, or not at all.
 *
 * @param object that is made, changed or dropped
 * @param statements without semicolons, in order
 */
public record DdlStep(Identity object, List<String> statements) {
    public DdlStep {
        statements = List.copyOf(statements);
    }

    /** As one text to run; each statement ends with a semicolon. */
    public String sql() {
        var text = new StringBuilder();
        for (String statement : statements) {
            text.append(statement).append(statement.startsWith("--") ? "\n" : ";\n");
        }
        return text.toString();
    }
}
