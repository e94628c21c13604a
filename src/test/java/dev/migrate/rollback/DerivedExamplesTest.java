package dev.migrate.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.catalog.CatalogScope;
import dev.migrate.config.Settings;
import dev.migrate.config.SettingsReader;
import dev.migrate.database.Session;
import dev.migrate.migration.ProjectReader;
import dev.migrate.migration.UpScript;
import dev.migrate.plan.RunOrder;
import dev.migrate.rehearse.Replay;
import dev.migrate.shadow.Prelude;
import dev.migrate.testing.TestDatabase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every file of the examples, each behind those before it: how many ways back can be derived, and why others cannot. */
class DerivedExamplesTest {
    /**
     * What was found.
     *
     * @param proven number of files whose structure is led back exactly, and which run again behind it
     * @param partly ids of those that do not run again, or whose structure stays different
     * @param rowsOnly ids of those that change rows and no structure
     */
    private record Found(int proven, List<String> partly, List<String> rowsOnly) {}

    @Test
    void a_history_that_was_there_before_the_first_file() {
        Found found = look("client-intelligence");

        assertThat(found.proven()).isGreaterThanOrEqualTo(66);
        assertThat(found.partly())
                .isSubsetOf("20260107_02_client_segmentation_backfill", "20260122_client_health_functions");
        assertThat(found.rowsOnly())
                .containsExactly(
                        "20260103_client_name_aliases_seed", "20260116_product_catalog_seed", "20260205_goals_seed");
    }

    @Test
    void a_history_with_enums_security_and_renames() {
        Found found = look("guardian");

        assertThat(found.proven()).isGreaterThanOrEqualTo(24);
        assertThat(found.partly()).isEmpty();
        assertThat(found.rowsOnly()).containsExactly("2025-10-13_01_requeue_stuck_jobs");
    }

    @Test
    void small_histories() {
        assertThat(look("crm")).isEqualTo(new Found(6, List.of(), List.of()));
        assertThat(look("consolidated")).isEqualTo(new Found(2, List.of(), List.of()));
        assertThat(look("segmentation"))
                .isEqualTo(new Found(
                        2, List.of(), List.of("20251127_seed_event_types", "20251127_seed_tier_requirements")));
    }

    private static Found look(String example) {
        Path folder = Path.of("examples").resolve(example).toAbsolutePath();
        Settings settings = SettingsReader.read(
                new SettingsReader.Request(folder, Optional.empty(), Optional.empty(), List.of(), Map.of()));
        List<UpScript> scripts = RunOrder.of(ProjectReader.read(settings)).stream()
                .map(UpScript::of)
                .toList();
        int proven = 0;
        var partly = new ArrayList<String>();
        var rowsOnly = new ArrayList<String>();
        try (var base = new TestDatabase()) {
            Prelude.of(settings).load(base.target());
            for (UpScript script : scripts) {
                Derived derived = derive(base, script);
                if (derived.statements().isEmpty()) {
                    assertThat(derived.rows()).as(script.id()).isNotEmpty();
                    rowsOnly.add(script.id());
                } else if (derived.proven()) {
                    proven++;
                } else {
                    assertThat(derived.structure())
                            .as(script.id())
                            .singleElement()
                            .asString()
                            .contains("does not run again", "duplicate key");
                    assertThat(derived.rows()).as(script.id()).isNotEmpty();
                    partly.add(script.id());
                }
                try (Session session = base.session()) {
                    assertThat(new Replay(session, Optional.empty())
                                    .run(List.of(script))
                                    .failure())
                            .isEmpty();
                }
            }
        }
        return new Found(proven, partly, rowsOnly);
    }

    /** On a copy, since a way back that leads elsewhere would spoil those behind it. */
    private static Derived derive(TestDatabase base, UpScript script) {
        try (var copy = new TestDatabase(base.name());
                Session session = copy.session()) {
            return Derivation.of(
                    session, CatalogScope.of("migrate"), Optional.empty(), role -> false, List.of(), script);
        }
    }
}
