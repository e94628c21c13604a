package dev.migrate.report;

import java.io.PrintStream;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Where text goes: results to one stream, everything else to another, with or without colour.
 *
 * @param out results
 * @param err everything else
 * @param color whether escape sequences for colour are written
 * @param live whether a line may be drawn again and again: a person looks at the terminal
 */
public record Console(PrintStream out, PrintStream err, boolean color, boolean live) {
    String red(String text) {
        return styled(text, Style.bold, Style.fg_red);
    }

    String yellow(String text) {
        return styled(text, Style.fg_yellow);
    }

    String green(String text) {
        return styled(text, Style.fg_green);
    }

    String bold(String text) {
        return styled(text, Style.bold);
    }

    String faint(String text) {
        return styled(text, Style.faint);
    }

    private String styled(String text, Style... styles) {
        // The code that picocli has for the end of bold begins a double underline in many terminals.
        return color ? Style.on(styles) + text + Style.reset.on() : text;
    }
}
