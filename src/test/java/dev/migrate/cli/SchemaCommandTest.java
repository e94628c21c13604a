package dev.migrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestProject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code migrate schema write} and {@code migrate schema diff}. */
class SchemaCommandTest {
    @RegisterExtension
    final TestBench bench = new TestBench();

    @Test
    void the_drift_of_an_example_is_written_and_nothing_else() {
        copy("examples/guardian");
        Map<String, String> before = files("current_schema");

        TestProject.Run run = schema("write", "--from", "files");

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        Map<String, String> after = files("current_schema");
        assertThat(after.keySet()).isEqualTo(before.keySet());
        assertThat(changed(before, after)).containsExactly("08_job_coordination.sql");
        String file = after.get("08_job_coordination.sql");
        assertThat(file)
                .startsWith("-- 08_job_coordination: queue, workers, claiming\n\ncreate table public.job_queue (");
        assertThat(file).contains("max_retries integer").doesNotContain("CREATE TABLE job_queue");
        String rest = before.get("08_job_coordination.sql");
        assertThat(file).endsWith(rest.substring(rest.indexOf("CREATE INDEX idx_job_queue_claim")));
        assertThat(run.out()).contains("~ table public.job_queue", "1 file of current_schema written");

        assertThat(bench.project().run("verify", "--only", "current-schema").code())
                .isZero();
        assertThat(schema("write", "--from", "files").out()).contains("nothing was written");
        assertThat(files("current_schema")).isEqualTo(after);
    }

    @Test
    void the_files_of_this_project_say_what_its_migrations_make() {
        copy("current_schema", "current_schema");
        copy("migrations", "migrations");
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n[shadow]\nprelude = \"supabase\"\n");
        Map<String, String> before = files("current_schema");

        assertThat(schema("write", "--from", "files").code()).isZero();

