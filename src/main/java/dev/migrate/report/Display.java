package dev.migrate.report;

/** Text of others, made safe for a terminal. */
final class Display {
    private Display() {}

    /**
     * The text with control characters written out: a file name, a notice or an error text may hold escape sequences
     * that would move the cursor, change the title, or answer for the user. Line feeds and tabs stay.
     */
    static String safe(String text) {
        StringBuilder safe = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean control = (c < ' ' && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) || isDirection(c);
            if (control && safe == null) {
                safe = new StringBuilder(text.length() + 8).append(text, 0, i);
            }
            if (control) {
                safe.append(c < 0x100 ? "\\x%02x".formatted((int) c) : "\\u%04x".formatted((int) c));
            } else if (safe != null) {
                safe.append(c);
            }
        }
        return safe == null ? text : safe.toString();
    }

    /** Characters that turn the direction of the text around them. */
    private static boolean isDirection(char c) {
        return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }

    /** {@code 14 ms}, {@code 2.3 s}, {@code 4 min 10 s}. */
    static String duration(long milliseconds) {
        if (milliseconds < 1000) {
            return milliseconds + " ms";
        }
        if (milliseconds < 60_000) {
            return "%d.%d s".formatted(milliseconds / 1000, milliseconds % 1000 / 100);
        }
        return "%d min %d s".formatted(milliseconds / 60_000, milliseconds % 60_000 / 1000);
    }

    /** {@code 1 statement}, {@code 2 statements}. */
    static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
