package dev.migrate.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.postgresql.jdbc.PgConnection;

/**
 * Finds out in which mode a pooler is, by looking which server process answers: ours, and that of a second connection.
 *
 * <p>That there is a pooler shows without a question: the process id in the key with which a query is cancelled is the
 * server's own only on a direct connection; a pooler makes one up. Its mode shows by whom a process is left to while we
 * are idle. In session mode ours answers us and nobody else. In transaction mode it answers the second connection as
 * well, or, where the pool takes turns, another answers us. Where the pool has no second process, the second connection
 * waits for as long as ours is reserved for us, while we are answered. Nothing is written, set or locked for it.
 */
final class PoolerObservation {
    /** Milliseconds without an answer after which a connection waits for a server process, not for the network. */
    private static final long WAITS = 1000;

    /** While other clients are at work, two may be given the same processes again a few times, but not so often. */
    private static final int ROUNDS = 10;

    private static final String IN_TURN = "a server process answered two connections in turn";
    private static final String IN_USE = "all its server connections are in use";

    private static final String PROCESS = "select pg_catalog.pg_backend_pid()";

    private final Session session;
    private final Target target;
    private final int first;

    private PoolerObservation(Session session, Target target, int process) {
        this.session = session;
        this.target = target;
        this.first = process;
    }

    /**
     * What is between us and the server.
     *
     * @param key process id that came with the key for cancelling
     * @param process id that the server says it has
     */
    static Pooling of(Session session, Target target, int key, int process) {
        return KnownPoolers.named(target)
                .orElseGet(
                        () -> key == process ? Pooling.DIRECT : new PoolerObservation(session, target, process).mode());
    }

    private Pooling mode() {
        try (PgConnection second = Connector.connect(target, "migrate: looks for the pool mode")) {
            return beside(second);
        } catch (SQLException refused) {
            String said = String.valueOf(refused.getMessage());
            return said.contains("MaxClientsInSessionMode")
                    ? Pooling.known(Pooling.Mode.SESSION, "it says so")
                    : unknown("it takes no second connection: " + said);
        }
    }

    private Pooling beside(PgConnection second) throws SQLException {
        // A transaction of its own keeps the process, so that ours has to come from elsewhere in transaction mode.
        second.setAutoCommit(false);
        second.setPrepareThreshold(0);
        CompletableFuture<Integer> asked = inBackground(second);
        try {
            int theirs = asked.get(WAITS, TimeUnit.MILLISECONDS);
            Optional<Pooling> elsewhere =
                    theirs == first ? Optional.of(transaction(IN_TURN)) : whileItKeepsAnother(second);
            second.rollback();
            if (elsewhere.isPresent()) {
                return elsewhere.get();
            }
            for (int i = 0; i < ROUNDS; i++) {
                int again = process(second);
                // Before ours is asked: a pool hands out first what was given back last, and so it would be theirs.
                second.rollback();
                if (again != theirs || ours() != first || ours() != first) {
                    return transaction("a connection was answered by two server processes");
                }
            }
            return Pooling.known(Pooling.Mode.SESSION, "each of two connections kept its server process");
        } catch (TimeoutException waiting) {
            return whileItWaits(second, asked);
        } catch (ExecutionException failed) {
            return refused(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return unknown("the question was interrupted");
        }
    }

    /**
     * What it shows that our own process does not answer us while the second connection keeps another; empty where it does.
     * Where all of a small pool find this out at once, each keeps one and waits for one that another keeps: so the second
     * one lets go when nothing comes, for who has a process reserved would not wait.
     */
    private Optional<Pooling> whileItKeepsAnother(PgConnection second)
            throws SQLException, InterruptedException, ExecutionException {
        CompletableFuture<Integer> us = CompletableFuture.supplyAsync(this::ours, PoolerObservation::start);
        try {
            return us.get(WAITS, TimeUnit.MILLISECONDS) == first ? Optional.empty() : Optional.of(transaction(IN_TURN));
        } catch (TimeoutException waiting) {
            second.rollback();
            us.join();
            return Optional.of(unknown(IN_USE));
        }
    }

    /** Who is idle in transaction mode has to queue behind it; who is answered has a process reserved. */
    private Pooling whileItWaits(PgConnection second, CompletableFuture<Integer> asked) {
        CompletableFuture<Integer> us = CompletableFuture.supplyAsync(this::ours, PoolerObservation::start);
        try {
            int answered = us.get(WAITS, TimeUnit.MILLISECONDS);
            return answered == first && waitsOn(asked) && ours() == first && !asked.isDone()
                    ? Pooling.known(Pooling.Mode.SESSION, "a second connection waits, and this one does not")
                    : transaction(IN_TURN);
        } catch (TimeoutException busy) {
            return unknown(IN_USE);
        } catch (ExecutionException failed) {
            return unknown(String.valueOf(failed.getCause().getMessage()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return unknown("the question was interrupted");
        } finally {
            second.getQueryExecutor().abort();
            us.exceptionally(lost -> 0).join();
        }
    }

    /** Whether it still waits: a question that was late in being sent would be answered by now. */
    private static boolean waitsOn(CompletableFuture<Integer> asked) throws InterruptedException {
        try {
            asked.get(WAITS, TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException waiting) {
            return true;
        } catch (ExecutionException failed) {
            return false;
        }
    }

    private Pooling refused(Throwable cause) {
        String said = String.valueOf(cause.getMessage());
        return said.contains("statement pooling mode")
                ? Pooling.known(Pooling.Mode.STATEMENT, "it allows no transaction")
                : unknown("a second connection was answered: " + said);
    }

    private int ours() {
        return Integer.parseInt(session.rows(PROCESS).get(0).get(0));
    }

    private static CompletableFuture<Integer> inBackground(PgConnection connection) {
        var answer = new CompletableFuture<Integer>();
        start(() -> {
            try {
                answer.complete(process(connection));
            } catch (SQLException error) {
                answer.completeExceptionally(error);
            }
        });
        return answer;
    }

    private static void start(Runnable task) {
        var thread = new Thread(task, "pool mode");
        thread.setDaemon(true);
        thread.start();
    }

    private static int process(PgConnection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(PROCESS)) {
            row.next();
            return row.getInt(1);
        }
    }

    private static Pooling transaction(String evidence) {
        return Pooling.known(Pooling.Mode.TRANSACTION, evidence);
    }

    private static Pooling unknown(String why) {
        return Pooling.guessed(Pooling.Mode.TRANSACTION, why);
    }
}
