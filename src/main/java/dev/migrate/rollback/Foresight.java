package dev.migrate.rollback;

import dev.migrate.database.ServerError;
import dev.migrate.database.Session;
import dev.migrate.migration.UpScript;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.rehearse.AppliedScripts;
import dev.migrate.rehearse.Observation;
import dev.migrate.rehearse.Observer;
import dev.migrate.rehearse.Replay;
import dev.migrate.rehearse.ReplayResult;
import dev.migrate.shadow.ScratchDatabase;
import dev.migrate.shadow.Shadow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * What ways back would do, seen on a scratch database to which all that is applied was applied: what they drop, and which
 * other migrations made something of that or with it. The server is started when the first is asked for.
 *
 * <p>What reads or writes an object without being bound to it is not seen: the body of a function, rows that a migration
 * put into a table of another.
 */
public final class Foresight implements Destruction, AutoCloseable {
    private final Supplier<Shadow> source;
    private final Optional<String> role;
    private final RowsAtStake rows;
    private final boolean baselined;
    private final boolean counts;
    private final Consumer<String> warnings;
    private final StatementWords words = new StatementWords();
    private final Map<List<String>, List<Observation.Touch>> seen = new HashMap<>();
    private final List<Unseen> unseen = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Supplier<Applied> applied = () -> {
        throw new IllegalStateException("nobody said what is applied");
    };
    private Replay replay;
    private Observer observer;
    private Map<String, String> rowIds = Map.of();
    private boolean blind;

    /**
     * Looks at nothing yet.
     *
     * @param source starts a scratch server
     * @param role that scripts run under, as {@code [database] role} says it
     * @param target where rows are counted
     * @param baselined whether what was only recorded has to be run there too
     * @param counts whether anybody wants to know what is destroyed; else the first words of the statements will do
     * @param warnings told when nothing can be foreseen, and why
     */
    public Foresight(
            Supplier<Shadow> source,
            Optional<String> role,
            Session target,
            boolean baselined,
            boolean counts,
            Consumer<String> warnings) {
        this.source = source;
        this.role = role;
        this.rows = new RowsAtStake(target);
        this.baselined = baselined;
        this.counts = counts;
        this.warnings = warnings;
    }

    /**
     * What was run on the target.
     *
     * @param rowIds ids in the history, by those of the scripts
     */
    record Applied(AppliedScripts scripts, Map<String, String> rowIds) {}

    /** A way back that nobody needed to look at, until another one comes behind it. */
    private record Unseen(List<String> ids, WayBack way) {}

    boolean baselined() {
        return baselined;
    }

    /** Tells where to learn what was run, before anything is asked. */
    void on(Supplier<Applied> learned) {
        applied = learned;
    }

    /**
     * Which others need what a way back takes away. To be asked in the order in which the ways back run.
     *
     * @param others ids of all that stay applied then
     */
    List<Dependents.Need> needs(List<String> ids, WayBack way, Set<String> others) {
        if (others.isEmpty() && !counts) {
            unseen.add(new Unseen(ids, way));
            return List.of();
        }
        Optional<ReplayResult.Failure> failure = run(ids, way);
        var needs = new LinkedHashMap<String, Dependents.Need>();
        if (failure.isPresent()) {
            Map<String, String> named = named(failure.get().error(), others);
            named.forEach((id, what) -> needs.put(
                    id,
                    new Dependents.Need(
                            id,
                            ids.get(0),
                            "touched " + what + ", and the way back is refused for it: "
                                    + failure.get().error().message())));
            if (named.isEmpty()) {
                blinded("on a scratch database the way back of " + String.join(", ", ids) + " fails: "
                        + failure.get().where() + ": " + failure.get().error().message());
            }
            blind = true; // where the database is now, the others will not find it
        }
        for (Observation.Touch gone : seen.getOrDefault(ids, List.of())) {
            if (!gone.dropped()) {
                continue;
            }
            for (Observation.Touch touch : observation().touches()) {
                String id = rowIds.getOrDefault(touch.id(), touch.id());
                if (others.contains(id) && !touch.dropped() && same(touch, gone)) {
                    needs.putIfAbsent(
                            id,
                            new Dependents.Need(
                                    id,
                                    ids.get(0),
                                    (touch.tag().startsWith("CREATE") ? "made " : "changed ") + gone.objectType() + " "
                                            + gone.identity().orElse("") + ", which the way back drops"));
                }
            }
        }
        return List.copyOf(needs.values());
    }

    private static boolean same(Observation.Touch touch, Observation.Touch gone) {
        return touch.classId() != 0
                && touch.classId() == gone.classId()
                && touch.objectId() == gone.objectId()
                && touch.objectType().equals(gone.objectType());
    }

