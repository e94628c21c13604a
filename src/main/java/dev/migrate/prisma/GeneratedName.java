package dev.migrate.prisma;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The names that Prisma gives to keys and indexes for which the schema says none.
 *
 * @see <a href="https://www.prisma.io/docs/orm/prisma-schema/data-model/database-mapping#prisma-orms-default-naming-conventions-for-indexes-and-constraints">naming
 *     conventions</a>
 */
final class GeneratedName {
    /** Bytes that PostgreSQL keeps of a name. */
    private static final int LIMIT = 63;

    private GeneratedName() {}

    /** Table, columns and ending, cut so that the ending stays. */
    static String of(String table, List<String> columns, String ending) {
        String joined = columns.isEmpty() ? table : table + "_" + String.join("_", columns);
        return cut(joined, LIMIT - ending.getBytes(StandardCharsets.UTF_8).length) + ending;
    }

    /** As many bytes at most, without half a character. */
    private static String cut(String text, int limit) {
        int bytes = 0;
        for (int at = 0; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            bytes += Character.toString(codePoint).getBytes(StandardCharsets.UTF_8).length;
            if (bytes > limit) {
                return text.substring(0, at);
            }
            at += Character.charCount(codePoint);
        }
        return text;
    }
}
