package dev.migrate.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of a file, for a message.
 *
 * @param number from 1
 * @param text cut where it is very long
 */
record SourceLine(int number, String text) {
    private static final int LONGEST = 2000;

    /** The line and the one before it; none where the file cannot be read (any more). */
    static List<SourceLine> around(Path file, int line) {
        try (var reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
            return around(reader, line);
        } catch (IOException unreadable) {
            return List.of();
        }
    }

    /** Likewise of a text at hand. */
    static List<SourceLine> around(String text, int line) {
        try (var reader = new BufferedReader(new StringReader(text))) {
            return around(reader, line);
        } catch (IOException impossible) {
            return List.of();
        }
    }

    private static List<SourceLine> around(BufferedReader reader, int line) throws IOException {
        var lines = new ArrayList<SourceLine>();
        for (int number = 1; number <= line; number++) {
            boolean wanted = number >= line - 1;
            String text = line(reader, wanted ? LONGEST : 0);
            if (text == null) {
                break;
            }
            if (wanted && (number == line || !text.isBlank())) {
                lines.add(new SourceLine(number, number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text));
            }
        }
        return lines;
    }

    /** Up to LF, of which at most {@code keep} characters are held: a line may be as long as the file. */
    private static String line(BufferedReader reader, int keep) throws IOException {
        var text = new StringBuilder();
        int c = reader.read();
        if (c < 0) {
            return null;
        }
        while (c >= 0 && c != '\n') {
            if (text.length() < keep) {
                text.append((char) c);
            }
            c = reader.read();
        }
        boolean carriageReturn = !text.isEmpty() && text.charAt(text.length() - 1) == '\r';
        return carriageReturn ? text.substring(0, text.length() - 1) : text.toString();
    }
}
