package dev.migrate.keep;

import dev.migrate.database.Identifier;
import java.util.Optional;
import java.util.Set;

/**
 * A table of which a migration would destroy something.
 *
 * @param columns those that would be lost; empty where it is whole rows
 * @param changes how, in words for people: {@code drop table}, {@code update}
 * @param origin the table before the run began, as SQL names it; empty where the run itself makes it
 */
record Doomed(String schema, String table, Set<String> columns, Set<String> changes, Optional<String> origin) {
    Doomed {
        columns = Set.copyOf(columns);
        changes = Set.copyOf(changes);
    }

    String name() {
        return schema + "." + table;
    }

    String quoted() {
        return Identifier.quoted(schema) + "." + Identifier.quoted(table);
    }

    boolean wholeRows() {
        return columns.isEmpty();
    }

    String words() {
        return String.join(", ", new java.util.TreeSet<>(changes));
    }

    String what() {
        String of = wholeRows() ? name() : name() + " (" + String.join(", ", new java.util.TreeSet<>(columns)) + ")";
        return of + ": " + words();
    }
}
