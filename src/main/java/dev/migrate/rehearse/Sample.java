package dev.migrate.rehearse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the session of a script held behind one statement, as the function {@code rehearsal.sample} tells it.
 *
 * @param transaction virtual id; the same for all statements of a transaction
 * @param locks the strongest mode by the oid of the relation
 * @param files oids of relations with another file than they had before the first migration, with that file
 * @param scans how often a relation was scanned in this transaction so far
 * @param rewritten reason bits by the oid of the relation
 * @param states of relations that the statement touched: before the first migration, and now
 */
record Sample(
        int script,
        int statement,
        int line,
        String transaction,
        boolean lockTimeoutOff,
        boolean eventTriggersOff,
        boolean replica,
        Map<Long, LockMode> locks,
        Map<Long, String> files,
        Map<Long, Long> scans,
        Map<Long, Integer> rewritten,
        Map<Long, List<String>> states,
        List<StatementFacts.AppendedLabel> enums) {
    private static final String RECORD = "\u001e";
    private static final String FIELD = "\u001f";

    static Sample of(String message) {
        String[] records = message.split(RECORD, -1);
        String[] head = records[0].split(FIELD, -1);
        String[] place = head[1].split(":", -1);
        var sample = new Sample(
                Integer.parseInt(place[0]),
                Integer.parseInt(place[1]),
                Integer.parseInt(place[2]),
                head[2],
                head[3].equals("0"),
                head[4].equals("off"),
                !head[5].equals("origin"),
                new HashMap<>(),
                new HashMap<>(),
                new HashMap<>(),
                new HashMap<>(),
                new HashMap<>(),
                new ArrayList<>());
        for (int i = 1; i < records.length; i++) {
            sample.add(records[i].split(FIELD, -1));
        }
        return sample;
    }

    private void add(String[] f) {
        switch (f[0]) {
            case "L" -> locks.merge(Long.parseLong(f[1]), LockMode.of(f[2]), (a, b) -> a.compareTo(b) >= 0 ? a : b);
            case "F" -> files.put(Long.parseLong(f[1]), f.length > 2 ? f[2] : "");
            case "S" -> scans.put(Long.parseLong(f[1]), Long.parseLong(f[2]));
            case "W" -> rewritten.merge(Long.parseLong(f[1]), Integer.parseInt(f[2]), (a, b) -> a | b);
            case "R" -> states.put(Long.parseLong(f[1]), List.of(f[2], f.length > 3 ? f[3] : ""));
            case "E" -> enums.add(new StatementFacts.AppendedLabel(f[1], f[2]));
            default -> throw new IllegalStateException("not part of a sample: " + f[0]);
        }
    }
}
