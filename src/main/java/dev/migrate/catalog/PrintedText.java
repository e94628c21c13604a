package dev.migrate.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** SQL as PostgreSQL prints it, brought to one form without losing anything that it says. */
final class PrintedText {
    /** Told by attributes of their own; nothing else can stand at the end of a constraint in these words. */
    private static final Pattern CONSTRAINT_STATE =
            Pattern.compile("(?: NO INHERIT| DEFERRABLE| INITIALLY DEFERRED| NOT ENFORCED| NOT VALID)+$");

    private static final String NAME = "(?:\"(?:[^\"]|\"\")*\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";
    private static final String MODIFIER = "(?:\\([-0-9, ]+\\))?";

    /** The type that an array is cast to: {@code character varying(20)[]}, {@code public."Kind"[]}. */
    private static final Pattern ARRAY_TYPE = Pattern.compile("::(" + NAME + "(?:\\." + NAME + ")?" + MODIFIER
            + "(?: (?:varying|precision|with time zone|without time zone))*" + MODIFIER + ")\\[\\]");

    private PrintedText() {}

    /** A constraint without its state: whether it is deferrable, valid, enforced, handed on. */
    static String withoutState(String constraint) {
        return CONSTRAINT_STATE.matcher(constraint).replaceFirst("");
    }

    /** What an index is over, without its name and that of its table, and without its options. */
    static String ofIndex(String definition) {
        String body = definition.substring(find(definition, " USING ", 0));
        int with = find(body, " WITH (", 0);
        return with == body.length()
                ? body
                : body.substring(0, with) + body.substring(closing(body, with + " WITH ".length()) + 1);
    }

    /** What statistics are of, without their name. */
    static String ofStatistics(String definition) {
        return definition.substring(find(definition, " ", "CREATE STATISTICS ".length()));
    }

    /**
     * Writes the cast of an array as casts of its elements, which is what PostgreSQL makes of it when it reads it.
     *
     * <p>{@code (ARRAY['a'::character varying])::text[]} becomes {@code ARRAY[('a'::character varying)::text]}.
     */
    static String settled(String text) {
        String now = text;
        for (int at = now.indexOf(ARRAY); at >= 0; at = now.indexOf(ARRAY, at + 1)) {
            now = outside(now, at) ? settled(now, at) : now;
        }
        return now;
    }

    private static final String ARRAY = "ARRAY[";

    private static String settled(String text, int at) {
        int start = at + ARRAY.length();
        int end = closing(text, start - 1);
        boolean enclosed =
                at > 0 && text.charAt(at - 1) == '(' && end + 1 < text.length() && text.charAt(end + 1) == ')';
        int cast = enclosed ? end + 2 : end + 1;
        Matcher type = ARRAY_TYPE.matcher(text).region(cast, text.length());
        if (!type.lookingAt()) {
            return text;
        }
        String elements = String.join(
                ", ",
                elements(text.substring(start, end)).stream()
                        .map(element -> "(" + element + ")::" + type.group(1))
                        .toList());
        return text.substring(0, enclosed ? at - 1 : at) + ARRAY + elements + "]" + text.substring(type.end());
    }

    private static List<String> elements(String inner) {
        var elements = new ArrayList<String>();
        int start = 0;
        for (int comma = find(inner, ", ", 0); comma < inner.length(); comma = find(inner, ", ", start)) {
            elements.add(inner.substring(start, comma));
            start = comma + 2;
        }
        elements.add(inner.substring(start));
        return elements;
    }

    /** Where a word stands outside of quotes and brackets; the length where nowhere. */
    private static int find(String text, String word, int from) {
        int depth = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (depth == 0 && text.startsWith(word, i)) {
                return i;
            } else if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            } else {
                i = behindQuotes(text, i);
            }
        }
        return text.length();
    }

    private static int closing(String text, int opening) {
        int depth = 0;
        for (int i = opening; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(' || c == '[') {
                depth++;
            } else if ((c == ')' || c == ']') && --depth == 0) {
                return i;
            } else {
                i = behindQuotes(text, i);
            }
        }
        return text.length() - 1;
    }

    private static boolean outside(String text, int at) {
        int i = 0;
        while (i < at) {
            i = behindQuotes(text, i) + 1;
        }
        return i == at;
    }

    /** The last character of what is quoted from there, or the same place where nothing is. */
    private static int behindQuotes(String text, int at) {
        char quote = text.charAt(at);
        if (quote != '\'' && quote != '"') {
            return at;
        }
        boolean escapes = quote == '\'' && at > 0 && text.charAt(at - 1) == 'E';
        for (int i = at + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (escapes && c == '\\') {
                i++;
            } else if (c == quote) {
                if (i + 1 == text.length() || text.charAt(i + 1) != quote) {
                    return i;
                }
                i++;
            }
        }
        return text.length() - 1;
    }
}
