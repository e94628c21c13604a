package dev.migrate.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A new database and an empty project for each test; to be registered as an extension. */
public final class TestBench implements BeforeEachCallback, AfterEachCallback {
    /** A thread for each task: the common pool may have one thread only, and these tasks wait for each other. */
    public static final Executor THREADS = task -> new Thread(task, "test").start();

    private Path folder;
    private TestDatabase database;
    private TestProject project;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        folder = Files.createTempDirectory("migrate-test");
        database = new TestDatabase();
        project = new TestProject(folder, database);
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        database.close();
        TestFolders.delete(folder);
    }

    public TestDatabase database() {
        return database;
    }

    public TestProject project() {
        return project;
    }

    /** A migration, by its id. */
    public TestBench migration(String id, String sql) {
        project.file("migrations/" + id + ".sql", sql);
        return this;
    }

    /** Applies one migration, {@code migrations/001_a.sql}. */
    public TestProject.Run apply(String sql) {
        return migration("001_a", sql).apply();
    }

    /** Applies what is pending. */
    public TestProject.Run apply() {
        return project.run("apply");
    }

    /** A migration that makes a table, with the way back that drops it. */
    public TestBench table(String id, String table) {
        return migration(id, "create table " + table + " (id int);\n-- migrate:down\ndrop table " + table + ";\n");
    }

    /** 001_a, 002_b and 003_c, each of which makes a table. */
    public TestBench threeThatCanBeUndone() {
        return table("001_a", "a").table("002_b", "b").table("003_c", "c");
    }

    /** Undoes what is named, and asks nobody. */
    public TestProject.Run rollback(String... named) {
        var arguments = new ArrayList<>(List.of("rollback", "--yes"));
        arguments.addAll(List.of(named));
        return project.run(arguments.toArray(String[]::new));
    }

    /** Waits for something that another thread brings about. */
    public static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not come about within 20 seconds");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }
}
