package dev.migrate.shadow;

import dev.migrate.config.Settings;
import dev.migrate.config.SettingsReader;
import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import dev.migrate.testing.TestProcess;
import dev.migrate.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A project that asks for scratch databases, with a cache and a place for their data of its own. */
final class ShadowBench implements AutoCloseable {
    static final String IDENTIFIER = "SELECT system_identifier FROM pg_control_system()";

    final Path folder;
    final Path scratch;
    final Map<String, String> variables = new HashMap<>();
    final List<String> roles = new ArrayList<>();
    String config = "";
    String properties = "";
    String major = TestServer.VERSION;
    PostgresBinaries binaries = new PostgresBinaries(TestServer.home().resolve("postgres"), TestServer.cache());
    Optional<String> existing = Optional.empty();

    ShadowBench(Path folder, Path scratch) {
        this.folder = folder;
        this.scratch = scratch;
        variables.put("MIGRATE_SCRATCH", scratch.toString());
    }

    /** In memory where there is room: making a server is making a thousand files. */
    static ShadowBench make() {
        try {
            Path memory = Path.of("/dev/shm");
            boolean room =
                    Files.isWritable(memory) && Files.getFileStore(memory).getUsableSpace() > 1L << 30;
            Path folder = room
                    ? Files.createTempDirectory(memory, "migrate-shadow-test")
                    : Files.createTempDirectory("migrate-shadow-test");
            return new ShadowBench(folder, Files.createDirectory(folder.resolve("scratch")));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    @Override
    public void close() throws IOException {
        Folders.delete(folder);
    }

    /** Lines of {@code [shadow]}. */
    ShadowBench config(String lines) {
        config = lines;
        return this;
    }

    ShadowBench url(String url) {
        variables.put("SCRATCH_URL", url);
        return config("url = \"${SCRATCH_URL}\"");
    }

    ShadowBench file(String name, String text) {
        try {
            Files.createDirectories(project());
            Files.writeString(project().resolve(name), text);
            return this;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    Path project() {
        return folder.resolve("project");
    }

    /** The folder of the cache in which prepared data are kept. */
    Path cache() {
        return folder.resolve("cache");
    }

    List<String> kept() {
        return names(cache().resolve("shadow"), "prepared-*");
    }

    /** Folders of servers. */
    List<String> runs() {
        return names(scratch, "*");
    }

    private static List<String> names(Path folder, String glob) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var names = new ArrayList<String>();
        try (var files = Files.newDirectoryStream(folder, glob)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
        names.sort(null);
        return names;
    }

    ShadowRequest request() {
        file("migrate.toml", "[shadow]\n" + config + "\n");
        Settings settings = SettingsReader.read(
                new SettingsReader.Request(project(), Optional.empty(), Optional.empty(), List.of(), variables));
        return new ShadowRequest(
                settings.shadow(),
                major,
                binaries,
                cache(),
                variables,
                Prelude.of(settings, existing),
                roles,
                properties);
    }

    Shadow open() {
        return Shadow.open(request());
    }

    /** Which data the server of a new run began with: a copy has the number of its original. */
    String identifier() {
        try (Shadow shadow = open();
                ScratchDatabase database = shadow.create()) {
            return value(database, IDENTIFIER);
        }
    }

    /** Waits until all runs have gone with what they had. */
    void awaitNothingRuns() {
        TestProcess.waitFor("the end of " + runs(), () -> runs().isEmpty());
    }

    static String value(ScratchDatabase database, String query) {
        return run(database, query).get(0).get(0);
    }

    static List<List<String>> run(ScratchDatabase database, String sql) {
        try (Session session = database.connect("test")) {
            Reply reply = session.ask(sql);
            reply.error().ifPresent(error -> {
                throw new AssertionError(error.toString());
            });
            return reply.rows();
        }
    }
}
