package dev.migrate.rehearse;

import dev.migrate.database.Session;
import dev.migrate.migration.UpScript;
import dev.migrate.script.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes facts of samples: what one statement did is the difference to the sample before it. */
final class FactAssembly {
    private final Map<Long, Relation> relations = new HashMap<>();
    private final Map<Long, RelationState> states = new HashMap<>();
    private final Map<Long, String> files = new HashMap<>();
    private final Map<Long, String> schemas = new HashMap<>();
    private final Set<StatementFacts.AppendedLabel> labels = new HashSet<>();
    private final Set<String> existing = new HashSet<>();
    private final Observation observation;

    FactAssembly(Session session, Observation observation) {
        this.observation = observation;
        List<List<List<String>>> found = OwnWork.lookInto(
                        session, List.of(FactQueries.BASELINE, FactQueries.EXISTING, FactQueries.SCHEMAS))
                .results();
        for (List<String> row : found.get(0)) {
            long oid = Long.parseLong(row.get(0));
            relations.put(
                    oid, new Relation(oid, row.get(1), row.get(2).charAt(0), row.get(1), Long.parseLong(row.get(3))));
        }
        found.get(1).forEach(row -> existing.add(row.get(0) + ":" + row.get(1)));
        found.get(2).forEach(row -> schemas.put(Long.parseLong(row.get(0)), row.get(1)));
    }

    /** One statement of an attempt, with whichever of the two there is. */
    private record Seen(Statement statement, Optional<Sample> sample, Optional<TrafficProbe> probe) {}

    /** What a script did; to be asked in the order in which they ran. */
    ScriptFacts of(UpScript script, List<FactFinder.Attempt> attempts) {
        var seen = new TreeMap<Integer, Seen>();
        for (FactFinder.Attempt attempt : attempts) {
            attempt.statements.forEach((number, statement) -> {
                Optional<Sample> sample = Optional.ofNullable(attempt.samples.get(number));
                Optional<TrafficProbe> probe = Optional.ofNullable(attempt.probes.get(number));
                if (sample.isPresent() || probe.isPresent()) {
                    seen.put(number, new Seen(statement, sample, probe));
                }
            });
        }
        Map<Integer, List<Observation.Touch>> touches =
                observation.of(script.id()).stream().collect(Collectors.groupingBy(Observation.Touch::statement));
        var facts = new ArrayList<StatementFacts>();
        Optional<Sample> before = Optional.empty();
        for (Map.Entry<Integer, Seen> entry : seen.entrySet()) {
            Seen one = entry.getValue();
            List<Observation.Touch> touched = touches.getOrDefault(entry.getKey(), List.of());
            facts.add(
                    one.sample().isPresent()
                            ? sampled(
                                    entry.getKey(),
                                    one.statement(),
                                    one.sample().get(),
                                    before,
                                    touched)
                            : probed(
                                    entry.getKey(), one.statement(), one.probe().orElseThrow(), touched));
            before = one.sample();
        }
        return new ScriptFacts(script.id(), script.file(), facts);
    }

    private StatementFacts sampled(
            int number, Statement statement, Sample sample, Optional<Sample> before, List<Observation.Touch> touched) {
        Optional<Sample> sameTransaction =
                before.filter(earlier -> earlier.transaction().equals(sample.transaction()));
        List<Relation> scanned = named(sample.scans().keySet()).stream()
                .filter(relation -> sample.scans().get(relation.oid())
                        > sameTransaction
                                .map(earlier -> earlier.scans().getOrDefault(relation.oid(), 0L))
                                .orElse(0L))
                .toList();
        var rewritten = new HashMap<Relation, Integer>();
        named(sample.rewritten().keySet())
                .forEach(relation -> rewritten.put(relation, sample.rewritten().get(relation.oid())));
        List<Relation> filed = filed(sample.files());
        List<Observation.Touch> drops = drops(touched, sample);
        var changes = new ArrayList<StatementFacts.Change>();
        Map<Relation, LockMode> held = modes(sample.locks());
        sample.states().forEach((oid, texts) -> {
            if (!texts.get(1).isEmpty()) {
                RelationState origin = RelationState.of(texts.get(0));
                RelationState was = states.getOrDefault(oid, origin);
                RelationState is = RelationState.of(texts.get(1));
                Relation relation = relations.get(oid);
                states.put(oid, is);
                changes.add(new StatementFacts.Change(relation, origin, was, is));
                relations.put(oid, relation.named(is.name()));
            }
        });
        return new StatementFacts(
                number,
                sample.line(),
                statement.summary(),
                statement.text(),
                sample.transaction(),
                held,
                scanned,
                rewritten,
                filed,
                changes,
                sample.enums().stream().filter(labels::add).toList(),
                renamed(touched),
                drops,
                made(touched),
                sample.lockTimeoutOff(),
                unseen(sample),
                Optional.empty());
    }

