package dev.migrate.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of space and time that are too large for PostgreSQL's settings. */
final class Amounts {
    private static final Pattern SPACE = Pattern.compile("\\s*(\\d{1,9})\\s*(bytes|b|kb|mb|gb|tb)\\s*");
    private static final Pattern TIME =
            Pattern.compile("\\s*(\\d{1,5})\\s*(h|hours?|d|days?|w|weeks?|months?|years?)\\s*");
    private static final Map<String, Long> BYTES =
            Map.of("bytes", 1L, "b", 1L, "kb", 1L << 10, "mb", 1L << 20, "gb", 1L << 30, "tb", 1L << 40);

    private Amounts() {}

    static Optional<Long> bytes(String text) {
        Matcher found = SPACE.matcher(text.toLowerCase(Locale.ROOT));
        return found.matches()
                ? Optional.of(Long.parseLong(found.group(1)) * BYTES.get(found.group(2)))
                : Optional.empty();
    }

    static Optional<String> days(String text) {
        Matcher found = TIME.matcher(text.toLowerCase(Locale.ROOT));
        return found.matches() ? Optional.of(found.group(1) + " " + found.group(2)) : Optional.empty();
    }
}
