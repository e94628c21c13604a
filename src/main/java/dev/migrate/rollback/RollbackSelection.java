package dev.migrate.rollback;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What is to be undone: one of the three.
 *
 * @param last so many, the newest
 * @param to everything behind this one, which stays applied
 * @param ids these
 */
public record RollbackSelection(OptionalInt last, Optional<String> to, List<String> ids) {
    private static final String FORMS =
            "migrate rollback --last N (the N newest), --to ID (all behind ID), or ID... (these)";

    public RollbackSelection {
        ids = List.copyOf(ids);
        int forms = (last.isPresent() ? 1 : 0) + (to.isPresent() ? 1 : 0) + (ids.isEmpty() ? 0 : 1);
        if (forms != 1) {
            throw usage(forms == 0 ? "what is to be rolled back?" : "--last, --to and ID exclude each other");
        }
        if (last.isPresent() && last.getAsInt() < 1) {
            throw usage("--last " + last.getAsInt() + " is no number of migrations");
        }
    }

    /** Exactly these. */
    static RollbackSelection of(List<String> ids) {
        return new RollbackSelection(OptionalInt.empty(), Optional.empty(), ids);
    }

    private static MigrationFailure usage(String what) {
        return new MigrationFailure(ExitCode.USAGE, Problem.of(what, FORMS));
    }
}
