package dev.migrate.rollback;

import dev.migrate.database.Session;
import dev.migrate.history.History;
import dev.migrate.history.HistoryReader;
import dev.migrate.history.HistoryTable;
import dev.migrate.history.Recorded;
import dev.migrate.history.WaysBackReader;
import dev.migrate.migration.UpScript;
import dev.migrate.plan.Inventory;
import dev.migrate.plan.Plan;
import dev.migrate.plan.Selection;
import dev.migrate.plan.Standing;
import dev.migrate.plan.Step;
import dev.migrate.rehearse.AppliedScripts;
import dev.migrate.rehearse.FreshScripts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Which ways back there are to be proven: of what is applied the text that would run, of what is pending the files.
 *
 * @param scripts all that run, in their order
 * @param passages in the order of their last migration, those that undo several at once behind all others
 * @param without ids of migrations that have no way back, neither of their own nor in a unit
 * @param notes what is not proven, and why
 */
public record WaysToProve(List<UpScript> scripts, List<Passage> passages, List<String> without, List<String> notes) {
    public WaysToProve {
        scripts = List.copyOf(scripts);
        passages = List.copyOf(passages);
        without = List.copyOf(without);
        notes = List.copyOf(notes);
    }

    /**
     * Finds them.
     *
     * @param applied what was run on the target
     * @param fromFiles whether of what is applied, too, the files count
     */
    public static WaysToProve of(
            Session session, HistoryTable table, Inventory inventory, AppliedScripts applied, boolean fromFiles) {
        History history = new HistoryReader(session, table).read();
        Plan plan = Plan.of(inventory, history, !history.exists(), Selection.ALL);
        var notes = new ArrayList<String>();
        var kept = new WaysBackReader(session, table, history);
        var ways = new WaysBack(kept, plan.standings(), inventory, fromFiles, differs(notes));
        var finding = new Finding(applied.scripts());
        finding.applied(plan.standings(), ways);
        finding.pending(
                history.exists()
                        ? plan.steps().stream()
                                .map(Step::migration)
                                .map(UpScript::of)
                                .toList()
                        : FreshScripts.of(inventory),
                inventory);
        finding.units(ways.units(), notes);
        return new WaysToProve(finding.scripts, finding.passages(), finding.without(), notes);
    }

    /**
     * The same with those only that undo exactly these together.
     *
     * @param steps of each the ids, as the history has them
     */
    public WaysToProve only(List<List<String>> steps) {
        Set<Set<String>> wanted = steps.stream().map(HashSet::new).collect(Collectors.toSet());
        List<Passage> those = passages.stream()
                .filter(passage -> wanted.contains(new HashSet<>(passage.way().undoes())))
                .toList();
        Set<Set<String>> found = those.stream()
                .map(passage -> new HashSet<>(passage.way().undoes()))
                .collect(Collectors.toSet());
        List<String> absent = steps.stream()
                .filter(ids -> !found.contains(new HashSet<>(ids)))
                .map(ids -> String.join(", ", ids))
                .toList();
        return new WaysToProve(scripts, those, absent, List.of());
    }

    /** The same with those only that undo one of these, alone or among others. */
    public WaysToProve undoing(Set<String> ids) {
        return new WaysToProve(
                scripts,
                passages.stream()
                        .filter(passage -> passage.ids().stream().anyMatch(ids::contains))
                        .toList(),
                without.stream().filter(ids::contains).toList(),
                notes);
    }

    private static Consumer<String> differs(List<String> notes) {
        return warning -> notes.add(warning.lines().findFirst().orElse(""));
    }

    /** Brings scripts and their ways back together. */
    private static final class Finding {
        private final List<UpScript> scripts;
        private final Map<String, Integer> places = new HashMap<>();
        private final Map<Integer, WayBack> own = new HashMap<>();
        private final List<Passage> units = new ArrayList<>();
        private final Set<Integer> undone = new HashSet<>();

        Finding(List<UpScript> applied) {
            this.scripts = new ArrayList<>(applied);
            for (int place = 0; place < applied.size(); place++) {
                places.put(applied.get(place).id(), place);
            }
        }

        void applied(List<Standing> standings, WaysBack ways) {
            var rows = new HashMap<Recorded, Integer>();
            for (Standing standing : standings) {
                Optional<Integer> place = Optional.ofNullable(places.get(standing.id()));
                standing.recorded()
                        .ifPresent(row -> place.ifPresent(known -> {
                            rows.put(row, known);
                            places.put(row.id(), known);
                        }));
            }
            Map<String, WayBack> found = ways.own(List.copyOf(rows.keySet()));
            rows.forEach(
                    (row, place) -> Optional.ofNullable(found.get(row.id())).ifPresent(way -> own.put(place, way)));
        }

        void pending(List<UpScript> pending, Inventory inventory) {
            for (UpScript script : pending) {
                if (places.containsKey(script.id())) {
                    continue; // a repeatable one, which is there in another version
                }
                int place = scripts.size();
                scripts.add(script);
                places.put(script.id(), place);
                inventory.ordered().stream()
                        .filter(file -> file.id().equals(script.id()))
                        .findFirst()
                        .or(() -> inventory.bootstrap().filter(file -> file.id().equals(script.id())))
                        .flatMap(file -> file.down())
                        .ifPresent(down -> own.put(place, WaysBack.ofFile(script.id(), down)));
            }
        }

        void units(List<WayBack> ways, List<String> notes) {
            var seen = new HashSet<Set<String>>();
            for (WayBack way : ways) {
                if (!seen.add(new HashSet<>(way.undoes()))) {
                    continue; // the same of an older apply, or of the files: another one runs
                }
                List<String> absent = way.undoes().stream()
                        .filter(id -> !places.containsKey(id))
                        .toList();
                if (absent.isEmpty()) {
                    List<Integer> members =
                            way.undoes().stream().map(places::get).toList();
                    undone.addAll(members);
                    units.add(new Passage(List.copyOf(scripts), members, way));
                } else {
                    notes.add(way.words() + " is not proven: it undoes " + String.join(", ", absent)
                            + ", neither applied nor pending");
                }
            }
        }

        List<Passage> passages() {
            List<UpScript> all = List.copyOf(scripts);
            var passages = new ArrayList<Passage>();
            own.keySet().stream()
                    .sorted()
                    .forEach(place -> passages.add(new Passage(all, List.of(place), own.get(place))));
            passages.addAll(units);
            return passages;
        }

        List<String> without() {
            return java.util.stream.IntStream.range(0, scripts.size())
                    .filter(place -> !own.containsKey(place) && !undone.contains(place))
                    .mapToObj(place -> scripts.get(place).id())
                    .toList();
        }
    }
}
