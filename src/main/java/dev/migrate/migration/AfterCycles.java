package dev.migrate.migration;

import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds migrations that by {@code after} wait for themselves. */
public final class AfterCycles {
    private AfterCycles() {}

    private record Visit(String id, Iterator<String> waitsFor) {}

    /**
     * A problem for each cycle, at its first file.
     *
     * @param after by id, the ids behind which it runs
     */
    public static List<Problem> find(Collection<Migration> migrations, Map<String, Set<String>> after) {
        Map<String, Migration> byId = new LinkedHashMap<>();
        migrations.forEach(migration -> byId.put(migration.id(), migration));
        List<Problem> problems = new ArrayList<>();
        Set<String> done = new HashSet<>();
        for (String id : byId.keySet()) {
            visit(id, after, byId, done, problems);
        }
        return problems;
    }

    /** Depth first with a stack of its own, for a chain may be as long as the project. */
    private static void visit(
            String first,
            Map<String, Set<String>> after,
            Map<String, Migration> byId,
            Set<String> done,
            List<Problem> problems) {
        if (!done.add(first)) {
            return;
        }
        Deque<Visit> path = new ArrayDeque<>();
        Map<String, Integer> onPath = new HashMap<>();
        path.addLast(new Visit(first, waitsFor(first, after)));
        onPath.put(first, 0);
        while (!path.isEmpty()) {
            Visit visit = path.getLast();
            if (!visit.waitsFor().hasNext()) {
                path.removeLast();
                onPath.remove(visit.id());
                continue;
            }
            String next = visit.waitsFor().next();
            if (onPath.containsKey(next)) {
                problems.add(problem(path, onPath.get(next), next, byId));
            } else if (byId.containsKey(next) && done.add(next)) {
                onPath.put(next, path.size());
                path.addLast(new Visit(next, waitsFor(next, after)));
            }
        }
    }

    private static Iterator<String> waitsFor(String id, Map<String, Set<String>> after) {
        return after.getOrDefault(id, Set.of()).iterator();
    }

    private static Problem problem(Deque<Visit> path, int from, String last, Map<String, Migration> byId) {
        List<String> files = new ArrayList<>();
        path.stream().skip(from).forEach(visit -> files.add(byId.get(visit.id()).file()));
        files.add(byId.get(last).file());
        return Problem.at(
                Place.of(files.get(0)),
                "\"after\" goes in a circle: " + String.join(" -> ", files),
                "remove one of these \"after\"s; each arrow reads \"runs after\"");
    }
}
