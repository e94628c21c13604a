package dev.migrate.prisma;

import dev.migrate.database.Identifier;

/** A name in SQL with its schema; always with quotes, so that two of the same are the same text. */
final class QualifiedName {
    private QualifiedName() {}

    static String of(String schema, String name) {
        return Identifier.quoted(schema) + "." + Identifier.quoted(name);
    }
}
