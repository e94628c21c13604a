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
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
        return table.lines().map(line -> colored(line.stripTrailing())).collect(Collectors.joining("\n"));
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
        if (status.cosmetic(standing)) {
            word += ", comments only";
        }
        return standing.unversioned() ? word + ", unversioned" : word;
    }

    static boolean hasWayBack(Standing standing) {
        return standing.recorded().map(Recorded::hasDown).orElse(false)
                || standing.migration().map(file -> file.down().isPresent()).orElse(false);
    }

    private static String wayBack(Standing standing) {
        return hasWayBack(standing) ? "yes" : "";
    }

    /** The table knows only plain text, so the state at the head of a line is coloured afterwards. */
    private String colored(String line) {
        int start = 0;
        while (start < line.length() && line.charAt(start) == ' ') {
            start++;
        }
        for (Shade shade : SHADES) {
            if (line.startsWith(shade.word, start) && !line.startsWith("applied at", start)) {
                int end = start + shade.word.length();
                return line.substring(0, start) + shade.color.of(console, shade.word) + line.substring(end);
            }
        }
        return line;
    }

    private interface Color {
        String of(Console console, String text);
    }

    private record Shade(String word, Color color) {
        static Stream<Shade> of(Color color, String... words) {
            return Stream.of(words).map(word -> new Shade(word, color));
        }
    }

    private static final List<Shade> SHADES = Stream.of(
                    Shade.of(Console::green, "applied", "covered", "baselined", "archived"),
                    Shade.of(Console::red, "changed", "missing", "failed", "running", "rolling back"),
                    Shade.of(Console::yellow, "pending", "out of order", "rolled back"))
            .flatMap(shades -> shades)
            .toList();

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
