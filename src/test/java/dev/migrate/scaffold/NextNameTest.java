package dev.migrate.scaffold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrate.migration.FileName;
import dev.migrate.migration.FoundFile;
import dev.migrate.problem.MigrationFailure;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a new migration is called, after the names that are there. */
final class NextNameTest {
    private static final Instant NOW = Instant.parse("2026-11-20T18:30:05.123Z");

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "20250120000000_nps_submissions.sql, 20261120183005_add_orders.sql",
                "202501200000_nps.sql, 202611201830_add_orders.sql",
                "20250120000000000_nps.sql, 20261120183005123_add_orders.sql",
                "20260206_relationship_autopilot.sql, 20261120_add_orders.sql",
                "20260207_01_ai_task_queue.sql, 20261120_01_add_orders.sql",
                "2026-11-20_3_telemetry.sql, 2026-11-20_4_add_orders.sql",
                "20261120_09_telemetry.sql, 20261120_10_add_orders.sql",
                "2025-11-05_telemetry.sql, 2026-11-20_add_orders.sql",
                "2025_11_05_telemetry.sql, 2026_11_20_add_orders.sql",
                "2025-11-05-more-telemetry.sql, 2026-11-20-add-orders.sql",
                "2026112001_telemetry.sql, 2026112002_add_orders.sql",
                "002_bitrix_and_lead_fixes.sql, 003_add_orders.sql",
                "9_x.sql, 10_add_orders.sql",
                "0999-old-things.sql, 1000-add-orders.sql",
                "000000000800_upsert_functions.sql, 000000000801_add_orders.sql",
                "V1.2__add_users.sql, V1.3__add_orders.sql",
                "V1.9__x.sql, V1.10__add_orders.sql",
                "V7__add-users.sql, V8__add-orders.sql",
                "V1_2__add_users.sql, V1_3__add_orders.sql",
                "V20250120000000__nps.sql, V20261120183005__add_orders.sql",
                "V2025.11.20.1__nps.sql, V2026.11.20.1__add_orders.sql",
                "0001_init.up.sql, 0002_add_orders.up.sql",
                "20240101120000_init/migration.sql, 20261120183005_add_orders/migration.sql",
                "1700000000000_init.sql, 1795199405123_add_orders.sql",
                "1700000000_init.up.sql, 1795199405_add_orders.up.sql",
                "001.sql, 002_add_orders.sql"
            })
    void it_is_called_like_the_others(String there, String made) {
        assertThat(file(next("add orders", there))).isEqualTo(made);
        assertThat(next("add orders", there).remarks()).isEmpty();
    }

    @Test
    void a_project_without_files_has_timestamps() {
        assertThat(next("Add orders").id()).isEqualTo("20261120183005_add_orders");
    }

    @Test
    void of_several_styles_the_newest_counts_and_older_ones_fill_in_what_it_does_not_show() {
        assertThat(next("add orders", "001_first-things.sql", "002-second.sql", "20251006080000-members.sql")
                        .id())
                .isEqualTo("20261120183005-add-orders");
        assertThat(next("add orders", "002_x.sql", "001-first-things.sql").id()).isEqualTo("003_add-orders");
    }

    @Test
    void numbers_of_the_day_have_no_zeros_where_one_has_none() {
        assertThat(next("x", "20251119_9_a.sql", "20251119_10_b.sql").id()).isEqualTo("20261120_1_x");
        assertThat(next("x", "20251119_09_a.sql", "20251119_10_b.sql").id()).isEqualTo("20261120_01_x");
    }

    @Test
    void a_date_alone_is_enough_where_the_name_comes_last_by_itself() {
        assertThat(next("zebra", "20261120_orders.sql").id()).isEqualTo("20261120_zebra");
        assertThat(next("zebra", "20261120_orders.sql").remarks()).isEmpty();
    }

    @Test
    void a_date_alone_becomes_a_timestamp_where_the_name_would_come_before_another_of_the_day() {
        NextName name = next("add orders", "20261120_customers.sql");

        assertThat(name.id()).isEqualTo("20261120183005_add_orders");
        assertThat(name.remarks())
                .containsExactly("called like the others it would not run behind 20261120_customers:"
                        + " it is numbered otherwise");
    }

    @Test
    void a_number_of_the_day_is_not_enough_behind_a_timestamp_of_the_day() {
        NextName name = NextName.of(
                files("20261120_01_a.sql"),
                files("20261120_01_a.sql", "20261120100000_b.sql"),
                0,
                Title.of("c"),
                NOW,
                (version, id) -> true);

        assertThat(name.id()).isEqualTo("20261120183005_c");
        assertThat(name.remarks()).singleElement().asString().contains("behind 20261120100000_b");
    }

    @ParameterizedTest
    @CsvSource({
        "20270101000000_a.sql, 20270101000001_x",
        "20270101_a.sql, 20270101_x",
        "20270101_zz.sql, 20270102_x",
        "20270101_07_a.sql, 20270101_08_x",
        "20271231235959_a.sql, 20280101000000_x",
        "20270231000000_a.sql, 20270303000001_x",
        "1999999999999_a.sql, 2000000000000_x"
    })
    void behind_a_file_of_the_future_it_is_of_the_future_and_that_is_said(String there, String made) {
        NextName name = next("x", there);

        assertThat(name.id()).isEqualTo(made);
        assertThat(name.remarks()).singleElement().asString().contains("is dated in the future");
    }

    @Test
    void a_name_that_begins_with_a_number_is_no_number_of_the_day() {
        NextName name = next("2 factors", "20261119_a.sql");

        assertThat(name.id()).isEqualTo("20261120183005_2_factors");
        assertThat(name.remarks()).singleElement().asString().contains("read as the number of the day");
        assertThat(next("2fa", "20261119_a.sql").id()).isEqualTo("20261120_2fa");
    }

    @Test
    void a_number_that_is_taken_is_passed_over() {
        NextName name = NextName.of(
                files("001_a.sql"), files("001_a.sql"), 0, Title.of("x"), NOW, (version, id) -> !version.equals("002"));

        assertThat(name.id()).isEqualTo("003_x");
    }

    @Test
    void where_no_number_can_come_behind_it_is_refused() {
        NextName name = next("x", "100000000000000_a.sql");

        assertThat(name.id()).isEqualTo("100000000000001_x");
        assertThatThrownBy(() -> NextName.of(
                        files("001_a.sql"), files("002_b.sql"), 0, Title.of("x"), NOW, (version, id) -> false))
                .isInstanceOf(MigrationFailure.class)
                .hasMessageContaining("no version comes behind 002_b");
    }

    @ParameterizedTest
    @CsvSource({
        "add orders table, add_orders_table",
        "Add  Orders!, add_orders",
        "add-orders_table, add_orders_table",
        "add_orders.sql, add_orders",
        "Größe der Bestellung, größe_der_bestellung",
        "заказы и клиенты, заказы_и_клиенты",
        "हिन्दी नाम, हिन्दी_नाम",
        "orders (v2), orders_v2",
        "a🎉b, a_b"
    })
    void a_name_is_words_of_letters_and_digits(String text, String name) {
        assertThat(Title.of(text).joined("_")).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "!!!", "__", ".sql", "a/b", "..", "a\\b", "a\nb", "a\u0000b", "a\u202eb", "\ud800"})
    void what_is_no_name_is_refused(String text) {
        assertThatThrownBy(() -> Title.of(text)).isInstanceOf(MigrationFailure.class);
    }

    @Test
    void a_name_has_at_most_100_characters_and_200_bytes() {
        assertThat(Title.of("a".repeat(100)).joined("_")).hasSize(100);
        assertThatThrownBy(() -> Title.of("a".repeat(200)))
                .hasMessageContaining("the name has 200 characters, and 100 are the most");
        assertThatThrownBy(() -> Title.of("字".repeat(70))).hasMessageContaining("the name has 210 bytes");
    }

    @Property(tries = 400)
    void of_every_style_the_next_name_is_read_back_and_comes_last(
            @ForAll("folders") List<String> there, @ForAll("titles") String words) {
        Title title = Title.of(words);
        List<FoundFile> files = files(there.toArray(String[]::new));

        NextName name = NextName.of(files, files, 0, title, NOW, (version, id) -> true);

        FileName read = FileName.ofId(name.id());
        assertThat(read.role()).isEqualTo(FileName.Role.VERSIONED);
        assertThat(read.description()).isEqualTo(title.description());
        FoundFile made = NextName.made(name.id(), 0);
        assertThat(files)
                .allSatisfy(
                        file -> assertThat(NextName.ORDER.compare(made, file)).isPositive());
        NameParts newest =
                files.stream().max(NextName.ORDER).flatMap(NameParts::of).orElseThrow();
        NameParts parts = NameParts.of(read, newest.layout()).orElseThrow();
        assertThat(parts.prefix()).isEqualTo(newest.prefix());
        assertThat(parts.separator()).isEqualTo(newest.separator());
        if (name.remarks().isEmpty()) {
            assertThat(Numbering.of(parts.version(), List.of()).getClass())
                    .isEqualTo(Numbering.of(newest.version(), List.of()).getClass());
        }
    }

    @Property(tries = 200)
    void one_after_the_other_all_come_in_the_order_in_which_they_were_made(
            @ForAll("folders") List<String> there, @ForAll @IntRange(min = 2, max = 12) int count) {
        List<FoundFile> files = new ArrayList<>(files(there.toArray(String[]::new)));
        List<String> made = new ArrayList<>();

        for (int i = 0; i < count; i++) {
            // names that sort backwards
            NextName name = NextName.of(files, files, 0, Title.of("x" + (99 - i)), NOW, (version, id) -> true);
            made.add(name.id());
            files.add(NextName.made(name.id(), 0));
        }

        assertThat(files.stream()
                        .sorted(NextName.ORDER)
                        .map(file -> file.name().id())
                        .filter(made::contains))
                .containsExactlyElementsOf(made);
    }

    @Provide
    Arbitrary<String> titles() {
        return Arbitraries.of("add", "2fa", "2 factors", "orders", "größe", "x")
                .list()
                .ofMinSize(1)
                .ofMaxSize(4)
                .map(words -> String.join(" ", words));
    }

    /** Folders whose files have one style each, of days around today. */
    @Provide
    Arbitrary<List<String>> folders() {
        Arbitrary<LocalDateTime> times = Arbitraries.integers()
                .between(-900_000, 3_000)
                .map(minutes -> LocalDateTime.ofInstant(NOW, ZoneOffset.UTC).plusMinutes(minutes));
        Arbitrary<String> styles = Arbitraries.of(
                "yyyyMMddHHmmss",
                "yyyyMMddHHmm",
                "yyyyMMddHHmmssSSS",
                "yyyyMMdd",
                "yyyy-MM-dd",
                "yyyy_MM_dd",
                "day",
                "dashed day",
                "counter",
                "flyway",
                "epoch");
        Arbitrary<String> separators = Arbitraries.of("_", "-");
        return Combinators.combine(styles, separators, times.list().ofMinSize(1).ofMaxSize(12))
                .as((style, separator, list) -> IntStream.range(0, list.size())
                        .mapToObj(i -> version(style, list.get(i), i + 1) + (style.equals("flyway") ? "__" : separator)
                                + "some" + separator + "thing" + ".sql")
                        .toList());
    }

    private static String version(String style, LocalDateTime time, int n) {
        return switch (style) {
            case "day" -> time.format(DateTimeFormatter.BASIC_ISO_DATE) + "_%02d".formatted(n);
            case "dashed day" -> time.format(DateTimeFormatter.ISO_LOCAL_DATE) + "_" + n;
            case "counter" -> "%03d".formatted(n * 77);
            case "flyway" -> "V1." + n;
            case "epoch" -> Long.toString(time.toInstant(ZoneOffset.UTC).toEpochMilli());
            default -> time.format(DateTimeFormatter.ofPattern(style));
        };
    }

    private static NextName next(String title, String... there) {
        List<FoundFile> files = files(there);
        return NextName.of(files, files, 0, Title.of(title), NOW, (version, id) -> true);
    }

    private static String file(NextName name) {
        return name.id()
                + switch (name.style().layout()) {
                    case FILE -> ".sql";
                    case PAIR -> ".up.sql";
                    case FOLDER -> "/migration.sql";
                };
    }

    private static List<FoundFile> files(String... names) {
        return Arrays.stream(names)
                .map(name -> {
                    FileName read = name.endsWith("/migration.sql")
                            ? FileName.ofId(name.substring(0, name.indexOf('/')))
                            : FileName.of(name);
                    Path path = Path.of(name);
                    return new FoundFile(read, path, path, name, "migrations", 0, Optional.empty());
                })
                .toList();
    }
}
