package dev.migrate.prisma;

import dev.migrate.catalog.Attribute;
import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.CatalogObject;
import dev.migrate.catalog.Identity;
import dev.migrate.catalog.ObjectKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whether a column is of the type that its field says. */
final class TypeComparison {
    private static final String ARRAY = "[]";

    /** Names by which PostgreSQL knows a type inside, and which {@code Unsupported("…")} often holds. */
    private static final Map<String, String> INTERNAL = Map.ofEntries(
            Map.entry("int2", "smallint"),
            Map.entry("int4", "integer"),
            Map.entry("int8", "bigint"),
            Map.entry("float4", "real"),
            Map.entry("float8", "double precision"),
            Map.entry("bool", "boolean"),
            Map.entry("varchar", "character varying"),
            Map.entry("bpchar", "character"),
            Map.entry("varbit", "bit varying"),
            Map.entry("timestamptz", "timestamp with time zone"),
            Map.entry("timestamp", "timestamp without time zone"),
            Map.entry("timetz", "time with time zone"),
            Map.entry("time", "time without time zone"));

    private final Catalog catalog;

    TypeComparison(Catalog catalog) {
        this.catalog = catalog;
    }

    /**
     * Compares.
     *
     * @param printed as {@code format_type} prints it with an empty search path
     */
    boolean same(DeclaredColumn declared, String printed) {
        boolean array = printed.endsWith(ARRAY);
        String element =
                ColumnType.canonical(array ? printed.substring(0, printed.length() - ARRAY.length()) : printed);
        if (declared.field().unsupported()) {
            String wanted = declared.sqlType();
            return sameByName(wanted, printed);
        }
        if (array != declared.field().list()) {
            return false;
        }
        return sameElement(declared, element)
                || domain(element)
                        .flatMap(found -> found.text(Attribute.TYPE))
                        .map(base -> sameElement(declared, ColumnType.canonical(base)))
                        .orElse(false);
    }

    private static boolean sameElement(DeclaredColumn declared, String element) {
        List<String> name = SqlPieces.qualified(element);
        if (declared.enumeration().isPresent()) {
            return name.size() == 2
                    && QualifiedName.of(name.get(0), name.get(1)).equals(declared.type());
        }
        boolean ofExtension = declared.type().equals("citext");
        return declared.type().equals(ofExtension ? name.get(name.size() - 1) : element);
    }

    /** The domain that a column is of. */
    Optional<CatalogObject> domain(String element) {
        List<String> name = SqlPieces.qualified(element);
        return name.size() == 2
                ? catalog.find(Identity.of(ObjectKind.DOMAIN, name.get(0), name.get(1)))
                : Optional.empty();
    }

    /** Without schema, and without the modifier where the schema says none: Prisma writes neither down. */
    private static boolean sameByName(String declared, String printed) {
        String wanted = plain(declared);
        String found = plain(printed);
        return wanted.equals(found)
                || (ColumnType.withoutModifier(wanted).equals(wanted)
                        && wanted.equals(plain(ColumnType.withoutModifier(found))));
    }

    private static String plain(String type) {
        if (type.endsWith(ARRAY)) {
            return plain(type.substring(0, type.length() - ARRAY.length())) + ARRAY;
        }
        List<String> name = SqlPieces.qualified(type);
        String last = name.isEmpty() ? type : name.get(name.size() - 1).toLowerCase(Locale.ROOT);
        if (last.startsWith("_")) {
            return plain(last.substring(1)) + ARRAY;
        }
        return ColumnType.canonical(INTERNAL.getOrDefault(last, last));
    }
}
