package dev.migrate.rollback;

import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.CatalogScope;
import dev.migrate.catalog.Difference;
import dev.migrate.catalog.DifferencePolicy;
import dev.migrate.migration.UpScript;
import dev.migrate.rehearse.ReplayResult;
import dev.migrate.shadow.Shadow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Finds out on a scratch server where ways back lead: up, down, up again, and the structure compared each time.
 *
 * <p>A way back that leads elsewhere does not spoil the proof of the next: the database is made anew behind it.
 */
public final class Proof {
    private final Shadow shadow;
    private final CatalogScope scope;
    private final Optional<String> role;

    /**
     * Proves on one server, one database at a time, since scripts may make roles.
     *
     * @param role that the scripts run under, as {@code [database] role} says it
     */
    public Proof(Shadow shadow, CatalogScope scope, Optional<String> role) {
        this.shadow = shadow;
        this.scope = scope;
        this.role = role;
    }

    /** Each way back, and each migration that has none, in the order in which the migrations run; units behind them. */
    public List<Proven> of(WaysToProve ways) {
        var all = new ArrayList<Proven>();
        try (var road = new Road(shadow, scope, role)) {
            for (Passage passage : ways.passages()) {
                all.add(prove(road, passage));
            }
        }
        ways.without().forEach(id -> all.add(Proven.none(id)));
        return all;
    }

    private Proven prove(Road road, Passage passage) {
        if (holdsNothing(passage)) {
            return Proven.unproven(passage, "holds no statement");
        }
        Catalog expected;
        if (passage.between().isEmpty()) {
            Optional<ReplayResult.Failure> failure = road.to(passage.before());
            if (failure.isPresent()) {
                return Proven.refused(passage, Proven.Refused.UP, failure.get());
            }
            expected = road.catalog();
        } else {
            road.leave();
            if (road.to(passage.withoutThem()).isPresent()) {
                return Proven.unproven(
                        passage,
                        "cannot be undone as a unit while "
                                + passage.between().stream().map(UpScript::id).collect(Collectors.joining(", "))
                                + (passage.between().size() == 1 ? " is" : " are")
                                + " applied, which ran between them and does not run without them");
            }
            expected = road.catalog();
            road.leave();
        }
        RowProof.Result rows = passage.between().isEmpty()
                ? road.withRows(passage)
                : RowProof.Result.notTried("other migrations ran between them");
        Optional<ReplayResult.Failure> failure = road.to(passage.throughLast());
        if (failure.isPresent()) {
            return Proven.refused(passage, Proven.Refused.UP, failure.get());
        }
        Proven proven = thereAndBack(road, passage, expected);
        // What fails on empty tables fails for another reason.
        return proven.verdict() == Verdict.FAILS ? proven : proven.with(rows.data(), rows.notes());
    }

    /** The database is behind the migrations, and is so again afterwards, or is left. */
    private static Proven thereAndBack(Road road, Passage passage, Catalog before) {
        Catalog after = road.catalog();
        Optional<ReplayResult.Failure> failure = road.aside(List.of(passage.down()));
        if (failure.isPresent()) {
            road.leave();
            return Proven.refused(passage, Proven.Refused.DOWN, failure.get());
        }
        List<Difference> differences = road.differences(before);
        failure = road.aside(passage.up());
        List<Difference> again = failure.isPresent()
                ? List.of()
                : road.differences(after).stream()
                        .filter(DifferencePolicy.STANDARD::fails)
                        .toList();
        if (failure.isPresent() || !again.isEmpty()) {
            road.leave();
        }
        boolean leadsElsewhere = failure.isPresent()
                || !again.isEmpty()
                || differences.stream().anyMatch(DifferencePolicy.STANDARD::fails);
        Verdict verdict = leadsElsewhere
                ? Verdict.DOES_NOT_LEAD_BACK
                : differences.isEmpty() ? Verdict.LEADS_BACK_EXACTLY : Verdict.LEADS_BACK_BUT;
        return new Proven(
                passage.ids(),
                Optional.of(passage.way()),
                verdict,
                differences,
                again,
                failure,
                failure.isPresent() ? Proven.Refused.UP_AGAIN : Proven.Refused.NONE,
                List.of(),
                List.of());
    }

    /** One that does nothing would be proven for a migration that does nothing, and {@code rollback} refuses it. */
    private static boolean holdsNothing(Passage passage) {
        try {
            var result = passage.down().check();
            return result.problems().isEmpty() && result.shape().statements() == 0;
        } catch (IOException unreadable) {
            return false; // told where it is run
        }
    }
}
