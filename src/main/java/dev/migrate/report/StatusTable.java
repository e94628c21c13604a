package dev.migrate.report;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.OverflowBehaviour;
import dev.migrate.apply.Status;
import dev.migrate.history.Recorded;
import dev.migrate.plan.Standing;
import dev.migrate.plan.State;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** How every migration stands, as a table, and in one line below it. */
final class StatusTable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Console console;

    StatusTable(Console console) {
        this.console = console;
    }

    String of(Status status) {
        var text = new StringBuilder();
        if (!status.standings().isEmpty()) {
            text.append(table(status)).append("\n\n");
        }
        for (Standing standing : status.standings()) {
            standing.recorded()
                    .flatMap(Recorded::error)
                    .ifPresent(error -> text.append(console.red("failed  "))
                            .append(TextReport.lines(Display.name(standing.file()) + ": " + error))
                            .append('\n'));
        }
        for (String broken : status.breaks()) {
            text.append(console.red("history ")).append(Display.name(broken)).append('\n');
        }
        return text.append(summary(status)).append('\n').toString();
    }

    private String table(Status status) {
        String table = AsciiTable.getTable(
                AsciiTable.NO_BORDERS,
                status.standings(),
                List.of(
                        column("state").with(standing -> state(standing, status)),
                        column("migration").with(standing -> Display.name(standing.file())),
                        column("applied at (UTC)")
                                .with(standing -> recorded(standing, row -> TIME.format(row.appliedAt()))),
                        column("took")
                                .dataAlign(HorizontalAlign.RIGHT)
                                .with(standing -> recorded(standing, row -> Display.duration(row.durationMs()))),
                        column("way back").with(StatusTable::wayBack)));
        return table.lines()
                .map(String::stripTrailing)
                .map(this::colored)
                .reduce((a, b) -> a + "\n" + b)
                .orElse("");
    }

    private static Column column(String header) {
        return new Column()
                .header(header)
                .headerAlign(HorizontalAlign.LEFT)
                .dataAlign(HorizontalAlign.LEFT)
                .maxWidth(120, OverflowBehaviour.NEWLINE);
    }

    private interface Part {
        String of(Recorded row);
    }

    private static String recorded(Standing standing, Part part) {
        boolean ran = standing.recorded().isPresent()
                && standing.state() != State.COVERED
                && standing.state() != State.BASELINED;
        return ran ? part.of(standing.recorded().get()) : "";
    }

    private static String state(Standing standing, Status status) {
        String word = standing.state().word().replace('_', ' ');
        if (status.cosmetic().contains(standing.id())) {
            word += ", comments only";
        }
        return standing.unversioned() ? word + ", unversioned" : word;
    }

    static boolean hasWayBack(Standing standing) {
        return standing.migration().map(file -> file.down().isPresent()).orElse(false)
                || standing.recorded().map(Recorded::hasDown).orElse(false);
    }

    private static String wayBack(Standing standing) {
        return hasWayBack(standing) ? "yes" : "";
    }

    /** The table knows only plain text, so the state at the head of a line is coloured afterwards. */
    private String colored(String line) {
        String state = line.strip();
        for (String good : List.of("applied", "covered", "baselined", "archived")) {
            if (state.startsWith(good) && !state.startsWith("applied at")) {
                return line.replaceFirst(good, java.util.regex.Matcher.quoteReplacement(console.green(good)));
            }
        }
        for (String bad : List.of("changed", "missing", "failed", "running")) {
            if (state.startsWith(bad)) {
                return line.replaceFirst(bad, java.util.regex.Matcher.quoteReplacement(console.red(bad)));
            }
        }
        for (String open : List.of("pending", "out of order", "rolled back")) {
            if (state.startsWith(open)) {
                return line.replaceFirst(open, java.util.regex.Matcher.quoteReplacement(console.yellow(open)));
            }
        }
        return line;
    }

    private static String summary(Status status) {
        var parts = new ArrayList<String>();
        for (State state : State.values()) {
            long count = status.count(state);
            if (count > 0) {
                parts.add(count + " " + state.word().replace('_', ' '));
            }
        }
        return parts.isEmpty() ? "No migrations." : String.join(", ", parts) + ".";
    }
}