    /** The migrations of which something stands in the words of the server. */
    private Map<String, String> named(ServerError error, Set<String> others) {
        var found = new LinkedHashMap<String, String>();
        if (!error.is("2BP01")) {
            return found;
        }
        String text = error.detail().orElse("");
        for (Observation.Touch touch : observation().touches()) {
            String id = rowIds.getOrDefault(touch.id(), touch.id());
            if (others.contains(id) && !touch.dropped() && touch.identity().isPresent()) {
                String identity = touch.identity().get();
                String name = identity.replaceAll("\\(.*", "")
                        .replaceAll(" on .*", "")
                        .replaceAll(".*\\.", "");
                boolean there = Pattern.compile("(?<![\\w$])" + Pattern.quote(name)
                                + "(?![\\w$]).* depends on |(?<![\\w$])" + Pattern.quote(name) + "(?![\\w$])")
                        .matcher(dependents(text))
                        .find();
                if (there && touch.tag().startsWith("CREATE")) {
                    found.put(id, touch.objectType() + " " + identity);
                } else if (there) {
                    found.putIfAbsent(id, touch.objectType() + " " + identity);
                }
            }
        }
        return found;
    }

    /** {@code view v depends on table t}: what stands before the verb, of each line. */
    private static String dependents(String detail) {
        return detail.lines()
                .map(line -> line.replaceFirst(" depends on .*", ""))
                .reduce("", (one, other) -> one + "\n" + other);
    }

    private Observation observation() {
        return observer.observation();
    }

    /** Runs a way back where it is run for the first time. */
    private Optional<ReplayResult.Failure> run(List<String> ids, WayBack way) {
        if (blind || seen.containsKey(ids)) {
            return Optional.empty();
        }
        try {
            if (!started()) {
                return Optional.empty();
            }
            while (!unseen.isEmpty()) {
                Unseen before = unseen.remove(0);
                Optional<ReplayResult.Failure> failed = run(before.ids(), before.way());
                if (failed.isPresent()) {
                    return failed;
                }
            }
            String name = "the way back of " + String.join(", ", ids);
            Optional<ReplayResult.Failure> failure =
                    replay.run(List.of(new UpScript(name, way.script(), false))).failure();
            if (failure.isEmpty()) {
                seen.put(ids, observation().of(name));
            }
            return failure;
        } catch (MigrationFailure failure) {
            blinded(failure.problems().get(0).what());
            return Optional.empty();
        }
    }

    private boolean started() {
        if (replay != null) {
            return true;
        }
        Applied all = applied.get();
        rowIds = all.rowIds();
        if (!all.scripts().unknown().isEmpty()) {
            blinded("nobody has the text any more of what was applied as "
                    + String.join(", ", all.scripts().unknown()));
            return false;
        }
        Shadow shadow = source.get();
        open.add(shadow);
        ScratchDatabase database = shadow.create();
        open.add(database);
        Session session = database.connect("migrate shadow");
        open.add(session);
        observer = Observer.install(session);
        replay = new Replay(session, role, observer).besides(shadow::giveWay);
        Optional<ReplayResult.Failure> failure =
                replay.run(all.scripts().scripts()).failure();
        failure.ifPresent(one -> blinded("the applied migrations do not run on a scratch database: " + one.where()
                + ": " + one.error().message()));
        return failure.isEmpty();
    }

    private void blinded(String why) {
        blind = true;
        warnings.accept(
                "what depends on it and what it destroys cannot be foreseen, so only what is declared counts: " + why);
    }

    /** What is dropped, with the rows in it on the target; and the first words of what else may destroy rows. */
    @Override
    public List<String> of(RollbackStep step) {
        List<Observation.Touch> touches = seen.get(step.ids());
        if (!counts || touches == null) {
            return words.of(step);
        }
        var shown = new LinkedHashSet<String>();
        for (Observation.Touch touch : touches) {
            if (touch.dropped() && touch.identity().isPresent()) {
                rows.of(touch.objectType(), touch.identity().get()).ifPresent(shown::add);
            }
        }
        words.of(step).stream()
                .filter(word -> !word.startsWith("DROP ") && !word.startsWith("ALTER "))
                .forEach(shown::add);
        return List.copyOf(shown);
    }

    @Override
    public void close() {
        for (int i = open.size() - 1; i >= 0; i--) {
            try {
                open.get(i).close();
            } catch (RuntimeException failure) {
                throw failure;
            } catch (Exception checked) {
                throw new IllegalStateException(checked);
            }
        }
        open.clear();
        blind = true; // what was not seen by now is not seen any more
    }
}
