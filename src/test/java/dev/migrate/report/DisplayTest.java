package dev.migrate.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisplayTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "postgresql://u:p@h/d | postgresql://u:********@h/d",
                "jdbc:postgresql://u:p:q/r?s@t@h:5432/d | jdbc:postgresql://u:********@h:5432/d",
                "url = \"postgres://u:${P}@h\" | url = \"postgres://u:********@h\"",
                "postgresql://u:cut | postgresql://u:********",
                "postgresql:/u:p@h/d | postgresql:/u:********@h/d",
                "postgresql://h/d?user=u&password=p | postgresql://h/d?user=u&password=********",
                "host=h password=p | host=h password=********",
                "postgresql://u@h:5432/d | postgresql://u@h:5432/d",
                "postgresql://h:5432/d | postgresql://h:5432/d",
                "postgresql://[::1]:5432/d | postgresql://[::1]:5432/d",
                "select password=1 | select password=1",
                "see https://example.org/a: b | see https://example.org/a: b"
            })
    void a_password_in_a_url_is_hidden_and_nothing_else(String text, String shown) {
        assertThat(Display.safe(text)).isEqualTo(shown);
        assertThat(JsonText.of(text)).isEqualTo(shown);
    }

    @Test
    void what_a_server_or_a_session_says_of_itself_is_shown() {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var report = new TextReport(new Console(stream, stream, false, false), List.of(), Verbosity.NORMAL);
        String bad = "\u001B[2J\u009B1m\u202E\nx";

        report.target(new TargetFacts(bad, 1, bad, bad, bad, "", bad));
        report.waiting(bad);
        report.found(bad);
        report.warning(bad);

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "PostgreSQL \\x1b[2J\\x9b1m\\u202e\\x0ax",
                        "waiting for another run: \\x1b[2J\\x9b1m\\u202e\\x0ax")
                .doesNotContain("\u001B", "\u009B", "\u202E");
    }

    @Test
    void half_a_character_is_no_end_of_a_document() {
        assertThat(Display.safe("a\uD83D")).isEqualTo("a\\ud83d");
        assertThat(Display.safe("\uD83D\uDC18")).isEqualTo("\uD83D\uDC18");
        assertThat(JsonText.of("a\uD83D")).isEqualTo("a?");
    }
}
