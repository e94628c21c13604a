package dev.migrate.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.migrate.config.SettingsReader;
import dev.migrate.shadow.Prelude;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import dev.migrate.testing.TestProject.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The check {@code prisma}, as it is run. */
final class PrismaCheckTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    static List<Path> examplesWithPrisma() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("examples"))) {
            return folders.filter(folder -> Files.exists(folder.resolve("prisma/schema.prisma")))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examplesWithPrisma")
    void an_example_differs_in_what_is_expected_and_in_nothing_else(Path example) throws IOException {
        Path folder = example.toAbsolutePath();
        Prelude.of(SettingsReader.read(
                        new SettingsReader.Request(folder, Optional.empty(), Optional.empty(), List.of(), Map.of())))
                .load(bench.database().target());
        var project = new TestProject(folder, bench.database());
        assertThat(project.run("apply", "--yes").code()).isZero();

        Run run = project.run("verify", "--only", "prisma", "--format", "json");

        JsonNode expected = new ObjectMapper()
                .readTree(folder.resolve("expected.json").toFile())
                .get("prisma")
                .get("differences");
        assertThat(run.code()).isEqualTo(3);
        List<JsonNode> findings = findings(run);
        assertThat(findings).hasSize(expected.size());
        for (JsonNode difference : expected) {
            assertThat(findings).as(difference.toString()).anyMatch(finding -> tells(finding, difference));
        }
    }

    private static boolean tells(JsonNode finding, JsonNode difference) {
        String text = finding.toString();
        boolean columns = StreamSupport.stream(difference.path("columns").spliterator(), false)
                .allMatch(column -> text.contains(column.asText()));
        return text.contains("public." + difference.get("table").asText())
                && columns
                && difference
                        .path("column")
                        .asText()
                        .equals(finding.path("column").asText(""))
                && finding.get("file").asText().equals("prisma/schema.prisma")
                && finding.get("line").asInt() > 0;
    }

    private static List<JsonNode> findings(Run run) {
        return StreamSupport.stream(
                        run.json().get("checks").get(0).get("findings").spliterator(), false)
                .toList();
    }

    private Run verify(String config, String prisma, String... more) {
        bench.project()
                .file("migrate.toml", config)
                .file("migrations/001_t.sql", "create table t (id int primary key);");
        bench.project().file("schema.prisma", prisma);
        return bench.project()
                .run(Stream.concat(Stream.of("verify", "--only", "prisma"), Stream.of(more))
                        .toArray(String[]::new));
    }

    private static final String CONFIG = "[prisma]\nschema = \"schema.prisma\"\n";

    @Test
    void what_is_the_same_passes() {
        bench.database().execute("create table t (id int primary key)");

        Run run = verify(CONFIG, "model t {\n id Int @id\n}");

        assertThat(run.out()).contains("1 table of schema.prisma compared").contains("1 check passed");
        assertThat(run.code()).isZero();
    }

    @Test
    void another_name_is_a_warning_and_fails_nothing() {
        bench.database().execute("create table t (id int constraint k primary key)");

        Run run = verify(CONFIG, "model t {\n id Int @id\n}", "--format", "json");

        assertThat(run.code()).isZero();
        assertThat(run.json().toString()).contains("is named k in the database, and t_pkey by the model t");
    }

    @Test
    void without_a_prisma_schema_the_check_is_not_applicable() {
        Run run = verify("sources = [\"migrations\"]\n", "");

        assertThat(run.out()).contains("not applicable").contains("migrate.toml names no Prisma schema");
    }

    @Test
    void a_schema_that_cannot_be_read_ends_with_2_and_its_place() {
        Run run = verify(CONFIG, "model t {\n  id Int @id\n  name Strng\n}");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out() + run.err()).contains("schema.prisma:3:3").contains("did you mean String?");
    }

    @Test
    void a_schema_that_is_not_there_ends_with_2() {
        Run run = verify("[prisma]\nschema = \"gone.prisma\"\n", "");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out() + run.err()).contains("there is no Prisma schema gone.prisma");
    }

    @Test
    void a_schema_that_a_platform_manages_is_looked_at_where_prisma_covers_it() {
        bench.database().execute("create schema auth; create table auth.users (id uuid primary key, email text)");

        Run run = verify(CONFIG, """
                datasource db {
                  provider = "postgresql"
                  schemas  = ["auth"]
                }
                model users {
                  id String @id @db.Uuid
                  @@schema("auth")
                }
                """);

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).contains("table auth.users column email");
    }

    @Test
    void the_history_is_nobodys_table_even_where_prisma_covers_its_schema() {
        Run run = verify(
                CONFIG + "[history]\nschema = \"public\"\n",
                "model t {\n id Int @id\n}"); // reads the files, so that they are there
        assertThat(run.code()).isEqualTo(3);
        assertThat(bench.project().run("apply").code()).isZero();

        Run again = bench.project().run("verify", "--only", "prisma");

        assertThat(again.out()).contains("1 check passed");
        assertThat(again.code()).isZero();
    }
}
