package dev.migrate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.migrate.config.SettingsReader;
import dev.migrate.shadow.Prelude;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestProject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written of a database, loaded into an empty one, gives the same database. */
class ClosedLoopTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @ParameterizedTest
    @EnumSource(Options.class)
    void of_a_database_with_every_kind_of_object(Options options) throws IOException {
        bench.database().execute(resource("all_kinds.sql"));

        ClosedLoop.closes(bench.database(), database -> {}, options.value());
    }

    @Test
    void of_the_database_of_the_mutations() {
        try (var rich = new RichDatabase()) {
            ClosedLoop.closes(
                    rich.database(),
                    database -> database.execute("create schema auth; create table auth.users (id bigint, email text)"),
                    DdlOptions.ALL);
        }
    }

    enum Options {
        STRUCTURE,
        ALL;

        DdlOptions value() {
            return this == ALL ? DdlOptions.ALL : DdlOptions.STRUCTURE;
        }
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(ClosedLoopTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("examples"))) {
            return folders.filter(folder -> Files.exists(folder.resolve("expected.json")))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void of_an_example(Path example) throws IOException {
        build(example.toAbsolutePath());
        bench.project().file("migrate.toml", "[shadow]\nprelude = \"supabase\"\n");

        ClosedLoop.closes(bench.database(), this::platform, DdlOptions.ALL);
    }

    /** What is there before the first table of anybody. */
    private void platform(TestDatabase database) {
        prelude(bench.project().folder()).load(database.target());
    }

    private static Prelude prelude(Path folder) {
        return Prelude.of(SettingsReader.read(
                new SettingsReader.Request(folder, Optional.empty(), Optional.empty(), List.of(), Map.of())));
    }

    private void build(Path folder) throws IOException {
        var project = new TestProject(folder, bench.database());
        JsonNode expected =
                new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
        var order = new ArrayList<String>();
        expected.get("order").forEach(file -> order.add(file.asText()));
        prelude(folder).load(bench.database().target());
        for (var stop : expected.path("load_before").properties()) {
            int index = order.indexOf(stop.getKey());
            if (index > 0) {
                assertThat(project.run("apply", "--to", order.get(index - 1)).code())
                        .isZero();
            }
            for (JsonNode fixture : stop.getValue()) {
                bench.database().execute(Files.readString(folder.resolve(fixture.asText())));
            }
        }
        assertThat(project.run("apply").code()).isZero();
    }
}
