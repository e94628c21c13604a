package dev.migrate.report;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import dev.migrate.problem.Place;
import dev.migrate.verify.CheckResult;
import dev.migrate.verify.CheckResult.Status;
import dev.migrate.verify.Finding;
import dev.migrate.verify.Finding.Severity;
import dev.migrate.verify.VerifyResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the checks found, for people: the findings check by check, then all checks in a table, then one line. */
final class VerifyText {
    /** So many infos of one check are shown; -v shows all. */
    private static final int SHOWN_INFOS = 5;

    private static final Map<Severity, String> LABELS =
            Map.of(Severity.ERROR, "finding ", Severity.WARNING, "warning ", Severity.INFO, "info    ");

    private final Console console;
    private final Function<Place, String> excerpt;
    private final Verbosity verbosity;
    private final StringBuilder text = new StringBuilder();

    /**
     * Writes for a console.
     *
     * @param excerpt the lines of a file around a place, ended; empty where they cannot be shown
     */
    VerifyText(Console console, Function<Place, String> excerpt, Verbosity verbosity) {
        this.console = console;
        this.excerpt = excerpt;
        this.verbosity = verbosity;
    }

    String of(VerifyResult result) {
        boolean quiet = verbosity == Verbosity.QUIET;
        for (CheckResult check : result.checks()) {
            findings(check);
        }
        if (!quiet) {
            text.append(table(result)).append("\n\n").append(summary(result)).append('\n');
        }
        return text.toString();
    }

    private void findings(CheckResult check) {
        boolean quiet = verbosity == Verbosity.QUIET;
        List<Finding> shown = new ArrayList<>(check.found(Severity.ERROR));
        int hidden = 0;
        if (!quiet) {
            shown.addAll(check.found(Severity.WARNING));
            List<Finding> infos = check.found(Severity.INFO);
            int most = verbosity == Verbosity.VERBOSE ? infos.size() : Math.min(SHOWN_INFOS, infos.size());
            shown.addAll(infos.subList(0, most));
            hidden = infos.size() - most;
        }
        List<String> notes = quiet ? List.of() : check.outcome().notes();
        if (shown.isEmpty() && notes.isEmpty()) {
            return;
        }
        text.append(console.bold(check.check())).append('\n');
        shown.forEach(this::finding);
        if (hidden > 0) {
            text.append(console.faint("info    " + hidden + " more: -v shows them"))
                    .append('\n');
        }
        for (String note : notes) {
            text.append(console.faint("note    "))
                    .append(TextReport.lines(note))
                    .append('\n');
        }
        text.append('\n');
    }

    private void finding(Finding finding) {
        String label = LABELS.get(finding.severity());
        String where = finding.where().map(place -> place + ": ").orElse("");
        String object = finding.object()
                + finding.column().map(name -> " column " + name).orElse("");
        text.append(colored(finding.severity(), label))
                .append(console.bold(Display.name(where + object) + ": "))
                .append(TextReport.lines(finding.message()))
                .append(console.faint(Display.name(finding.rule()
                        .or(finding::category)
                        .map(name -> " [" + name + "]")
                        .orElse(""))))
                .append('\n');
        finding.where().ifPresent(place -> text.append(excerpt.apply(place)));
        value("expected", finding.expected().orElse(null));
        value("actual", finding.actual().orElse(null));
        value("fix", finding.fix().isEmpty() ? null : finding.fix());
    }

    private void value(String name, String value) {
        if (value != null) {
            text.append("  ")
                    .append(console.bold(name + ": "))
                    .append(TextReport.lines(value))
                    .append('\n');
        }
    }

    private String colored(Severity severity, String label) {
        return switch (severity) {
            case ERROR -> console.red(label);
            case WARNING -> console.yellow(label);
            case INFO -> console.faint(label);
        };
    }

    private String table(VerifyResult result) {
        String table = AsciiTable.getTable(
                AsciiTable.NO_BORDERS,
                result.checks(),
                List.of(
                        column("check").with(CheckResult::check),
                        column("result").with(VerifyText::word),
                        column("findings").dataAlign(HorizontalAlign.RIGHT).with(VerifyText::findingCount),
                        column("time")
                                .dataAlign(HorizontalAlign.RIGHT)
                                .with(check -> Display.duration(check.durationMs())),
                        column("").with(VerifyText::remark)));
        var lines = new ArrayList<String>();
        table.lines().map(String::stripTrailing).forEach(lines::add);
        // The first line is the header; the table knows only plain text, so words are coloured afterwards.
        for (int i = 1; i < lines.size() && i <= result.checks().size(); i++) {
            lines.set(i, colored(lines.get(i), result.checks().get(i - 1)));
        }
        return String.join("\n", lines);
    }

    private String colored(String line, CheckResult check) {
        int name = line.indexOf(check.check());
        int at = name < 0 ? -1 : line.indexOf(word(check), name + check.check().length());
        if (at < 0) {
            return line;
        }
        String colored = switch (check.status()) {
            case PASSED -> console.green(word(check));
            case FAILED -> console.red(word(check));
            case NOT_APPLICABLE -> console.yellow(word(check));
        };
        return line.substring(0, at) + colored + line.substring(at + word(check).length());
    }

    private static Column column(String header) {
        return new Column()
                .header(header)
                .headerAlign(HorizontalAlign.LEFT)
                .dataAlign(HorizontalAlign.LEFT)
                .maxWidth(200);
    }

    private static String word(CheckResult check) {
        return check.status().word().replace('_', ' ');
    }

    private static String findingCount(CheckResult check) {
        return check.status() == Status.NOT_APPLICABLE
                ? ""
                : Integer.toString(check.found(Severity.ERROR).size());
    }

    /** Why it is not applicable, or what there is beside its findings. */
    private static String remark(CheckResult check) {
        if (check.outcome().notApplicable().isPresent()) {
            return Display.name(check.outcome().notApplicable().get());
        }
        var parts = new ArrayList<String>();
        count(parts, check, Severity.WARNING, "warning");
        count(parts, check, Severity.INFO, "info");
        return String.join(", ", parts);
    }

    private static void count(List<String> parts, CheckResult check, Severity severity, String word) {
        int number = check.found(severity).size();
        if (number > 0) {
            parts.add(Display.count(number, word));
        }
    }

    private static String summary(VerifyResult result) {
        long failed = result.count(Status.FAILED);
        long passed = result.count(Status.PASSED);
        long without = result.count(Status.NOT_APPLICABLE);
        if (failed == 0 && passed == 0) {
            return "Nothing was checked: " + (without == 1 ? "the check is" : "none of the checks is")
                    + " applicable here.";
        }
        var parts = new ArrayList<String>();
        parts.add(Display.count(passed, "check") + " passed");
        if (failed > 0) {
            String names = result.checks().stream()
                    .filter(check -> check.status() == Status.FAILED)
                    .map(CheckResult::check)
                    .collect(Collectors.joining(", "));
            parts.add(failed + " failed (" + names + ")");
        }
        if (without > 0) {
            parts.add(without + " not applicable");
        }
        return String.join(", ", parts) + ".";
    }
}
