package dev.migrate.catalog;

import java.util.List;

/** Statements as the text of a file that {@code psql} and this tool can run. */
public final class DdlText {
    /** Text bodies of routines then need nothing to be there, and every name means what it says. */
    public static final String HEADER = "set check_function_bodies = off;\nset search_path = '';\n";

    private DdlText() {}

    /** The settings that the statements need, and the statements. */
    public static String of(List<DdlStatement> statements) {
        return HEADER + "\n" + body(statements);
    }

    /** The statements, each with its semicolon, and a blank line between objects. */
    public static String body(List<DdlStatement> statements) {
        var text = new StringBuilder();
        DdlStatement before = null;
        for (DdlStatement statement : statements) {
            if (before != null && !together(before, statement)) {
                text.append('\n');
            }
            text.append(statement.sql()).append(statement.note() ? "\n" : ";\n");
            before = statement;
        }
        return text.toString();
    }

    /** Short lines about one object, and what says something of the statement above or below it. */
    public static boolean together(DdlStatement first, DdlStatement second) {
        return first.note()
                || (first.whole().equals(second.whole())
                        && (second.sql().indexOf('\n') < 0 || second.sql().startsWith("comment on ")));
    }
}
