package dev.migrate.report;

import dev.migrate.lint.Finding;
import dev.migrate.lint.Severity;
import dev.migrate.preview.PreviewResult;
import dev.migrate.preview.PreviewedMigration;
import dev.migrate.preview.WayBackVerdict;
import dev.migrate.problem.Place;
import dev.migrate.rehearse.LockMode;
import dev.migrate.rollback.Verdict;
import java.util.ArrayList;
import java.util.List;

/** What {@code apply} would do, for people: a block for each migration, one line where there is nothing to say of it. */
final class PreviewText {
    /** So many differences of a way back are shown; -v shows all. */
    private static final int NOTES = 3;

    private final Console console;
    private final Verbosity verbosity;
    private final StringBuilder text = new StringBuilder();

    PreviewText(Console console, Verbosity verbosity) {
        this.console = console;
        this.verbosity = verbosity;
    }

    String of(PreviewResult result) {
        if (result.migrations().isEmpty()) {
            return "Nothing to do: everything is applied.\n";
        }
        boolean before = false;
        for (PreviewedMigration migration : result.migrations()) {
            String block = block(migration);
            boolean tall = !block.isEmpty();
            if (text.length() > 0 && (tall || before)) {
                text.append('\n');
            }
            text.append(head(migration)).append(block);
            before = tall;
        }
        text.append('\n');
        if (verbosity != Verbosity.QUIET) {
            result.notes()
                    .forEach(note -> text.append(console.faint("note    "))
                            .append(TextReport.lines(note))
                            .append('\n'));
        }
        return text.append(summary(result)).append('\n').toString();
    }

    private String head(PreviewedMigration migration) {
        String file = Display.name(migration.migration().file());
        String size = Display.count(migration.statements(), "statement")
                + (migration.done() > 0 ? ", the first " + migration.done() + " done already" : "");
        String transaction = migration
                .notTransaction()
                .map(why -> ", not one transaction: " + Display.safe(why))
                .orElse("");
        String state = migration.failure().isPresent()
                ? console.red("fails   ")
                : migration.rehearsed() ? console.green("plan    ") : console.yellow("unknown ");
        return state + console.bold(file) + console.faint("  " + size + transaction + aside(migration)) + "\n";
    }

    private static String aside(PreviewedMigration migration) {
        if (migration.failure().isPresent()) {
            return "";
        }
        if (!migration.rehearsed()) {
            return "; not rehearsed, for what is before it fails";
        }
        return migration
                .wayBack()
                .filter(PreviewText::quiet)
                .map(way -> "; " + way.verdict().words())
                .orElse("");
    }

    private static boolean quiet(WayBackVerdict way) {
        return way.verdict() == Verdict.NO_WAY_BACK || (way.verdict() == Verdict.LEADS_BACK_EXACTLY && way.holds());
    }

    private String block(PreviewedMigration migration) {
        var block = new StringBuilder();
        List<PreviewedMigration.Lock> locks = migration.locks().stream()
                .filter(lock -> lock.mode().atLeast(LockMode.SHARE_UPDATE_EXCLUSIVE))
                .toList();
        for (PreviewedMigration.Lock lock : locks) {
            add(
                    block,
                    console.faint("  locks     "),
                    lock.object() + " in " + lock.mode().words() + ", line " + lock.line() + ": "
                            + lock.mode().meaning());
        }
        migration.rewrites().forEach(table -> add(block, console.faint("  rewrites  "), table));
        migration.drops().forEach(object -> add(block, console.faint("  drops     "), object));
        for (Finding finding : migration.findings()) {
            boolean shown = verbosity != Verbosity.QUIET || finding.severity() == Severity.ERROR;
            if (shown) {
                finding(block, finding);
            }
        }
        migration.wayBack().filter(way -> !quiet(way)).ifPresent(way -> wayBack(block, way));
        migration.failure().ifPresent(failure -> failure(block, migration, failure));
        return block.toString();
    }

    private void finding(StringBuilder block, Finding finding) {
        String label = switch (finding.severity()) {
            case ERROR -> console.red("  error     ");
            case WARNING -> console.yellow("  warning   ");
            case NOTICE -> console.faint("  notice    ");
        };
        add(
                block,
                label,
                "line " + finding.line() + ": " + finding.object() + ": " + finding.message() + " ["
                        + finding.rule().id() + "]");
        if (finding.severity() != Severity.NOTICE || verbosity == Verbosity.VERBOSE) {
            add(block, "            ", "safer: " + finding.safer());
        }
    }

    private void wayBack(StringBuilder block, WayBackVerdict way) {
        boolean structure = way.verdict() == Verdict.LEADS_BACK_EXACTLY || way.verdict() == Verdict.LEADS_BACK_BUT;
        add(
                block,
                way.holds() ? console.faint("  way back  ") : console.yellow("  way back  "),
                way.verdict().words() + (structure && !way.holds() ? ", and rows are lost on it" : ""));
        int shown = verbosity == Verbosity.VERBOSE
                ? way.notes().size()
                : Math.min(NOTES, way.notes().size());
        way.notes().subList(0, shown).forEach(note -> add(block, "            ", note));
        if (shown < way.notes().size()) {
            add(block, "            ", "and " + (way.notes().size() - shown) + " more; -v shows them");
        }
    }

    private void failure(StringBuilder block, PreviewedMigration migration, PreviewedMigration.Failure failed) {
        var at = failed.failure();
        var place = new Place(migration.migration().file(), at.line(), at.line() > 0 ? at.column() : 0);
        block.append(console.red("  failed    "))
                .append(console.bold(Display.name(place.toString())))
                .append('\n')
                .append(Excerpt.of(migration.migration().path(), place));
        add(block, "  ", at.error().toString());
        add(block, "  ", failed.kept());
        add(block, "  " + console.bold("fix: "), failed.fix());
    }

    private static void add(StringBuilder block, String label, String what) {
        block.append(label).append(TextReport.lines(what)).append('\n');
    }

    private static String summary(PreviewResult result) {
        var parts = new ArrayList<String>();
        count(parts, result, Severity.ERROR, "error");
        count(parts, result, Severity.WARNING, "warning");
        count(parts, result, Severity.NOTICE, "notice");
        long pending = result.migrations().size();
        String what = Display.count(pending, "migration")
                + (result.failed() ? " pending, and one of them fails" : " would be applied");
        return what + ": " + (parts.isEmpty() ? "no findings" : String.join(", ", parts)) + ". Nothing was changed.";
    }

    private static void count(List<String> parts, PreviewResult result, Severity severity, String word) {
        long number = result.count(severity);
        if (number > 0) {
            parts.add(Display.count(number, word));
        }
    }
}
