package dev.migrate.catalog;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One thing in which two databases differ.
 *
 * @param object as it is called where it should be
 * @param attribute what of the object differs; empty where one of the two does not have the object at all
 * @param expected as it should be, for people; {@code absent} where the object or the value should not be there. Of a
 *     list without an order, what the other side lacks of it
 * @param actual as it is, likewise
 */
public record Difference(
        Identity object,
        Optional<Attribute> attribute,
        String expected,
        String actual,
        DifferenceClass differenceClass) {
    /** What stands for an object or a value that is not there. */
    public static final String ABSENT = "absent";

    /** What stands for an object that is there. */
    public static final String PRESENT = "present";

    /** Whether the object is there, and should not be. */
    public boolean surplus() {
        return attribute.isEmpty() && expected.equals(ABSENT);
    }

    /** Whether the object should be there, and is not. */
    public boolean missing() {
        return attribute.isEmpty() && actual.equals(ABSENT);
    }

    Difference in(DifferenceClass other) {
        return new Difference(object, attribute, expected, actual, other);
    }

    /** For people: {@code column public.orders.note: type is text, should be character varying(20)}. */
    public String sentence() {
        return object + (attribute.isEmpty() ? "" : ":") + " " + predicate();
    }

    /** What there is to say of the object: {@code type is text, should be character varying(20)}. */
    public String predicate() {
        return attribute.map(this::predicate).orElse(missing() ? "is missing" : "should not be there");
    }

    private String predicate(Attribute what) {
        return switch (what) {
            case NAME -> "is called " + actual;
            case POSITION -> "columns are in the order " + actual + ", should be " + expected;
            case GRANTS, MEMBER_GRANTS, IDENTITY_SEQUENCE_GRANTS -> privileges();
            case COMMENT -> "comment is " + comment(actual) + ", should be " + comment(expected);
            default -> {
                String word = what.word().replace('_', ' ');
                yield isSwitch(expected) && isSwitch(actual)
                        ? word + " is " + onOff(actual) + ", should be " + onOff(expected)
                        : word + " is " + text(actual) + ", should be " + text(expected);
            }
        };
    }

    private static boolean isSwitch(String value) {
        return value.equals("t") || value.equals("f");
    }

    private static String onOff(String value) {
        return value.equals("t") ? "on" : "off";
    }

    private static String text(String value) {
        return value.equals(ABSENT) ? "not set" : value.lines().count() > 1 ? "\n" + value.strip() + "\n" : value;
    }

    private static String comment(String value) {
        return value.equals(ABSENT) ? "not set" : "'" + value + "'";
    }

    private String privileges() {
        var parts = new ArrayList<String>();
        for (String grant : grants(expected)) {
            parts.add(revoked(grant).map(right -> right + " should be revoked").orElse("lacks " + grant));
        }
        for (String grant : grants(actual)) {
            parts.add(revoked(grant)
                    .map(right -> right + " should not be revoked")
                    .orElse("should not have " + grant));
        }
        return "privileges: " + String.join(", ", parts);
    }

    private static List<String> grants(String list) {
        return list.equals(ABSENT) ? List.of() : List.of(list.split(", ", -1));
    }

    private static Optional<String> revoked(String grant) {
        return grant.startsWith("no ") ? Optional.of(grant.substring(3)) : Optional.empty();
    }
}
