package dev.migrate.testing;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.migrate.Main;
import dev.migrate.apply.Interruption;
import dev.migrate.cli.Surroundings;
import dev.migrate.config.SettingsReader;
import dev.migrate.migration.Migration;
import dev.migrate.migration.ProjectReader;
import dev.migrate.plan.RunOrder;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A project in a folder, and the program run on it in this process. */
public final class TestProject {
    private final Path folder;
    private final Map<String, String> variables = new HashMap<>();
    private Path directory;
    private Optional<String> answer = Optional.empty();
    private byte[] input = {};
    private String cue = "";
    private Runnable onCue = () -> {};

    public TestProject(Path folder) {
        this.folder = folder;
        this.directory = folder;
        variables.put("HOME", folder.resolve("home").toString());
        variables.put("MIGRATE_CACHE", TestServer.cache().toAbsolutePath().toString());
        variables.put("HOSTNAME", "test-host");
    }

    /** With the database that all commands work on, unless they name another. */
    public TestProject(Path folder, TestDatabase database) {
        this(folder);
        variables.put("DATABASE_URL", database.url());
    }

    public Path folder() {
        return folder;
    }

    public TestProject file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    public TestProject file(String name, byte[] bytes) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            return this;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    public TestProject delete(String name) {
        try {
            Files.delete(folder.resolve(name));
            return this;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    public TestProject variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    public TestProject without(String variable) {
        variables.remove(variable);
        return this;
    }

    /** From now on commands are run in this folder of the project. */
    public TestProject in(String name) {
        directory = folder.resolve(name);
        return this;
    }

    /** A person sits at the keyboard, and gives this answer to whatever is asked. */
    public TestProject answering(String text) {
        answer = Optional.of(text);
        return this;
    }

    /** What commands find on standard input. */
    public TestProject input(String text) {
        input = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    /** Does something at the moment in which the next run says this, on whichever stream. */
    public TestProject when(String said, Runnable then) {
        cue = said;
        onCue = then;
        return this;
    }

    Map<String, String> variables() {
        return variables;
    }

    /** Starts a command in a process of its own. */
    public TestProcess start(String... arguments) {
        return new TestProcess(List.of(), this, arguments);
    }

    /** Starts a command in a process of its own that leads a process group, as a shell starts it in a terminal. */
    public TestProcess startInGroup(String... arguments) {
        return new TestProcess(List.of("setsid"), this, arguments);
    }

    /** Runs a command. */
    public Run run(String... arguments) {
        return run(new Interruption(), arguments);
    }

    /** Runs a command that can be interrupted. */
    public Run run(Interruption interruption, String... arguments) {
        var once = new AtomicBoolean(cue.isEmpty());
        var out = new Listening(once);
        var err = new Listening(once);
        var around = new Surroundings(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                directory,
                variables,
                TestServer.home(),
                false,
                answer.map(text -> new BufferedReader(new StringReader(text + "\n"))),
                new ByteArrayInputStream(input));
        int code = Main.run(around, interruption, arguments);
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private final class Listening extends ByteArrayOutputStream {
        private final AtomicBoolean done;

        Listening(AtomicBoolean done) {
            this.done = done;
        }

        @Override
        public synchronized void write(byte[] bytes, int from, int length) {
            super.write(bytes, from, length);
            if (!done.get() && toString(StandardCharsets.UTF_8).contains(cue)) {
                done.set(true);
                onCue.run();
            }
        }
    }

    /** The ids of its migrations, but for repeatable ones, in the order in which they run on a new database. */
    public List<String> order() {
        return RunOrder.of(ProjectReader.read(SettingsReader.read(
                        new SettingsReader.Request(folder, Optional.empty(), Optional.empty(), List.of(), Map.of()))))
                .stream()
                .filter(migration -> !migration.repeatable())
                .map(Migration::id)
                .toList();
    }

    /**
     * What a command did.
     *
     * @param code its exit code
     */
    public record Run(int code, String out, String err) {
        /** Its one document on standard output. */
        public JsonNode json() {
            try {
                return new ObjectMapper()
                        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .readTree(out);
            } catch (IOException error) {
                throw new AssertionError("not one JSON document: " + out + err, error);
            }
        }

        /** The ids that {@code apply --format json} says it applied. */
        public List<String> applied() {
            var ids = new ArrayList<String>();
            json().get("applied").forEach(one -> ids.add(one.get("id").asText()));
            return ids;
        }

        /** {@code id state} of each migration that {@code status --format json} lists. */
        public List<String> states() {
            var states = new ArrayList<String>();
            json().get("migrations")
                    .forEach(one -> states.add(
                            one.get("id").asText() + " " + one.get("state").asText()));
            return states;
        }
    }
}
