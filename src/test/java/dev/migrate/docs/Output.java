package dev.migrate.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Output without what differs from run to run and from machine to machine. */
final class Output {
    private static final Pattern DURATION = Pattern.compile("\\b(\\d+ min \\d+ s|\\d+\\.\\d s|\\d+ ms)\\b");

    private Output() {}

    /** For the page: names of this machine and this test replaced by such as a reader may have. */
    static List<String> neutral(String output, Path scratch) {
        String text = output.replace(scratch.toString(), "/home/you")
                .replaceAll("\\(\\S+@laptop\\)", "(you@laptop)")
                .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:40123")
                .replaceAll("(\"port\" : )\\d+", "$140123");
        var lines = new ArrayList<>(List.of(text.split("\n", -1)));
        while (!lines.isEmpty() && lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    /** Whether the page shows this output, but for times, ports, versions, accounts, paths and commits. */
    static boolean shows(List<String> shown, List<String> actual) {
        List<String> wanted = shown.stream().map(Output::normal).toList();
        List<String> found = actual.stream().map(Output::normal).toList();
        int gap = wanted.indexOf(Page.Command.GAP);
        if (gap < 0) {
            return wanted.equals(found);
        }
        List<String> before = wanted.subList(0, gap);
        List<String> after = wanted.subList(gap + 1, wanted.size());
        return found.size() >= before.size() + after.size()
                && found.subList(0, before.size()).equals(before)
                && found.subList(found.size() - after.size(), found.size()).equals(after);
    }

    /** The output as the page would show it: with the gap where the page has one. */
    static List<String> abridged(List<String> shown, List<String> actual) {
        int gap = shown.indexOf(Page.Command.GAP);
        int after = shown.size() - gap - 1;
        if (gap < 0 || actual.size() < gap + after) {
            return actual;
        }
        var lines = new ArrayList<>(actual.subList(0, gap));
        lines.add(Page.Command.GAP);
        lines.addAll(actual.subList(actual.size() - after, actual.size()));
        return lines;
    }

    private static String normal(String line) {
        // Columns are as wide as the widest time.
        boolean timed = DURATION.matcher(line).find() || line.contains("  took");
        String text = timed ? line.strip().replaceAll(" +", " ") : line.stripTrailing();
        return DURATION.matcher(text)
                .replaceAll("TIME")
                .replaceAll("\\d{4}-\\d\\d-\\d\\d[ T]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z?", "WHEN")
                .replaceAll("(\"duration_ms\" : )\\d+", "$1TIME")
                .replaceAll("\\b(1[5-8])\\.\\d+\\b", "$1.x")
                .replaceAll("\\b[0-9a-f]{40}\\b", "COMMIT");
    }
}
