package dev.migrate.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.CuttingProxy;
import dev.migrate.testing.CuttingProxy.Cut;
import dev.migrate.testing.OwnServer;
import dev.migrate.testing.TestProcess;
import dev.migrate.testing.TestProject;
import dev.migrate.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Something dies at a random point of a rollback: each migration is then undone as a whole with its record, or applied
 * as before, or recorded up to the statement that is done; and the next run ends where an undisturbed one does.
 *
 * <p>{@code -Dmigrate.test.kills=500} for a long run; {@code -Dmigrate.test.seed=S -Dmigrate.test.kills=1} for one that
 * failed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.HOURS)
class RollbackCrashTest {
    private static final int KILLS = Integer.getInteger("migrate.test.kills", 8);
    private static final long SEED = Long.getLong("migrate.test.seed", System.nanoTime());
    private static final String MARK = "insert into marker values ('#', %d);\n";

    /** What dies, and how. */
    private enum Death {
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
    }

    /**
     * A migration with its way back.
     *
     * @param marks numbers of the statements of the way back that insert a row into {@code marker}
     * @param gone SQL that is true where nothing of it is left
     */
    private record Work(String id, String up, String down, List<Integer> marks, String gone) {
        Work numbered(String number) {
            return new Work(
                    number + id,
                    up.replace("#", number),
                    down.replace("'#'", "'" + number + id + "'").replace("#", number),
                    marks,
                    gone.replace("#", number));
        }
    }

    private static final List<Work> KINDS = List.of(
            new Work(
                    "a_table",
                    "create table t_# (id int);\n",
                    MARK.formatted(1) + "drop table t_#;\n" + MARK.formatted(3),
                    List.of(1, 3),
                    "to_regclass('t_#') is null"),
            new Work(
                    "b_index",
                    "create index x_# on big (a);\ncreate index y_# on big (b);\n",
                    MARK.formatted(1) + "drop index concurrently x_#;\n" + MARK.formatted(3)
                            + "drop index concurrently y_#;\n",
                    List.of(1, 3),
                    "to_regclass('x_#') is null and to_regclass('y_#') is null"),
            new Work(
                    "c_own",
                    "create table o_# ();\ncreate table p_# ();\n",
                    "begin;\ndrop table o_#;\n" + MARK.formatted(3) + "commit;\nbegin;\n" + MARK.formatted(6)
                            + "drop table p_#;\ncommit;\n",
                    List.of(3, 6),
                    "to_regclass('o_#') is null and to_regclass('p_#') is null"));

    private static final List<Work> WORKLOAD = workload();

    @TempDir
    private static Path folder;

    private OwnServer server;
    private CuttingProxy proxy;
    private TestProject project;
    private long bytes;
    private List<String> undisturbed;

    private static List<Work> workload() {
        var works = new ArrayList<Work>();
        for (int i = 1; i <= 4; i++) {
            String number = "%02d".formatted(i);
            KINDS.forEach(kind -> works.add(kind.numbered(number)));
        }
        return works;
    }

    @BeforeAll
    void start() {
        Path data = OwnServer.newFolder();
        server = new OwnServer(
                data,
                Map.of("fsync", "off", "max_connections", "40", "autovacuum", "off", "restart_after_crash", "on"));
        proxy = new CuttingProxy(() -> server.port());
        project = new TestProject(folder);
        project.file("migrations/000_base.sql", """
                create table marker (id text, n int);
                create table big as select g as a, g::text as b from generate_series(1, 2000) g;
                """);
        WORKLOAD.forEach(work ->
                project.file("migrations/" + work.id() + ".sql", work.up() + "-- migrate:down\n" + work.down()));
        server.execute("postgres", "create database applied template template0");
        TestProject.Run apply = project.run("apply", "--url", server.url("applied"));
        assertThat(apply.code()).as(apply.err()).isZero();
        awaitNobody("applied");
        server.execute("postgres", "create database undisturbed template applied");
        proxy.arm(Long.MAX_VALUE, Cut.NONE, () -> {});
        TestProject.Run run = rollback("undisturbed");
        assertThat(run.code()).as(run.err()).isZero();
        bytes = proxy.passed();
        undisturbed = fingerprint("undisturbed");
    }

    @AfterAll
    void stop() {
        if (server != null) {
            proxy.close();
            server.close();
        }
    }

    @Test
    void whatever_dies_each_migration_is_undone_as_a_whole_or_not_at_all_and_the_next_run_goes_on() {
        var hit = new EnumMap<Death, Integer>(Death.class);
        System.err.println("RollbackCrashTest: " + KILLS + " kills on PostgreSQL " + TestServer.VERSION
                + ", from -Dmigrate.test.seed=" + SEED + " on; " + bytes + " bytes a run");
        for (int i = 0; i < KILLS; i++) {
            long seed = SEED + i;
            Death death = Death.values()[(int) Math.floorMod(seed, (long) Death.values().length)];
            try {
                hit.merge(death, killed(death, new Random(seed), "crash_" + i), Integer::sum);
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError(
                        death + ", again with -Dmigrate.test.kills=1 -Dmigrate.test.seed=" + seed, broken);
            }
        }
        System.err.println("RollbackCrashTest: hit in the middle " + hit);
        assertThat(hit.values().stream().mapToInt(Integer::intValue).sum()).isPositive();
    }

