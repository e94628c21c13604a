package dev.migrate.plan;

import dev.migrate.config.Order;
import dev.migrate.migration.AfterCycles;
import dev.migrate.migration.Migration;
import dev.migrate.migration.Project;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * In which order migrations run.
 *
 * <p>By kind: the bootstrap file, {@code schema.sql}, those whose name fits nothing by file name, those with a version,
 * repeatable ones. Within one version: the order of sources, then the name byte by byte. {@code order = "source"} puts
 * the source before kind and version, but repeatable ones stay last; a list puts what it names first. What is to run
 * {@code after} something later moves directly behind it; all others keep their order.
 */
public final class RunOrder {
    private static final Comparator<Migration> BY_NAME = Comparator.comparing(
            migration -> migration.name().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    /** Names without a version go before the source, so that they come in the order of file names across sources. */
    private static final Comparator<Migration> BY_VERSION = Comparator.comparing(Migration::kind)
            .thenComparing(RunOrder::byVersion)
            .thenComparing((a, b) -> a.version().isEmpty() ? BY_NAME.compare(a, b) : 0)
            .thenComparingInt(Migration::sourceIndex)
            .thenComparing(BY_NAME)
            .thenComparing(Migration::id);

    private static final Comparator<Migration> BY_SOURCE = Comparator.comparing(Migration::repeatable)
            .thenComparing((a, b) -> a.repeatable() ? 0 : Integer.compare(a.sourceIndex(), b.sourceIndex()))
            .thenComparing(BY_VERSION);

    private RunOrder() {}

    /**
     * The migrations of a project in the order in which they run, those that need not run included.
     *
     * @throws MigrationFailure where {@code after} goes in a circle
     */
    public static List<Migration> of(Project project) {
        return of(
                project.migrations(),
                project.settings().sources().order(),
                project.ordered(),
                project.bootstrap().map(bootstrap -> bootstrap.migration().id()),
                project.after());
    }

    /** The archived migrations of a project in the order in which they once ran, for a rebuild. */
    public static List<Migration> ofArchive(Project project) {
        return project.archived().stream().sorted(BY_VERSION).toList();
    }

    /**
     * The same from its parts.
     *
     * @param listed the ids for which {@code order} is a list, one list for each of its entries
     * @param bootstrap the id of the file that comes first whatever its version is
     * @param after by id, the ids behind which it runs; ids that are not among the migrations are passed over
     */
    public static List<Migration> of(
            Collection<Migration> migrations,
            Order order,
            List<List<String>> listed,
            Optional<String> bootstrap,
            Map<String, Set<String>> after) {
        List<Migration> ordered = new ArrayList<>(migrations);
        ordered.sort(comparator(order, listed, bootstrap));
        return after.isEmpty() ? List.copyOf(ordered) : moved(ordered, after);
    }

    private static Comparator<Migration> comparator(
            Order order, List<List<String>> listed, Optional<String> bootstrap) {
        Comparator<Migration> plain = order instanceof Order.BySource ? BY_SOURCE : BY_VERSION;
        if (order instanceof Order.Listed) {
            Map<String, Integer> ranks = ranks(listed);
            plain = Comparator.<Migration>comparingInt(
                            migration -> ranks.getOrDefault(migration.id(), Integer.MAX_VALUE))
                    .thenComparing(plain);
        }
        return Comparator.<Migration, Boolean>comparing(
                        migration -> bootstrap.filter(migration.id()::equals).isEmpty())
                .thenComparing(plain);
    }

    /** An id that is written out stands there, whatever globs fit it too; among globs the first counts. */
    private static Map<String, Integer> ranks(List<List<String>> listed) {
        Map<String, Integer> ranks = new HashMap<>();
        for (int pass = 0; pass < 2; pass++) {
            for (int i = 0; i < listed.size(); i++) {
                if ((listed.get(i).size() == 1) == (pass == 0)) {
                    for (String id : listed.get(i)) {
                        ranks.putIfAbsent(id, i);
                    }
                }
            }
        }
        return ranks;
    }

    private static int byVersion(Migration a, Migration b) {
        if (a.version().isPresent() && b.version().isPresent()) {
            return a.version().get().compareTo(b.version().get());
        }
        return Boolean.compare(a.version().isEmpty(), b.version().isEmpty());
    }

    /** Of all that need not wait any longer, always the first in the plain order: nothing moves that need not. */
    private static List<Migration> moved(List<Migration> plain, Map<String, Set<String>> after) {
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < plain.size(); i++) {
            positions.put(plain.get(i).id(), i);
        }
        int[] waitsFor = new int[plain.size()];
        Map<Integer, List<Integer>> waiting = new HashMap<>();
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < plain.size(); i++) {
            for (String id : after.getOrDefault(plain.get(i).id(), Set.of())) {
                Integer before = positions.get(id);
                if (before != null) {
                    waitsFor[i]++;
                    waiting.computeIfAbsent(before, key -> new ArrayList<>()).add(i);
                }
            }
            if (waitsFor[i] == 0) {
                ready.add(i);
            }
        }
        List<Migration> ordered = new ArrayList<>(plain.size());
        while (!ready.isEmpty()) {
            int next = ready.remove();
            ordered.add(plain.get(next));
            for (int behind : waiting.getOrDefault(next, List.of())) {
                if (--waitsFor[behind] == 0) {
                    ready.add(behind);
                }
            }
        }
        if (ordered.size() < plain.size()) {
            throw new MigrationFailure(ExitCode.USAGE, AfterCycles.find(plain, after));
        }
        return List.copyOf(ordered);
    }
}
