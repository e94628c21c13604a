package dev.migrate.keep;

import dev.migrate.database.Identifier;
import dev.migrate.database.Session;
import dev.migrate.engine.ScriptFailure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Gives back what is kept of migrations, in the transaction that undoes them. */
public final class GiveBack {
    private final List<KeptEntry> entries;
    private final Set<Long> comparable;
    private final Optional<String> role;
    private List<String> news = List.of();
    private List<String> notGiven = List.of();

    private GiveBack(List<KeptEntry> entries, Set<Long> comparable, Optional<String> role) {
        this.entries = entries;
        this.comparable = comparable;
        this.role = role;
    }

    /**
     * What is kept of these migrations.
     *
     * @param role that owns the tables, as {@code [database] role} says it
     */
    public static GiveBack of(Session session, List<String> migrations, Optional<String> role) {
        List<KeptEntry> kept = KeptContents.of(session).keptOf(Set.copyOf(migrations));
        return ofEntries(session, kept, role);
    }

    /** Of these entries alone. */
    static GiveBack ofEntries(Session session, List<KeptEntry> kept, Optional<String> role) {
        return new GiveBack(kept, kept.isEmpty() ? Set.of() : comparable(session, kept), role);
    }

    /** Entries of which the tables still have the columns that they had right behind the migration. */
    private static Set<Long> comparable(Session session, List<KeptEntry> entries) {
        var comparable = new HashSet<Long>();
        for (KeptEntry entry : entries) {
            if (entry.after().isEmpty() || entry.keyAfter().isEmpty()) {
                continue;
            }
            Set<String> there = session
                    .rows(
                            "select attname from pg_catalog.pg_attribute where attnum > 0 and not attisdropped and attrelid ="
                                    + " pg_catalog.to_regclass("
                                    + Identifier.literal(entry.after().get()) + ")")
                    .stream()
                    .map(row -> row.get(0))
                    .collect(Collectors.toSet());
            boolean all = java.util.stream.Stream.concat(entry.keyAfter().stream(), entry.watched().stream())
                    .allMatch(value -> there.contains(value.after().orElseThrow()));
            if (all) {
                comparable.add(entry.id());
            }
        }
        return comparable;
    }

    /** Whether there is anything to give back. */
    public boolean gives() {
        return !entries.isEmpty();
    }

    /** Goes before the first statement of the way back: marks what somebody has changed since the migration. */
    public List<String> before() {
        if (!gives()) {
            return List.of();
        }
        var statements = new ArrayList<>(KeptSchema.enter());
        for (KeptEntry entry : entries) {
            if (comparable.contains(entry.id())) {
                statements.addAll(marks(entry));
            }
        }
        statements.addAll(KeptSchema.leave());
        return statements;
    }

    private static List<String> marks(KeptEntry entry) {
        var statements = new ArrayList<String>();
        String table = entry.after().orElseThrow();
        boolean rows = entry.kind() == KeptEntry.Kind.ROWS;
        statements.add("update " + entry.copy() + " set " + Copy.SINCE + " = false where " + Copy.SINCE);
        if (rows || !entry.watched().isEmpty()) {
            statements.add("update " + entry.copy() + " k set " + Copy.SINCE + " = true where k." + Copy.AFTER
                    + " is not null and not exists (select from " + table + " t where " + entry.sameKeyAfter() + " and "
                    + entry.hash() + " = k." + Copy.AFTER + ")");
        }
        if (rows) {
            statements.add("update " + entry.copy() + " k set " + Copy.SINCE + " = true where k." + Copy.AFTER
                    + " is null and exists (select from " + table + " t where " + entry.sameKeyAfter() + ")");
        }
        return statements;
    }

    /** Both at once, where there is no way back to run. */
    Optional<ScriptFailure> giveAlone(Session session) {
        var said = new ArrayList<String>();
        var missed = new ArrayList<String>();
        Optional<ScriptFailure> failure = new OwnTransaction(session, role).run("giving back what was kept", own -> {
            entries.stream()
                    .filter(entry -> comparable.contains(entry.id()))
                    .forEach(entry -> marks(entry).forEach(own::ask));
            new Restoring(own, said, missed).restore(entries);
        });
        news = List.copyOf(said);
        notGiven = List.copyOf(missed);
        return failure;
    }

    /** Goes behind the last statement of the way back, in its transaction where one is open. */
    public Optional<ScriptFailure> give(Session session) {
        if (!gives()) {
            return Optional.empty();
        }
        var said = new ArrayList<String>();
        var missed = new ArrayList<String>();
        Optional<ScriptFailure> failure = new OwnTransaction(session, role)
                .run("giving back what was kept", own -> new Restoring(own, said, missed).restore(entries));
        news = List.copyOf(said);
        notGiven = List.copyOf(missed);
        return failure;
    }

    /** What was given back, in words; to be told once it is committed. */
    public List<String> news() {
        return news;
    }

    /** What was not given back, why, and where it stays. */
    public List<String> notGiven() {
        return notGiven;
    }
}
