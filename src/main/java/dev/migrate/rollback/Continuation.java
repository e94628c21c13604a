package dev.migrate.rollback;

import dev.migrate.history.KeptUnit;
import dev.migrate.history.KeptWayBack;
import dev.migrate.history.WaysBackReader;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import dev.migrate.script.SqlText;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Where a way back goes on that an earlier run began statement by statement and did not end. */
record Continuation(WaysBackReader history) {
    /**
     * Makes sure that the statements which are done are still those of the script: the history keeps the text that was
     * begun.
     *
     * @throws MigrationFailure exit code 3 where they are not
     */
    void check(RollbackStep step, Consumer<String> warnings) {
        if (step.done() == 0 || step.way().kept()) {
            return;
        }
        Optional<String> before = begun(step);
        Optional<String> now = step.way().text();
        if (before.isEmpty() || now.isEmpty()) {
            warnings.accept("the way back of " + String.join(", ", step.ids())
                    + " was too long to be kept: nobody can say whether its first " + step.done()
                    + " statements are still those that are done");
            return;
        }
        if (!SqlText.sameBeginning(before.get(), now.get(), step.done())) {
            throw new MigrationFailure(
                    ExitCode.FINDING,
                    Problem.of(
                            "the first " + step.done() + " statements of the way back of "
                                    + String.join(", ", step.ids()) + " are done, and they were edited since in "
                                    + step.way().file(),
                            "leave out --from-files, or bring these statements back to what they were"));
        }
    }

    private Optional<String> begun(RollbackStep step) {
        List<String> ids = step.ids();
        if (step.way().kind() == WayBack.Kind.PLAN) {
            return history.units().stream()
                    .filter(unit -> new HashSet<>(unit.undoes()).equals(new HashSet<>(ids)))
                    .findFirst()
                    .flatMap(KeptUnit::text);
        }
        return Optional.ofNullable(history.of(ids).get(ids.get(0))).map(KeptWayBack::text);
    }
}
