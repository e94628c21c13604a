package dev.migrate.report;

import dev.migrate.catalog.Attribute;
import dev.migrate.catalog.Difference;
import dev.migrate.catalog.Identity;
import dev.migrate.catalog.ObjectKind;
import dev.migrate.schema.SchemaComparison;
import dev.migrate.schema.SchemaWritten;
import dev.migrate.schema.SchemaWritten.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What was written into a schema folder, and in what two structures differ, for people. */
final class SchemaText {
    private final Console console;
    private final Verbosity verbosity;
    private final StringBuilder text = new StringBuilder();

    SchemaText(Console console, Verbosity verbosity) {
        this.console = console;
        this.verbosity = verbosity;
    }

    String of(SchemaWritten written) {
        boolean quiet = verbosity == Verbosity.QUIET;
        for (SchemaWritten.FileChange file : quiet ? List.<SchemaWritten.FileChange>of() : written.files()) {
            if (file.change() != Change.UNCHANGED || verbosity == Verbosity.VERBOSE) {
                List<SchemaWritten.ObjectChange> objects = written.objects().stream()
                        .filter(object -> object.file().equals(file.file()))
                        .toList();
                boolean brief = file.change() == Change.ADDED && verbosity != Verbosity.VERBOSE;
                line(file.change(), Display.name(file.file()) + (brief ? count(objects.size()) : ""));
                (brief ? List.<SchemaWritten.ObjectChange>of() : objects)
                        .forEach(object -> text.append("  ")
                                .append(sign(object.change()))
                                .append(' ')
                                .append(Display.name(object.object().toString()))
                                .append('\n'));
            }
        }
        list("lost    ", "comment within or above what was written anew: ", written.lost());
        list("kept    ", "makes nothing that a structure shows: ", quiet ? List.of() : written.kept());
        written.warnings()
                .forEach(warning -> text.append(console.yellow("warning "))
                        .append(TextReport.lines(warning))
                        .append('\n'));
        if (!quiet) {
            text.append(summary(written)).append('\n');
        }
        return text.toString();
    }

    /** A new file holds nothing else; which ones can be seen in it. */
    private static String count(int objects) {
        return objects == 0 ? "" : "  " + Display.count(objects, "object");
    }

    private void line(Change change, String file) {
        String word = "%-10s".formatted(change.word());
        String colored = switch (change) {
            case ADDED -> console.green(word);
            case CHANGED -> console.yellow(word);
            case REMOVED -> console.red(word);
            case UNCHANGED -> console.faint(word);
        };
        text.append(colored).append(file).append('\n');
    }

    private String sign(Change change) {
        return switch (change) {
            case ADDED -> console.green("+");
            case REMOVED -> console.red("-");
            case CHANGED, UNCHANGED -> console.yellow("~");
        };
    }

    private void list(String label, String what, List<String> places) {
        for (String place : places) {
            text.append(console.yellow(label))
                    .append(what)
                    .append(TextReport.lines(place))
                    .append('\n');
        }
    }

    private static String summary(SchemaWritten written) {
        long changed = written.files().stream()
                .filter(file -> file.change() != Change.UNCHANGED)
                .count();
        return changed == 0
                ? Display.name(written.folder()) + " says what the structure is: nothing was written."
                : Display.count(changed, "file") + " of " + Display.name(written.folder()) + " written, "
                        + (written.files().size() - changed) + " as they were.";
    }

    String of(SchemaComparison comparison) {
        Map<String, List<Difference>> wholes = comparison.differences().stream()
                .collect(Collectors.groupingBy(
                        difference -> whole(difference.object()), LinkedHashMap::new, Collectors.toList()));
        wholes.forEach((whole, differences) -> group(whole, differences, comparison));
        if (verbosity != Verbosity.QUIET) {
            comparison
                    .notes()
                    .forEach(note -> text.append(console.faint("note    "))
                            .append(TextReport.lines(note))
                            .append('\n'));
        }
        return text.append(summary(comparison)).append('\n').toString();
    }

    /** What is of a table stands with it. */
    private static String whole(Identity object) {
        return switch (object.kind()) {
            case COLUMN, CONSTRAINT, INDEX, TRIGGER, POLICY, RULE ->
                ObjectKind.TABLE.word() + " " + object.schema() + "." + object.relation();
            default -> object.toString();
        };
    }

    private void group(String whole, List<Difference> differences, SchemaComparison comparison) {
        text.append(console.bold(Display.name(whole))).append('\n');
        for (Difference difference : differences) {
            boolean itself = difference.object().toString().equals(whole);
            String part = itself ? "" : part(difference.object());
            if (difference.missing()) {
                row(console.red("-"), part, "only in " + comparison.first());
            } else if (difference.surplus()) {
                row(console.green("+"), part, "only in " + comparison.second());
            } else {
                String attribute = difference
                        .attribute()
                        .map(Attribute::word)
                        .map(word -> word.replace('_', ' '))
                        .orElse("");
                row(
                        console.yellow("~"),
                        part,
                        attribute + "  [" + difference.differenceClass().word() + "]");
                value(console.red("-"), difference.expected());
                value(console.green("+"), difference.actual());
            }
        }
        text.append('\n');
    }

    private static String part(Identity object) {
        return object.kind().word() + " " + object.name();
    }

    private void row(String sign, String part, String what) {
        text.append("  ")
                .append(sign)
                .append(' ')
                .append(Display.name(part))
                .append(part.isEmpty() ? "" : ": ")
                .append(Display.name(what))
                .append('\n');
    }

    private void value(String sign, String value) {
        value.lines()
                .forEach(line -> text.append("      ")
                        .append(sign)
                        .append(' ')
                        .append(Display.name(line))
                        .append('\n'));
    }

    private static String summary(SchemaComparison comparison) {
        String both = Display.name(comparison.first()) + " and " + Display.name(comparison.second());
        if (comparison.differences().isEmpty()) {
            return both + " have the same structure.";
        }
        var counts = new ArrayList<String>();
        comparison.counts().forEach((kind, count) -> counts.add(count + " " + kind.word()));
        return both + (comparison.equal() ? " have the same structure; " : " differ: ") + String.join(", ", counts)
                + ".";
    }
}
