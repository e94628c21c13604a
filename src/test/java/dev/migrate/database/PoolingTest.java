package dev.migrate.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.PgBouncer;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether there is a pooler, and in which mode, is found out by looking. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PoolingTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void a_direct_connection_is_known_as_one() {
        try (Session session = bench.database().session()) {
            assertThat(session.facts().pooling()).isEqualTo(Pooling.DIRECT);
        }
        assertThat(bench.migration("001_a", "select 1;").project().run("status").out())
                .contains("target ")
                .doesNotContain("pooler");
    }

    @ParameterizedTest
    @CsvSource({
        "session, 1",
        "session, 5",
        "transaction, 1",
        "transaction, 2",
        "transaction, 5",
        "statement, 1",
        "statement, 5"
    })
    void the_mode_is_found_out_whatever_the_size_of_the_pool(String mode, int size) {
        try (var pooler = new PgBouncer(mode, size);
                Session session = pooler.session(bench.database())) {
            assertThat(session.facts().pooling().word()).isEqualTo(mode);
            assertThat(session.facts().pooling().sure()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"2", "3", "5"})
    void a_pool_that_takes_turns_is_not_taken_for_one_that_keeps_sessions(int connections) {
        try (var pooler = new PgBouncer("transaction", connections, "server_round_robin = 1")) {
            fill(pooler, connections);

            try (Session session = pooler.session(bench.database())) {
                assertThat(session.facts().pooling().mode()).isEqualTo(Pooling.Mode.TRANSACTION);
            }
        }
    }

    /** So many server connections are open afterwards, and idle. */
    private void fill(PgBouncer pooler, int connections) {
        var clients = new ArrayList<Session>();
        try {
            // The first finds out about the mode, which takes server connections; then each holds one.
            for (int i = 0; i < connections; i++) {
                clients.add(pooler.session(bench.database()));
            }
            clients.forEach(client -> client.rows("begin"));
            assertThat(clients.stream()
                            .map(client -> client.rows("select pg_backend_pid()"))
                            .distinct())
                    .hasSize(connections);
            clients.forEach(client -> client.rows("rollback"));
        } finally {
            clients.forEach(Session::close);
        }
    }

    @Test
    void other_clients_at_work_do_not_mislead() {
        try (var pooler = new PgBouncer("transaction", 3);
                Session busy = pooler.session(bench.database())) {
            busy.rows("begin");

            try (Session session = pooler.session(bench.database())) {
                assertThat(session.facts().pooling().mode()).isEqualTo(Pooling.Mode.TRANSACTION);
            }
        }
    }

    @Test
    void many_clients_at_work_do_not_mislead_either() {
        var end = new AtomicBoolean();
        try (var pooler = new PgBouncer("transaction", 4)) {
            var busy = Stream.generate(() -> CompletableFuture.runAsync(
                            () -> {
                                try (Session client = pooler.session(bench.database())) {
                                    while (!end.get()) {
                                        client.rows("select pg_sleep(0.001)");
                                    }
                                }
                            },
                            TestBench.THREADS))
                    .limit(4)
                    .toList();
            var found = new ArrayList<Pooling.Mode>();
            for (int i = 0; i < 20; i++) {
                try (Session session = pooler.session(bench.database())) {
                    found.add(session.facts().pooling().mode());
                }
            }
            end.set(true);
            busy.forEach(CompletableFuture::join);

            assertThat(found).containsOnly(Pooling.Mode.TRANSACTION);
        }
    }

    /** Each holds one server connection and asks for another; none must wait for the others for ever. */
    @Test
    void as_many_as_the_pool_has_connections_may_find_it_out_at_once() {
        try (var pooler = new PgBouncer("transaction", 3)) {
            for (int round = 0; round < 15; round++) {
                var together = new CyclicBarrier(6);
                var found = Stream.generate(() -> CompletableFuture.supplyAsync(
                                () -> {
                                    try {
                                        together.await();
                                    } catch (InterruptedException | BrokenBarrierException broken) {
                                        throw new AssertionError(broken);
                                    }
                                    try (Session session = pooler.session(bench.database())) {
                                        return session.facts().pooling().mode();
                                    }
                                },
                                TestBench.THREADS))
                        .limit(6)
                        .toList();

                assertThat(found.stream().map(CompletableFuture::join)).containsOnly(Pooling.Mode.TRANSACTION);
            }
        }
    }

    @Test
    void finding_out_leaves_no_client_and_no_transaction_behind_and_closes_no_server_connection() {
        try (var pooler = new PgBouncer("transaction", 5);
                Session session = pooler.session(bench.database())) {
            assertThat(
                            session.rows(
                                    "select state from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"))
                    .allMatch(row -> row.equals(List.of("idle")));
            assertThat(pooler.log()).doesNotContain("unclean server");
        }
    }

    @Test
    void what_cannot_be_found_out_is_taken_for_transaction_mode_and_said_so() {
        try (var pooler = new PgBouncer("session", 5, "max_client_conn = 1")) {
            TestProject.Run run = bench.migration("001_a", "select 1;")
                    .project()
                    .run("status", "--url", pooler.url(bench.database()));

            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out()).contains("through a pooler in transaction mode (assumed)");
            assertThat(run.err())
                    .contains("or so it is taken to be (it takes no second connection: ")
                    .contains("no more connections allowed");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "aws-0-eu-central-1.pooler.supabase.com, 6543, TRANSACTION",
        "aws-0-eu-central-1.pooler.supabase.com, 5432, SESSION",
        "db.abcdefghijklmnopqrst.supabase.co, 6543, TRANSACTION",
        "ep-cool-darkness-123456-pooler.us-east-2.aws.neon.tech, 5432, TRANSACTION"
    })
    void hosts_that_are_known_tell_it_without_a_question(String host, int port, Pooling.Mode mode) {
        assertThat(KnownPoolers.named(target(host, port)).orElseThrow().mode()).isEqualTo(mode);
    }

    @ParameterizedTest
    @CsvSource({
        "db.abcdefghijklmnopqrst.supabase.co, 5432",
        "ep-cool-darkness-123456.us-east-2.aws.neon.tech, 5432",
        "example.com, 6543"
    })
    void other_hosts_tell_nothing(String host, int port) {
        assertThat(KnownPoolers.named(target(host, port))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "aws-0-eu-central-1.pooler.supabase.com | 6543 | use the session pooler: postgresql://postgres.ref:…@aws-0-eu-central-1.pooler.supabase.com:5432/postgres",
                "db.abcdefghijklmnopqrst.supabase.co | 6543 | connect without the pooler: postgresql://postgres.ref:…@db.abcdefghijklmnopqrst.supabase.co:5432/postgres",
                "ep-x-1-pooler.us-east-2.aws.neon.tech | 5432 | connect without the pooler: postgresql://postgres.ref:…@ep-x-1.us-east-2.aws.neon.tech:5432/postgres",
                "example.com | 6432 | connect to the server itself, or to a pool in session mode"
            })
    void the_url_to_use_instead_is_named(String host, int port, String instead) {
        assertThat(KnownPoolers.withSession(target(host, port))).isEqualTo(instead);
    }

    @Test
    void where_the_direct_host_of_supabase_is_out_of_reach_the_session_pooler_is_named_with_its_url() {
        assertThat(KnownPoolers.unreachable(target("db.abcdefghijklmnopqrst.supabase.co", 5432))
                        .orElseThrow())
                .contains(
                        "has an IPv6 address only",
                        "use the session pooler: postgresql://postgres.abcdefghijklmnopqrst:…@aws-0-<region>.pooler.supabase.com:5432/postgres")
                .doesNotContain("6543");
        assertThat(KnownPoolers.unreachable(target("db.abcdefghijklmnopqrst.supabase.co", 6543))
                        .orElseThrow())
                .contains("port 6543 is a pooler in transaction mode");
        assertThat(KnownPoolers.unreachable(target("example.com", 5432))).isEmpty();
    }

    private static Target target(String host, int port) {
        return new Target(
                host + ":" + port,
                "postgres",
                "postgres.ref",
                java.util.Optional.empty(),
                java.util.Map.of(),
                "the test");
    }
}
