package dev.migrate.prisma;

import java.util.List;

/**
 * A Prisma schema, a database, and what is different.
 *
 * @param differences {@code object.column: expected | actual} of each
 */
record PrismaCase(String name, String prisma, String sql, List<String> differences) {
    static PrismaCase the(String name, String prisma, String sql, String... differences) {
        return new PrismaCase(name, prisma, sql, List.of(differences));
    }

    /** A table T with a key and one column c more. */
    static PrismaCase column(String field, String column, String... differences) {
        return the(
                field + " and " + column + (differences.length == 0 ? " are the same" : " differ"),
                "model T {\n id Int @id\n c " + field + "\n}",
                "create table \"T\" (id int primary key, c " + column + ")",
                differences);
    }

    @Override
    public String toString() {
        return name;
    }
}
