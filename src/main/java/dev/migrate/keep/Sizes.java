package dev.migrate.keep;

import java.util.Locale;

/** Numbers of bytes in words. */
final class Sizes {
    private static final String[] UNITS = {"bytes", "kB", "MB", "GB", "TB"};

    private Sizes() {}

    static String words(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= 1024 && unit + 1 < UNITS.length) {
            amount /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, amount < 10 && unit > 0 ? "%.1f %s" : "%.0f %s", amount, UNITS[unit]);
    }
}