        assertThat(files("current_schema")).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"client-intelligence", "consolidated", "crm", "guardian", "segmentation"})
    void a_fresh_folder_makes_what_the_files_of_an_example_make(String example) {
        copy("examples/" + example);

        TestProject.Run run = schema("write", "--from", "files", "--out", "fresh");

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        TestProject.Run diff = schema("diff", "files", "fresh");
        assertThat(diff.code()).as(diff.out() + diff.err()).isZero();
        Map<String, String> first = files("fresh");
        assertThat(first).containsKey("40_tables.sql").doesNotContainKey("zz_late.sql");
        assertThat(schema("write", "--from", "files", "--out", "fresh").code()).isZero();
        assertThat(files("fresh")).isEqualTo(first);
    }

    @Test
    void the_target_is_written_with_what_was_made_by_hand_to_the_table_that_it_refers_to() {
        bench.project()
                .file("current_schema/01_people.sql", "-- People\n\ncreate table people (id int primary key);\n");
        bench.project().file("current_schema/02_tasks.sql", "create table tasks (id int primary key);\n");
        bench.database()
                .execute("create table people (id int primary key); create table tasks (id int primary key);"
                        + "create table hands (id int references people);");

        TestProject.Run run = schema("write");

        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(files("current_schema").get("01_people.sql"))
                .startsWith("-- People\n\ncreate table people (id int primary key);\n\ncreate table public.hands (")
                .contains("references public.people");
        assertThat(files("current_schema").get("02_tasks.sql")).isEqualTo("create table tasks (id int primary key);\n");
    }

    @Test
    void grants_are_written_where_they_are_asked_for() {
        bench.database().execute("create table people (id int); grant select on people to public;");

        schema("write");
        assertThat(files("current_schema").keySet()).containsExactly("40_tables.sql");
        schema("write", "--grants");
        assertThat(files("current_schema").get("90_grants.sql"))
                .contains("grant select on table public.people to public");
        assertThat(schema("write", "--grants").out()).contains("nothing was written");
    }

    @Test
    void the_folder_of_the_config_is_the_one_that_is_written() {
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\ncurrent_schema = \"structure\"\n");
        bench.database().execute("create table people (id int);");

        JsonNode json = schema("write", "--format", "json").json();

        assertThat(json.get("folder").asText()).isEqualTo("structure");
        assertThat(json.get("files").get(0).toString())
                .isEqualTo("{\"file\":\"structure/40_tables.sql\",\"change\":\"added\"}");
        assertThat(json.get("objects").get(0).get("object").asText()).isEqualTo("table public.people");
        assertThat(files("structure")).containsKey("40_tables.sql");
    }

    @Test
    void a_folder_that_cannot_be_made_is_told() {
        bench.project().file("taken", "a file");
        bench.database().execute("create table people (id int);");

        TestProject.Run run = schema("write", "--out", "taken/below");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("taken/below cannot be written to").contains("--out DIR");
        assertThat(schema("write", "--out", "taken").code()).isEqualTo(2);
    }

    @Test
    void a_difference_is_told_at_its_table_and_ends_with_3() {
        bench.migration(
                "001_a", "create table people (id int primary key, name text);\ncreate index on people (name);");
        bench.apply();
        bench.database()
                .execute("alter table people alter name set default 'x'; drop index people_name_idx;"
                        + "create view v as select 1 as one;");

        TestProject.Run run = schema("diff", "files", "target");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out())
                .contains(
                        "table public.people\n",
                        "~ column name: default  [structure]\n      - absent\n      + 'x'::text\n",
                        "- index people_name_idx: only in files\n",
                        "view public.v\n  + only in target\n",
                        "files and target differ: 3 structure.");
        JsonNode json = schema("diff", "files", "target", "--format", "json").json();
        assertThat(json.get("equal").asBoolean()).isFalse();
        assertThat(json.get("differences")).hasSize(3);
        assertThat(json.get("summary").get("structure").asInt()).isEqualTo(3);
    }

    @Test
    void two_databases_are_compared_by_their_urls_and_with_a_file() {
        bench.database().execute("create table people (id int);");
        bench.project().file("people.sql", "create table people (id int);");
        try (var other = new TestDatabase()) {
            other.execute("create table people (id int);");

            assertThat(schema("diff", bench.database().url(), other.url()).code())
                    .isZero();
            other.execute("alter table people add name text");
            TestProject.Run run = schema("diff", "target", other.url());
            assertThat(run.code()).isEqualTo(3);
            assertThat(run.out() + run.err()).doesNotContain("secret");
        }
        assertThat(schema("diff", "target", "people.sql").out())
                .contains("target and people.sql have the same structure");
    }

    @Test
    void what_a_database_was_made_with_is_told_between_two_databases_and_is_no_finding() {
        String icu = "template0 locale_provider icu icu_locale 'de' lc_collate 'C' lc_ctype 'C'";
        bench.project().file("nothing.sql", "select 1;");
        try (var german = new TestDatabase(icu)) {
            TestProject.Run run = schema("diff", "target", german.url());

            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out()).contains("the database\n", "provider", "icu", "[environment]");
            assertThat(schema("diff", german.url(), "nothing.sql").out())
                    .contains("have the same structure")
                    .doesNotContain("icu");
        }
    }

    @Test
    void two_databases_that_spell_the_same_in_two_ways_do_not_differ() {
        String table = "create table t (a integer, v varchar(10)); ";
        String view = "create or replace view v as select jsonb_object(array[array[v, %s]]) as o from t";
        bench.database().execute(table + view.formatted("v"));
        try (var other = new TestDatabase()) {
            other.execute(table + view.formatted("v::text").replace("[v,", "[v::text,"));

            TestProject.Run run = schema("diff", "target", other.url(), "--verbose");

            assertThat(run.code()).as(run.out() + run.err()).isZero();
            assertThat(run.out()).contains("[respelled]");
            bench.project().file("migrate.toml", "[shadow]\nurl = \"postgresql://nobody@127.0.0.1:1/none\"\n");
            TestProject.Run without = schema("diff", "target", other.url());
            assertThat(without.code()).isEqualTo(3);
            assertThat(without.err()).contains("there is no scratch server: ");

            bench.project().delete("migrate.toml");
            other.execute(view.formatted("'x'"));
            assertThat(schema("diff", "target", other.url()).code()).isEqualTo(3);
        }
    }

    @Test
    void without_a_database_files_are_compared_on_the_embedded_version() {
        bench.project()
                .without("DATABASE_URL")
                .file("a.sql", "create table a (id int);")
                .file("b.sql", "create table a (id int);");

        TestProject.Run run = schema("diff", "a.sql", "b.sql");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("no database is named");
    }

    @Test
    void what_is_none_of_the_words_is_told_with_those_that_there_are() {
        TestProject.Run run = schema("diff", "target", "nothing");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("no SQL file and no folder of such files nothing", "current_schema, a URL");
        assertThat(schema("diff", "target").code()).isEqualTo(2);
        assertThat(schema().err()).contains("write, or diff A B");
        assertThat(schema("diff", "target", "current_schema").err()).contains("migrate schema write makes them");
    }

    @Test
    void a_file_that_does_not_run_is_told_with_its_place() {
        bench.project().file("a.sql", "select 1;\nselect nothing;");

        TestProject.Run run = schema("diff", "target", "a.sql");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("a.sql:2:8", "column \"nothing\" does not exist");
    }

    private TestProject.Run schema(String... arguments) {
        var all = new ArrayList<>(List.of("schema"));
        all.addAll(Arrays.asList(arguments));
        return bench.project().run(all.toArray(new String[0]));
    }

    private static List<String> changed(Map<String, String> before, Map<String, String> after) {
        return before.keySet().stream()
                .filter(name -> !before.get(name).equals(after.get(name)))
                .toList();
    }

    private Map<String, String> files(String name) {
        Path folder = bench.project().folder().resolve(name);
        try (Stream<Path> walk = Files.walk(folder)) {
            var files = new TreeMap<String, String>();
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file));
            }
            return files;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    private void copy(String from) {
        copy(from, ".");
    }

    private void copy(String from, String to) {
        Path folder = Path.of(from);
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                bench.project().file(to + "/" + folder.relativize(file), Files.readAllBytes(file));
            }
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