    /** Kills up to three runs on one database, one after the other; how many were hit before they ended by themselves. */
    private int killed(Death death, Random random, String database) {
        server.execute("postgres", "create database " + database + " template applied");
        int hit = 0;
        long left = bytes;
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            long at = (long) (random.nextDouble() * left);
            // Either in the middle of a message, or later, when the server may be at work on it.
            long micros = random.nextBoolean() ? 0 : 1 + random.nextInt(6000);
            String said = death == Death.PROCESS_KILLED
                    ? killedProcess(database, at, micros, random.nextBoolean())
                    : broken(death, database, at, micros);
            awaitNobody(database);
            hit += proxy.fired() ? 1 : 0;
            invariants(database, said);
            left = Math.max(1000, left - at);
        }
        proxy.arm(Long.MAX_VALUE, Cut.NONE, () -> {});
        TestProject.Run last = rollback(database);
        assertThat(last.code()).as(last.err()).isZero();
        awaitNobody(database);
        assertThat(fingerprint(database)).as(last.err()).isEqualTo(undisturbed);
        TestProject.Run again = project.run("apply", "--url", server.url(database));
        assertThat(again.code()).as(again.err()).isZero();
        server.execute("postgres", "drop database " + database + " with (force)");
        return hit;
    }

    private String killedProcess(String database, long at, long micros, boolean stalled) {
        var process = new AtomicReference<TestProcess>();
        proxy.arm(at, micros, Cut.NONE, () -> {
            process.get().kill();
            if (stalled) {
                process.get().code();
            }
        });
        try (TestProcess run =
                project.start("rollback", "--to", "000_base", "--yes", "--url", server.url(proxy.port(), database))) {
            process.set(run);
            run.code();
        }
        return "";
    }

    /** The run itself goes on, and says what it thinks. */
    private String broken(Death death, String database, long at, long micros) {
        proxy.arm(at, micros, death.cut, () -> {
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
        TestProject.Run run = rollback(database);
        assertThat(run.code()).as(run.err()).isIn(0, 4);
        return run.err();
    }

    private TestProject.Run rollback(String database) {
        return project.run("rollback", "--to", "000_base", "--yes", "--url", server.url(proxy.port(), database));
    }

    private void awaitNobody(String database) {
        TestProcess.waitFor("the end of all sessions of " + database, () -> {
            try {
                return server.value(
                                "postgres",
                                "select count(*) from pg_stat_activity where datname = '" + database
                                        + "' and backend_type = 'client backend'")
                        .equals("0");
            } catch (dev.migrate.problem.MigrationFailure restarting) {
                return false;
            }
        });
    }

    private void invariants(String database, String said) {
        var recorded = new HashMap<String, List<String>>();
        server.rows(database, "select id, state, statements from migrate.history")
                .forEach(row -> recorded.put(row.get(0), row));
        var marks = new HashMap<String, String>();
        server.rows(database, "select id, string_agg(n::text, ' ' order by n) from marker group by id")
                .forEach(row -> marks.put(row.get(0), row.get(1)));
        for (Work work : WORKLOAD) {
            List<String> row = recorded.get(work.id());
            int done = switch (row.get(1)) {
                case "applied" -> 0;
                case "rolled_back" -> Integer.MAX_VALUE;
                case "rolling_back" -> Integer.parseInt(row.get(2));
                default -> throw new AssertionError(row + "; " + said);
            };
            String expected = String.join(
                    " ",
                    work.marks().stream()
                            .filter(n -> n <= done)
                            .map(Object::toString)
                            .toList());
            assertThat(marks.getOrDefault(work.id(), ""))
                    .as("marks of " + work.id() + ", recorded as " + row + "; " + said)
                    .isEqualTo(expected);
            if (done == Integer.MAX_VALUE) {
                assertThat(server.value(database, "select " + work.gone()))
                        .as(work.id() + " is rolled back and nothing of it is left; " + said)
                        .isEqualTo("t");
            }
            told(work, row, said);
        }
    }

    /** What the broken run said of a way back has to be so. */
    private static void told(Work work, List<String> row, String said) {
        int at = said.indexOf("while undoing " + work.id());
        if (at < 0) {
            return;
        }
        String of = said.substring(at);
        if (of.contains("nothing was undone: it stays applied")) {
            assertThat(row.get(1)).as(of).isEqualTo("applied");
        } else if (of.contains("it is rolled back as a whole")) {
            assertThat(row.get(1)).as(of).isEqualTo("rolled_back");
        } else if (of.contains("of the way back are done")) {
            assertThat(row.get(1)).as(of).isEqualTo("rolling_back");
        }
    }

    private List<String> fingerprint(String database) {
        return server.column(database, """
                select * from (
                    select 'relation ' || relkind::text || ' ' || relname from pg_class
                     where relnamespace = 'public'::regnamespace
                    union all
                    select 'mark ' || id || ' ' || n from marker
                    union all
                    select 'history ' || id || ' ' || state || ' ' || statements from migrate.history
                ) f (line) order by line
                """);
    }
}
