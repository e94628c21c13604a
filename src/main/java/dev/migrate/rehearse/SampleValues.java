package dev.migrate.rehearse;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values of types, as PostgreSQL reads them. Pure: the same type and number give the same value. */
public final class SampleValues {
    private static final Pattern STRING = Pattern.compile("'((?:[^']|'')*)'");

    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.'])-?\\d+(?:\\.\\d+)?(?![\\w'])");

    /** What patterns in checks are commonly about. */
    private static final List<String> COMMON = List.of(
            "sample@example.com",
            "https://example.com/sample",
            "+15550100123",
            "sample",
            "sample-one",
            "sample_one",
            "Sample",
            "SAMPLE",
            "ABC",
            "AB",
            "A",
            "a",
            "1",
            "123456",
            "12345",
            "2025-01-31",
            "2025-01",
            "12:30",
            "#a1b2c3",
            "1.0.0",
            "v1",
            "example.com",
            "00000000-0000-4000-8000-000000000001",
            "{}");

    private static final List<String> WHOLE = List.of("int2", "int4", "int8");

    private static final int LONGEST = 4000;

    private SampleValues() {}

    /**
     * The text of a value, without quotes; empty where nothing but NULL is known.
     *
     * @param n from 0; other numbers give other values where the type has as many
     */
    public static Optional<String> of(SampleType type, int n) {
        if (type.kind() == 'e') {
            return type.labels().isEmpty()
                    ? Optional.empty()
                    : Optional.of(type.labels().get(n % type.labels().size()));
        }
        if (type.kind() == 'c') {
            return Optional.of(type.parts().stream()
                    .map(part -> of(part, n).map(SampleValues::inRow).orElse(""))
                    .collect(Collectors.joining(",", "(", ")")));
        }
        if (type.kind() == 'r' || type.kind() == 'm') {
            return type.element()
                    .flatMap(element -> of(element, 2 * n)
                            .flatMap(from -> of(element, 2 * n + 1)
                                    .map(to -> "[" + inRow(from) + "," + inRow(to) + ")")
                                    .map(range -> type.kind() == 'm' ? "{" + range + "}" : range)));
        }
        if (type.element().isPresent()) {
            return type.element().flatMap(element -> of(element, n)).map(text -> "{" + inRow(text) + "}");
        }
        return scalar(type, n);
    }

    private static Optional<String> scalar(SampleType type, int n) {
        int small = n % 30000 + 1;
        String hex = "%02x".formatted(n % 256);
        String day = "20%02d-%02d-%02d".formatted(20 + n / 336 % 70, n / 28 % 12 + 1, n % 28 + 1);
        String value = switch (type.base()) {
            case "bool" -> n % 2 == 0 ? "t" : "f";
            case "int2", "int4", "int8", "oid", "xid", "xid8", "cid", "money" -> Integer.toString(small);
            case "float4", "float8" -> small + ".5";
            case "numeric" ->
                Integer.toString(type.length()
                        .filter(digits -> digits < 5)
                        .map(digits -> digits <= 0 ? 0 : small % (int) Math.pow(10, digits))
                        .orElse(small));
            case "text", "varchar", "bpchar", "name", "citext" -> text(type, n);
            case "char" -> Character.toString('a' + n % 26);
            case "uuid" -> "00000000-0000-4000-8000-%012x".formatted(n + 1);
            case "date" -> day;
            case "timestamp" -> day + " 12:00:00";
            case "timestamptz" -> day + " 12:00:00+00";
            case "time" -> "%02d:%02d:00".formatted(n / 60 % 24, n % 60);
            case "timetz" -> "%02d:%02d:00+00".formatted(n / 60 % 24, n % 60);
            case "interval" -> small + " hours";
            case "json", "jsonb" -> "{\"sample\": " + small + "}";
            case "jsonpath" -> "$.sample" + small;
            case "bytea" -> "\\x" + "%08x".formatted(n);
            case "bit" -> bits(n, type.length().orElse(1));
            case "varbit" -> bits(n, Math.min(8, type.length().orElse(8)));
            case "inet" -> "10.0." + n / 250 % 250 + "." + (n % 250 + 1);
            case "cidr" -> "10." + n / 250 % 250 + "." + n % 250 + ".0/24";
            case "macaddr" -> "02:00:00:00:" + "%02x".formatted(n / 256 % 256) + ":" + hex;
            case "macaddr8" -> "02:00:00:00:00:00:" + "%02x".formatted(n / 256 % 256) + ":" + hex;
            case "point" -> "(" + small + ",0)";
            case "line" -> "{1,-1," + small + "}";
            case "lseg" -> "[(0,0),(" + small + ",1)]";
            case "box" -> "((" + (2 * small + 1) + ",1),(" + 2 * small + ",0))";
            case "path" -> "((0,0),(" + small + ",1))";
            case "polygon" -> "((0,0),(" + small + ",0),(0,1))";
            case "circle" -> "<(" + small + ",0),1>";
            case "tsvector", "tsquery" -> "sample" + small;
            case "xml" -> "<sample>" + small + "</sample>";
            case "pg_lsn" -> "0/" + Integer.toHexString(small).toUpperCase(java.util.Locale.ROOT);
            case "tid" -> "(0," + small + ")";
            case "txid_snapshot", "pg_snapshot" -> "1:" + (small + 1) + ":";
            case "int2vector", "oidvector" -> Integer.toString(small);
            case "regclass" -> "pg_catalog.pg_class";
            case "regtype" -> "integer";
            case "regproc" -> "pg_catalog.now";
            case "regprocedure" -> "pg_catalog.now()";
            case "regrole" -> "pg_monitor";
            case "regnamespace" -> "pg_catalog";
            case "regconfig" -> "pg_catalog.simple";
            case "regdictionary" -> "pg_catalog.simple";
            case "regcollation" -> "pg_catalog.\"C\"";
            case "regoper" -> "pg_catalog.||/";
            case "regoperator" -> "pg_catalog.+(integer,integer)";
            case "hstore" -> "sample=>" + small;
            case "ltree" -> "sample" + small;
            default -> null;
        };
        return Optional.ofNullable(value);
    }

    private static String text(SampleType type, int n) {
        int length = type.length().orElse(LONGEST);
        String number = Integer.toString(n + 1, 36);
        String whole = "sample " + number;
        if (whole.length() <= length) {
            return whole;
        }
        return number.length() >= length
                ? number.substring(number.length() - length)
                : "s".repeat(Math.min(1, length - number.length())) + number;
    }

    private static String bits(int n, int length) {
        String binary = "0".repeat(length) + Integer.toBinaryString(n);
        return binary.substring(binary.length() - length);
    }

    /** As an element of an array, a composite value or a range. */
    private static String inRow(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }

    /**
     * Values that may fulfil a check: those that it names, those beside them, and what such checks are often about.
     *
     * @param text of the check as PostgreSQL prints it
     */
    public static List<String> candidates(SampleType type, String text) {
        var found = new LinkedHashSet<String>();
        Matcher strings = STRING.matcher(text);
        while (strings.find()) {
            String literal = strings.group(1).replace("''", "'");
            found.add(literal);
            if (literal.startsWith("{") && literal.endsWith("}")) {
                found.addAll(List.of(literal.substring(1, literal.length() - 1).split(",")));
            }
        }
        var numbers = new ArrayList<String>();
        Matcher matcher = NUMBER.matcher(text);
        while (matcher.find()) {
            numbers.add(matcher.group());
        }
        if (type.text()) {
            found.addAll(COMMON);
            numbers.stream()
                    .filter(number -> number.matches("\\d{1,4}"))
                    .map(Integer::parseInt)
                    .filter(number -> number > 0 && number <= type.length().orElse(LONGEST))
                    .forEach(number -> {
                        found.add("a".repeat(number));
                        found.add("1".repeat(number));
                    });
        } else {
            for (String number : numbers) {
                found.add(number);
                if (number.matches("-?\\d{1,8}")) {
                    int value = Integer.parseInt(number);
                    found.add(Integer.toString(value + 1));
                    found.add(Integer.toString(value - 1));
                }
            }
            for (int n = 0; n < 4; n++) {
                of(type, n).ifPresent(found::add);
            }
            if (type.base().equals("date") || type.base().startsWith("timestamp")) {
                found.add("2025-01-01"); // the first of a month, of a quarter and of a year
            }
            if (numeric(type)) {
                found.addAll(List.of("0", "1", "-1", "0.5", "2", "10", "100"));
            }
        }
        return found.stream()
                .filter(value -> !WHOLE.contains(type.base()) || value.matches("-?\\d+"))
                .filter(value -> value.length()
                        <= type.length().filter(most -> type.text()).orElse(LONGEST))
                .map(value -> type.element().isPresent() && type.kind() == 'b' && !value.startsWith("{")
                        ? "{" + inRow(value) + "}"
                        : value)
                .distinct()
                .toList();
    }

    private static boolean numeric(SampleType type) {
        return List.of("int2", "int4", "int8", "float4", "float8", "numeric", "money")
                .contains(type.base());
    }
}
