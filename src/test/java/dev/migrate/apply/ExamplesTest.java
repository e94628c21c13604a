package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.migrate.config.SettingsReader;
import dev.migrate.shadow.Prelude;
import dev.migrate.testing.PgBouncer;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The projects of {@code examples/}, applied from first to last: what {@code expected.json} promises is there. */
class ExamplesTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    private TestProject project;
    private JsonNode expected;

    static List<Path> examples() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("examples"))) {
            return folders.filter(folder -> Files.exists(folder.resolve("expected.json")))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void an_example_is_applied_in_its_order_and_leads_to_what_is_expected(Path example) throws IOException {
        leadsToWhatIsExpected(example, bench.database().url());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void so_it_is_through_a_pooler_in_session_mode(Path example) throws IOException {
        try (var pooler = new PgBouncer("session", 3)) {
            leadsToWhatIsExpected(example, pooler.url(bench.database()));
        }
    }

    private void leadsToWhatIsExpected(Path example, String url) throws IOException {
        Path folder = example.toAbsolutePath();
        expected = new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
        project = new TestProject(folder, bench.database()).variable("DATABASE_URL", url);
        Prelude.of(SettingsReader.read(
                        new SettingsReader.Request(folder, Optional.empty(), Optional.empty(), List.of(), Map.of())))
                .load(bench.database().target());

        List<String> files = applied();

        assertThat(files).isEqualTo(texts(expected.get("order")));
        relations();
        rows();
        security();
        facts();
        states();
        assertThat(files(run("apply", "--format", "json"))).isEmpty();
        relations();
    }

    /** Stops before each file that wants rows loaded, as a person would. */
    private List<String> applied() throws IOException {
        var files = new ArrayList<String>();
        List<String> order = texts(expected.get("order"));
        for (var stop : expected.path("load_before").properties()) {
            int index = order.indexOf(stop.getKey());
            if (index > 0) {
                files.addAll(files(run("apply", "--format", "json", "--to", order.get(index - 1))));
            }
            for (String fixture : texts(stop.getValue())) {
                bench.database().execute(Files.readString(project.folder().resolve(fixture)));
            }
        }
        files.addAll(files(run("apply", "--format", "json")));
        return files;
    }

    private void relations() {
        String names =
                "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in (%s) order by"
                        + " relname collate \"C\"";
        assertThat(bench.database().column(names.formatted("'r', 'p'"))).isEqualTo(texts(expected.get("tables")));
        assertThat(bench.database().column(names.formatted("'v', 'm'"))).isEqualTo(texts(expected.get("views")));
    }

    private void rows() {
        for (var count : expected.path("row_counts").properties()) {
            assertThat(bench.database().value("select count(*) from public.\"" + count.getKey() + "\""))
                    .as("rows of " + count.getKey())
                    .isEqualTo(count.getValue().asText());
        }
    }

    private void security() {
        JsonNode security = expected.get("row_security");
        assertThat(
                        bench.database()
                                .rows(
                                        "select (select count(*) from pg_class where relrowsecurity and relnamespace ="
                                                + " 'public'::regnamespace), (select count(*) from pg_policies where schemaname = 'public')"))
                .containsExactly(List.of(
                        security.get("tables").asText(),
                        security.get("policies").asText()));
    }

    private void facts() {
        for (JsonNode fact : expected.path("facts")) {
            String name = fact.get("name").asText();
            List<List<String>> rows = bench.database().rows(fact.get("sql").asText());
            if (fact.has("rows")) {
                assertThat(rows).as(name).hasSize(fact.get("rows").asInt());
            }
            if (fact.has("value")) {
                assertThat(rows)
                        .as(name)
                        .containsExactly(List.of(fact.get("value").asText()));
            }
            if (fact.has("all")) {
                var all = new ArrayList<List<String>>();
                fact.get("all").forEach(row -> all.add(values(row)));
                assertThat(rows).as(name).isEqualTo(all);
            }
            fact.path("every")
                    .forEach(value ->
                            assertThat(rows).as(name).isNotEmpty().allMatch(row -> row.contains(value.asText())));
        }
    }

    private void states() {
        var states = new ArrayList<String>();
        var shown = new ArrayList<String>();
        run("status", "--format", "json").json().get("migrations").forEach(one -> {
            states.add(one.get("file").asText() + " " + one.get("state").asText());
            shown.add(one.get("file").asText());
        });
        List<String> order = texts(expected.get("order"));
        shown.retainAll(order);
        assertThat(shown).as("status lists them in order").isEqualTo(order);
        order.forEach(file -> assertThat(states).contains(file + " applied"));
        texts(expected.get("optional")).forEach(file -> assertThat(states).contains(file + " optional"));
        texts(expected.path("bootstrap").get("covers"))
                .forEach(file -> assertThat(states).contains(file + " covered"));
        assertThat(project.run("status", "--check").code()).isZero();
    }

    private TestProject.Run run(String... words) {
        TestProject.Run run = project.run(words);
        assertThat(run.code()).as(Arrays.toString(words) + run.err()).isZero();
        return run;
    }

    private static List<String> files(TestProject.Run run) {
        var files = new ArrayList<String>();
        run.json().get("applied").forEach(one -> files.add(one.get("file").asText()));
        return files;
    }

    private static List<String> texts(JsonNode array) {
        return array == null
                ? List.of()
                : StreamSupport.stream(array.spliterator(), false)
                        .map(JsonNode::asText)
                        .toList();
    }

    private static List<String> values(JsonNode row) {
        var values = new ArrayList<String>();
        row.forEach(value -> values.add(value.textValue()));
        return values;
    }
}
