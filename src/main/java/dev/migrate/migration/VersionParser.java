package dev.migrate.migration;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the version at the beginning of a name, and knows where it ends; see {@link Version} for what it means. */
final class VersionParser {
    /** So many digits has a date, and a timestamp to the millisecond. */
    private static final int DATE = 8;

    private static final int MILLISECONDS = 17;

    private final String name;
    private int at;

    VersionParser(String name) {
        this.name = name;
    }

    /** The leading number or date; empty where the name begins with no digit. */
    Optional<Version> version() {
        String digits = digits();
        if (digits.isEmpty()) {
            return Optional.empty();
        }
        String dashed = digits.length() == 4 ? dashedDate(digits) : "";
        if (!dashed.isEmpty()) {
            return Optional.of(day(dashed));
        }
        if (digits.length() == DATE && plausibleDate(digits)) {
            return Optional.of(day(digits));
        }
        List<BigInteger> numbers = new ArrayList<>();
        String significant = digits.replaceFirst("^0+", "");
        if (significant.length() > DATE && significant.length() <= MILLISECONDS) {
            String time = (significant.substring(DATE) + "00000000").substring(0, MILLISECONDS - DATE);
            dotted(numbers);
            return Optional.of(Version.timestamp(
                    text(), new BigInteger(significant.substring(0, DATE)), new BigInteger(time), numbers));
        }
        numbers.add(new BigInteger(digits));
        dotted(numbers);
        return Optional.of(Version.number(text(), numbers));
    }

    /** Flyway's: numbers with {@code .} or {@code _} between them, up to {@code __} or the end; else nothing. */
    Optional<Version> flyway() {
        StringBuilder dotted = new StringBuilder();
        while (at < name.length()) {
            String digits = digits();
            if (digits.isEmpty()) {
                return Optional.empty();
            }
            dotted.append(digits);
            if (atEnd() || name.startsWith("__", at)) {
                return new VersionParser(dotted.toString()).version();
            }
            if (charAt(at) != '.' && charAt(at) != '_') {
                return Optional.empty();
            }
            dotted.append('.');
            at++;
        }
        return Optional.empty();
    }

    boolean atEnd() {
        return at == name.length();
    }

    /** What comes behind the version. */
    String rest() {
        return name.substring(at);
    }

    private Version day(String date) {
        List<BigInteger> numbers = new ArrayList<>();
        if (charAt(at) == '.') {
            dotted(numbers);
        } else if (charAt(at) == '_' || charAt(at) == '-') {
            int before = at;
            at++;
            String digits = digits();
            if (digits.isEmpty() || Character.isLetter(charAt(at))) {
                at = before; // 20260207_2fa_setup: the name begins with a digit, it is no number of the day
            } else {
                numbers.add(new BigInteger(digits));
            }
        }
        return Version.day(text(), new BigInteger(date), numbers);
    }

    /** The eight digits of YYYY-MM-DD, or of the same with another separator; empty where it is none. */
    private String dashedDate(String year) {
        char separator = charAt(at);
        int end = at + 6;
        boolean shaped = (separator == '-' || separator == '_')
                && end <= name.length()
                && charAt(at + 3) == separator
                && isDigit(charAt(at + 1))
                && isDigit(charAt(at + 2))
                && isDigit(charAt(at + 4))
                && isDigit(charAt(at + 5))
                && !isDigit(charAt(end));
        if (!shaped) {
            return "";
        }
        String date = year + name.substring(at + 1, at + 3) + name.substring(at + 4, end);
        if (!plausibleDate(date)) {
            return "";
        }
        at = end;
        return date;
    }

    private void dotted(List<BigInteger> numbers) {
        while (charAt(at) == '.' && isDigit(charAt(at + 1))) {
            at++;
            numbers.add(new BigInteger(digits()));
        }
    }

    private String digits() {
        int start = at;
        while (isDigit(charAt(at))) {
            at++;
        }
        return name.substring(start, at);
    }

    private String text() {
        return name.substring(0, at);
    }

    private char charAt(int index) {
        return index < name.length() ? name.charAt(index) : 0;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Whether digits are a date and a time that a clock shows; others are compared like those. */
    static boolean isTimestamp(String digits) {
        int length = digits.length();
        return (length == 12 || length == 14 || length == MILLISECONDS)
                && plausibleDate(digits)
                && number(digits, DATE, 10) < 24
                && number(digits, 10, 12) < 60
                && (length == 12 || number(digits, 12, 14) < 60);
    }

    private static boolean plausibleDate(String digits) {
        int year = number(digits, 0, 4);
        int month = number(digits, 4, 6);
        int day = number(digits, 6, DATE);
        return year >= 1900 && year <= 2999 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
    }

    private static int number(String digits, int from, int to) {
        return Integer.parseInt(digits, from, to, 10);
    }
}
