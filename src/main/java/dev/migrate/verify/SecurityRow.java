package dev.migrate.verify;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A row of {@code security.sql}.
 *
 * @param rule its id
 * @param object kind and qualified name
 * @param name for SQL
 * @param said what the query says of it, or null
 * @param more likewise
 * @param heavy whether it weighs more than its rule usually does
 */
record SecurityRow(String rule, String object, String name, String said, String more, boolean heavy) {
    private static final Pattern WORD = Pattern.compile("\\{(object|name|said|more)}");

    /** PostgreSQL prints a subquery on several lines. */
    private static final Pattern LINE_END = Pattern.compile("\\s*\n\\s*");

    static SecurityRow of(List<String> row) {
        return new SecurityRow(row.get(0), row.get(1), row.get(3), row.get(4), row.get(5), "error".equals(row.get(6)));
    }

    /** A text with the words in braces filled in; what is filled in is not looked at again. */
    String in(String text) {
        return WORD.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found.group(1))));
    }

    private String value(String word) {
        String value = switch (word) {
            case "object" -> object;
            case "name" -> name;
            case "said" -> said;
            default -> more == null ? null : LINE_END.matcher(more).replaceAll(" ");
        };
        return value == null ? "" : value;
    }
}
