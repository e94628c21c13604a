package dev.migrate.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.catalog.CatalogScope;
import dev.migrate.config.Settings;
import dev.migrate.config.SettingsReader;
import dev.migrate.database.Session;
import dev.migrate.migration.ProjectReader;
import dev.migrate.migration.UpScript;
import dev.migrate.plan.RunOrder;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.rehearse.Replay;
import dev.migrate.shadow.Prelude;
import dev.migrate.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every file of the examples, each behind those before it: how many ways back can be derived, and why others cannot. */
class DerivedExamplesTest {
    /** What is known of one file. */
    private enum Found {
        PROVEN,
        PARTLY,
        NOTHING,
        DOES_NOT_RUN
    }

    @ParameterizedTest
    @CsvSource({"client-intelligence,0", "consolidated,0", "crm,0", "guardian,0", "segmentation,0"})
    void as_many_are_derived_as_were(String example, int proven) {
        Path folder = Path.of("examples").resolve(example).toAbsolutePath();
        Settings settings = SettingsReader.read(
                new SettingsReader.Request(folder, Optional.empty(), Optional.empty(), List.of(), Map.of()));
        List<UpScript> scripts = RunOrder.of(ProjectReader.read(settings)).stream()
                .map(UpScript::of)
                .toList();
        var found = new TreeMap<Found, List<String>>();
        try (var base = new TestDatabase()) {
            Prelude.of(settings).load(base.target());
            for (UpScript script : scripts) {
                try (var copy = new TestDatabase(base.name())) {
                    found.computeIfAbsent(look(copy, script), key -> new ArrayList<>())
                            .add(script.id());
                }
                try (Session session = base.session()) {
                    new Replay(session, Optional.empty()).run(List.of(script));
                }
            }
        }

        System.out.println(example + " " + found);
        assertThat(found.getOrDefault(Found.PROVEN, List.of())).hasSizeGreaterThanOrEqualTo(proven);
    }

    private static Found look(TestDatabase database, UpScript script) {
        try (Session session = database.session()) {
            Derived derived = Derivation.of(
                    session, CatalogScope.of("migrate"), Optional.empty(), role -> false, List.of(), script);
            System.out.println("== " + script.id() + " " + derived.statements().size() + " " + derived.structure() + " ROWS " + derived.rows());
            if (derived.statements().isEmpty()) {
                return Found.NOTHING;
            }
            return derived.proven() ? Found.PROVEN : Found.PARTLY;
        } catch (MigrationFailure failure) {
            System.out.println("== " + script.id() + " " + failure.problems());
            return Found.DOES_NOT_RUN;
        }
    }
}
