package dev.migrate.catalog;

import dev.migrate.database.Session;
import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

/** A database with an object of every kind, as far as the major version of the test server has the kind. */
public final class RichDatabase implements AutoCloseable {
    static final CatalogScope SCOPE = CatalogScope.of("migrate");

    private final TestDatabase database = new TestDatabase();

    public RichDatabase() {
        scripts().forEach(database::execute);
    }

    /** What makes it, in order. */
    static List<String> scripts() {
        int major = Integer.parseInt(TestServer.VERSION);
        return IntStream.rangeClosed(15, major)
                .mapToObj(version -> version == 15 ? "rich.sql" : "rich-" + version + ".sql")
                .map(RichDatabase::resource)
                .toList();
    }

    /** What makes the roles that it grants to. */
    static String roles() {
        String script = resource("rich.sql");
        return script.substring(0, script.indexOf("create schema app"));
    }

    static String resource(String name) {
        try (InputStream in = RichDatabase.class.getResourceAsStream(name)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    public TestDatabase database() {
        return database;
    }

    public Session session() {
        return database.session();
    }

    Catalog read() {
        try (Session session = session()) {
            return new CatalogReader(session, SCOPE).read();
        }
    }

    @Override
    public void close() {
        database.execute("drop subscription if exists sub");
        database.close();
    }
}
