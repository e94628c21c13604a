package dev.migrate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintedTextTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        (v = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])) | (v = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))
        (v = ANY (ARRAY['a'::character varying]::text[]))      | (v = ANY (ARRAY[('a'::character varying)::text]))
        (v = ANY ((ARRAY['x, y'::bpchar, f(1, 2)])::text[]))   | (v = ANY (ARRAY[('x, y'::bpchar)::text, (f(1, 2))::text]))
        ((ARRAY[1, 2])::bigint[])                              | (ARRAY[(1)::bigint, (2)::bigint])
        ((ARRAY[a, b])::public."Odd ]"[])                      | (ARRAY[(a)::public."Odd ]", (b)::public."Odd ]"])
        ((ARRAY[a])::timestamp(3) with time zone[])            | (ARRAY[(a)::timestamp(3) with time zone])
        """)
    void the_cast_of_an_array_is_written_as_casts_of_its_elements(String printed, String settled) {
        assertThat(PrintedText.settled(printed)).isEqualTo(settled);
        assertThat(PrintedText.settled(settled)).isEqualTo(settled);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        (v = '(ARRAY[a])::text[]'::text)
        (v = E'it\\'s (ARRAY[a])::text[]'::text)
        ("(ARRAY[a])::text[]" = 1)
        (v = ANY (ARRAY['a'::text, 'b'::text]))
        (v)::text
        """)
    void nothing_else_is_touched(String printed) {
        assertThat(PrintedText.settled(printed)).isEqualTo(printed);
    }

    @Test
    void the_state_of_a_constraint_is_cut_off_where_it_is_one() {
        assertThat(PrintedText.withoutState("CHECK ((a > 0)) NO INHERIT NOT VALID"))
                .isEqualTo("CHECK ((a > 0))");
        assertThat(PrintedText.withoutState("UNIQUE (a) DEFERRABLE INITIALLY DEFERRED"))
                .isEqualTo("UNIQUE (a)");
        assertThat(PrintedText.withoutState("CHECK ((a = ' NOT VALID'::text))"))
                .isEqualTo("CHECK ((a = ' NOT VALID'::text))");
    }

    @Test
    void an_index_is_told_without_its_name_and_its_options() {
        assertThat(PrintedText.ofIndex("CREATE UNIQUE INDEX \"a USING b\" ON public.t USING btree (lower(x), y DESC)"
                        + " INCLUDE (z) WITH (fillfactor='70') WHERE (x = ' WITH ('::text)"))
                .isEqualTo(" USING btree (lower(x), y DESC) INCLUDE (z) WHERE (x = ' WITH ('::text)");
    }
}
