package dev.migrate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.config.SettingsReader;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the pages show is what the program does.
 *
 * <p>Blocks marked {@code console} are run, those of one page in order and in one folder. Comments before a block say
 * what else there is to know: {@code <!-- fresh clone -->}, {@code <!-- clone -->} and {@code <!-- home -->} where it is run,
 * {@code <!-- exit 3 -->} what its last {@code migrate} ends with; all others end with 0.
 *
 * {@code mvn test -Dtest=DocumentationTest -Ddocs.refresh=true} writes into the pages what the program prints now.
 */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class DocumentationTest {
    private static final Path REPOSITORY = Path.of("").toAbsolutePath();
    private static final boolean REFRESH = Boolean.getBoolean("docs.refresh");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]*)(?:#([^)]*))?\\)");
    private static final String NO_KEY = "zzzzzzzzzzzzzzzzzzzzzzzz";

    @TempDir
    Path scratch;

    static List<String> pages() throws IOException {
        try (Stream<Path> files = Files.walk(REPOSITORY.resolve("docs"))) {
            return Stream.concat(Stream.of(REPOSITORY.resolve("README.md")), files.sorted())
                    .filter(file -> file.toString().endsWith(".md"))
                    .map(file -> REPOSITORY.relativize(file).toString())
                    .toList();
        }
    }

    static List<String> pagesWithCommands() throws IOException {
        var names = new ArrayList<String>();
        for (String name : pages()) {
            if (!Page.read(REPOSITORY, name).blocks("console").isEmpty()) {
                names.add(name);
            }
        }
        return names;
    }

    @ParameterizedTest
    @MethodSource("pagesWithCommands")
    void every_command_on_a_page_prints_what_the_page_shows(String name) throws IOException {
        Page page = Page.read(REPOSITORY, name);
        var terminal = new Terminal(REPOSITORY, scratch);
        var wrong = new ArrayList<String>();
        var codes = new ArrayList<String>();
        var edits = new ArrayList<Edit>();
        for (Page.Block block : page.blocks("console")) {
            if (block.hinted("fresh clone")) {
                terminal.clone(false);
            } else if (block.hinted("clone")) {
                terminal.clone(true);
            } else if (block.hinted("home")) {
                terminal.home();
            }
            for (Page.Command command : block.commands()) {
                String at = name + ":" + command.line() + ": " + command.text();
                List<String> actual = Output.neutral(terminal.run(command), scratch);
                if (!Output.shows(command.shown(), actual)) {
                    wrong.add(at + "\nprints\n" + String.join("\n", actual) + "\nthe page shows\n"
                            + String.join("\n", command.shown()));
                    edits.add(new Edit(command, Output.abridged(command.shown(), actual)));
                }
                int expected = command.equals(block.lastOfProgram()) ? block.exitCode() : 0;
                if (command.ofProgram() && terminal.code() != expected) {
                    codes.add(at + "\nends with exit code " + terminal.code() + ", not " + expected + "\n"
                            + String.join("\n", actual));
                }
            }
        }
        if (REFRESH) {
            Edit.write(page, edits);
        } else {
            assertThat(wrong).isEmpty();
        }
        assertThat(codes).isEmpty();
    }

    /** What a page is to show in place of what it shows. */
    private record Edit(Page.Command command, List<String> output) {
        static void write(Page page, List<Edit> edits) throws IOException {
            var lines = new ArrayList<>(page.lines());
            for (int i = edits.size() - 1; i >= 0; i--) {
                Edit edit = edits.get(i);
                int start = edit.command().outputStart();
                List<String> old =
                        lines.subList(start, start + edit.command().shown().size());
                old.clear();
                lines.addAll(start, edit.output());
            }
            Files.write(page.file(), lines);
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void no_command_stands_in_a_block_that_is_not_run(String name) throws IOException {
        for (Page.Block block : Page.read(REPOSITORY, name).blocks()) {
            boolean run = block.language().equals("console");
            assertThat(block.content()).as(name + ":" + block.line()).noneMatch(line -> !run && line.startsWith("$ "));
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_config_on_a_page_is_one_that_the_program_takes(String name) throws IOException {
        for (Page.Block block : Page.read(REPOSITORY, name).blocks("toml")) {
            assertThat(problems(block.text())).as(name + ":" + block.line()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_link_leads_to_a_file_and_a_heading_that_are_there(String name) throws IOException {
        Page page = Page.read(REPOSITORY, name);

        var dead = new ArrayList<String>();
        Iterator<MatchResult> links =
                LINK.matcher(String.join("\n", page.lines())).results().iterator();
        while (links.hasNext()) {
            MatchResult link = links.next();
            Path file = link.group(1).isEmpty() ? page.file() : page.file().resolveSibling(link.group(1));
            boolean found = Files.exists(file)
                    && (link.group(2) == null || headings(file).contains(link.group(2)));
            if (!found) {
                dead.add(link.group());
            }
        }

        assertThat(dead).isEmpty();
    }

    /** Headings as the names that links use: lower case, without punctuation, with dashes for spaces. */
    private static List<String> headings(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> line.matches("#{1,6} .*"))
                .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
                .map(line -> line.replaceAll("[^\\p{L}\\p{N}_ -]", "").replace(' ', '-'))
                .toList();
    }

    @Test
    void the_page_on_configuration_explains_every_key_that_the_program_knows() throws IOException {
        String page = Files.readString(REPOSITORY.resolve("docs/configuration.md"));

        var missing = new TreeSet<String>();
        for (String key : knownKeys()) {
            int dot = key.indexOf('.');
            String table = dot < 0 ? "" : key.substring(0, dot);
            String row = "| `" + key.substring(dot + 1) + "` |";
            boolean explained = table.isEmpty()
                    ? page.contains(row) || heading(page, key) >= 0
                    : section(page, table).contains(row);
            if (!explained) {
                missing.add(key);
            }
        }

        assertThat(missing).isEmpty();
        assertThat(knownKeys()).contains("sources", "database.url", "rollback.undoes", "history.table");
    }

    /** All keys, {@code table.key}: the program names them itself when it meets one that it does not know. */
    private Set<String> knownKeys() throws IOException {
        var keys = new LinkedHashSet<String>();
        for (String key : known(NO_KEY + " = 1\n")) {
            keys.add(key);
            for (String table : List.of("[" + key + "]\n", "[[" + key + "]]\n")) {
                for (String inner : known(table + NO_KEY + " = 1\n")) {
                    keys.add(key + "." + inner);
                }
            }
        }
        return keys;
    }

    private List<String> known(String toml) throws IOException {
        return problems(toml).stream()
                .filter(problem -> problem.what().contains(NO_KEY))
                .filter(problem -> problem.fix().startsWith("known are "))
                .flatMap(problem ->
                        Stream.of(problem.fix().substring("known are ".length()).split(", ", -1)))
                .toList();
    }

    private static int heading(String page, String table) {
        return Stream.of("[" + table + "]", "[[" + table + "]]", "[" + table + ".NAME]")
                .mapToInt(name -> page.indexOf("\n## `" + name + "`"))
                .max()
                .orElse(-1);
    }

    private static String section(String page, String table) {
        int start = heading(page, table);
        if (start < 0) {
            return "";
        }
        int end = page.indexOf("\n## ", start + 1);
        return page.substring(start, end < 0 ? page.length() : end);
    }

    private List<Problem> problems(String toml) throws IOException {
        Path config = scratch.resolve("migrate.toml");
        Files.writeString(config, toml);
        try {
            SettingsReader.read(new SettingsReader.Request(
                    scratch,
                    Optional.of(config),
                    Optional.empty(),
                    List.of(),
                    Map.of("SCRATCH_URL", "postgresql://localhost/scratch")));
            return List.of();
        } catch (MigrationFailure failure) {
            return failure.problems();
        }
    }

    @Test
    void the_queries_on_the_page_on_history_run_and_the_chain_of_hashes_holds() throws IOException {
        List<Page.Block> queries = Page.read(REPOSITORY, "docs/history.md").blocks("sql");
        try (var database = new TestDatabase()) {
            var project = new TestProject(scratch, database)
                    .file("migrations/1_a.sql", "create table a (n int);\n")
                    .file("migrations/2_b.sql", "create table b (n int);\n");
            project.run("apply");

            for (Page.Block query : queries) {
                List<List<String>> rows = database.rows(query.text());

                if (query.hinted("no rows")) {
                    assertThat(rows).as("line " + query.line()).isEmpty();
                } else {
                    assertThat(rows).as("line " + query.line()).isNotEmpty();
                }
            }

            database.execute("update migrate.log set detail = 'forged' where n = 1");

            assertThat(queries.stream().filter(query -> query.hinted("no rows")))
                    .isNotEmpty();
            for (Page.Block query : queries) {
                if (query.hinted("no rows")) {
                    assertThat(database.rows(query.text()))
                            .as("line " + query.line())
                            .isNotEmpty();
                }
            }
        }
    }
}
