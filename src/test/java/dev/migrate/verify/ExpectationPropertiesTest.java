package dev.migrate.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

final class ExpectationPropertiesTest {
    @Property
    void no_text_breaks_the_parser_and_what_begins_like_an_expectation_is_one(
            @ForAll("openings") String opening, @ForAll("texts") String text) {
        Optional<Expectation> expectation = Expectation.parse("-- " + opening + ": " + text);

        assertThat(expectation).isPresent();
        assertThat(expectation.orElseThrow().mismatch(ExpectationTest.rows(3))).isNotNull();
    }

    @Property
    void a_number_of_rows_holds_for_that_number_alone(
            @ForAll @IntRange(max = 50) int expected,
            @ForAll @IntRange(max = 50) int actual,
            @ForAll("free") String free) {
        Expectation expectation = Expectation.parse("-- Expected: " + expected + " rows (" + free + ")")
                .orElseThrow();

        assertThat(expectation.mismatch(ExpectationTest.rows(actual)).isEmpty()).isEqualTo(expected == actual);
    }

    @Property
    void a_number_holds_for_that_single_value_alone(@ForAll int expected, @ForAll int actual) {
        Expectation expectation =
                Expectation.parse("/* should return " + expected + " */").orElseThrow();

        assertThat(expectation
                        .mismatch(ExpectationTest.single(Integer.toString(actual)))
                        .isEmpty())
                .isEqualTo(expected == actual);
    }

    @Property
    void any_text_can_be_expected_as_a_literal(@ForAll("texts") String value, @ForAll("texts") String other) {
        String comment = "-- Expected: 1 row, v = '" + value.replace("'", "''") + "'";
        Expectation expectation = Expectation.parse(comment).orElseThrow();

        assertThat(expectation.mismatch(of(value))).isEmpty();
        assertThat(expectation.mismatch(of(other)).isEmpty()).isEqualTo(value.equals(other));
    }

    private static QueryResult of(String value) {
        return new QueryResult(List.of("v"), List.of(List.of(value)));
    }

    @Provide
    Arbitrary<String> openings() {
        return Arbitraries.of("expected", "Expected", "EXPECT", "should return", "Should  Show");
    }

    /** Of the characters that mean something here, more than chance would give. */
    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.strings()
                .withChars("'\"(),=-.;*/ 0123456789ab_\u00e9\u5b57")
                .withChars("rows per each with and or")
                .ofMaxLength(40);
    }

    @Provide
    Arbitrary<String> free() {
        return Arbitraries.strings().withChars("ab =',.-0123456789").ofMaxLength(20);
    }
}
