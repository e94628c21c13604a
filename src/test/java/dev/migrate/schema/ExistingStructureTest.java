package dev.migrate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.catalog.Catalog;
import dev.migrate.catalog.CatalogReader;
import dev.migrate.catalog.CatalogScope;
import dev.migrate.config.Settings;
import dev.migrate.database.Session;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestProject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code existing = "target"}: what was there before the first migration, kept as a file of the project. */
class ExistingStructureTest {
    @RegisterExtension
    final TestBench bench = new TestBench();

    @Test
    void what_was_there_is_what_the_migrations_stand_on() throws IOException {
        bench.project()
                .file(
                        "migrate.toml",
                        "sources = [\"migrations\"]\n[shadow]\nprelude = \"prelude.sql\"\nexisting = \"target\"\n")
                .file("prelude.sql", "create extension citext;");
        bench.database()
                .execute("create schema shop; create extension citext;"
                        + "create table shop.customers (id int primary key, mail citext);");
        Settings settings = Settings.of(bench.project().folder());
        try (var platform = new TestDatabase()) {
            platform.execute("create extension citext;");

            assertThat(ExistingStructure.write(
                            catalog(bench.database()), catalog(platform), ExistingStructure.file(settings)))
                    .isEmpty();
        }

        String text = Files.readString(bench.project().folder().resolve("existing_structure.sql"));
        assertThat(text)
                .startsWith("-- What was in the database")
                .contains("create schema shop;", "create table shop.customers (")
                .doesNotContain("create extension", "create schema public");
        assertThat(ExistingStructure.read(settings)).isEqualTo(Optional.of(text));
        bench.migration("001_orders", "create table orders (customer int references shop.customers);");
        TestProject.Run run = bench.project().run("schema", "diff", "files", "target");
        assertThat(run.code()).as(run.out() + run.err()).isEqualTo(3);
        assertThat(run.out()).contains("table public.orders\n  - only in files", "differ: 1 structure.");
    }

    @Test
    void without_the_file_it_is_said_what_is_missing() {
        bench.project().file("migrate.toml", "sources = [\"migrations\"]\n[shadow]\nexisting = \"target\"\n");
        bench.migration("001_a", "create table a (id int);");

        TestProject.Run run = bench.project().run("schema", "diff", "files", "target");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("existing = \"target\"", "never recorded");
    }

    private static Catalog catalog(TestDatabase database) {
        try (Session session = database.session()) {
            return new CatalogReader(session, CatalogScope.of("migrate")).readWithDependencies();
        }
    }
}
