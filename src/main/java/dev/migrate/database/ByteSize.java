package dev.migrate.database;

import java.util.Locale;

/** How much something is, for people. */
public final class ByteSize {
    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB"};

    private ByteSize() {}

    /** {@code 12 kB}; a kilobyte has 1024 bytes, as with {@code pg_size_pretty}. */
    public static String words(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= 1024 && unit + 1 < UNITS.length) {
            amount /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, amount < 10 && unit > 0 ? "%.1f %s" : "%.0f %s", amount, UNITS[unit]);
    }
}
