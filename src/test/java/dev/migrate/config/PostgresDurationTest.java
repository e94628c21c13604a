package dev.migrate.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PostgresDurationTest {
    @ParameterizedTest
    @CsvSource({
        "5s,5000",
        "500ms,500",
        "2min,120000",
        "0,0",
        "250,250",
        "1h,3600000",
        "1d,86400000",
        "1.5s,1500",
        "' 5 s ',5000",
        "1600us,2"
    })
    void lengths_are_read_as_postgresql_writes_them(String text, long milliseconds) {
        assertThat(PostgresDuration.parse(text)).hasMillis(milliseconds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "5 seconds", "-1", "5m", "5S", "30d"})
    void what_postgresql_does_not_take_is_refused(String text) {
        assertThatThrownBy(() -> PostgresDuration.parse(text)).hasMessageStartingWith("\"" + text + "\" is ");
    }

    @Test
    void the_nearest_word_is_the_one_with_the_fewest_changes() {
        List<String> known = List.of("sources", "source", "archive");

        assertThat(Nearest.to("sourcs", known)).contains("sources");
        assertThat(Nearest.to("ARCHIEV", known)).contains("archive");
        assertThat(Nearest.to("database", known)).isEmpty();
        assertThat(Nearest.distance("ab", "ba", 9)).isEqualTo(1);
        assertThat(Nearest.distance("kitten", "sitting", 9)).isEqualTo(3);
    }
}
