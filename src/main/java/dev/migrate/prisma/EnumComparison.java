package dev.migrate.prisma;

import dev.migrate.catalog.Attribute;
import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.CatalogObject;
import dev.migrate.catalog.Identity;
import dev.migrate.catalog.ObjectKind;
import dev.migrate.database.Identifier;
import dev.migrate.problem.Place;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The enum types of a database against those of a Prisma schema. */
final class EnumComparison {
    private final PrismaSchema schema;
    private final Catalog catalog;
    private final Differences differences;

    EnumComparison(PrismaSchema schema, Catalog catalog, Differences differences) {
        this.schema = schema;
        this.catalog = catalog;
        this.differences = differences;
    }

    void compare() {
        var known = new HashSet<Identity>();
        for (PrismaEnum declared : schema.enums()) {
            Identity identity = Identity.of(ObjectKind.ENUM, schema.schemaOf(declared), declared.mapped());
            known.add(identity);
            catalog.find(identity)
                    .ifPresentOrElse(found -> compare(declared, found), () -> missing(declared, identity));
        }
        catalog.of(ObjectKind.ENUM).stream()
                .filter(found -> schema.schemas().contains(found.identity().schema()))
                .filter(found -> !known.contains(found.identity()))
                .forEach(this::unknown);
    }

    private static String shown(List<String> labels) {
        return labels.stream().map(Identifier::literal).collect(Collectors.joining(", ", "enum (", ")"));
    }

    private void missing(PrismaEnum declared, Identity identity) {
        String name = QualifiedName.of(identity.schema(), identity.name());
        differences.missing(
                identity.toString(),
                shown(declared.labels()),
                declared.where(),
                "the enum " + declared.name() + " has no type " + identity.name() + " in the database",
                "make it in a migration: CREATE TYPE " + name + " AS "
                        + shown(declared.labels()).replace("enum", "ENUM")
                        + "; or take the enum out of the Prisma schema");
    }

    private void unknown(CatalogObject found) {
        differences.unknown(
                found.identity().toString(),
                shown(found.list(Attribute.LABELS)),
                Place.of(schema.name()),
                "the Prisma schema has no enum for the type " + found.identity().name(),
                "add the enum, as prisma db pull would; or drop the type in a migration");
    }

    private void compare(PrismaEnum declared, CatalogObject found) {
        List<String> wanted = declared.labels();
        List<String> there = found.list(Attribute.LABELS);
        if (wanted.equals(there)) {
            return;
        }
        boolean sameLabels = Set.copyOf(wanted).equals(Set.copyOf(there));
        differences.add(
                sameLabels ? PrismaDifference.Kind.ORDER : PrismaDifference.Kind.STRUCTURE,
                found.identity().toString(),
                shown(wanted),
                shown(there),
                declared.where(),
                sameLabels
                        ? "the values of the enum " + declared.name()
                                + " are in another order in the database, in which they sort"
                        : "the enum " + declared.name() + " has other values than the type "
                                + found.identity().name() + lacks(wanted, there),
                sameLabels
                        ? "order the values of the enum as the database has them"
                        : "change the values of the enum; or write a migration: ALTER TYPE "
                                + QualifiedName.of(
                                        found.identity().schema(),
                                        found.identity().name())
                                + " ADD VALUE …");
    }

    private static String lacks(List<String> wanted, List<String> there) {
        String absent = wanted.stream().filter(label -> !there.contains(label)).collect(Collectors.joining(", "));
        String more = there.stream().filter(label -> !wanted.contains(label)).collect(Collectors.joining(", "));
        return (absent.isEmpty() ? "" : "; the database lacks " + absent)
                + (more.isEmpty() ? "" : "; the database also has " + more);
    }
}
