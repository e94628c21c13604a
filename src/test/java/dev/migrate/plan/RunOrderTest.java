package dev.migrate.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrate.config.Name;
import dev.migrate.config.Order;
import dev.migrate.migration.Checksum;
import dev.migrate.migration.Directives;
import dev.migrate.migration.FileContent;
import dev.migrate.migration.Migration;
import dev.migrate.migration.ScriptsInComments;
import dev.migrate.migration.Section;
import dev.migrate.migration.Version;
import dev.migrate.problem.MigrationFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class RunOrderTest {
    @Test
    void versions_go_across_all_sources() {
        assertThat(order(Order.BY_VERSION, versioned("3", 0), versioned("1", 1), versioned("2", 0)))
                .containsExactly("1@1", "2@0", "3@0");
    }

    @Test
    void by_source_each_source_is_whole() {
        assertThat(order(Order.BY_SOURCE, versioned("3", 1), versioned("4", 0), versioned("1", 1), versioned("2", 0)))
                .containsExactly("2@0", "4@0", "1@1", "3@1");
    }

    @Test
    void first_the_base_file_then_names_that_fit_nothing_then_versions_then_repeatable_ones() {
        List<String> ordered = order(
                Order.BY_VERSION,
                migration("R__b", Migration.Kind.REPEATABLE, 0),
                versioned("1", 0),
                migration("zeta", Migration.Kind.UNVERSIONED, 0),
                migration("alpha", Migration.Kind.UNVERSIONED, 1),
                migration("schema", Migration.Kind.FIRST, 1),
                migration("R__a", Migration.Kind.REPEATABLE, 1));

        assertThat(ordered).containsExactly("schema@1", "alpha@1", "zeta@0", "1@0", "R__a@1", "R__b@0");
    }

    @Test
    void within_one_version_sources_count_and_then_bytes() {
        assertThat(order(
                        Order.BY_VERSION,
                        named("5_a_b", "5", 1),
                        named("5_b", "5", 0),
                        named("5_a.b", "5", 0),
                        named("5_B", "5", 0)))
                .containsExactly("5_B@0", "5_a.b@0", "5_b@0", "5_a_b@1");
    }

    @Test
    void a_list_comes_first_and_what_it_does_not_name_by_version() {
        var listed = new Order.Listed(List.of(Name.of("9"), Name.of("*")));
        List<Migration> migrations =
                List.of(versioned("1", 0), versioned("2", 0), versioned("9", 0), versioned("4", 0));

        List<Migration> ordered = RunOrder.of(
                migrations, listed, List.of(List.of("9@0"), List.of("4@0", "2@0", "9@0")), Optional.empty(), Map.of());

        assertThat(ordered.stream().map(Migration::id)).containsExactly("9@0", "2@0", "4@0", "1@0");
    }

    @Test
    void the_bootstrap_file_is_first_whatever_its_version() {
        List<Migration> ordered = RunOrder.of(
                List.of(versioned("1", 0), versioned("99", 0)),
                Order.BY_VERSION,
                List.of(),
                Optional.of("99@0"),
                Map.of());

        assertThat(ordered.stream().map(Migration::id)).containsExactly("99@0", "1@0");
    }

    @Test
    void what_runs_after_another_moves_directly_behind_it() {
        List<Migration> migrations =
                List.of(versioned("1", 0), versioned("2", 0), versioned("3", 0), versioned("4", 0));

        List<Migration> ordered =
                RunOrder.of(migrations, Order.BY_VERSION, List.of(), Optional.empty(), Map.of("1@0", Set.of("3@0")));

        assertThat(ordered.stream().map(Migration::id)).containsExactly("2@0", "3@0", "1@0", "4@0");
    }

    @Test
    void a_circle_is_told_with_its_files() {
        List<Migration> migrations = List.of(versioned("1", 0), versioned("2", 0), versioned("3", 0));
        Map<String, Set<String>> after = Map.of("1@0", Set.of("2@0"), "2@0", Set.of("3@0"), "3@0", Set.of("1@0"));

        assertThatThrownBy(() -> RunOrder.of(migrations, Order.BY_VERSION, List.of(), Optional.empty(), after))
                .isInstanceOf(MigrationFailure.class)
                .hasMessage("1.sql: \"after\" goes in a circle: 1.sql -> 2.sql -> 3.sql -> 1.sql\n"
                        + "  fix: remove one of these \"after\"s; each arrow reads \"runs after\"");
    }

    @Test
    void five_thousand_files_that_all_wait_are_ordered_in_no_time() {
        List<Migration> migrations = new ArrayList<>();
        Map<String, Set<String>> after = new HashMap<>();
        for (int i = 0; i < 5_000; i++) {
            migrations.add(versioned(String.valueOf(i), 0));
            after.put(i + "@0", Set.of((i + 1) + "@0"));
        }
        long start = System.nanoTime();

        List<Migration> ordered = RunOrder.of(migrations, Order.BY_VERSION, List.of(), Optional.empty(), after);

        assertThat(ordered.get(0).id()).isEqualTo("4999@0");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @Property
    void without_after_nothing_moves_and_with_it_all_are_there_and_none_is_too_early(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = 1, max = 40) Integer> numbers,
            @ForAll @Size(max = 20) List<@IntRange(min = 0, max = 899) Integer> edges,
            @ForAll boolean bySource) {
        List<Migration> migrations = new ArrayList<>();
        for (int i = 0; i < numbers.size(); i++) {
            migrations.add(named("n" + i, String.valueOf(numbers.get(i)), i % 3));
        }
        Order order = bySource ? Order.BY_SOURCE : Order.BY_VERSION;
        // Always from a later number to an earlier one, so that there is no circle.
        Map<String, Set<String>> after = new HashMap<>();
        for (int edge : edges) {
            int a = (edge / 30) % numbers.size();
            int b = (edge % 30) % numbers.size();
            if (a < b) {
                after.computeIfAbsent(migrations.get(a).id(), id -> new HashSet<>())
                        .add(migrations.get(b).id());
            }
        }

        List<Migration> plain = RunOrder.of(migrations, order, List.of(), Optional.empty(), Map.of());
        List<Migration> moved = RunOrder.of(migrations, order, List.of(), Optional.empty(), after);

        assertThat(moved).containsExactlyInAnyOrderElementsOf(migrations);
        assertThat(RunOrder.of(plain, order, List.of(), Optional.empty(), Map.of("none", Set.of("other"))))
                .isEqualTo(plain);
        List<String> ids = moved.stream().map(Migration::id).toList();
        after.forEach((id, behind) ->
                behind.forEach(other -> assertThat(ids.indexOf(id)).isGreaterThan(ids.indexOf(other))));
        List<Migration> free =
                plain.stream().filter(m -> !after.containsKey(m.id())).toList();
        assertThat(moved.stream().filter(m -> !after.containsKey(m.id())).toList())
                .isEqualTo(free);
    }

    private static List<String> order(Order order, Migration... migrations) {
        return RunOrder.of(List.of(migrations), order, List.of(), Optional.empty(), Map.of()).stream()
                .map(Migration::id)
                .toList();
    }

    private static Migration versioned(String version, int source) {
        return named(version, version, source);
    }

    private static Migration named(String name, String version, int source) {
        return migration(name, Migration.Kind.VERSIONED, Version.parse(version), source);
    }

    private static Migration migration(String name, Migration.Kind kind, int source) {
        return migration(name, kind, Optional.empty(), source);
    }

    private static Migration migration(String name, Migration.Kind kind, Optional<Version> version, int source) {
        return new Migration(
                name + "@" + source,
                name,
                kind,
                version,
                name,
                "source" + source,
                source,
                Path.of(name + ".sql"),
                name + ".sql",
                FileContent.of(new Checksum("sha256:0")),
                0,
                Directives.NONE,
                List.of(new Section(Section.Kind.UP, 0, 0, 1)),
                Optional.empty(),
                ScriptsInComments.NONE,
                false,
                false);
    }
}
