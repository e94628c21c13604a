package dev.migrate.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VersionTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "schema.sql, FIRST, schema, none, schema",
                "002_bitrix_and_lead_fixes.sql, VERSIONED, 002_bitrix_and_lead_fixes, 002, bitrix and lead fixes",
                "000000000800_upsert_functions.sql, VERSIONED, 000000000800_upsert_functions, 000000000800, upsert functions",
                "20260206_relationship_autopilot.sql, VERSIONED, 20260206_relationship_autopilot, 20260206, relationship autopilot",
                "20260207_01_ai_task_queue.sql, VERSIONED, 20260207_01_ai_task_queue, 20260207_01, ai task queue",
                "2025-11-05_telemetry.sql, VERSIONED, 2025-11-05_telemetry, 2025-11-05, telemetry",
                "2025-10-08_18_add_processing_time.sql, VERSIONED, 2025-10-08_18_add_processing_time, 2025-10-08_18, add processing time",
                "20250120000000_nps_submissions.sql, VERSIONED, 20250120000000_nps_submissions, 20250120000000, nps submissions",
                "99999999999999_master_schema.sql, VERSIONED, 99999999999999_master_schema, 99999999999999, master schema",
                "V1.2__add_users.sql, VERSIONED, V1.2__add_users, 1.2, add users",
                "U1.2__drop_users.sql, UNDO, U1.2__drop_users, 1.2, drop users",
                "R__views.sql, REPEATABLE, R__views, none, views",
                "0001_init.up.sql, VERSIONED, 0001_init, 0001, init",
                "0001_init.down.sql, DOWN, 0001_init, 0001, init",
                "20260207_2fa_setup.sql, VERSIONED, 20260207_2fa_setup, 20260207, 2fa setup",
                "create_users.sql, UNVERSIONED, create_users, none, create users",
                "Vienna.sql, UNVERSIONED, Vienna, none, Vienna",
                "U2_concert.sql, UNVERSIONED, U2_concert, none, U2 concert"
            })
    void names_are_read_as_they_are(String file, FileName.Role role, String id, String version, String description) {
        FileName name = FileName.of(file);

        assertThat(name.role()).isEqualTo(role);
        assertThat(name.id()).isEqualTo(id);
        assertThat(name.version().map(Version::text).orElse(null)).isEqualTo(version);
        assertThat(name.description()).isEqualTo(description);
    }

    @Test
    void versions_are_compared_number_by_number() {
        List<String> ascending = List.of(
                "1",
                "002",
                "3",
                "10",
                "10.1",
                "10.2",
                "10.10",
                "000000000800",
                "2025-10-08_9",
                "20251008_18",
                "20251008",
                "20251008000000",
                "20251008235959",
                "2025-11-05",
                "20251106",
                "20259999",
                "99999999999999",
                "123456789012345678901234567890");
        List<Version> shuffled = new ArrayList<>(ascending.stream()
                .map(text -> Version.parse(text).orElseThrow())
                .toList());
        Collections.shuffle(shuffled, new Random(1));

        Collections.sort(shuffled);

        assertThat(shuffled.stream().map(Version::text)).containsExactlyElementsOf(ascending);
    }

    @Test
    void a_time_or_a_day_that_no_clock_shows_stays_where_its_digits_say() {
        assertThat(sorted(
                        "20250120106000",
                        "20250121000000",
                        "20250120106099",
                        "20250120105959",
                        "20250132000000",
                        "20250201",
                        "20251301000000",
                        "20260101000000"))
                .containsExactly(
                        "20250120105959",
                        "20250120106000",
                        "20250120106099",
                        "20250121000000",
                        "20250132000000",
                        "20250201",
                        "20251301000000",
                        "20260101000000");
    }

    @Test
    void a_date_with_some_digits_behind_it_is_of_that_day() {
        assertThat(sorted("20250121", "2025012002", "2025012001", "20250120", "202501201030", "20250119235959"))
                .containsExactly("20250119235959", "20250120", "2025012001", "2025012002", "202501201030", "20250121");
    }

    @Test
    void long_numbers_of_any_meaning_keep_their_order_among_each_other_and_to_dates() {
        assertThat(sorted(
                        "20250120000000",
                        "10000000000000",
                        "100000022",
                        "1700000000",
                        "20250120",
                        "1700000001",
                        "99999999",
                        "99999999999999",
                        "1000000000000000000",
                        "00000000000003",
                        "7"))
                .containsExactly(
                        "00000000000003",
                        "7",
                        "10000000000000",
                        "100000022",
                        "1700000000",
                        "1700000001",
                        "20250120",
                        "20250120000000",
                        "99999999",
                        "99999999999999",
                        "1000000000000000000");
        assertThat(sorted("240101120000", "231215103000", "201201103000", "210131235959"))
                .as("two digits of the year")
                .containsExactly("201201103000", "210131235959", "231215103000", "240101120000");
    }

    private static List<String> sorted(String... versions) {
        return Stream.of(versions)
                .map(text -> Version.parse(text).orElseThrow())
                .sorted()
                .map(Version::text)
                .toList();
    }

    @Test
    void the_same_number_or_day_is_the_same_version_however_it_is_written() {
        assertThat(Version.parse("2025-11-05")).isEqualTo(Version.parse("20251105"));
        assertThat(Version.parse("2025-11-05_1")).isEqualTo(Version.parse("20251105_01"));
        assertThat(Version.parse("1")).isEqualTo(Version.parse("0001"));
        assertThat(Version.parse("1.0")).isEqualTo(Version.parse("1"));
        assertThat(Version.parse("202511051030")).isEqualTo(Version.parse("20251105103000"));
    }

    @Test
    void flyway_writes_its_version_with_dots_or_underscores() {
        assertThat(FileName.of("V1_2__x.sql").version()).isEqualTo(Version.parse("1.2"));
        assertThat(FileName.of("V20250120000000__x.sql").version()).isEqualTo(Version.parse("20250120000000"));
    }

    @Test
    void what_is_no_version_as_a_whole_is_none() {
        assertThat(Stream.of("", "x", "1x", "1_2", "v1").map(Version::parse)).allMatch(java.util.Optional::isEmpty);
    }

    @Test
    void a_limit_that_is_a_day_takes_in_the_whole_day() {
        Version noon = Version.parse("20251105120000").orElseThrow();

        assertThat(noon.upTo(Version.parse("2025-11-05").orElseThrow())).isTrue();
        assertThat(noon.upTo(Version.parse("20251104").orElseThrow())).isFalse();
        assertThat(noon.upTo(Version.parse("20251105110000").orElseThrow())).isFalse();
    }

    @Property
    void comparing_is_a_total_order(
            @ForAll("versions") Version a, @ForAll("versions") Version b, @ForAll("versions") Version c) {
        assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
        if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
            assertThat(a.compareTo(c)).isLessThanOrEqualTo(0);
        }
        if (a.compareTo(b) == 0) {
            assertThat(a).isEqualTo(b).hasSameHashCodeAs(b);
            assertThat(Integer.signum(a.compareTo(c))).isEqualTo(Integer.signum(b.compareTo(c)));
        }
    }

    @Provide
    Arbitrary<Version> versions() {
        Arbitrary<String> digits =
                Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(20);
        Arbitrary<String> days = Arbitraries.of("20251105", "2025-11-05", "20251106", "20250229", "020251105");
        Arbitrary<String> parts = Arbitraries.of("", "_0", "_01", "_1", "_10", "000000", "120000", "1200", ".1", ".0");
        return Arbitraries.oneOf(
                        digits,
                        Arbitraries.of("1", "01", "1.0", "1.0.0", "1.2", "1.10", "0", "0.0"),
                        days.flatMap(day -> parts.map(part -> day + part)))
                .map(Version::parse)
                .filter(java.util.Optional::isPresent)
                .map(java.util.Optional::get);
    }
}
