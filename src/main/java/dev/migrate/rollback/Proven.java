package dev.migrate.rollback;

import dev.migrate.catalog.Difference;
import dev.migrate.rehearse.ReplayResult;
import java.util.List;
import java.util.Optional;

/**
 * What was found out about one way back.
 *
 * @param ids of the migrations that it undoes, in the order in which they run
 * @param way empty where there is none
 * @param differences between the structure before the migrations, which is the expected one, and the one that the way
 *     back led to
 * @param again between the structure behind the migrations, which is the expected one, and the one behind them when they
 *     ran once more
 * @param failure what the server refused
 * @param refused which of the scripts that was
 * @param data what happens to rows
 * @param notes what a reader has to know beside that: what was not tried and why
 */
public record Proven(
        List<String> ids,
        Optional<WayBack> way,
        Verdict verdict,
        List<Difference> differences,
        List<Difference> again,
        Optional<ReplayResult.Failure> failure,
        Refused refused,
        List<DataLoss> data,
        List<String> notes) {
    /** Which script the server refused. */
    public enum Refused {
        NONE,
        /** A migration, so that nothing behind it could be tried. */
        UP,
        /** The way back. */
        DOWN,
        /** A migration behind its way back. */
        UP_AGAIN
    }

    public Proven {
        ids = List.copyOf(ids);
        differences = List.copyOf(differences);
        again = List.copyOf(again);
        data = List.copyOf(data);
        notes = List.copyOf(notes);
    }

    static Proven none(String id) {
        return new Proven(
                List.of(id),
                Optional.empty(),
                Verdict.NO_WAY_BACK,
                List.of(),
                List.of(),
                Optional.empty(),
                Refused.NONE,
                List.of(),
                List.of());
    }

    static Proven unproven(Passage passage, String why) {
        return new Proven(
                passage.ids(),
                Optional.of(passage.way()),
                Verdict.UNPROVEN,
                List.of(),
                List.of(),
                Optional.empty(),
                Refused.NONE,
                List.of(),
                List.of(why));
    }

    static Proven refused(Passage passage, Refused refused, ReplayResult.Failure failure) {
        return new Proven(
                passage.ids(),
                Optional.of(passage.way()),
                refused == Refused.DOWN ? Verdict.FAILS : Verdict.UNPROVEN,
                List.of(),
                List.of(),
                Optional.of(failure),
                refused,
                List.of(),
                List.of());
    }

    Proven with(List<DataLoss> losses, List<String> further) {
        var all = new java.util.ArrayList<>(notes);
        all.addAll(further);
        return new Proven(ids, way, verdict, differences, again, failure, refused, losses, all);
    }
}
