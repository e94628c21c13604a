package dev.migrate.catalog;

import java.util.Locale;

/** The name of a locale of the operating system. */
final class LocaleName {
    private LocaleName() {}

    /**
     * Whether two of them mean the same: {@code en_US.UTF-8} and {@code en_US.utf8} do. The C library reads the name of
     * an encoding without its punctuation and in any case, and PostgreSQL keeps it as it was written.
     */
    static boolean same(String one, String other) {
        return folded(one).equals(folded(other));
    }

    private static String folded(String name) {
        int dot = name.indexOf('.');
        if (dot < 0) {
            return name;
        }
        int at = name.indexOf('@', dot);
        int end = at < 0 ? name.length() : at;
        String encoding = name.substring(dot, end).replaceAll("[^A-Za-z0-9]", "");
        return name.substring(0, dot + 1) + encoding.toLowerCase(Locale.ROOT) + name.substring(end);
    }
}
