package dev.migrate.rollback;

import dev.migrate.apply.Preflight;
import dev.migrate.apply.ReadyScript;
import dev.migrate.database.Session;
import dev.migrate.migration.MigrationScript;
import dev.migrate.migration.ScriptCheck;
import dev.migrate.migration.UnreadableFile;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything that can be found wrong with the ways back before the first statement runs, in one pass. */
final class Readiness {
    private Readiness() {}

    /**
     * The scripts of a plan, with what is known of them.
     *
     * @throws MigrationFailure exit code 2 with all problems of all scripts
     */
    static List<ReadyScript> check(RollbackPlan plan, Session session) {
        Preflight.refuseStatementMode(session);
        var ready = new ArrayList<ReadyScript>();
        var problems = new ArrayList<Problem>();
        for (RollbackStep step : plan.steps()) {
            MigrationScript script = step.way().script();
            try {
                ScriptCheck.Result result = ScriptCheck.of(script.file(), script.texts(), false);
                problems.addAll(Preflight.faults(script.file(), result, session));
                if (result.shape().statements() == 0 && result.problems().isEmpty()) {
                    // To record that as a way back would be a lie.
                    problems.add(Problem.at(
                            Place.of(script.file()),
                            "the way back of " + String.join(", ", step.ids()) + " holds no statement",
                            "write one, and add --from-files"));
                }
                unshareable(step, result, session)
                        .ifPresent(why -> problems.add(Problem.at(
                                Place.of(script.file()),
                                "cannot run through a pooler in transaction mode: " + why,
                                session.withSession())));
                ready.add(new ReadyScript(script, result.shape()));
            } catch (IOException unreadable) {
                problems.addAll(UnreadableFile.of(script.file(), unreadable).problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new MigrationFailure(ExitCode.USAGE, problems);
        }
        return ready;
    }

    private static Optional<String> unshareable(RollbackStep step, ScriptCheck.Result result, Session session) {
        if (session.facts().pooling().keepsSession()) {
            return Optional.empty();
        }
        return step.done() > 0
                ? Optional.of("its first " + step.done() + " statements are done")
                : result.shape().unshareable();
    }
}
