package dev.migrate.prisma;

import dev.migrate.catalog.Identity;
import dev.migrate.catalog.ObjectKind;
import dev.migrate.database.Identifier;
import dev.migrate.problem.Place;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A table as a Prisma schema has it: that of a model, or that of an implicit many-to-many relation.
 *
 * @param model that declares it; for a relation one of the two
 * @param ignoredColumns which are there for all we care
 */
record DeclaredTable(
        String schema,
        String name,
        PrismaModel model,
        Place where,
        List<DeclaredColumn> columns,
        Set<String> ignoredColumns,
        List<DeclaredIndex> indexes,
        List<DeclaredForeignKey> foreignKeys) {
    DeclaredTable {
        columns = List.copyOf(columns);
        ignoredColumns = Set.copyOf(ignoredColumns);
        indexes = List.copyOf(indexes);
        foreignKeys = List.copyOf(foreignKeys);
    }

    Identity identity() {
        return Identity.of(ObjectKind.TABLE, schema, name);
    }

    Optional<DeclaredColumn> column(String column) {
        return columns.stream()
                .filter(candidate -> candidate.name().equals(column))
                .findFirst();
    }

    /** Its name in SQL. */
    String quoted() {
        return Identifier.quoted(schema) + "." + Identifier.quoted(name);
    }
}
