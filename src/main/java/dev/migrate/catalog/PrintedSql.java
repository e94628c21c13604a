package dev.migrate.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Texts that PostgreSQL printed, written as a person would write them and still meaning the same.
 *
 * <p>In such a text every name with a capital letter has quotes, so that what is in capitals outside of quotes is a key
 * word. There are no comments, no dollar quotes, and no backslash that would hide a quote.
 */
final class PrintedSql {
    private PrintedSql() {}

    /** With its key words in lower case. */
    static String lower(String printed) {
        var text = new StringBuilder(printed.length());
        int at = 0;
        while (at < printed.length()) {
            int end = endOfToken(printed, at);
            String token = printed.substring(at, end);
            text.append(end - at == 1 ? token.toLowerCase(Locale.ROOT) : token);
            at = end;
        }
        return text.toString();
    }

    /** Behind the quoted text or the single character that starts here. */
    private static int endOfToken(String text, int start) {
        char quote = text.charAt(start);
        if (quote != '\'' && quote != '"') {
            return start + 1;
        }
        int end = text.indexOf(quote, start + 1);
        return end < 0 ? text.length() : end + 1; // a doubled quote is two quoted texts side by side
    }

    /** Without the parentheses around all of it. */
    static String bare(String expression) {
        String text = expression;
        while (text.startsWith("(") && closing(text, 0) == text.length() - 1) {
            text = text.substring(1, text.length() - 1);
        }
        return text;
    }

    /** In one pair of parentheses. */
    static String parenthesized(String expression) {
        return "(" + bare(expression) + ")";
    }

    /** Where the parenthesis that opens here is closed. */
    static int closing(String text, int open) {
        int depth = 0;
        int at = open;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '(') {
                depth++;
            } else if (c == ')' && --depth == 0) {
                return at;
            }
            at = endOfToken(text, at);
        }
        return -1;
    }

    /** The elements of a list that commas part, those in quotes and parentheses left together. */
    static List<String> elements(String list) {
        var elements = new ArrayList<String>();
        int depth = 0;
        int start = 0;
        int at = 0;
        while (at < list.length()) {
            char c = list.charAt(at);
            int end = endOfToken(list, at);
            if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            } else if (c == ',' && depth == 0) {
                elements.add(list.substring(start, at).strip());
                start = end;
            }
            at = end;
        }
        String last = list.substring(start).strip();
        if (!last.isEmpty()) {
            elements.add(last);
        }
        return elements;
    }

    /** With a new line before the first of these words that stand outside of quotes and parentheses. */
    static String broken(String text, String... words) {
        int depth = 0;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            for (String word : words) {
                if (depth == 0 && text.startsWith(" " + word, at)) {
                    return text.substring(0, at) + "\n    " + text.substring(at + 1);
                }
            }
            at = endOfToken(text, at);
        }
        return text;
    }

    /** {@code check ((x > 0))} with one pair of parentheses. */
    static String constraint(String definition) {
        String text = lower(definition);
        if (!text.startsWith("check (")) {
            return text;
        }
        int open = text.indexOf('(');
        int close = closing(text, open);
        return "check " + parenthesized(text.substring(open, close + 1)) + text.substring(close + 1);
    }

    /** The first word of a name that PostgreSQL prints with a dot; the rest without quotes. */
    static List<String> path(String name) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        int at = 0;
        while (at < name.length()) {
            char c = name.charAt(at);
            int end = endOfToken(name, at);
            if (c == '.') {
                parts.add(part.toString());
                part.setLength(0);
            } else if (c == '"') {
                part.append(at > 0 && name.charAt(at - 1) == '"' ? "\"" : "").append(name, at + 1, end - 1);
            } else {
                part.append(c);
            }
            at = end;
        }
        parts.add(part.toString());
        return parts;
    }
}
