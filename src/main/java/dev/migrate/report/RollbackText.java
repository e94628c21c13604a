package dev.migrate.report;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.Place;
import dev.migrate.rollback.Derived;
import dev.migrate.rollback.Destruction;
import dev.migrate.rollback.RollbackFailure;
import dev.migrate.rollback.RollbackPlan;
import dev.migrate.rollback.RollbackResult;
import dev.migrate.rollback.RollbackStep;
import dev.migrate.rollback.RolledBack;
import dev.migrate.rollback.WrittenWayBack;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A rollback, for people. */
final class RollbackText {
    private final Console console;
    private final Function<Place, String> excerpt;

    /**
     * Writes for a console.
     *
     * @param excerpt the lines of a file around a place, ended; empty where they cannot be shown
     */
    RollbackText(Console console, Function<Place, String> excerpt) {
        this.console = console;
        this.excerpt = excerpt;
    }

    /** What is to be undone, a line for each script, with what it may destroy. */
    List<String> plan(RollbackPlan plan, Destruction destruction) {
        return plan.steps().stream().map(step -> step(step, destruction)).toList();
    }

    private String step(RollbackStep step, Destruction destruction) {
        List<String> words = destruction.of(step);
        String goesOn = step.done() > 0 ? console.faint(", behind statement " + step.done()) : "";
        return console.yellow("to undo ")
                + ids(step.ids())
                + console.faint("  by " + Display.name(step.way().words()))
                + goesOn
                + (words.isEmpty()
                        ? ""
                        : ": " + words.stream().map(Display::name).collect(Collectors.joining(", ")));
    }

    String done(RolledBack done) {
        return console.green("undone  ") + ids(done.ids()) + "  "
                + console.faint("%8s  by %s"
                        .formatted(
                                Display.duration(done.durationMs()),
                                Display.name(done.step().way().words())));
    }

    /** A way back that nobody wrote: where it is, and what it does not give back. */
    List<String> derived(WrittenWayBack written) {
        Derived derived = written.derived();
        var lines = new ArrayList<String>();
        if (written.file().isEmpty()) {
            lines.add("Nothing to write: there is no statement that undoes " + Display.name(written.id()) + ".");
        } else if (written.dryRun()) {
            lines.add(Display.safe(derived.text().stripTrailing()));
        }
        if (!written.dryRun() || written.file().isEmpty()) { // else it stands in the script
            derived.structure().forEach(one -> lines.add(console.red("not derived  ") + TextReport.lines(one)));
            derived.rows().forEach(one -> lines.add(console.yellow("not given back  ") + TextReport.lines(one)));
        }
        written.file()
                .ifPresent(file -> lines.add((written.dryRun() ? "would be written " : "written ")
                        + (written.section() ? "as the down section of " : "to ") + Display.name(file) + ": "
                        + Display.count(derived.statements().size(), "statement")
                        + (derived.proven()
                                ? ", proven: down and up again, the structure is the same"
                                : ", which does not lead back to the same structure")
                        + "."));
        return lines;
    }

    private static String ids(List<String> ids) {
        return ids.stream().map(Display::name).collect(Collectors.joining(", "));
    }

    String summary(RollbackResult result) {
        int left = result.pending().size();
        if (result.dryRun()) {
            return left == 0
                    ? "Nothing to roll back."
                    : Display.count(left, "migration") + " would be rolled back. Nothing was changed.";
        }
        if (result.failure().isPresent()) {
            boolean interrupted = result.failure().get().exitCode() == ExitCode.INTERRUPTED;
            return Display.count(result.count(), "migration") + " rolled back, "
                    + result.failure().get().step().ids().size() + (interrupted ? " interrupted, " : " failed, ") + left
                    + " not begun.";
        }
        return result.rolledBack().isEmpty()
                ? "Nothing to roll back."
                : Display.count(result.count(), "migration") + " rolled back in "
                        + Display.duration(result.durationMs()) + ".";
    }

    String failed(RollbackFailure failure) {
        var at = failure.failure();
        var place = new Place(failure.step().way().script().file(), at.line(), at.line() > 0 ? at.column() : 0);
        boolean interrupted = failure.exitCode() == ExitCode.INTERRUPTED;
        return console.red(interrupted ? "stopped " : "failed  ") + console.bold(Display.name(place.toString())) + "\n"
                + lines(failure, place)
                + "  while undoing " + ids(failure.step().ids())
                + at.doing().map(doing -> ", " + doing).orElse("") + "\n"
                + "  " + TextReport.lines(at.error().toString()) + "\n"
                + "  " + TextReport.lines(failure.kept()) + "\n"
                + "  " + console.bold("fix: ") + TextReport.lines(failure.fix()) + "\n";
    }

    /** Of the file; where only the history has the text, of that. */
    private String lines(RollbackFailure failure, Place place) {
        var way = failure.step().way();
        return place.file().equals(way.file()) || way.text().isEmpty()
                ? excerpt.apply(place)
                : Excerpt.of(SourceLine.around(way.text().get(), place.line()), place);
    }
}
