package dev.migrate.report;

import dev.migrate.problem.Place;
import java.nio.file.Path;
import java.util.List;

/** The lines of a file around a place, with a caret under the column. */
final class Excerpt {
    private static final int WIDTH = 160;

    private Excerpt() {}

    /** Lines with their numbers, each ended; nothing where the place is no line or the file cannot be read. */
    static String of(Path file, Place place) {
        if (place.line() == 0) {
            return "";
        }
        return of(SourceLine.around(file, place.line()), place);
    }

    /** Likewise of lines at hand. */
    static String of(List<SourceLine> lines, Place place) {
        if (lines.isEmpty() || lines.get(lines.size() - 1).number() != place.line()) {
            return "";
        }
        int digits = Integer.toString(place.line()).length();
        var text = new StringBuilder();
        for (SourceLine line : lines) {
            boolean last = line.number() == place.line();
            String shown = Display.masked(line.text());
            // Where a password is hidden, columns are no longer what they were.
            boolean pointed = last && place.column() > 0 && shown.equals(line.text());
            int from = pointed ? windowStart(shown, place.column()) : 0;
            text.append("  ")
                    .append(" ".repeat(digits - Integer.toString(line.number()).length()))
                    .append(line.number())
                    .append(" | ")
                    .append(cut(shown, from))
                    .append('\n');
            if (pointed) {
                text.append("  ")
                        .append(" ".repeat(digits))
                        .append(" | ")
                        .append(indent(shown, from, place.column()))
                        .append("^\n");
            }
        }
        return text.toString();
    }

    /** A line may be longer than anybody can read: then the part around the column is shown. */
    private static int windowStart(String line, int column) {
        int at = offset(line, column);
        return line.length() <= WIDTH || at < WIDTH - 20 ? 0 : at - WIDTH / 2;
    }

    private static String cut(String line, int from) {
        String part = line.substring(Math.min(from, line.length()));
        String head = from > 0 ? "…" : "";
        return Display.safe(head + (part.length() > WIDTH ? part.substring(0, WIDTH) + "…" : part))
                .replace("\n", " ");
    }

    /** As wide as what stands before the column: tabs stay tabs, so that the caret stands right in any terminal. */
    private static String indent(String line, int from, int column) {
        var indent = new StringBuilder(from > 0 ? " " : "");
        int to = offset(line, column);
        for (int i = from; i < to; i++) {
            char c = line.charAt(i);
            if (!Character.isLowSurrogate(c)) {
                indent.append(c == '\t' ? '\t' : ' ');
            }
        }
        return indent.toString();
    }

    private static int offset(String line, int column) {
        int points = line.codePointCount(0, line.length());
        return line.offsetByCodePoints(0, Math.min(Math.max(column - 1, 0), points));
    }
}
