package dev.migrate.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text of others, made safe for a terminal and for eyes that are not meant to see a password. */
public final class Display {
    private static final String HIDDEN = "********";

    /** From the colon behind the user to the last @ of the line: a password may hold whatever ends it elsewhere. */
    private static final Pattern PASSWORD = Pattern.compile("(\\w:/{1,2}[^\\s:/@\\[]*):[^\\n]*@");

    /** A URL that was cut off before its @; a host may have a port, which is no password. */
    private static final Pattern CUT_OFF = Pattern.compile(
            "(\\w*(?:sql|postgre)\\w*:/{1,2}[^\\s:/@\\[\"']*):(?!\\d{1,5}(?:[^\\w%]|$)|\\*{8}@)[^\\n]+");

    private static final Pattern PARAMETER = Pattern.compile("(\\b(?:ssl)?password=)[^\\n]*", Pattern.CASE_INSENSITIVE);

    /** What tells that text speaks of a connection, and a parameter in it is not a column of somebody's table. */
    private static final Pattern CONNECTION = Pattern.compile(":/|\\b(?:host|user|dbname)=");

    private Display() {}

    /**
     * The text with control characters written out and passwords in URLs hidden: a file name, a notice or an error text
     * may hold escape sequences that would move the cursor, change the title, or answer for the user. Line feeds and
     * tabs stay.
     */
    public static String safe(String text) {
        return written(masked(text), true);
    }

    /** Likewise, all on one line: a name with a line feed in it must not look like a message of ours. */
    public static String name(String text) {
        return written(masked(text), false);
    }

    /** The text with what is a password in a URL hidden, and nothing else changed. */
    static String masked(String text) {
        if (!CONNECTION.matcher(text).find()) {
            return text;
        }
        String stars = Matcher.quoteReplacement(HIDDEN);
        String hidden = PASSWORD.matcher(text).replaceAll("$1:" + stars + "@");
        hidden = CUT_OFF.matcher(hidden).replaceAll("$1:" + stars);
        return PARAMETER.matcher(hidden).replaceAll("$1" + stars);
    }

    private static String written(String text, boolean lines) {
        StringBuilder safe = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean spoken = speaks(text, i) && !(lines && (c == '\n' || c == '\t'));
            if (spoken && safe == null) {
                safe = new StringBuilder(text.length() + 8).append(text, 0, i);
            }
            if (spoken) {
                safe.append(c < 0x100 ? "\\x%02x".formatted((int) c) : "\\u%04x".formatted((int) c));
            } else if (safe != null) {
                safe.append(c);
            }
        }
        return safe == null ? text : safe.toString();
    }

    /** Whether a terminal would not show the character but do something: control characters, directions, half pairs. */
    private static boolean speaks(String text, int i) {
        char c = text.charAt(i);
        if (c < ' ' || (c >= 0x7F && c < 0xA0) || isInvisible(c)) {
            return true;
        }
        return Character.isSurrogate(c) && !isPaired(text, i);
    }

    /** Characters that turn the direction of the text around them, begin a line, or mark the order of bytes. */
    static boolean isInvisible(int c) {
        return c == 0x061C
                || c == 0x200E
                || c == 0x200F
                || (c >= 0x2028 && c <= 0x202E)
                || (c >= 0x2066 && c <= 0x2069)
                || c == 0xFEFF
                || (c >= 0xFFF9 && c <= 0xFFFB);
    }

    private static boolean isPaired(String text, int i) {
        return Character.isHighSurrogate(text.charAt(i))
                ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
                : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
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
