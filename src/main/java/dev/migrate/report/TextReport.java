package dev.migrate.report;

import dev.migrate.apply.Applied;
import dev.migrate.apply.ApplyFailure;
import dev.migrate.apply.ApplyResult;
import dev.migrate.apply.Status;
import dev.migrate.database.ServerError;
import dev.migrate.plan.Plan;
import dev.migrate.plan.Step;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import dev.migrate.rollback.Destruction;
import dev.migrate.rollback.RollbackPlan;
import dev.migrate.rollback.RollbackResult;
import dev.migrate.rollback.RollbackStep;
import dev.migrate.rollback.RolledBack;
import dev.migrate.rollback.WrittenWayBack;
import dev.migrate.schema.SchemaComparison;
import dev.migrate.schema.SchemaWritten;
import dev.migrate.verify.VerifyResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** For people: the target first, then what happens as it happens, then what it came to. */
public final class TextReport implements Report {
    /** SQLSTATEs of what {@code IF NOT EXISTS} and {@code IF EXISTS} say when they do their work. */
    private static final Set<String> EXPECTED = Set.of("42P07", "42701", "42710", "42P06", "42723");

    private static final int LONGEST = 2000;

    private final Console console;
    private final List<Path> folders;
    private final Verbosity verbosity;
    private final ProgressLine progress;
    private int width;
    private List<String> planned = List.of();

    /**
     * Writes to a console.
     *
     * @param folders to which the files in places are relative; the first that has the file counts
     */
    public TextReport(Console console, List<Path> folders, Verbosity verbosity) {
        this.console = console;
        this.folders = List.copyOf(folders);
        this.verbosity = verbosity;
        this.progress = new ProgressLine(console);
    }

    @Override
    public void target(TargetFacts target) {
        line(console.faint("target  ")
                + console.bold(
                        Display.name(target.user() + "@" + target.host() + ":" + target.port() + "/" + target.name()))
                + console.faint(Display.name("  PostgreSQL " + target.server()
                        + (target.pooler().isEmpty() ? "" : ", " + target.pooler()) + ", from " + target.origin())));
    }

    @Override
    public void found(String sentence) {
        line(console.faint("sources ") + Display.name(sentence));
    }

    @Override
    public void waiting(String holder) {
        aside("waiting for another run: " + Display.name(holder));
    }

    @Override
    public void planned(Plan plan) {
        width = plan.steps().stream()
                .mapToInt(step -> Display.name(step.migration().file()).length())
                .max()
                .orElse(0);
        progress.total(plan.steps().size());
    }

    @Override
    public void remark(String text) {
        aside(Display.safe(text));
    }

    @Override
    public void warning(String text) {
        aside(console.yellow("warning ") + Display.safe(text));
    }

    @Override
    public void started(Step step, int number, int of) {
        progress.step(number, step.migration().file());
    }

    @Override
    public void sending(Step step, int statement, int statements, int lineNumber, String summary) {
        progress.detail(statement, statements, lineNumber);
    }

    @Override
    public void notice(Step step, int lineNumber, ServerError notice) {
        notice(step.migration().file(), lineNumber, notice);
    }

    private void notice(String file, int lineNumber, ServerError notice) {
        boolean wanted = verbosity == Verbosity.VERBOSE || !expected(notice);
        if (wanted) {
            String where = file + (lineNumber > 0 ? ":" + lineNumber : "");
            aside(console.faint(Display.name(where) + ": " + lines(said(notice))));
        }
    }

    private static boolean expected(ServerError notice) {
        return EXPECTED.contains(notice.sqlState())
                || (notice.sqlState().equals("00000") && notice.message().endsWith("skipping"));
    }

    /** As {@code psql} shows what is no error: without SQLSTATE and context. */
    private String said(ServerError notice) {
        if (verbosity == Verbosity.VERBOSE) {
            return notice.toString();
        }
        return notice.severity() + ": " + notice.message()
                + notice.detail().map(detail -> "\nDETAIL: " + detail).orElse("")
                + notice.hint().map(hint -> "\nHINT: " + hint).orElse("");
    }

    @Override
    public void applied(Applied applied) {
        progress.done();
        String file = Display.name(applied.migration().file());
        line(console.green("applied ") + file + " ".repeat(Math.max(0, width - file.length())) + "  "
                + console.faint("%8s  %s"
                        .formatted(
                                Display.duration(applied.durationMs()),
                                Display.count(applied.statements(), "statement"))));
    }

    @Override
    public void applied(ApplyResult result) {
        progress.end();
        if (result.dryRun()) {
            result.pending().forEach(id -> line("pending " + Display.name(id)));
            line(
                    result.pending().isEmpty()
                            ? "Nothing to do: everything is applied."
                            : Display.count(result.pending().size(), "migration")
                                    + " would be applied. Nothing was changed.");
            return;
        }
        result.failure().ifPresent(this::failed);
        if (result.failure().isPresent()) {
            boolean interrupted = result.failure().get().exitCode() == ExitCode.INTERRUPTED;
            console.err()
                    .println(Display.count(result.applied().size(), "migration") + " applied, 1 "
                            + (interrupted ? "interrupted" : "failed") + ", "
                            + result.pending().size() + " not begun.");
        } else {
            line(
                    result.applied().isEmpty()
                            ? "Nothing to do: everything is applied."
                            : Display.count(result.applied().size(), "migration") + " applied in "
                                    + Display.duration(result.durationMs()) + ".");
        }
    }

