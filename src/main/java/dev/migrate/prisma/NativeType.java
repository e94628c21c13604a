package dev.migrate.prisma;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code @db.X(…)} is in PostgreSQL.
 *
 * @see <a href="https://www.prisma.io/docs/orm/overview/databases/postgresql">PostgreSQL connector</a>
 */
final class NativeType {
    private static final Map<String, String> PRINTED = new TreeMap<>(Map.ofEntries(
            Map.entry("Text", "text"),
            Map.entry("Char", "character"),
            Map.entry("VarChar", "character varying"),
            Map.entry("Bit", "bit"),
            Map.entry("VarBit", "bit varying"),
            Map.entry("Uuid", "uuid"),
            Map.entry("Xml", "xml"),
            Map.entry("Inet", "inet"),
            Map.entry("Citext", "citext"),
            Map.entry("Boolean", "boolean"),
            Map.entry("Integer", "integer"),
            Map.entry("SmallInt", "smallint"),
            Map.entry("Oid", "oid"),
            Map.entry("BigInt", "bigint"),
            Map.entry("DoublePrecision", "double precision"),
            Map.entry("Real", "real"),
            Map.entry("Decimal", "numeric"),
            Map.entry("Money", "money"),
            Map.entry("Timestamp", "timestamp%s without time zone"),
            Map.entry("Timestamptz", "timestamp%s with time zone"),
            Map.entry("Date", "date"),
            Map.entry("Time", "time%s without time zone"),
            Map.entry("Timetz", "time%s with time zone"),
            Map.entry("Json", "json"),
            Map.entry("JsonB", "jsonb"),
            Map.entry("ByteA", "bytea")));

    private NativeType() {}

    static Collection<String> names() {
        return PRINTED.keySet();
    }

    static boolean isKnown(PrismaAttribute attribute) {
        return PRINTED.containsKey(word(attribute));
    }

    private static String word(PrismaAttribute attribute) {
        return attribute.name().substring(attribute.name().indexOf('.') + 1);
    }

    /** As {@code format_type} prints it, with the modifiers that are meant where none are said. */
    static String printed(PrismaAttribute attribute) {
        String word = word(attribute);
        String type = PRINTED.get(word);
        List<String> numbers = attribute.arguments().stream()
                .map(argument -> argument.value().word())
                .flatMap(Optional::stream)
                .toList();
        if (word.equals("Decimal") && numbers.size() == 1) {
            return type + "(" + numbers.get(0) + ",0)";
        }
        String modifier = numbers.isEmpty() ? "" : "(" + String.join(",", numbers) + ")";
        return ColumnType.canonical(type.contains("%s") ? type.formatted(modifier) : type + modifier);
    }
}
