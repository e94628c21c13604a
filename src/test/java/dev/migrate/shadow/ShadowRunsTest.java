package dev.migrate.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrate.problem.MigrationFailure;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProcess;
import dev.migrate.testing.TestProject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several runs with scratch servers beside each other, and runs that are killed: each server goes with its run. */
@Timeout(180)
class ShadowRunsTest {
    private final ShadowBench bench = ShadowBench.make();

    @AfterEach
    void nothing_runs_and_nothing_is_left() throws IOException {
        bench.awaitNothingRuns();
        bench.close();
    }

    @Test
    void several_may_be_opened_at_once_before_anything_is_prepared() {
        bench.config("existing = \"existing.sql\"").file("existing.sql", "create table t ();");
        ShadowRequest request = bench.request();

        List<CompletableFuture<Shadow>> opening = Stream.generate(
                        () -> CompletableFuture.supplyAsync(() -> Shadow.open(request), TestBench.THREADS))
                .limit(3)
                .toList();
        List<Shadow> shadows = opening.stream().map(CompletableFuture::join).toList();

        assertThat(bench.runs()).hasSize(3);
        for (Shadow shadow : shadows) {
            try (shadow;
                    ScratchDatabase database = shadow.create()) {
                assertThat(ShadowBench.run(database, "select from t")).isEmpty();
            }
        }
        assertThat(bench.kept()).hasSize(1);
    }

    @Test
    void another_process_is_left_alone() {
        try (TestProcess other = hold()) {
            Path data = data(other);

            bench.identifier();

            assertThat(server(data)).as("the server of the other").isPresent();
            assertThat(bench.runs()).hasSize(1);
        }
    }

    @Test
    void a_run_that_is_killed_leaves_nothing_running() {
        try (TestProcess killed = hold()) {
            ProcessHandle server = server(data(killed)).orElseThrow();

            killed.signal("KILL").code();

            TestProcess.waitFor("the end of its folder", () -> bench.runs().isEmpty());
            // Without its folder a server ends too, some time later.
            assertThat(server.info().command())
                    .as("no program runs under its number")
                    .isEmpty();
        }
    }

    @Test
    void what_is_left_where_even_the_watchdog_was_killed_is_cleared_by_the_next_run() {
        Path data;
        try (TestProcess killed = hold()) {
            data = data(killed);
            ProcessHandle run = ProcessHandle.of(killed.pid()).orElseThrow();
            List<ProcessHandle> watchdogs = run.children()
                    .filter(child -> child.info().commandLine().orElse("").contains("watchdog")
                            || child.info()
                                    .arguments()
                                    .map(List::of)
                                    .orElse(List.of())
                                    .contains("watchdog"))
                    .toList();
            assertThat(watchdogs).hasSize(1);
            watchdogs.get(0).destroyForcibly();
            killed.signal("KILL").code();
        }
        ProcessHandle server = server(data).orElseThrow();
        assertThat(bench.runs()).hasSize(1);

        try (Shadow shadow = bench.open();
                ScratchDatabase database = shadow.create()) {
            assertThat(server.info().command())
                    .as("no program runs under its number")
                    .isEmpty();
            assertThat(bench.runs()).hasSize(1);
            assertThat(ShadowBench.value(database, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void a_run_that_is_killed_while_it_prepares_leaves_nothing_that_counts() {
        bench.config("existing = \"existing.sql\"").file("existing.sql", "select pg_sleep(100);");
        ShadowRequest request = bench.request();
        CompletableFuture<Void> opening = CompletableFuture.runAsync(
                () -> assertThatThrownBy(() -> Shadow.open(request)).isInstanceOf(MigrationFailure.class),
                TestBench.THREADS);
        TestProcess.waitFor(
                "the server of the prelude",
                () -> !bench.runs().isEmpty()
                        && server(bench.scratch.resolve(bench.runs().get(0)).resolve("data"))
                                .isPresent());

        server(bench.scratch.resolve(bench.runs().get(0)).resolve("data"))
                .orElseThrow()
                .destroyForcibly();
        opening.join();

        assertThat(bench.kept()).isEmpty();
        bench.file("existing.sql", "create table t ();");
        bench.identifier();
    }

    private TestProcess hold() {
        return TestProcess.of(
                        HoldsShadow.class,
                        new TestProject(bench.folder),
                        bench.folder.toString(),
                        bench.scratch.toString())
                .waitToSay("ready");
    }

    private static Path data(TestProcess process) {
        return Path.of(process.said()
                .lines()
                .filter(line -> line.startsWith("data "))
                .findFirst()
                .orElseThrow()
                .substring("data ".length()));
    }

    private static Optional<ProcessHandle> server(Path data) {
        try {
            Path file = data.resolve("postmaster.pid");
            if (!Files.exists(file) || Files.readAllLines(file).size() < 8) {
                return Optional.empty();
            }
            return ProcessHandle.of(
                            Long.parseLong(Files.readAllLines(file).get(0).strip()))
                    .filter(ProcessHandle::isAlive);
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }
}
