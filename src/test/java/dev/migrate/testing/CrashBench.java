package dev.migrate.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.problem.MigrationFailure;
import dev.migrate.testing.CuttingProxy.Cut;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A server, a proxy in front of it and a project, for tests in which something dies in the middle of a run.
 *
 * <p>{@code -Dmigrate.test.kills=500} for a long run; {@code -Dmigrate.test.seed=S -Dmigrate.test.kills=1} for one that
 * failed.
 */
public final class CrashBench implements AutoCloseable {
    private static final long SEED = Long.getLong("migrate.test.seed", System.nanoTime());

    /** What dies, and how. */
    public enum Death {
        PROCESS_KILLED(Cut.NONE),
        BACKEND_TERMINATED(Cut.NONE),
        BACKEND_KILLED(Cut.NONE),
        SERVER_STOPPED(Cut.NONE),
        CONNECTION_CUT(Cut.BOTH_WAYS),
        NOTHING_REACHES_THE_SERVER(Cut.TO_SERVER),
        NOTHING_REACHES_THE_CLIENT(Cut.TO_CLIENT),
        ANSWER_LOST(Cut.SWALLOWED_ANSWER);

        private final Cut cut;

        Death(Cut cut) {
            this.cut = cut;
        }

        /** All kinds in turn. */
        public static Death ofRound(long round) {
            return values()[(int) Math.floorMod(round, (long) values().length)];
        }
    }

    /**
     * A point of a run.
     *
     * @param bytes that have passed before
     * @param micros later than that, when the server may be at work on what it was sent; 0 for in the middle of it
     */
    public record Moment(long bytes, long micros) {}

    /** One database in which something dies. */
    @FunctionalInterface
    public interface Round {
        /** How many runs were hit before they ended by themselves. */
        int hits(Death death, Random random, String database);
    }

    /** What holds whatever has died. */
    @FunctionalInterface
    public interface Invariants {
        /**
         * Fails where something is half done.
         *
         * @param said by the run that was hit; empty where it was killed
         */
        void check(String database, String said);
    }

    private final OwnServer server;
    private final CuttingProxy proxy;
    private final TestProject project;

    /** In an empty folder for the project. */
    public CrashBench(Path folder) {
        server = new OwnServer(
                OwnServer.newFolder(),
                Map.of("fsync", "off", "max_connections", "40", "autovacuum", "off", "restart_after_crash", "on"));
        proxy = new CuttingProxy(() -> server.port());
        project = new TestProject(folder);
    }

    /** How many rounds are asked for, and as a rule. */
    public static int kills(int usual) {
        return Integer.getInteger("migrate.test.kills", usual);
    }

    public OwnServer server() {
        return server;
    }

    public TestProject project() {
        return project;
    }

    public void createDatabase(String name, String template) {
        server.execute("postgres", "create database " + name + " template " + template);
    }

    /** Runs a command in which nothing dies. */
    public TestProject.Run run(String database, String... command) {
        proxy.arm(Long.MAX_VALUE, Cut.NONE, () -> {});
        return project.run(arguments(database, command));
    }

    /** The same, where anything but success is a failure of the test. */
    public TestProject.Run succeed(String database, String... command) {
        TestProject.Run run = run(database, command);
        assertThat(run.code()).as(run.err()).isZero();
        return run;
    }

    /** How many bytes went over the first connection of the last run. */
    public long passed() {
        return proxy.passed();
    }

    /** Whether the last death came before the run had ended by itself. */
    public boolean hit() {
        return proxy.fired();
    }

    /** One round after the other, all kinds of death in turn; each can be had again by its seed. */
    public void rounds(String test, int kills, Round round) {
        var hit = new EnumMap<Death, Integer>(Death.class);
        System.err.println(test + ": " + kills + " kills on PostgreSQL " + TestServer.VERSION
                + ", from -Dmigrate.test.seed=" + SEED + " on");
        for (int i = 0; i < kills; i++) {
            long seed = SEED + i;
            Death death = Death.ofRound(seed);
            try {
                hit.merge(death, round.hits(death, new Random(seed), "crash_" + i), Integer::sum);
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError(
                        death + ", again with -Dmigrate.test.kills=1 -Dmigrate.test.seed=" + seed, broken);
            }
        }
        System.err.println(test + ": hit in the middle " + hit);
        assertThat(hit.values().stream().mapToInt(Integer::intValue).sum()).isPositive();
    }

    /**
     * Breaks up to three runs on one database, one after the other, each at a random point.
     *
     * @param bytes of a run in which nothing dies
     * @return how many were hit before they ended by themselves
     */
    public int breakRuns(
            Death death, Random random, String database, long bytes, Invariants invariants, String... command) {
        int hit = 0;
        long left = bytes;
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            long at = (long) (random.nextDouble() * left);
            long micros = random.nextBoolean() ? 0 : 1 + random.nextInt(6000);
            String said = breakRun(death, new Moment(at, micros), random.nextBoolean(), database, command);
            hit += hit() ? 1 : 0;
            invariants.check(database, said);
            left = Math.max(1000, left - at);
        }
        return hit;
    }

    /**
     * Runs a command in which something dies, and waits until the server has done with it.
     *
     * @param stalled nothing more reaches the server before a killed process has ended
     * @return what the run says, where it goes on itself: it has succeeded, or lost its connection
     */
    public String breakRun(Death death, Moment moment, boolean stalled, String database, String... command) {
        String said = death == Death.PROCESS_KILLED
                ? killed(moment, stalled, database, command)
                : broken(death, moment, database, command);
        awaitNobody(database);
        return said;
    }

    private String killed(Moment moment, boolean stalled, String database, String... command) {
        var process = new AtomicReference<TestProcess>();
        proxy.arm(moment.bytes(), moment.micros(), Cut.NONE, () -> {
            process.get().kill();
            if (stalled) {
                process.get().code();
            }
        });
        try (TestProcess run = project.start(arguments(database, command))) {
            process.set(run);
            run.code();
        }
        return "";
    }

    private String broken(Death death, Moment moment, String database, String... command) {
        proxy.arm(moment.bytes(), moment.micros(), death.cut, () -> {
            switch (death) {
                case BACKEND_TERMINATED ->
                    server.execute(
                            "postgres",
                            "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database
                                    + "'");
                case BACKEND_KILLED ->
                    server.column(
                                    "postgres",
                                    "select pid from pg_stat_activity where datname = '" + database
                                            + "' and backend_type = 'client backend'")
                            .forEach(pid -> server.kill(Long.parseLong(pid)));
                case SERVER_STOPPED -> {
                    server.stopImmediately();
                    server.start();
                }
                default -> {}
            }
        });
        TestProject.Run run = project.run(arguments(database, command));
        assertThat(run.code()).as(run.err()).isIn(0, 4);
        return run.err();
    }

    private String[] arguments(String database, String... command) {
        var all = new ArrayList<>(List.of(command));
        all.addAll(List.of("--url", server.url(proxy.port(), database)));
        return all.toArray(String[]::new);
    }

    /** Waits until no client is connected to a database. */
    public void awaitNobody(String database) {
        TestProcess.waitFor("the end of all sessions of " + database, () -> {
            try {
                return server.value(
                                "postgres",
                                "select count(*) from pg_stat_activity where datname = '" + database
                                        + "' and backend_type = 'client backend'")
                        .equals("0");
            } catch (MigrationFailure restarting) {
                return false;
            }
        });
    }

    @Override
    public void close() {
        proxy.close();
        server.close();
    }
}
