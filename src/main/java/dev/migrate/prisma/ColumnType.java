package dev.migrate.prisma;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A type as {@code format_type} prints it, with what no modifier means spelled out.
 *
 * @see <a href="https://www.postgresql.org/docs/current/datatype-datetime.html">date and time types: six digits</a>
 * @see <a href="https://www.postgresql.org/docs/current/datatype-character.html">character without a length: one</a>
 */
final class ColumnType {
    private static final Pattern WITHOUT_PRECISION = Pattern.compile("(timestamp|time) (with.*)");

    private ColumnType() {}

    static String canonical(String printed) {
        if (printed.endsWith("[]")) {
            return canonical(printed.substring(0, printed.length() - 2)) + "[]";
        }
        Matcher time = WITHOUT_PRECISION.matcher(printed);
        if (time.matches()) {
            return time.group(1) + "(6) " + time.group(2);
        }
        return switch (printed) {
            case "character" -> "character(1)";
            case "bit" -> "bit(1)";
            default -> printed;
        };
    }

    /** Without the modifier: {@code numeric(10,2)} is {@code numeric}, {@code interval day to second} an interval. */
    static String withoutModifier(String printed) {
        return printed.replaceFirst("^interval [a-z ]+", "interval").replaceFirst("\\([0-9, -]+\\)", "");
    }
}
