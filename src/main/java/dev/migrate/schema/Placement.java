package dev.migrate.schema;

import dev.migrate.catalog.Identity;
import dev.migrate.catalog.ObjectKind;
import dev.migrate.schema.Draft.Spot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Where what is new goes.
 *
 * <p>In a folder that people sorted, to what it belongs to: a part of a table to its table, a table to the file with most
 * of the tables that it refers to or that refer to it, always behind what it needs and before what needs it. In a folder
 * of {@link Topics}, to the file of its topic.
 */
final class Placement {
    private final Draft draft;
    private final Wanted wanted;
    private final Wholes wholes;
    private final boolean topics;

    /** In a folder of topics, the last file that holds something of an object, and of its definition. */
    private final Map<Identity, String> last = new HashMap<>();

    private final Map<Identity, String> lastDefinition = new HashMap<>();

    Placement(Draft draft, Wanted wanted, Wholes wholes) {
        this.draft = draft;
        this.wanted = wanted;
        this.wholes = wholes;
        this.topics = draft.files().stream().allMatch(file -> Topics.isTopic(file.name()));
    }

    /** Places the statements of these facets, which stand nowhere yet. */
    void place(List<Facet> facets) {
        if (topics) {
            draft.files()
                    .forEach(file -> file.entries()
                            .forEach(entry -> entry.facets().forEach(facet -> stands(facet, file.name()))));
            facets.stream()
                    .flatMap(facet -> wanted.of(facet).stream())
                    .sorted((one, other) -> Integer.compare(one.rank(), other.rank()))
                    .forEach(this::byTopic);
            return;
        }
        Map<Identity, List<Facet>> waiting = new LinkedHashMap<>();
        for (Facet facet : facets) {
            waiting.computeIfAbsent(facet.whole(), key -> new ArrayList<>()).add(facet);
        }
        while (!waiting.isEmpty()) {
            Identity next = next(waiting.keySet());
            List<Wanted.Ranked> statements = waiting.remove(next).stream()
                    .flatMap(facet -> wanted.of(facet).stream())
                    .toList();
            Draft.put(spot(next), statements, "", "");
        }
    }

    private void byTopic(Wanted.Ranked one) {
        Identity whole = one.facet().whole();
        String earliest = last.getOrDefault(whole, "");
        for (Identity need : wanted.needs(whole)) {
            String file = lastDefinition.getOrDefault(need, "");
            boolean behind = wanted.rank(Facet.of(need, Facet.Part.DEFINITION)) < one.rank();
            earliest = behind && file.compareTo(earliest) > 0 ? file : earliest;
        }
        DraftFile file = draft.file(Topics.file(one.statement(), one.facet(), earliest));
        Predicate<Entry> comesBefore =
                entry -> entry.facets().stream().mapToInt(wanted::rank).min().orElse(Integer.MAX_VALUE) <= one.rank();
        Spot spot = Draft.behind(file, comesBefore).orElseGet(() -> new Spot(file, settings(file)));
        Draft.put(spot, List.of(one), "", "");
        stands(one.facet(), file.name());
    }

    /** Files are looked through once: a structure may have tens of thousands of statements. */
    private void stands(Facet facet, String file) {
        if (facet.part() != Facet.Part.GRANTS) {
            last.merge(facet.whole(), file, (one, other) -> one.compareTo(other) < 0 ? other : one);
        }
        if (facet.part() == Facet.Part.DEFINITION) {
            lastDefinition.merge(facet.whole(), file, (one, other) -> one.compareTo(other) < 0 ? other : one);
        }
    }

    /** Behind the settings at the head of a file. */
    private static int settings(DraftFile file) {
        int at = 0;
        while (at < file.entries().size()
                && file.entries().get(at).origin().filter(DraftFile::isSetting).isPresent()) {
            at++;
        }
        return at;
    }

    /** Something whose place follows from what stands already; else a table; else the first. */
    private Identity next(Set<Identity> waiting) {
        for (Identity whole : waiting) {
            if (draft.hasWhole(whole)) {
                return whole;
            }
        }
        for (Identity whole : waiting) {
            Identity table = wholes.table(whole);
            boolean ready = table.equals(whole)
                    ? wanted.related(whole).stream().anyMatch(this::anchors)
                    : draft.hasWhole(table);
            if (ready && waiting.stream().noneMatch(other -> needs(whole, other))) {
                return whole;
            }
        }
        return waiting.stream()
                .filter(whole -> whole.kind() == ObjectKind.TABLE)
                .findFirst()
                .orElse(waiting.iterator().next());
    }

    private boolean needs(Identity whole, Identity other) {
        return wanted.needs(whole).contains(other) && other.kind() == ObjectKind.TABLE;
    }

