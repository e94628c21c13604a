package dev.migrate.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.migrate.testing.TestBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The database that PostgreSQL's own regression tests leave behind: some thousand objects of every kind, made by people
 * who look for trouble. Its sources are not part of this project: the folder {@code src/test/regress} of a source
 * archive is named with {@code -Dmigrate.test.regression}.
 *
 * <p>Without the compiled functions of {@code regress.so} what needs them is missing in the database, and nothing else is.
 */
class RegressionDatabaseTest {
    private static final String FOLDER = System.getProperty("migrate.test.regression", "");

    /** Leaves tablespaces in the cluster. */
    private static final List<String> NOT_HERE = List.of("tablespace");

    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void the_regression_database_is_written_and_gives_the_same_database() throws Exception {
        assumeTrue(!FOLDER.isEmpty(), "-Dmigrate.test.regression names no src/test/regress of PostgreSQL's sources");
        assumeTrue(psqlIsThere(), "there is no psql to run the regression tests with");
        load(Path.of(FOLDER).toAbsolutePath());

        Catalog catalog = ClosedLoop.read(bench.database());
        System.out.println(catalog.objects().size() + " objects in the regression database");
        assertThat(catalog.objects()).hasSizeGreaterThan(3000);
        ClosedLoop.closes(bench.database(), database -> {}, DdlOptions.ALL);
    }

    private void load(Path folder) throws IOException, InterruptedException {
        bench.database().execute("alter database " + bench.database().name() + " set bytea_output = 'hex'");
        var tests = new ArrayList<>(List.of("test_setup"));
        try (var schedule = Files.lines(folder.resolve("parallel_schedule"))) {
            schedule.filter(line -> line.startsWith("test:"))
                    .flatMap(line -> List.of(line.substring(5).strip().split("\\s+")).stream())
                    .filter(test -> !tests.contains(test) && !NOT_HERE.contains(test))
                    .forEach(tests::add);
        }
        Files.createDirectories(bench.project().folder().resolve("results"));
        for (String test : tests) {
            run(folder, test);
        }
    }

    /** Errors are part of the tests, and what a test waits for may not come here: then the next one is run. */
    private void run(Path folder, String test) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(
                        "psql", "-X", "-q", "-d", bench.database().url(), "-f", folder + "/sql/" + test + ".sql")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PG_ABS_SRCDIR", folder.toString());
        builder.environment().put("PG_ABS_BUILDDIR", bench.project().folder().toString());
        builder.environment().put("PG_LIBDIR", folder.toString());
        builder.environment().put("PG_DLSUFFIX", ".so");
        builder.environment().put("PGTZ", "PST8PDT");
        builder.environment().put("PGDATESTYLE", "Postgres, MDY");
        builder.environment().put("PGOPTIONS", "-c intervalstyle=postgres_verbose");
        Process psql = builder.start();
        if (!psql.waitFor(90, TimeUnit.SECONDS)) {
            psql.destroyForcibly();
        }
    }

    private static boolean psqlIsThere() throws InterruptedException {
        try {
            return new ProcessBuilder("psql", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException none) {
            return false;
        }
    }
}
