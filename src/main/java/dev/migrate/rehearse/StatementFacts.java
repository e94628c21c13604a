package dev.migrate.rehearse;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one statement did to what was there before the first migration; what migrations made themselves is not in it.
 *
 * @param statement number in the script, from 1
 * @param line where it begins
 * @param summary its leading words in upper case
 * @param words its text, cut where it is long
 * @param transaction the same for statements of one transaction; empty where it ran outside any transaction block
 * @param held the strongest lock on each relation behind it, those of earlier statements among them
 * @param scanned relations that it read from one end to the other
 * @param rewritten relations that it wrote anew, with the reason bits of {@code table_rewrite}
 * @param filed relations that have another file behind it
 * @param changes of relations
 * @param enums labels that it added at the end of a type, with the type before them
 * @param schemas that it gave another name
 * @param drops what it dropped
 * @param makes objects that it made or altered
 * @param lockTimeoutOff whether it waited for locks without a limit
 * @param unseen what kept event triggers or triggers from firing behind it: the setting; else empty
 * @param probe of one that ran outside any transaction block, what it did while somebody wrote to the tables
 */
public record StatementFacts(
        int statement,
        int line,
        String summary,
        String words,
        String transaction,
        Map<Relation, LockMode> held,
        List<Relation> scanned,
        Map<Relation, Integer> rewritten,
        List<Relation> filed,
        List<Change> changes,
        List<AppendedLabel> enums,
        List<RenamedSchema> schemas,
        List<Observation.Touch> drops,
        List<Observation.Touch> makes,
        boolean lockTimeoutOff,
        Optional<String> unseen,
        Optional<Probe> probe) {
    public StatementFacts {
        held = Map.copyOf(held);
        scanned = List.copyOf(scanned);
        rewritten = Map.copyOf(rewritten);
        filed = List.copyOf(filed);
        changes = List.copyOf(changes);
        enums = List.copyOf(enums);
        schemas = List.copyOf(schemas);
        drops = List.copyOf(drops);
        makes = List.copyOf(makes);
    }

    /**
     * How a relation was before the statement and how it is behind it.
     *
     * @param origin how it was before the first migration
     */
    public record Change(Relation relation, RelationState origin, RelationState was, RelationState is) {}

    /** A label that an enum got behind all others. */
    public record AppendedLabel(String type, String label) {}

    /** A schema under its old and its new name. */
    public record RenamedSchema(String was, String is) {}

    /**
     * What a statement did while another transaction held ROW EXCLUSIVE on every table.
     *
     * @param waitedFor as {@code pg_stat_activity.wait_event} has it; empty where it did not wait
     * @param wanted locks that it could not have beside that transaction
     */
    public record Probe(String waitedFor, Map<Relation, LockMode> wanted) {
        public Probe {
            wanted = Map.copyOf(wanted);
        }
    }

    /**
     * The relation to speak of: of a partition or an inheriting table the one above it, where the statement locked that as
     * well.
     */
    public Relation topmost(Relation relation) {
        Relation top = relation;
        Optional<Relation> above = above(top);
        while (above.isPresent()) {
            top = above.get();
            above = above(top);
        }
        return top;
    }

    private Optional<Relation> above(Relation relation) {
        LockMode mode = held.getOrDefault(relation, LockMode.ACCESS_SHARE);
        return relation.index()
                ? Optional.empty()
                : held.entrySet().stream()
                        .filter(other -> other.getKey().oid() == relation.owner()
                                && other.getValue().atLeast(mode))
                        .map(Map.Entry::getKey)
                        .findFirst();
    }

    /** Whether there is nothing above it to speak of. */
    public boolean isTopmost(Relation relation) {
        return topmost(relation).equals(relation);
    }

    /** Whether it read all of a relation, or of a part of it. */
    public boolean scans(Relation relation) {
        return scanned.stream()
                .anyMatch(
                        other -> other.oid() == relation.oid() || topmost(other).oid() == relation.oid());
    }

    /** Whether it wrote a relation anew. */
    public boolean rewrites(Relation relation) {
        return rewritten.keySet().stream().anyMatch(other -> other.oid() == relation.oid());
    }

    /** Whether its first words are these. */
    public boolean begins(String first) {
        return summary.equals(first) || summary.startsWith(first + " ");
    }
}
