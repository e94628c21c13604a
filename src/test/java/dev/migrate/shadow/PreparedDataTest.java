package dev.migrate.shadow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept from run to run, and for how long. */
class PreparedDataTest {
    @TempDir
    private Path folder;

    private Path made;
    private PreparedData prepared;

    @BeforeEach
    void make() throws IOException {
        made = folder.resolve("made");
        Files.createDirectories(made.resolve("data/base"));
        Files.writeString(made.resolve("data/base/1"), "content");
        Files.writeString(made.resolve("password"), "secret");
        prepared = new PreparedData(Files.createDirectory(folder.resolve("cache")));
    }

    private boolean keeps(String name) throws IOException {
        return prepared.copy(name, Files.createTempDirectory(folder, "copy"));
    }

    private void usedBefore(String name, Duration time) throws IOException {
        Files.setLastModifiedTime(
                folder.resolve("cache/prepared-" + name),
                FileTime.from(Instant.now().minus(time)));
    }

    @Test
    void what_is_kept_is_copied_whole() throws IOException {
        prepared.keep("a", made);
        Path copy = Files.createDirectory(folder.resolve("copy"));

        assertThat(prepared.copy("a", copy)).isTrue();

        assertThat(copy.resolve("data/base/1")).hasContent("content");
        assertThat(copy.resolve("password")).hasContent("secret");
        assertThat(prepared.copy("b", copy)).isFalse();
    }

    @Test
    void six_are_kept_and_the_one_that_was_not_used_for_longest_goes() throws IOException {
        for (String name : List.of("a", "b", "c", "d", "e", "f")) {
            prepared.keep(name, made);
            usedBefore(name, Duration.ofDays(1));
        }
        usedBefore("c", Duration.ofDays(2));
        usedBefore("a", Duration.ofDays(3));
        assertThat(keeps("a")).as("now it was used").isTrue();

        prepared.keep("g", made);

        for (String name : List.of("a", "b", "d", "e", "f", "g")) {
            assertThat(keeps(name)).as(name).isTrue();
        }
        assertThat(keeps("c")).isFalse();
    }

    @Test
    void what_was_not_used_for_a_month_goes() throws IOException {
        prepared.keep("a", made);
        prepared.keep("b", made);
        usedBefore("a", Duration.ofDays(31));
        usedBefore("b", Duration.ofDays(29));

        prepared.keep("c", made);

        assertThat(keeps("a")).isFalse();
        assertThat(keeps("b")).isTrue();
    }

    @Test
    void what_a_run_left_that_was_killed_meanwhile_is_in_nobodys_way() throws IOException {
        Files.createDirectories(folder.resolve("cache/unfinished/data/base"));

        prepared.keep("a", made);

        assertThat(keeps("a")).isTrue();
        assertThat(folder.resolve("cache/unfinished")).doesNotExist();
    }
}
