package dev.migrate.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code segment (varchar), amount (numeric(10,2))}: of each row the first value, and in brackets the next ones. */
final class ShownRows {
    /** One value: a word, or anything between quotes. */
    private static final Pattern NAME = Pattern.compile("\\s*(?:\"([^\"]+)\"|'([^']+)'|([^\\s,()='\"]+))\\s*");

    /** Says that more rows follow, and not which. */
    private static final Pattern AND_SO_ON = Pattern.compile("etc\\.?|\\.{2,}|…", Pattern.CASE_INSENSITIVE);

    private ShownRows() {}

    /** Empty where the text is not such a list, from its beginning to its end. */
    static List<List<String>> parse(String text) {
        var rows = new ArrayList<List<String>>();
        Matcher name = NAME.matcher(text);
        int at = 0;
        while (true) {
            name.region(at, text.length());
            if (!name.lookingAt() || AND_SO_ON.matcher(name.group().strip()).matches()) {
                return List.of();
            }
            var row = new ArrayList<String>();
            row.add(name.group(1) != null ? name.group(1) : name.group(2) != null ? name.group(2) : name.group(3));
            at = name.end();
            if (text.startsWith("(", at)) {
                int end = Prose.afterBracket(text, at);
                if (end < 0) {
                    return List.of();
                }
                row.addAll(values(text.substring(at + 1, end - 1)));
                at = end;
            }
            rows.add(row);
            at = blanks(text, at);
            if (at == text.length() || text.startsWith("--", at)) {
                return rows;
            }
            if (text.charAt(at) != ',') {
                return List.of();
            }
            at++;
        }
    }

    /** Parts between commas, but not between those of a type's modifier. */
    private static List<String> values(String text) {
        var values = new ArrayList<String>();
        int from = 0;
        int i = 0;
        while (i < text.length()) {
            if (text.charAt(i) == '(') {
                int end = Prose.afterBracket(text, i);
                i = end < 0 ? text.length() : end;
            } else if (text.charAt(i) == ',') {
                values.add(text.substring(from, i).strip());
                i++;
                from = i;
            } else {
                i++;
            }
        }
        values.add(text.substring(from).strip());
        return values;
    }

    private static int blanks(String text, int from) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at;
    }
}
