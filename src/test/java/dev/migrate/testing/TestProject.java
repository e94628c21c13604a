package dev.migrate.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.migrate.Main;
import dev.migrate.apply.Interruption;
import dev.migrate.cli.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A project in a folder, and the program run on it in this process. */
public final class TestProject {
    private final Path folder;
    private final Map<String, String> variables = new HashMap<>();

    public TestProject(Path folder) {
        this.folder = folder;
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

    /** Runs a command. */
    public Run run(String... arguments) {
        return run(new Interruption(), arguments);
    }

    /** Runs a command that can be interrupted. */
    public Run run(Interruption interruption, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var around = new Surroundings(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                folder,
                variables,
                TestServer.home(),
                false);
        int code = Main.run(around, interruption, arguments);
        return new Run(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
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
                return new ObjectMapper().readTree(out);
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
