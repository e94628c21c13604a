package dev.migrate.catalog;

import java.util.Optional;

/**
 * One thing in which two databases differ.
 *
 * @param attribute what of the object differs; empty where one of the two does not have the object at all
 * @param expected as it should be, for people; {@code absent} where the object or the value should not be there
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
}
