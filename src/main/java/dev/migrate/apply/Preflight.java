package dev.migrate.apply;

import dev.migrate.database.Pooling;
import dev.migrate.database.Session;
import dev.migrate.engine.ScriptShape;
import dev.migrate.migration.ManyFiles;
import dev.migrate.migration.Migration;
import dev.migrate.migration.ScriptCheck;
import dev.migrate.plan.Step;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Everything that can be found wrong with the pending files before the first statement runs, in one pass. */
public final class Preflight {
    private Preflight() {}

    /**
     * The steps with what is known of their scripts.
     *
     * @throws MigrationFailure exit code 2 with all problems of all files
     */
    static List<Pending> check(List<Step> steps, boolean singleTransaction, Session session) {
        refuseStatementMode(session);
        var pending = new ArrayList<Pending>();
        var problems = new ArrayList<Problem>();
        for (Checked checked : ManyFiles.each(steps).map(Checked::of).toList()) {
            Step step = checked.step();
            Migration migration = step.migration();
            try {
                ScriptCheck.Result result = checked.result();
                problems.addAll(faults(migration.file(), result, session));
                ScriptShape shape = result.shape();
                if (singleTransaction) {
                    unshareable(step, shape)
                            .ifPresent(why -> problems.add(Problem.at(
                                    Place.of(migration.file()),
                                    "cannot be in a single transaction: " + why,
                                    "leave out --single-transaction, or apply up to the file before it first: --to")));
                }
                if (!session.facts().pooling().keepsSession()) {
                    unshareable(step, shape)
                            .ifPresent(why -> problems.add(Problem.at(
                                    Place.of(migration.file()),
                                    "cannot run through a pooler in transaction mode: " + why,
                                    session.withSession())));
                }
                pending.add(new Pending(step, shape));
            } catch (IOException unreadable) {
                problems.addAll(Ledger.unreadable(migration, unreadable).problems());
            }
        }
        if (singleTransaction && problems.isEmpty()) {
            problems.addAll(EnumValues.usedLater(pending));
        }
        if (!problems.isEmpty()) {
            throw new MigrationFailure(ExitCode.USAGE, problems);
        }
        return pending;
    }

    /** Why a script could not run to its end on the database at hand. */
    public static List<Problem> faults(String file, ScriptCheck.Result result, Session session) {
        String database = session.facts().database();
        var problems = new ArrayList<>(result.problems());
        for (ScriptCheck.Connect connect : result.connects()) {
            if (!connect.database().equals(database)) {
                problems.add(Problem.at(
                        connect.where(),
                        "connects to the database " + connect.database() + ", and this run is on " + database,
                        "remove the line, or run on " + connect.database()));
            }
        }
        unclosed(file, result.shape()).ifPresent(problems::add);
        return problems;
    }

    /** A script that was read to its end, or could not be. */
    private record Checked(Step step, Optional<ScriptCheck.Result> found, Optional<IOException> failure) {
        static Checked of(Step step) {
            try {
                return new Checked(step, Optional.of(ScriptCheck.of(step.migration())), Optional.empty());
            } catch (IOException unreadable) {
                return new Checked(step, Optional.empty(), Optional.of(unreadable));
            }
        }

        ScriptCheck.Result result() throws IOException {
            if (failure.isPresent()) {
                throw failure.get();
            }
            return found.orElseThrow();
        }
    }

    /** A pooler that gives each statement another session can run nothing of ours. */
    public static void refuseStatementMode(Session session) {
        if (session.facts().pooling().mode() == Pooling.Mode.STATEMENT) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of(
                            "the pooler is in statement mode, in which a migration cannot be a transaction",
                            session.withSession()));
        }
    }

    private static Optional<String> unshareable(Step step, ScriptShape shape) {
        return step.done() > 0 ? Optional.of("its first " + step.done() + " statements are done") : shape.unshareable();
    }

    /** {@code psql} would run such a file and keep nothing of it, without a word. */
    private static Optional<Problem> unclosed(String file, ScriptShape shape) {
        return shape.unclosed()
                .map(begin -> Problem.at(
                        new Place(file, begin.line(), begin.column()),
                        begin.summary() + " begins a transaction that nothing in the file ends",
                        "add COMMIT at its end, or remove " + begin.summary()
                                + ": every migration runs in a transaction of its own"));
    }
}