    private static Optional<String> unseen(Sample sample) {
        if (sample.eventTriggersOff()) {
            return Optional.of("event_triggers = off");
        }
        return sample.replica() ? Optional.of("session_replication_role = replica") : Optional.empty();
    }

    private StatementFacts probed(
            int number, Statement statement, TrafficProbe probe, List<Observation.Touch> touched) {
        var held = new HashMap<Long, LockMode>();
        var wanted = new HashMap<Long, LockMode>();
        String waitedFor = "";
        for (List<String> row : probe.seen()) {
            waitedFor = row.get(0);
            long oid = Long.parseLong(row.get(1));
            LockMode mode = LockMode.of(row.get(2));
            held.merge(oid, mode, (a, b) -> a.compareTo(b) >= 0 ? a : b);
            if (row.get(3).equals("f")) {
                wanted.merge(oid, mode, (a, b) -> a.compareTo(b) >= 0 ? a : b);
            }
        }
        var now = new HashMap<Long, String>();
        probe.files().forEach(row -> now.put(Long.parseLong(row.get(0)), row.get(1)));
        return new StatementFacts(
                number,
                statement.line(),
                statement.summary(),
                statement.text(),
                "",
                modes(held),
                List.of(),
                Map.of(),
                filed(now),
                List.of(),
                List.of(),
                renamed(touched),
                drops(touched, null),
                made(touched),
                false,
                Optional.empty(),
                Optional.of(new StatementFacts.Probe(waitedFor, modes(wanted))));
    }

    /** Those with another file than the last that is known. */
    private List<Relation> filed(Map<Long, String> now) {
        List<Relation> changed = named(now.keySet()).stream()
                .filter(relation -> !now.get(relation.oid()).equals(files.get(relation.oid())))
                .toList();
        files.putAll(now);
        return changed;
    }

    private List<Relation> named(Set<Long> oids) {
        return oids.stream()
                .sorted()
                .filter(relations::containsKey)
                .map(relations::get)
                .toList();
    }

    private Map<Relation, LockMode> modes(Map<Long, LockMode> locks) {
        var modes = new HashMap<Relation, LockMode>();
        named(locks.keySet()).forEach(relation -> modes.put(relation, locks.get(relation.oid())));
        return modes;
    }

    private List<StatementFacts.RenamedSchema> renamed(List<Observation.Touch> touched) {
        var renamed = new ArrayList<StatementFacts.RenamedSchema>();
        for (Observation.Touch touch : touched) {
            String was = touch.objectType().equals("schema") ? schemas.get(touch.objectId()) : null;
            String is = touch.identity().orElse("");
            if (was != null && !touch.dropped() && !is.equals(was)) {
                schemas.put(touch.objectId(), is);
                renamed.add(new StatementFacts.RenamedSchema(was, is));
            }
        }
        return renamed;
    }

    private static List<Observation.Touch> made(List<Observation.Touch> touched) {
        return touched.stream().filter(touch -> !touch.dropped()).toList();
    }

    private List<Observation.Touch> drops(List<Observation.Touch> touched, Sample sample) {
        return touched.stream()
                .filter(touch -> touch.dropped() && existing.contains(touch.classId() + ":" + touch.objectId()))
                .filter(touch -> touch.part() == 0 || columnWasThere(touch, sample))
                .toList();
    }

    /** Not one that a migration at hand has added itself. */
    private static boolean columnWasThere(Observation.Touch touch, Sample sample) {
        List<String> texts = sample == null ? null : sample.states().get(touch.objectId());
        return texts == null || RelationState.of(texts.get(0)).columns().containsKey(touch.part());
    }
}
