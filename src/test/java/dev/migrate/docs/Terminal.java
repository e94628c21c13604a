package dev.migrate.docs;

import dev.migrate.Main;
import dev.migrate.apply.Interruption;
import dev.migrate.cli.Surroundings;
import dev.migrate.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A terminal for the commands of one page: {@code migrate}, run in this process, and the few commands of a shell that
 * the pages use. Standard output and standard error come out together, as a person sees them.
 */
final class Terminal {
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");
    private static final Pattern BUILDING = Pattern.compile("echo \"(migrate: building[^\"]*)\"");

    private final Path repository;
    private final Path scratch;
    private final Map<String, String> variables = new HashMap<>();
    private Path directory;
    private boolean toBeBuilt;
    private int code;

    Terminal(Path repository, Path scratch) {
        this.repository = repository;
        this.scratch = scratch;
        this.directory = scratch;
        variables.put("HOME", scratch.toString());
        variables.put("MIGRATE_CACHE", TestServer.cache().toAbsolutePath().toString());
        variables.put("HOSTNAME", "laptop");
    }

    /** The exit code of the last {@code migrate}. */
    int code() {
        return code;
    }

    /** Goes to a copy of what a clone holds beside the program; the launcher builds that first, unless it is built. */
    void clone(boolean built) throws IOException {
        directory = scratch.resolve("migrate");
        toBeBuilt = !built;
        if (Files.isDirectory(directory)) {
            return;
        }
        Files.createDirectories(directory);
        for (String part : List.of("migrate.toml", "migrations", "migrations_archive", "current_schema", "examples")) {
            copy(repository.resolve(part), directory.resolve(part));
        }
    }

    /** Goes to the folder in which a page begins. */
    void home() {
        directory = scratch;
    }

    /** Runs a command and gives what it prints. */
    String run(Page.Command command) throws IOException {
        List<String> words = words(command.text());
        String name = words.get(0);
        List<String> rest = words.subList(1, words.size());
        if (command.ofProgram()) {
            return migrate(rest);
        }
        if (name.equals("cat")
                && rest.size() == 3
                && rest.get(0).equals(">")
                && rest.get(2).equals("<<EOF")) {
            Files.writeString(directory.resolve(rest.get(1)), String.join("\n", command.input()) + "\n");
            return "";
        }
        return switch (name + " " + rest.size()) {
            case "cat 1" -> Files.readString(directory.resolve(rest.get(0)));
            case "echo 1" -> rest.get(0).replace("$?", Integer.toString(code)) + "\n";
            case "ls 1" -> list(rest.get(0));
            case "export 1" -> {
                variables.put(rest.get(0).split("=", 2)[0], rest.get(0).split("=", 2)[1]);
                yield "";
            }
            case "cd 1" -> {
                directory = directory.resolve(rest.get(0)).normalize();
                if (!Files.isDirectory(directory)) {
                    throw new AssertionError("no folder " + directory);
                }
                yield "";
            }
            case "mkdir 1", "mkdir 2" -> {
                Files.createDirectories(directory.resolve(rest.get(rest.size() - 1)));
                yield "";
            }
            case "rm 1", "rm 2" -> {
                delete(directory.resolve(rest.get(rest.size() - 1)));
                yield "";
            }
            default -> throw new AssertionError("this terminal does not know: " + command.text());
        };
    }

    private String migrate(List<String> arguments) throws IOException {
        var output = new ByteArrayOutputStream();
        var stream = new PrintStream(output, true, StandardCharsets.UTF_8);
        if (toBeBuilt) {
            // What the launcher says, which is not run here.
            Matcher building = BUILDING.matcher(Files.readString(repository.resolve("migrate")));
            building.find();
            stream.println(building.group(1));
            toBeBuilt = false;
        }
        var around = new Surroundings(
                stream,
                stream,
                directory,
                variables,
                TestServer.home(),
                false,
                Optional.empty(),
                InputStream.nullInputStream());
        code = Main.run(around, new Interruption(), arguments.toArray(String[]::new));
        return output.toString(StandardCharsets.UTF_8);
    }

    private static List<String> words(String command) {
        var words = new ArrayList<String>();
        Matcher word = WORD.matcher(command.replace("<<'EOF'", "<<EOF"));
        while (word.find()) {
            String quoted = word.group(1) != null ? word.group(1) : word.group(2);
            words.add(quoted != null ? quoted : word.group(3));
        }
        return words;
    }

    private String list(String name) throws IOException {
        try (var files = Files.list(directory.resolve(name))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> !file.startsWith("."))
                    .sorted()
                    .reduce("", (all, file) -> all + file + "\n");
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                boolean ours = file.toString().contains("/.migrate");
                Path copied = to.resolve(from.relativize(file).toString());
                if (ours) {
                    continue; // data of somebody who tried the examples here
                }
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copied);
                } else {
                    Files.copy(file, copied);
                }
            }
        }
    }

    private static void delete(Path path) throws IOException {
        try (var files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
