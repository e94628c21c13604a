package dev.migrate.preview;

import dev.migrate.apply.Pending;
import dev.migrate.config.Settings;
import dev.migrate.database.Session;
import dev.migrate.engine.ScriptFailure;
import dev.migrate.engine.ScriptShape;
import dev.migrate.lint.Lint;
import dev.migrate.migration.Migration;
import dev.migrate.migration.UpScript;
import dev.migrate.rehearse.Adaptation;
import dev.migrate.rehearse.FactFinder;
import dev.migrate.rehearse.LockMode;
import dev.migrate.rehearse.Observation;
import dev.migrate.rehearse.Relation;
import dev.migrate.rehearse.Remarks;
import dev.migrate.rehearse.Replay;
import dev.migrate.rehearse.ReplayResult;
import dev.migrate.rehearse.ScriptFacts;
import dev.migrate.rehearse.StatementFacts;
import dev.migrate.rollback.Proof;
import dev.migrate.rollback.Proven;
import dev.migrate.rollback.WaysToProve;
import dev.migrate.shadow.ScratchDatabase;
import dev.migrate.shadow.Shadow;
import dev.migrate.verify.Evidence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Rehearses what is pending and says what it would do. */
public final class Preview {
    private static final String NAME = "migrate plan";

    /** Nobody is in the way on a scratch server but those who look on, and they may be slow. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Evidence evidence;
    private final boolean proving;
    private final List<String> notes = new ArrayList<>();

    /**
     * Looks at nothing yet.
     *
     * @param proving whether ways back are proven as well
     */
    public Preview(Evidence evidence, boolean proving) {
        this.evidence = evidence;
        this.proving = proving;
    }