    private void failed(ApplyFailure failure) {
        var at = failure.failure();
        var place = new Place(failure.migration().file(), at.line(), at.line() > 0 ? at.column() : 0);
        var err = console.err();
        boolean interrupted = failure.exitCode() == ExitCode.INTERRUPTED;
        err.println(console.red(interrupted ? "stopped " : "failed  ") + console.bold(Display.name(place.toString())));
        err.print(Excerpt.of(failure.migration().path(), place));
        at.doing().ifPresent(doing -> err.println("  while " + doing));
        err.println("  " + lines(at.error().toString()));
        err.println("  " + lines(failure.kept()));
        err.println("  " + console.bold("fix: ") + lines(failure.fix()));
    }

    @Override
    public void status(Status status) {
        console.out().print(new StatusTable(console).of(status));
    }

    @Override
    public void planned(RollbackPlan plan, Destruction destruction) {
        plan.undoneAlready().forEach(id -> aside(Display.name(id) + " is rolled back already"));
        planned = rollback().plan(plan, destruction);
        progress.total(plan.steps().size());
    }

    @Override
    public void asking(RollbackPlan plan, Destruction destruction) {
        rollback().plan(plan, destruction).forEach(console.err()::println);
    }

    @Override
    public void started(RollbackStep step, int number, int of) {
        progress.step(number, step.files());
    }

    @Override
    public void sending(RollbackStep step, int statement, int statements, int lineNumber, String summary) {
        progress.detail(statement, statements, lineNumber);
    }

    @Override
    public void notice(RollbackStep step, int lineNumber, ServerError notice) {
        notice(step.way().script().file(), lineNumber, notice);
    }

    @Override
    public void rolledBack(RolledBack done) {
        progress.done();
        line(rollback().done(done));
    }

    @Override
    public void rolledBack(RollbackResult result) {
        progress.end();
        if (result.dryRun()) {
            planned.forEach(this::line);
        }
        if (result.failure().isPresent()) {
            console.err().print(rollback().failed(result.failure().get()));
            console.err().println(rollback().summary(result));
        } else {
            line(rollback().summary(result));
        }
    }

    @Override
    public void derived(WrittenWayBack written) {
        rollback().derived(written).forEach(this::line);
    }

    @Override
    public void made(NewResult result) {
        line(Display.name(result.here()));
        result.derived().ifPresent(this::derived);
    }

    private RollbackText rollback() {
        return new RollbackText(console, this::excerpt);
    }

    @Override
    public void proven(VerifyResult result) {
        verified(result);
    }

    @Override
    public void verified(VerifyResult result) {
        console.out().print(new VerifyText(console, this::excerpt, verbosity).of(result));
        console.out().flush();
    }

    @Override
    public void written(SchemaWritten written) {
        console.out().print(new SchemaText(console, verbosity).of(written));
        console.out().flush();
    }

    @Override
    public void compared(SchemaComparison comparison) {
        console.out().print(new SchemaText(console, verbosity).of(comparison));
        console.out().flush();
    }

    @Override
    public void baselined(BaselineResult result) {
        result.proof().filter(proof -> !proof.passed()).ifPresent(this::verified);
        for (String id : result.recorded()) {
            line("baselined  " + Display.safe(id));
        }
        int count = result.recorded().size();
        if (result.refused()) {
            line("Nothing was recorded: the database is not what these files make. To record them all the same:"
                    + " migrate baseline --accept-differences --reason \"…\".");
        } else if (count == 0) {
            line("Nothing to record: every migration is in the history.");
        } else {
            line(count + (count == 1 ? " migration" : " migrations") + " recorded as applied; nothing was run.");
        }
    }

    @Override
    public void kept(KeptResult result) {
        KeptText.lines(result).forEach(this::line);
    }

    @Override
    public void repaired(String sentence) {
        line(Display.safe(sentence) + ".");
    }

    @Override
    public void failed(MigrationFailure failure) {
        progress.end();
        for (Problem problem : failure.problems()) {
            String where = problem.where().map(place -> place + ": ").orElse("");
            var err = console.err();
            err.println(console.red("error   ") + console.bold(Display.name(where)) + lines(problem.what()));
            problem.where().ifPresent(place -> err.print(excerpt(place)));
            if (!problem.fix().isEmpty()) {
                err.println("  " + console.bold("fix: ") + lines(problem.fix()));
            }
        }
    }

    private String excerpt(Place place) {
        return folders.stream()
                .map(folder -> folder.resolve(place.file()))
                .filter(Files::isRegularFile)
                .findFirst()
                .map(file -> Excerpt.of(file, place))
                .orElse("");
    }

    /**
     * Text of others, of one or several lines: all but the first are indented, so that none of them looks like a message
     * of ours, and each is cut where it is longer than anybody reads.
     */
    static String lines(String text) {
        return Display.safe(text)
                .lines()
                .map(line -> line.length() <= LONGEST
                        ? line
                        : line.substring(0, LONGEST) + "… (" + (line.length() - LONGEST) + " more characters)")
                .collect(Collectors.joining("\n  "));
    }

    /** A result. */
    private void line(String text) {
        if (verbosity != Verbosity.QUIET) {
            progress.clear();
            console.out().println(text);
            console.out().flush();
        }
    }

    /** Not a result. */
    private void aside(String text) {
        if (verbosity != Verbosity.QUIET) {
            progress.clear();
            console.err().println(text);
        }
    }
}
