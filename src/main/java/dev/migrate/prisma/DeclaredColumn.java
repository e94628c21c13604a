package dev.migrate.prisma;

import java.util.Optional;

/**
 * A column as a model has it.
 *
 * @param field what declares it
 * @param type as {@code format_type} prints it, canonical, without {@code []}; of an enum its qualified name
 * @param enumeration the enum that it is of
 */
record DeclaredColumn(String name, PrismaField field, String type, Optional<PrismaEnum> enumeration) {
    boolean required() {
        return field.arity() == PrismaField.Arity.REQUIRED;
    }

    /** As SQL has it. */
    String sqlType() {
        return type + (field.list() ? "[]" : "");
    }

    @Override
    public String toString() {
        return sqlType() + (required() ? " NOT NULL" : "");
    }
}
