package dev.migrate.shadow;

import dev.migrate.database.Identifier;
import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.problem.MigrationFailure;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The roles of the target, by name: migrations grant to them and make them owners. */
final class TargetRoles {
    private TargetRoles() {}

    /** Makes those that are not there, and says which. */
    static List<String> make(
            Session session,
            Collection<String> wanted,
            Optional<ScratchMark> mark,
            Function<ServerError, MigrationFailure> refused) {
        List<String> names = wanted.stream()
                .filter(name -> !name.isEmpty() && !name.startsWith("pg_"))
                .distinct()
                .toList();
        if (names.isEmpty()) {
            return List.of();
        }
        String list =
                names.stream().map(name -> "(" + Identifier.literal(name) + ")").collect(Collectors.joining(", "));
        List<String> missing = session
                .rows("SELECT name FROM (VALUES " + list + ") AS wanted (name) WHERE NOT EXISTS"
                        + " (SELECT FROM pg_roles WHERE rolname = name)")
                .stream()
                .map(row -> row.get(0))
                .toList();
        if (!missing.isEmpty()) {
            // One message is one transaction: no role is there without its mark.
            String statements = missing.stream()
                    .map(name -> "CREATE ROLE " + Identifier.quoted(name)
                            + mark.map(of -> ";\n" + of.onRole(name)).orElse(""))
                    .collect(Collectors.joining(";\n"));
            session.ask(statements).error().ifPresent(error -> {
                throw refused.apply(error);
            });
        }
        return missing;
    }
}
