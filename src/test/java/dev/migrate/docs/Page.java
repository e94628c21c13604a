package dev.migrate.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One page of the documentation.
 *
 * @param name relative to the repository
 */
record Page(String name, Path file, List<String> lines) {
    private static final Pattern HINT = Pattern.compile("<!-- *(.*?) *-->");

    static Page read(Path repository, String name) throws IOException {
        Path file = repository.resolve(name);
        return new Page(name, file, Files.readAllLines(file));
    }

    /**
     * A fenced block.
     *
     * @param line of its fence, from 1
     * @param hints comments right before it
     */
    record Block(String language, int line, List<String> hints, List<String> content) {
        String text() {
            return String.join("\n", content) + "\n";
        }

        boolean hinted(String hint) {
            return hints.contains(hint);
        }

        /** What the last run of the program in it must end with. */
        int exitCode() {
            return hints.stream()
                    .filter(hint -> hint.startsWith("exit "))
                    .map(hint -> Integer.parseInt(hint.substring("exit ".length())))
                    .findFirst()
                    .orElse(0);
        }

        /** The last of its commands that is the program; null where there is none. */
        Command lastOfProgram() {
            return commands().stream()
                    .filter(Command::ofProgram)
                    .reduce((before, last) -> last)
                    .orElse(null);
        }

        /** Its commands, each with what the page shows of its output. */
        List<Command> commands() {
            var commands = new ArrayList<Command>();
            for (int i = 0; i < content.size(); i++) {
                if (!content.get(i).startsWith("$ ")) {
                    continue;
                }
                String line = content.get(i).substring(2);
                int at = i;
                var input = new ArrayList<String>();
                if (line.endsWith("<<'EOF'")) {
                    while (!content.get(++i).equals("EOF")) {
                        input.add(content.get(i));
                    }
                }
                var shown = new ArrayList<String>();
                while (i + 1 < content.size() && !content.get(i + 1).startsWith("$ ")) {
                    shown.add(content.get(++i));
                }
                commands.add(new Command(line, this.line + 1 + at, input, shown));
            }
            return commands;
        }
    }

    /**
     * One command of a block.
     *
     * @param line in the page, from 1
     * @param input of a here-document
     * @param shown what the page says it prints; {@link #GAP} stands for any number of lines
     */
    record Command(String text, int line, List<String> input, List<String> shown) {
        static final String GAP = "…";
        private static final Pattern PROGRAM = Pattern.compile("(?:\\S*/)?migrate\\s");

        /** Whether it runs the program, by whatever path. */
        boolean ofProgram() {
            return PROGRAM.matcher(text).lookingAt();
        }

        /** Number of the first line behind the command itself, counted from 0. */
        int outputStart() {
            return line + (input.isEmpty() && !text.endsWith("<<'EOF'") ? 0 : input.size() + 1);
        }
    }

    List<Block> blocks() {
        var blocks = new ArrayList<Block>();
        var hints = new ArrayList<String>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            Matcher hint = HINT.matcher(line);
            if (hint.matches()) {
                hints.add(hint.group(1));
            } else if (line.startsWith("```")) {
                int fence = i;
                var content = new ArrayList<String>();
                while (!lines.get(++i).equals("```")) {
                    content.add(lines.get(i));
                }
                blocks.add(new Block(line.substring(3).strip(), fence + 1, List.copyOf(hints), content));
                hints.clear();
            } else if (!line.isBlank()) {
                hints.clear();
            }
        }
        return blocks;
    }

    List<Block> blocks(String language) {
        return blocks().stream()
                .filter(block -> block.language().equals(language))
                .toList();
    }
}