    /** Whether it stands somewhere, and says something about where its neighbours belong. */
    private boolean anchors(Identity whole) {
        return whole.kind() != ObjectKind.SCHEMA && whole.kind() != ObjectKind.EXTENSION && draft.hasWhole(whole);
    }

    private Spot spot(Identity whole) {
        if (draft.hasWhole(whole)) {
            return draft.behind(entry -> entry.is(Facet.of(whole, Facet.Part.DEFINITION)))
                    .or(() -> draft.behind(Draft.of(whole)))
                    .orElseThrow();
        }
        return withinBounds(whole, wished(whole));
    }

    private Spot wished(Identity whole) {
        Identity table = wholes.table(whole);
        if (!table.equals(whole) && draft.hasWhole(table)) {
            Predicate<Entry> sibling = entry -> entry.facets().stream()
                    .map(Facet::whole)
                    .anyMatch(one ->
                            one.kind() == whole.kind() && wholes.table(one).equals(table));
            return draft.behind(sibling)
                    .or(() -> draft.first(Draft.of(table)).map(spot -> behindFamily(spot.file(), table)))
                    .orElseThrow();
        }
        var votes = new TreeMap<String, Integer>();
        List<Identity> neighbours =
                wanted.related(whole).stream().filter(this::anchors).toList();
        for (Identity one : neighbours) {
            votes.merge(draft.first(Draft.of(one)).orElseThrow().file().name(), 1, Integer::sum);
        }
        Optional<String> most = votes.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
        return most.map(file -> among(draft.file(file), whole, neighbours)).orElseGet(() -> alone(whole));
    }

    /** In a file, behind those of its neighbours that it does not come before. */
    private Spot among(DraftFile file, Identity whole, List<Identity> neighbours) {
        Optional<Spot> behind = Optional.empty();
        Optional<Spot> before = Optional.empty();
        for (Identity one : neighbours) {
            Optional<Spot> there = draft.first(Draft.of(one)).filter(spot -> spot.file() == file);
            if (there.isPresent() && wanted.needs(one).contains(whole)) {
                before = before.filter(spot -> spot.at() <= there.get().at()).or(() -> there);
            } else if (there.isPresent()) {
                Spot end = behindFamily(file, one);
                behind = behind.filter(spot -> spot.at() >= end.at()).or(() -> Optional.of(end));
            }
        }
        return behind.isPresent()
                ? behind.get()
                : before.orElse(new Spot(file, file.entries().size()));
    }

    /** Behind a table and what stands with it of its indexes, triggers and comments. */
    private Spot behindFamily(DraftFile file, Identity table) {
        List<Entry> entries = file.entries();
        int at = 0;
        while (at < entries.size() && !Draft.of(table).test(entries.get(at))) {
            at++;
        }
        while (at < entries.size() && ofFamily(entries.get(at), table)) {
            at++;
        }
        return new Spot(file, at);
    }

    private boolean ofFamily(Entry entry, Identity table) {
        return !entry.facets().isEmpty()
                && entry.facets().stream()
                        .allMatch(facet -> wholes.table(facet.whole()).equals(table));
    }

    /** To others of its kind in its schema, else to its schema, else to a file of its own. */
    private Spot alone(Identity whole) {
        Predicate<Entry> sameSchema = entry ->
                entry.facets().stream().anyMatch(facet -> facet.whole().schema().equals(whole.schema()));
        Predicate<Entry> sameKind = sameSchema.and(
                entry -> entry.facets().stream().anyMatch(facet -> facet.whole().kind() == whole.kind()));
        return draft.behind(sameKind).or(() -> draft.behind(sameSchema)).orElseGet(() -> {
            Wanted.Ranked first = wanted.of(Facet.of(whole, Facet.Part.DEFINITION)).stream()
                    .findFirst()
                    .orElse(null);
            DraftFile file =
                    draft.file(first == null ? Topics.LATE : Topics.file(first.statement(), first.facet(), ""));
            return new Spot(file, file.entries().size());
        });
    }

    /** Behind everything that it needs, and before everything that needs it. */
    private Spot withinBounds(Identity whole, Spot wish) {
        Spot spot = wish;
        for (Identity user : wanted.related(whole)) {
            if (wanted.needs(user).contains(whole)) {
                Optional<Spot> first = draft.first(Draft.of(user));
                spot = first.isPresent() && draft.before(first.get(), spot) ? first.get() : spot;
            }
        }
        for (Identity need : wanted.needs(whole)) {
            Optional<Spot> last = draft.behind(entry -> entry.is(Facet.of(need, Facet.Part.DEFINITION)));
            spot = last.isPresent() && draft.before(spot, last.get()) ? last.get() : spot;
        }
        return spot;
    }
}
