package dev.migrate.preview;

import dev.migrate.apply.Emptiness;
import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.CatalogReader;
import dev.migrate.catalog.Comparison;
import dev.migrate.catalog.DifferencePolicy;
import dev.migrate.database.Session;
import dev.migrate.plan.State;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.rehearse.AppliedScripts;
import dev.migrate.rehearse.Replay;
import dev.migrate.rehearse.ReplayResult;
import dev.migrate.rehearse.TargetStructure;
import dev.migrate.shadow.ScratchDatabase;
import dev.migrate.shadow.Shadow;
import dev.migrate.verify.Evidence;
import java.util.List;
import java.util.Optional;

/**
 * A scratch database like the target as it is now, from which pending migrations start.
 *
 * <p>What is applied runs there once more, for the rows that it made matter as well. Where that cannot be done or makes
 * something else, it gets the structure that the target has, and no rows.
 *
 * @param role under which migrations run
 * @param fresh whether there is nothing yet that migrations could be in the way of
 * @param rows whether the rows are there that applied migrations made
 * @param notes what a reader has to know of it
 */
record Ground(ScratchDatabase database, Optional<String> role, boolean fresh, boolean rows, List<String> notes)
        implements AutoCloseable {
    private static final String NAME = "migrate plan";

    /**
     * Makes it.
     *
     * @param begun whether an earlier run has done the first statements of something that is pending
     */
    static Ground of(Evidence evidence, boolean begun) {
        Shadow shadow = evidence.rebuilds().shadow();
        AppliedScripts applied = evidence.applied();
        if (begun) {
            return structure(evidence, shadow, "a migration was begun and did not end");
        }
        if (!applied.unknown().isEmpty()) {
            return structure(
                    evidence,
                    shadow,
                    "nobody has the text any more of what was applied as " + String.join(", ", applied.unknown()));
        }
        ScratchDatabase database = shadow.create();
        Replayed replayed;
        boolean good = false;
        try {
            replayed = replay(evidence, shadow, database);
            good = replayed.useless().isEmpty();
        } finally {
            if (!good) {
                database.close();
            }
        }
        return replayed.useless()
                .map(why -> structure(evidence, shadow, why))
                .orElseGet(() -> new Ground(
                        database, evidence.settings().database().role(), replayed.fresh(), true, replayed.notes()));
    }

    /**
     * What it came to to run once more what is applied.
     *
     * @param useless why nothing can be built on it
     */
    private record Replayed(Optional<String> useless, boolean fresh, List<String> notes) {
        static Replayed useless(String why) {
            return new Replayed(Optional.of(why), false, List.of());
        }

        static Replayed like(boolean fresh, List<String> notes) {
            return new Replayed(Optional.empty(), fresh, notes);
        }
    }

    private static Replayed replay(Evidence evidence, Shadow shadow, ScratchDatabase database) {
        AppliedScripts applied = evidence.applied();
        boolean nothing = applied.scripts().isEmpty();
        Catalog made;
        try (Session session = database.connect(NAME)) {
            ReplayResult replay = new Replay(
                            session, evidence.settings().database().role())
                    .besides(shadow::giveWay)
                    .run(applied.scripts());
            if (!replay.ok()) {
                ReplayResult.Failure failure = replay.failure().orElseThrow();
                return Replayed.useless(failure.where() + " does not run on a scratch server ("
                        + failure.error().message() + ")");
            }
            if (nothing && new Emptiness(evidence.session(), evidence.historyTable()).holds()) {
                return Replayed.like(true, List.of());
            }
            made = new CatalogReader(session, evidence.scope()).readWithDependencies();
        }
        Catalog target;
        try {
            target = evidence.target();
        } catch (MigrationFailure locked) {
            if (nothing || evidence.session().lost()) {
                throw locked;
            }
            return Replayed.like(
                    false,
                    List.of("whether the database is what its migrations make could not be looked at: "
                            + locked.problems().get(0).what()));
        }
        long differences = Comparison.of(made, target).stream()
                .filter(DifferencePolicy.STANDARD::fails)
                .count();
        if (differences == 0) {
            return Replayed.like(false, List.of());
        }
        if (nothing) {
            return Replayed.useless("the database has tables of its own, and nothing is applied");
        }
        if (evidence.status().standings().stream().anyMatch(standing -> standing.state() == State.BASELINED)) {
            return Replayed.useless("what was baselined does not make the database that is there");
        }
        return Replayed.like(
                false,
                List.of("the database differs from what its migrations make, in " + differences
                        + (differences == 1 ? " place" : " places")
                        + ", so what is said here may be wrong; migrate verify --only schema lists them"));
    }

    /** Of the target, read from its catalogs. */
    private static Ground structure(Evidence evidence, Shadow shadow, String why) {
        ScratchDatabase database = shadow.create();
        try (Session session = database.connect(NAME)) {
            String missing = TargetStructure.load(evidence.target(), evidence.scope(), session);
            String note = "rehearsed on the structure of the database without its rows: " + why;
            // Whose each object is is not told, so that a role could not change it.
            return new Ground(
                    database,
                    Optional.empty(),
                    false,
                    false,
                    missing.isEmpty() ? List.of(note) : List.of(note, missing));
        } catch (RuntimeException failure) {
            database.close();
            throw failure;
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
