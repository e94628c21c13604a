package dev.migrate.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The cases that psql, PostgreSQL's parser and servers of versions 15 to 18 have agreed on. */
class SqlConformanceTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void the_set_is_complete() throws IOException {
        JsonNode manifest = manifest();

        assertThat(manifest.get("totals").get("cases").asInt()).isEqualTo(259);
        assertThat(manifest.get("cases")).hasSize(259);
    }

    @TestFactory
    Stream<DynamicTest> every_script_is_read_as_the_server_reads_it() throws IOException {
        var tests = new ArrayList<DynamicTest>();
        for (JsonNode one : manifest().get("cases")) {
            String name = one.get("name").asText() + ": " + one.get("note").asText();
            tests.add(DynamicTest.dynamicTest(name, () -> check(one)));
        }
        assertThat(tests).isNotEmpty();
        return tests.stream();
    }

    private static void check(JsonNode one) throws IOException {
        byte[] script = resource(one.get("file").asText());
        assertThat(script).hasSize(one.get("bytes").asInt());
        JsonNode expected = JSON.readTree(resource(one.get("expected").asText()));
        List<String> items = expectedItems(expected);

        for (boolean keepText : new boolean[] {true, false}) {
            var reader =
                    ScriptReader.of(new ByteArrayInputStream(script), Position.START, keepText, CommentListener.NONE);
            assertThat(Reading.places(reader)).isEqualTo(items);
        }
        assertThat(Reading.places(Reading.trickling(script, 1))).isEqualTo(items);
    }

    private static List<String> expectedItems(JsonNode expected) {
        var items = new ArrayList<String>();
        for (JsonNode item : expected.get("items")) {
            items.add("%s %d..%d at %d:%d"
                    .formatted(
                            item.get("kind").asText(),
                            item.get("start").asLong(),
                            item.get("end").asLong(),
                            item.get("line").asInt(),
                            item.get("column").asInt()));
        }
        JsonNode error = expected.get("error");
        if (!error.isNull()) {
            items.add("error %d at %d:%d"
                    .formatted(
                            error.get("offset").asLong(),
                            error.get("line").asInt(),
                            error.get("column").asInt()));
        }
        return items;
    }

    private static JsonNode manifest() throws IOException {
        return JSON.readTree(resource("manifest.json"));
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = SqlConformanceTest.class.getResourceAsStream("/sql_conformance/" + name)) {
            assertThat(in).as("sql_conformance/" + name).isNotNull();
            return in.readAllBytes();
        }
    }
}
