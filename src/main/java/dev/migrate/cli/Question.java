package dev.migrate.cli;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import dev.migrate.report.Report;
import dev.migrate.rollback.Consent;
import dev.migrate.rollback.Destruction;
import dev.migrate.rollback.RollbackPlan;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

/** Asks at the keyboard, and nowhere else: what nobody can answer is refused, not assumed. */
record Question(Surroundings around, Report report) implements Consent {
    private static final List<String> YES = List.of("y", "yes");

    @Override
    public void ask(RollbackPlan plan, Destruction destruction) {
        report.asking(plan, destruction);
        BufferedReader keyboard = around.keyboard()
                .orElseThrow(() -> new MigrationFailure(
                        ExitCode.USAGE,
                        Problem.of(
                                "nothing was undone: without --yes it is asked first, and nobody is there to answer",
                                "look at the lines above, then add --yes")));
        int count = plan.ids().size();
        around.err()
                .print("What is dropped or deleted is gone. Undo " + (count == 1 ? "it" : "these " + count)
                        + "? [y/N] ");
        around.err().flush();
        if (!YES.contains(answer(keyboard))) {
            throw new MigrationFailure(ExitCode.INTERRUPTED, Problem.of("nothing was undone: you did not say yes", ""));
        }
    }

    private static String answer(BufferedReader keyboard) {
        try {
            String line = keyboard.readLine();
            return line == null ? "" : line.strip().toLowerCase(java.util.Locale.ROOT);
        } catch (IOException gone) {
            return "";
        }
    }
}
