package dev.migrate.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.config.SettingsReader;
import dev.migrate.migration.Migration;
import dev.migrate.migration.ProjectReader;
import dev.migrate.migration.ScriptText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every expectation that stands in this repository's own projects is understood, as the form that it is. */
final class ExpectationsOfExamplesTest {
    private static final Pattern OPENING =
            Pattern.compile("--\\s*(?:expect|should (?:return|show))", Pattern.CASE_INSENSITIVE);

    @Test
    void all_of_them_are_understood_as_what_they_mean() throws IOException {
        var forms = new LinkedHashMap<String, String>();
        for (Path file : files()) {
            for (String line : Files.readAllLines(file)) {
                var opening = OPENING.matcher(line);
                if (opening.find()) {
                    String comment = line.substring(opening.start());
                    Expectation expectation = Expectation.parse(comment).orElseThrow(() -> new AssertionError(comment));
                    forms.put(
                            comment.substring(2).strip(), expectation.getClass().getSimpleName());
                }
            }
        }

        assertThat(forms)
                .containsOnly(
                        Map.entry("Expected: 0", "Amount"),
                        Map.entry("Expected: 1", "Amount"),
                        Map.entry("Expected: 2", "Amount"),
                        Map.entry("Expected: 5", "Amount"),
                        Map.entry("Expected: 10", "Amount"),
                        Map.entry("Expected: 1 row", "RowCount"),
                        Map.entry("Expected: 6 rows", "RowCount"),
                        Map.entry("Expected: 7 rows", "RowCount"),
                        Map.entry("Expected: 9 rows", "RowCount"),
                        Map.entry("Expected: 11 rows", "RowCount"),
                        Map.entry("Expected: 1 row, data_type = 'text', is_nullable = 'YES'", "RowsWith"),
                        Map.entry("Expected: 1 row, data_type = 'text', is_nullable = 'NO'", "RowsWith"),
                        Map.entry(
                                "Expected: 1 row, data_type = 'timestamp with time zone', is_nullable = 'YES'",
                                "RowsWith"),
                        Map.entry("Expected: 1 row, qual = '(account_id = auth.uid())'", "RowsWith"),
                        Map.entry("Expected: 1 row, data_type = 'bigint'", "RowsWith"),
                        Map.entry("Expected: 1 row, column_default = '5'", "RowsWith"),
                        Map.entry("Expected: 1 row, onboarding_state = 'not_started'", "RowsWith"),
                        Map.entry("expect: category_code = 'drills', notes = 2", "Row"),
                        Map.entry("expect: category_code = 'ladders', notes = 1", "Row"),
                        Map.entry("expect: category_code = 'saws', notes = 2", "Row"),
                        Map.entry("Should return 72", "Amount"),
                        Map.entry("Should return 0 (empty table, will be populated as events are scheduled)", "Amount"),
                        Map.entry("Should return 12 event types (PGL_ENGAGE, EVP_ENGAGE, STRAT_OPS, etc.)", "Amount"),
                        Map.entry("Should return 6 segments with 12 event types each (72 total rows)", "Groups"),
                        Map.entry(
                                "Should show: segment (varchar), event_type_id (uuid), required_count_per_year (integer),"
                                        + " priority_level (varchar)",
                                "Shown"));
    }

    @Test
    void each_query_in_a_comment_of_guardian_has_its_expectation() throws Exception {
        var read = new ArrayList<String>();
        Path guardian = Path.of("examples/guardian").toAbsolutePath();
        var project = ProjectReader.read(SettingsReader.read(SettingsReader.Request.in(guardian)));
        for (Migration migration : project.migrations()) {
            for (var comment : migration.verifications()) {
                for (ExpectedQuery query :
                        ExpectationReader.read(List.of(ScriptText.of(comment))).queries()) {
                    assertThat(query.expectations()).as(migration.file()).hasSize(1);
                    PlacedExpectation placed = query.expectations().get(0);
                    String line = Files.readAllLines(migration.path()).get(placed.line() - 1);
                    assertThat(line).startsWith("-- Expected: ");
                    read.add(line);
                }
            }
        }

        assertThat(read).hasSize(14);
    }

    private static List<Path> files() throws IOException {
        var files = new ArrayList<Path>();
        for (String folder : List.of("examples", "migrations")) {
            try (var found = Files.walk(Path.of(folder))) {
                found.filter(file -> file.toString().endsWith(".sql")).forEach(files::add);
            }
        }
        return files;
    }
}
