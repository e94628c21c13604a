package dev.migrate.schema;

import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.CatalogReader;
import dev.migrate.catalog.CatalogScope;
import dev.migrate.catalog.DdlOptions;
import dev.migrate.catalog.DdlStatement;
import dev.migrate.catalog.Identity;
import dev.migrate.config.Location;
import dev.migrate.config.Settings;
import dev.migrate.database.Reply;
import dev.migrate.database.Session;
import dev.migrate.shadow.PostgresBinaries;
import dev.migrate.shadow.Prelude;
import dev.migrate.shadow.ScratchDatabase;
import dev.migrate.shadow.Shadow;
import dev.migrate.shadow.ShadowRequest;
import dev.migrate.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A folder of schema files, a structure that they are to say, and a scratch server for all tests of a class. */
final class SchemaBench implements AutoCloseable {
    private static final CatalogScope SCOPE = CatalogScope.of("migrate");

    private final Shadow shadow;
    private final List<String[]> written = new ArrayList<>();
    private Path folder;
    private Catalog want;

    SchemaBench() {
        shadow = Shadow.open(new ShadowRequest(
                Settings.of(Path.of(".")).shadow(),
                TestServer.VERSION,
                new PostgresBinaries(TestServer.home().resolve("postgres"), TestServer.cache()),
                TestServer.cache(),
                Map.of(),
                Prelude.of(Settings.of(Path.of("."))),
                List.of()));
    }

    SchemaBench in(Path newFolder) {
        folder = newFolder;
        written.clear();
        want = null;
        return this;
    }

    SchemaBench file(String name, String text) {
        try {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), text);
            return this;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** The structure that these statements make. */
    SchemaBench want(String sql) {
        try (ScratchDatabase database = shadow.create();
                Session session = database.connect("test")) {
            Reply reply = session.ask(sql);
            reply.error().ifPresent(error -> {
                throw new AssertionError(error.toString());
            });
            want = new CatalogReader(session, SCOPE).readWithDependencies();
            return this;
        }
    }

    /** What a writer would say of an object, in the place of the one that there is. */
    SchemaBench ddl(String object, String sql) {
        written.add(new String[] {object, sql});
        return this;
    }

    SchemaWritten write() {
        return write(DdlOptions.STRUCTURE);
    }

    SchemaWritten write(DdlOptions options) {
        var loader = new SchemaLoader(() -> shadow, Settings.of(folder), SCOPE);
        SchemaWrite write =
                written.isEmpty() ? new SchemaWrite(loader, options) : new SchemaWrite(loader, options, this::ddl);
        return write.run(
                want, Location.in(folder.getParent(), folder.getFileName().toString()));
    }

    private List<DdlStatement> ddl(Catalog catalog, DdlOptions options) {
        return written.stream()
                .map(one -> {
                    Identity object = catalog.objects().keySet().stream()
                            .filter(identity -> identity.toString().equals(one[0]))
                            .findFirst()
                            .orElseThrow(() -> new AssertionError(one[0] + " is not among "
                                    + catalog.objects().keySet()));
                    return new DdlStatement(object, new Wholes(catalog).table(object), one[1]);
                })
                .toList();
    }

    /** Every file by its name. */
    Map<String, String> files() {
        try (Stream<Path> walk = Files.walk(folder)) {
            var files = new TreeMap<String, String>();
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file));
            }
            return files;
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    String text(String name) {
        return files().get(name);
    }

    @Override
    public void close() {
        shadow.close();
    }
}
