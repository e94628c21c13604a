package dev.migrate.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrate.shadow.PostgresBinaries;
import dev.migrate.shadow.PostgresServer;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import dev.migrate.testing.TestServer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@DisabledOnOs(OS.WINDOWS)
class UnixSocketTest {
    /** Short: the path of a socket may have some hundred characters and no more. */
    @TempDir
    private static Path home;

    private static PostgresServer server;
    private static Target tcp;

    @TempDir
    private Path folder;

    private TestProject project;
    private String url;

    @BeforeAll
    static void start() throws IOException {
        Path binaries = new PostgresBinaries(TestServer.home().resolve("postgres"), TestServer.cache())
                .home(TestServer.VERSION);
        server = new PostgresServer(binaries, Files.createDirectories(home.resolve("s")));
        server.initialize(TestServer.VERSION);
        tcp = server.start(Map.of("unix_socket_directories", home.resolve("s").toString(), "fsync", "off"));
    }

    @AfterAll
    static void stop() throws IOException {
        server.stop();
    }

    @BeforeEach
    void make() {
        url = "postgresql:///postgres?user=postgres&host=" + home.resolve("s") + "&port=" + tcp.port();
        project = new TestProject(folder)
                .variable("PGPASSWORD", SecretForTests.text(tcp.password().orElseThrow()))
                .file(
                        "migrations/001_a.sql",
                        "select inet_server_addr() is null and 1 / (case when inet_server_addr() is null then 1 else 0 end) = 1;");
    }

    private Target target() {
        return new ConnectionUrl(
                        Map.of("PGPASSWORD", SecretForTests.text(tcp.password().orElseThrow())))
                .target(url, "--url");
    }

    @Test
    void migrations_run_through_a_socket() {
        TestProject.Run run = project.run("apply", "--url", url);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out()).contains("target  postgres@" + home.resolve("s") + ":" + tcp.port() + "/postgres");
    }

    @Test
    void pghost_may_name_the_folder() {
        TestProject.Run run = project.variable("PGHOST", home.resolve("s").toString())
                .variable("PGPORT", Integer.toString(tcp.port()))
                .variable("PGUSER", "postgres")
                .variable("PGSSLMODE", "require")
                .run("status");

        assertThat(run.code()).as(run.err()).isZero();
    }

    @Test
    void megabytes_go_both_ways() {
        try (Session session = Session.open(target(), "test")) {
            String text = "x".repeat(5_000_000);

            assertThat(session.rows("select '" + text + "'").get(0).get(0)).isEqualTo(text);
        }
    }

    @Test
    void what_runs_can_be_cancelled() {
        try (Session session = Session.open(target(), "test")) {
            var running = CompletableFuture.supplyAsync(() -> session.ask("select pg_sleep(60)"), TestBench.THREADS);
            while (!running.isDone()) {
                session.cancel();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            }
            Reply reply = running.join();

            assertThat(reply.error().orElseThrow().sqlState()).isEqualTo("57014");
        }
    }

    @Test
    void a_read_timeout_ends_a_wait() throws IOException {
        try (var socket = new UnixSocket(UnixSocket.in(home.resolve("s").toString(), Integer.toString(tcp.port())))) {
            socket.connect(null, 0);
            socket.setSoTimeout(50);

            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void a_connection_that_the_server_ends_is_told() {
        project.file("migrations/002_b.sql", "select pg_terminate_backend(pg_backend_pid());");

        TestProject.Run run = project.run("apply", "--url", url);

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("terminating connection due to administrator command");
    }
}
