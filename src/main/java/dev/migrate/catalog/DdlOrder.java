package dev.migrate.catalog;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Brings pieces into an order in which each comes behind what it needs: a function of the pieces alone. */
final class DdlOrder {
    private final Map<Identity, DdlPiece> providers = new HashMap<>();
    private final Map<DdlPiece, TreeSet<DdlPiece>> before = new TreeMap<>();
    private final Map<DdlPiece, TreeSet<DdlPiece>> behind = new TreeMap<>();

    private DdlOrder(List<DdlPiece> pieces) {
        for (DdlPiece piece : pieces) {
            piece.provides().forEach(object -> providers.put(object, piece));
        }
        for (DdlPiece piece : pieces) {
            var all = new TreeSet<DdlPiece>();
            for (Identity need : piece.needs()) {
                DdlPiece provider = providers.get(need);
                if (provider != null && provider.compareTo(piece) != 0) {
                    all.add(provider);
                    behind.computeIfAbsent(provider, key -> new TreeSet<>()).add(piece);
                }
            }
            before.put(piece, all);
        }
    }

    /**
     * Sorts them.
     *
     * @param broken a piece of a circle in parts that need less of each other; empty where it has none
     * @throws MigrationFailure exit code 1 with the members of a circle that has no such piece
     */
    static List<DdlPiece> of(List<DdlPiece> pieces, Function<DdlPiece, Optional<List<DdlPiece>>> broken) {
        List<DdlPiece> all = pieces;
        while (true) {
            var order = new DdlOrder(all);
            List<DdlPiece> sorted = order.sorted();
            if (sorted.size() == all.size()) {
                return sorted;
            }
            all = without(all, order.circle(sorted), broken);
        }
    }

    private static List<DdlPiece> without(
            List<DdlPiece> all, List<DdlPiece> circle, Function<DdlPiece, Optional<List<DdlPiece>>> broken) {
        for (DdlPiece member : new TreeSet<>(circle)) {
            Optional<List<DdlPiece>> parts = broken.apply(member);
            if (parts.isPresent()) {
                var next = new ArrayList<>(all);
                next.remove(member);
                next.addAll(parts.get());
                return next;
            }
        }
        String members = circle.stream()
                .map(member -> member.object().toString())
                .distinct()
                .collect(Collectors.joining(", "));
        throw new MigrationFailure(
                ExitCode.REFUSED,
                Problem.of(
                        "these need each other, and there is no order in which they could be made: " + members,
                        "write them by hand, or change one of them so that it does not need the others"));
    }

    private List<DdlPiece> sorted() {
        var waiting = new TreeMap<DdlPiece, Integer>();
        var ready = new PriorityQueue<DdlPiece>();
        before.forEach((piece, needed) -> {
            waiting.put(piece, needed.size());
            if (needed.isEmpty()) {
                ready.add(piece);
            }
        });
        var sorted = new ArrayList<DdlPiece>();
        while (!ready.isEmpty()) {
            DdlPiece next = ready.remove();
            sorted.add(next);
            for (DdlPiece piece : behind.getOrDefault(next, new TreeSet<>())) {
                if (waiting.merge(piece, -1, Integer::sum) == 0) {
                    ready.add(piece);
                }
            }
        }
        return sorted;
    }

    /** Every piece that is left waits for another that is left, so that walking on ends in a circle. */
    private List<DdlPiece> circle(List<DdlPiece> sorted) {
        var left = new TreeSet<>(before.keySet());
        sorted.forEach(left::remove);
        var path = new LinkedHashSet<DdlPiece>();
        DdlPiece at = left.first();
        while (path.add(at)) {
            at = before.get(at).stream().filter(left::contains).findFirst().orElseThrow();
        }
        List<DdlPiece> all = List.copyOf(path);
        return all.subList(all.indexOf(at), all.size());
    }
}
