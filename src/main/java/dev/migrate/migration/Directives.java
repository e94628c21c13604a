package dev.migrate.migration;

import dev.migrate.config.Name;
import java.util.List;
import java.util.Set;

/**
 * What {@code -- migrate:} comments say about a migration.
 *
 * @param noTransaction to be run statement by statement
 * @param after ids behind which it runs, with their places
 * @param optional run only when asked for
 * @param environments part of the project only in these; empty: in all
 * @param repeatable run again whenever it changes
 */
public record Directives(
        boolean noTransaction, List<Name> after, boolean optional, Set<String> environments, boolean repeatable) {
    /** A file that says nothing. */
    public static final Directives NONE = new Directives(false, List.of(), false, Set.of(), false);

    public Directives {
        after = List.copyOf(after);
        environments = Set.copyOf(environments);
    }
}
