package dev.migrate.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.migrate.config.Settings;
import dev.migrate.config.SettingsReader;
import dev.migrate.migration.Migration;
import dev.migrate.migration.Project;
import dev.migrate.migration.ProjectReader;
import dev.migrate.migration.ScriptCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What {@code examples/} promises in each {@code expected.json}, as far as files alone tell it. */
final class ExamplesRunInTheirOrderTest {
    static List<Path> examples() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("examples"))) {
            return folders.filter(folder -> Files.exists(folder.resolve("expected.json")))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void the_order_is_the_one_that_is_expected(Path example) throws IOException {
        Project project = read(example);

        List<String> files = RunOrder.of(project).stream()
                .filter(migration -> !migration.optional())
                .map(Migration::file)
                .toList();

        assertThat(files).isEqualTo(list(expected(example).get("order")));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void optional_and_archived_files_are_known_as_such(Path example) throws IOException {
        Project project = read(example);
        JsonNode expected = expected(example);

        assertThat(project.migrations().stream().filter(Migration::optional).map(Migration::file))
                .containsExactlyInAnyOrderElementsOf(list(expected.get("optional")));
        assertThat(RunOrder.ofArchive(project).stream().map(Migration::file))
                .containsExactlyElementsOf(list(expected.get("archive_order")));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void the_bootstrap_file_covers_what_is_expected(Path example) throws IOException {
        Project project = read(example);
        JsonNode bootstrap = expected(example).path("bootstrap");

        assertThat(project.bootstrap().map(file -> file.migration().file()))
                .isEqualTo(Optional.ofNullable(bootstrap.path("file").textValue()));
        assertThat(project.bootstrap().map(Project.Bootstrap::covers).orElse(List.of()).stream()
                        .map(Migration::file))
                .containsExactlyInAnyOrderElementsOf(list(bootstrap.get("covers")));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void scripts_in_comments_are_found_where_they_are_expected_and_nowhere_else(Path example) throws IOException {
        Project project = read(example);
        JsonNode expected = expected(example);

        assertThat(project.migrations().stream()
                        .filter(migration -> migration.down().isPresent())
                        .map(Migration::file))
                .containsExactlyInAnyOrderElementsOf(keys(expected.get("rollback_in_comments")));
        assertThat(project.migrations().stream()
                        .filter(migration -> !migration.verifications().isEmpty())
                        .map(Migration::file))
                .containsExactlyInAnyOrderElementsOf(keys(expected.get("verify_in_comments")));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void every_file_and_every_way_back_can_be_read_to_its_end(Path example) throws IOException {
        Project project = read(example);

        for (Migration migration : project.migrations()) {
            assertThat(ScriptCheck.of(migration).problems()).isEmpty();
            if (migration.down().isPresent()) {
                ScriptCheck.Result down = ScriptCheck.of(migration.down().get());
                assertThat(down.problems()).isEmpty();
                assertThat(down.shape().statements()).isPositive();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void files_that_refuse_a_transaction_or_bring_their_own_are_seen(Path example) throws IOException {
        Project project = read(example);
        JsonNode expected = expected(example);
        List<String> refusing = new ArrayList<>();
        List<String> own = new ArrayList<>();

        for (Migration migration : project.migrations()) {
            var shape = ScriptCheck.of(migration).shape();
            if (!shape.refusing().isEmpty()) {
                refusing.add(migration.file());
            }
            if (!shape.control().isEmpty()) {
                own.add(migration.file());
            }
        }

        assertThat(refusing).containsExactlyInAnyOrderElementsOf(keys(expected.get("not_in_a_transaction")));
        assertThat(own).containsAll(list(expected.get("own_transaction")));
    }

    private static Project read(Path example) {
        Path folder = example.toAbsolutePath();
        Settings settings = SettingsReader.read(
                new SettingsReader.Request(folder, Optional.empty(), Optional.empty(), List.of(), Map.of()));
        return ProjectReader.read(settings);
    }

    private static JsonNode expected(Path example) throws IOException {
        return new ObjectMapper().readTree(example.resolve("expected.json").toFile());
    }

    private static List<String> list(JsonNode array) {
        List<String> texts = new ArrayList<>();
        if (array != null) {
            array.forEach(node -> texts.add(node.textValue()));
        }
        return texts;
    }

    private static List<String> keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        if (object != null) {
            object.fieldNames().forEachRemaining(keys::add);
        }
        return keys;
    }
}