    /**
     * What a run would do; where nothing is pending, no server is started.
     *
     * @param pending as {@code apply} would run it
     */
    public PreviewResult of(List<Pending> pending) {
        long start = System.nanoTime();
        List<PreviewedMigration> migrations = pending.isEmpty() ? List.of() : proven(rehearsed(pending));
        return new PreviewResult(migrations, notes, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
    }

    private List<PreviewedMigration> rehearsed(List<Pending> pending) {
        Map<String, Integer> done = new HashMap<>();
        pending.stream()
                .filter(one -> one.step().done() > 0)
                .forEach(one -> done.put(one.step().migration().id(), one.step().done()));
        Shadow shadow = evidence.rebuilds().shadow();
        try (Ground ground = Ground.of(evidence, !done.isEmpty());
                Session session = ground.database().connect(NAME)) {
            notes.addAll(ground.notes());
            List<UpScript> scripts = pending.stream()
                    .map(one -> UpScript.of(one.step().migration()))
                    .toList();
            if (ground.fresh()) {
                var remarks = new Remarks();
                ReplayResult replay = new Replay(session, ground.role(), remarks)
                        .besides(shadow::giveWay)
                        .resuming(done)
                        .run(scripts);
                return told(pending, ground, replay, List.of(), remarks);
            }
            ScratchDatabase database = ground.database();
            try (FactFinder finder = FactFinder.install(session, () -> database.connect(NAME))) {
                ReplayResult replay = new Replay(session, ground.role(), lockTimeout(), finder)
                        .besides(shadow::giveWay)
                        .resuming(done)
                        .run(scripts);
                notes.addAll(finder.unwatched());
                List<ScriptFacts> facts = session.lost() ? List.of() : finder.facts(replay.done());
                return told(pending, ground, replay, facts, finder.remarks());
            }
        }
    }

    private Duration lockTimeout() {
        Duration configured = evidence.settings().database().lockTimeout().atMost();
        return configured.isZero() || configured.compareTo(PATIENCE) > 0 ? configured : PATIENCE;
    }

    private List<PreviewedMigration> told(
            List<Pending> pending, Ground ground, ReplayResult replay, List<ScriptFacts> facts, Remarks remarks) {
        replay.adaptations().stream().map(Adaptation::toString).forEach(notes::add);
        if (!replay.standIns().isEmpty()) {
            notes.add("only stood in for: extension " + String.join(", ", replay.standIns()));
        }
        Map<String, Long> sizes = TargetSizes.of(evidence.session(), facts);
        var lint = new Lint(evidence.settings().policy(), relation -> TargetSizes.size(sizes, relation));
        Map<String, ScriptFacts> byId = facts.stream().collect(Collectors.toMap(ScriptFacts::id, one -> one));
        Set<String> ran = replay.done().stream().map(UpScript::id).collect(Collectors.toSet());
        var told = new ArrayList<PreviewedMigration>();
        for (Pending one : pending) {
            Migration migration = one.step().migration();
            Optional<ScriptFacts> known = Optional.ofNullable(byId.get(migration.id()));
            Optional<ReplayResult.Failure> failed =
                    replay.failure().filter(failure -> failure.script().id().equals(migration.id()));
            told.add(new PreviewedMigration(
                    migration,
                    one.shape().statements(),
                    one.step().done(),
                    notTransaction(one, remarks),
                    known.map(Preview::locks).orElse(List.of()),
                    known.map(Preview::rewrites).orElse(List.of()),
                    known.map(Preview::drops).orElse(List.of()),
                    known.map(lint::of).orElse(List.of()),
                    Optional.empty(),
                    failed.map(failure -> failure(one, failure, ground)),
                    ran.contains(migration.id())));
        }
        return told;
    }

    private static Optional<String> notTransaction(Pending pending, Remarks remarks) {
        ScriptShape shape = pending.shape();
        if (shape.stepwise()) {
            return shape.unshareable().or(() -> Optional.of("it cannot be"));
        }
        return remarks.inSteps(UpScript.of(pending.step().migration()));
    }

    private static List<PreviewedMigration.Lock> locks(ScriptFacts facts) {
        return facts.strongest().stream()
                .filter(one -> one.mode().atLeast(LockMode.ROW_EXCLUSIVE))
                .filter(one -> !one.relation().index() && one.relation().kind() != 'S')
                .filter(one -> one.by().isTopmost(one.relation()))
                .map(one -> new PreviewedMigration.Lock(
                        one.relation().name(),
                        one.mode(),
                        one.by().statement(),
                        one.by().line()))
                .toList();
    }

    private static List<String> rewrites(ScriptFacts facts) {
        return facts.rewritten().stream().map(Relation::name).distinct().toList();
    }

    private static List<String> drops(ScriptFacts facts) {
        var drops = new LinkedHashSet<String>();
        for (StatementFacts one : facts.statements()) {
            for (Observation.Touch drop : one.drops()) {
                if ((drop.original() || drop.normal()) && !facts.makesAgain(one, drop)) {
                    drops.add(drop.object());
                }
            }
        }
        return List.copyOf(drops);
    }

    private static PreviewedMigration.Failure failure(Pending pending, ReplayResult.Failure failure, Ground ground) {
        String file = pending.step().migration().file();
        var as = new ScriptFailure(
                failure.error(),
                failure.statement(),
                failure.where().line(),
                failure.where().column(),
                Optional.empty(),
                failure.kept());
        String kept = failure.kept() == 0
                ? "apply would keep nothing of it."
                : "apply would keep statements 1 to " + failure.kept() + " of "
                        + pending.shape().statements() + ": it cannot be in one transaction.";
        String fix =
                failure.where().line() > 0 ? "correct line " + failure.where().line() : "correct " + file;
        String perhaps = "";
        if (failure.error().is("42501") && ground.role().isPresent()) {
            perhaps = "; or, where role " + ground.role().get()
                    + " may do this on the target, make and grant it in a [shadow] prelude";
        } else if (!ground.rows()) {
            perhaps = "; or, where it needs rows that only the target has, apply it without a plan";
        }
        return new PreviewedMigration.Failure(as, kept, fix + ", and run migrate plan again" + perhaps);
    }

    /** Those that ran, with where their ways back lead. */
    private List<PreviewedMigration> proven(List<PreviewedMigration> rehearsed) {
        if (!proving) {
            return rehearsed;
        }
        Set<String> ids = rehearsed.stream()
                .filter(PreviewedMigration::rehearsed)
                .map(one -> one.migration().id())
                .collect(Collectors.toSet());
        Map<String, WayBackVerdict> verdicts = ids.isEmpty() ? Map.of() : verdicts(ids);
        return rehearsed.stream()
                .map(one -> one.rehearsed() ? one.with(verdict(one, verdicts)) : one)
                .toList();
    }

    private static WayBackVerdict verdict(PreviewedMigration one, Map<String, WayBackVerdict> verdicts) {
        WayBackVerdict known = verdicts.get(one.migration().id());
        if (known != null) {
            return known;
        }
        return one.migration().down().isPresent()
                ? WayBackVerdict.unproven("only what apply runs without further options is proven")
                : WayBackVerdict.none();
    }

    private Map<String, WayBackVerdict> verdicts(Set<String> ids) {
        Settings settings = evidence.settings();
        WaysToProve ways = WaysToProve.of(
                        evidence.session(), evidence.historyTable(), evidence.inventory(), evidence.applied(), false)
                .undoing(ids);
        if (ways.passages().isEmpty()) {
            return Map.of();
        }
        var proof = new Proof(
                evidence.rebuilds().shadow(),
                evidence.scope(),
                settings.database().role());
        var verdicts = new LinkedHashMap<String, WayBackVerdict>();
        for (Proven proven : proof.of(ways)) {
            proven.ids().forEach(id -> verdicts.putIfAbsent(id, WayBackVerdict.of(proven)));
        }
        return verdicts;
    }
}
