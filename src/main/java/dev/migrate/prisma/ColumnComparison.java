package dev.migrate.prisma;

import dev.migrate.catalog.Attribute;
import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.CatalogObject;
import dev.migrate.database.Identifier;
import java.util.Optional;

/** The columns of one table against the fields of its model. */
final class ColumnComparison {
    private final TypeComparison types;
    private final DefaultComparison defaults;
    private final Differences differences;

    ColumnComparison(Catalog catalog, ServerJudgement server, Differences differences) {
        this.types = new TypeComparison(catalog);
        this.defaults = new DefaultComparison(server);
        this.differences = differences;
    }

    void compare(DeclaredTable declared, FoundTable found) {
        for (DeclaredColumn column : declared.columns()) {
            CatalogObject there = found.columns().get(column.name());
            if (there == null) {
                differences.missingColumn(
                        found.identity(),
                        column.name(),
                        column.toString(),
                        column.field().where(),
                        "the field " + declared.model().name() + "."
                                + column.field().name() + " has no column " + column.name() + " in the database",
                        "add it in a migration: ALTER TABLE " + declared.quoted() + " ADD COLUMN "
                                + Identifier.quoted(column.name()) + " " + column
                                + "; or take the field out of the model");
            } else {
                compare(declared, found, column, there);
            }
        }
        for (CatalogObject column : found.columns().values()) {
            String name = column.identity().name();
            boolean unknown = declared.column(name).isEmpty()
                    && !declared.ignoredColumns().contains(name);
            if (unknown && column.text(Attribute.GENERATED).isEmpty()) {
                differences.unknownColumn(
                        found.identity(),
                        name,
                        shown(column),
                        declared.where(),
                        "the model " + declared.model().name() + " has no field for the column " + name,
                        "add the field, as prisma db pull would; or drop the column in a migration");
            }
        }
    }

    private static String shown(CatalogObject column) {
        return type(column) + (column.is(Attribute.NOT_NULL) ? " NOT NULL" : "");
    }

    private static String type(CatalogObject column) {
        return column.text(Attribute.TYPE).orElse("");
    }

    private void compare(DeclaredTable declared, FoundTable found, DeclaredColumn column, CatalogObject there) {
        String field = declared.model().name() + "." + column.field().name();
        String alter = "ALTER TABLE " + declared.quoted() + " ALTER COLUMN " + Identifier.quoted(column.name());
        if (!types.same(column, type(there))) {
            differences.column(
                    found.identity(),
                    column.name(),
                    column.sqlType(),
                    type(there),
                    column.field().where(),
                    "the field " + field + " is of type " + column.sqlType() + ", the column is " + type(there),
                    "change the field, with @db. where it needs one; or write a migration: " + alter + " TYPE "
                            + column.sqlType());
            return; // a default of another type is no second difference
        }
        if (declared.model().view()) {
            return; // the columns of a view are never NOT NULL and have no defaults
        }
        nullability(found, column, there, field, alter);
        Optional<DefaultComparison.Mismatch> mismatch = defaults.compare(column, there);
        mismatch.ifPresent(other -> differences.column(
                found.identity(),
                column.name(),
                "default " + other.declared(),
                "default " + other.found(),
                column.field().where(),
                "the default of the field " + field + " is " + other.declared() + ", that of the column is "
                        + other.found(),
                "change @default of the field; or that of the column in a migration: " + alter
                        + " SET DEFAULT … or DROP DEFAULT"));
    }

    private void nullability(FoundTable found, DeclaredColumn column, CatalogObject there, String field, String alter) {
        boolean notNull = there.is(Attribute.NOT_NULL)
                || types.domain(type(there))
                        .filter(domain -> domain.is(Attribute.NOT_NULL))
                        .isPresent();
        if (column.field().list() || column.required() == notNull) {
            return;
        }
        differences.column(
                found.identity(),
                column.name(),
                column.required() ? "NOT NULL" : "NULL",
                notNull ? "NOT NULL" : "NULL",
                column.field().where(),
                column.required()
                        ? "the field " + field
                                + " is required, but the column may be NULL: the client fails on such a row"
                        : "the field " + field + " is optional, but the column is NOT NULL",
                column.required()
                        ? "write a ? behind the type of the field; or a migration: " + alter + " SET NOT NULL"
                        : "take the ? away from the field; or write a migration: " + alter + " DROP NOT NULL");
    }
}
