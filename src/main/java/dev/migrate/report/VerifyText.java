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
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the checks found, for people: the findings check by check, then all checks in a table, then one line. */
final class VerifyText {
    /** So many warnings and infos of one rule are shown; -v shows all. Findings that fail a check are always shown. */
    private static final int SHOWN_ALIKE = 3;

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
        result.checks().forEach(this::findings);
        text.append(table(result)).append("\n\n").append(summary(result)).append('\n');
        return text.toString();
    }

    private void findings(CheckResult check) {
        List<Finding> shown = new ArrayList<>(check.found(Severity.ERROR));
        Map<String, Integer> hidden = new LinkedHashMap<>();
        if (verbosity != Verbosity.QUIET) {
            Map<String, Integer> seen = new HashMap<>();
            for (Severity severity : List.of(Severity.WARNING, Severity.INFO)) {
                for (Finding finding : check.found(severity)) {
                    String like = finding.rule().or(finding::category).orElse(severity.word());
                    if (seen.merge(like, 1, Integer::sum) <= SHOWN_ALIKE || verbosity == Verbosity.VERBOSE) {
                        shown.add(finding);
                    } else {
                        hidden.merge(like, 1, Integer::sum);
                    }
                }
            }
        }
        List<String> notes =
                verbosity == Verbosity.QUIET ? List.of() : check.outcome().notes();
        if (shown.isEmpty() && notes.isEmpty()) {
            return;
        }
        text.append(console.bold(check.check())).append('\n');
        shown.forEach(this::finding);
        if (!hidden.isEmpty()) {
            String more = hidden.entrySet().stream()
                    .map(like -> like.getValue() + " " + Display.name(like.getKey()))
                    .collect(Collectors.joining(", "));
            text.append(console.faint("more    " + more + "; -v shows them")).append('\n');
        }
        for (String note : notes) {
            text.append(console.faint("note    "))
                    .append(TextReport.lines(note))
                    .append('\n');
        }
        text.append('\n');
    }

    private void finding(Finding finding) {
        String id = finding.rule().or(finding::category).orElse("");
        text.append(label(finding.severity()))
                .append(console.bold(Display.name(head(finding))))
                .append(": ")
                .append(TextReport.lines(finding.message()))
                .append(id.isEmpty() ? "" : console.faint(" [" + Display.name(id) + "]"))
                .append('\n');
        finding.where().ifPresent(place -> text.append(excerpt.apply(place)));
        value("expected", finding.expected().orElse(""));
        value("actual", finding.actual().orElse(""));
        value("fix", finding.fix());
    }

    /** Where it is, and of what; what is a file is not told twice. */
    private static String head(Finding finding) {
        String object = finding.object()
                + finding.column().map(name -> " column " + name).orElse("");
        return finding.where()
                .map(place -> object.endsWith(place.file()) ? place.toString() : place + ": " + object)
                .orElse(object);
    }

    private void value(String name, String value) {
        if (!value.isEmpty()) {
            text.append("  ")
                    .append(console.bold(name + ": "))
                    .append(TextReport.lines(value))
                    .append('\n');
        }
    }

    private String label(Severity severity) {
        return switch (severity) {
            case ERROR -> console.red("finding ");
            case WARNING -> console.yellow("warning ");
            case INFO -> console.faint("info    ");
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
            return "Nothing was checked: " + (without == 1 ? "the check is not" : "none of the checks is")
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
