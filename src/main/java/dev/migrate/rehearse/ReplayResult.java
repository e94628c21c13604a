package dev.migrate.rehearse;

import dev.migrate.database.ServerError;
import dev.migrate.migration.UpScript;
import dev.migrate.problem.Place;
import java.util.List;
import java.util.Optional;

/**
 * How far a replay came.
 *
 * @param done scripts that ran to their end
 * @param failure what stopped it; empty where all of them ran
 * @param adaptations statements that did not run as they are written, because the scratch server lacks an extension
 * @param standIns extensions that the database has now and that are only stood in for
 */
public record ReplayResult(
        List<UpScript> done, Optional<Failure> failure, List<Adaptation> adaptations, List<String> standIns) {
    public ReplayResult {
        standIns = List.copyOf(standIns);
        done = List.copyOf(done);
        adaptations = List.copyOf(adaptations);
    }

    /**
     * What stopped it.
     *
     * @param where the fault is; of one that no line can be given for, the file
     * @param statement number of the statement in the script, from 1; 0 where it was none of them
     * @param kept number of leading statements whose effects stay
     */
    public record Failure(UpScript script, Place where, int statement, ServerError error, int kept) {}

    public boolean ok() {
        return failure.isEmpty();
    }
}
