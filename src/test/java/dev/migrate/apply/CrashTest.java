package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.apply.CrashWorkload.Work;
import dev.migrate.testing.CuttingProxy;
import dev.migrate.testing.CuttingProxy.Cut;
import dev.migrate.testing.OwnServer;
import dev.migrate.testing.TestProcess;
import dev.migrate.testing.TestProject;
import dev.migrate.testing.TestServer;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Something dies at a random point of a run: each migration is then whole with its record, or absent without one, and the
 * next run ends where an undisturbed one does.
 *
 * <p>{@code -Dmigrate.test.kills=500} for a long run; {@code -Dmigrate.test.seed=S -Dmigrate.test.kills=1} for one that
 * failed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.HOURS)
class CrashTest {
    private static final int ROUNDS = 3;
    private static final int KILLS = Integer.getInteger("migrate.test.kills", 8);
    private static final long SEED = Long.getLong("migrate.test.seed", System.nanoTime());

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

    private static final List<Work> WORKLOAD = CrashWorkload.all(ROUNDS);

    @TempDir
    private static Path folder;

    private OwnServer server;
    private CuttingProxy proxy;
    private TestProject project;
    private long bytes;
    private List<String> undisturbed;

    @BeforeAll
    void start() {
        Path data = OwnServer.newFolder();
        server = new OwnServer(
                data,
                Map.of("fsync", "off", "max_connections", "40", "autovacuum", "off", "restart_after_crash", "on"));
        proxy = new CuttingProxy(() -> server.port());
        project = new TestProject(folder);
        WORKLOAD.forEach(work -> project.file("migrations/" + work.id() + ".sql", work.sql()));
        server.execute("postgres", "create database undisturbed template template0");
        proxy.arm(Long.MAX_VALUE, Cut.NONE, () -> {});
        TestProject.Run run = apply("undisturbed");
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
    void whatever_dies_each_migration_is_whole_with_its_record_or_absent_and_the_next_run_goes_on() {
        var hit = new EnumMap<Death, Integer>(Death.class);
        System.err.println("CrashTest: " + KILLS + " kills on PostgreSQL " + TestServer.VERSION
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
        System.err.println("CrashTest: hit in the middle " + hit);
        assertThat(hit.values().stream().mapToInt(Integer::intValue).sum()).isPositive();
    }

    /** Kills up to three runs on one database, one after the other; how many were hit before they ended by themselves. */
    private int killed(Death death, Random random, String database) {
        server.execute("postgres", "create database " + database + " template template0");
        int hit = 0;
        long left = bytes;
        for (int times = 1 + random.nextInt(3); times > 0; times--) {
            long at = (long) (random.nextDouble() * left);
            // Either in the middle of a message, or later, when the server may be at work on it.
            long micros = random.nextBoolean() ? 0 : 1 + random.nextInt(6000);
            String said = death == Death.PROCESS_KILLED
                    ? killedProcess(database, at, micros, random)
                    : broken(death, database, at, micros);
            awaitNobody(database);
            hit += proxy.fired() ? 1 : 0;
            invariants(database, said);
            left = Math.max(1000, left - at);
        }
        proxy.arm(Long.MAX_VALUE, Cut.NONE, () -> {});
        TestProject.Run last = apply(database);
        assertThat(last.code()).as(last.err()).isZero();
        awaitNobody(database);
        List<String> end = fingerprint(database);
        assertThat(end).as(last.err()).containsAll(undisturbed);
        assertThat(undisturbed).as("what is too much; " + last.err()).containsAll(end);
        assertThat(end).as(last.err()).isEqualTo(undisturbed);
        assertThat(project.run("status", "--check", "--url", server.url(database))
                        .code())
                .isZero();
        invariants(database, "");
        server.execute("postgres", "drop database " + database);
        return hit;
    }

    private String killedProcess(String database, long at, long micros, Random random) {
        var process = new AtomicReference<TestProcess>();
        boolean stalled = random.nextBoolean();
        proxy.arm(at, micros, Cut.NONE, () -> {
            process.get().kill();
            if (stalled) {
                process.get().code();
            }
        });
        try (TestProcess run = project.start("apply", "--url", server.url(proxy.port(), database))) {
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
        TestProject.Run run = apply(database);
        assertThat(run.code()).as(run.err()).isIn(0, 4);
        return run.err();
    }

    private TestProject.Run apply(String database) {
        return project.run("apply", "--url", server.url(proxy.port(), database));
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
        if (server.value(database, "select to_regclass('migrate.history') is not null")
                .equals("t")) {
            server.rows(database, "select id, state, statements from migrate.history")
                    .forEach(row -> recorded.put(row.get(0), row));
        }
        var marks = new HashMap<String, List<String>>();
        if (server.value(database, "select to_regclass('marker') is not null").equals("t")) {
            server.rows(database, "select id, string_agg(n::text, ' ' order by n) from marker group by id")
                    .forEach(row -> marks.put(row.get(0), row));
        }
        for (Work work : WORKLOAD) {
            List<String> row = recorded.get(work.id());
            int done =
                    row == null ? 0 : row.get(1).equals("applied") ? Integer.MAX_VALUE : Integer.parseInt(row.get(2));
            String expected = work.marks().stream()
                    .filter(n -> n <= done)
                    .map(Object::toString)
                    .collect(Collectors.joining(" "));
            String found = marks.containsKey(work.id()) ? marks.get(work.id()).get(1) : "";
            assertThat(found)
                    .as("marks of " + work.id() + ", recorded as " + row + "; " + said)
                    .isEqualTo(expected);
            if (done == Integer.MAX_VALUE) {
                assertThat(server.value(database, "select " + work.whole()))
                        .as(work.id() + " is applied and its objects are there; " + said)
                        .isEqualTo("t");
            }
            told(work, row, said);
        }
    }

    /** What the broken run said of a migration has to be so. */
    private static void told(Work work, List<String> row, String said) {
        int at = said.indexOf("failed  migrations/" + work.id());
        if (at < 0) {
            return;
        }
        String of = said.substring(at);
        if (of.contains("nothing of it was kept")) {
            assertThat(row).as(of).isNull();
        } else if (of.contains("it is applied as a whole")) {
            assertThat(row.get(1)).as(of).isEqualTo("applied");
        } else if (of.contains("of it are done")) {
            assertThat(row.get(1)).as(of).isNotEqualTo("applied");
        }
    }

    /** Everything that the migrations make, with its rows; names that the server chose are left out. */
    private List<String> fingerprint(String database) {
        return server.column(database, """
                select * from (
                    select 'relation ' || relkind::text || ' ' || relname || ' '
                           || case when relkind in ('r', 'p') then (xpath('/row/c/text()',
                                query_to_xml(format('select count(*) as c from %I', relname), false, true, '')))[1]::text else '' end
                      from pg_class where relnamespace = 'public'::regnamespace and relkind <> 'i'
                    union all
                    select 'index ' || indrelid::regclass || ' ' || indisvalid || regexp_replace(pg_get_indexdef(indexrelid), 'INDEX .* ON', '')
                      from pg_index join pg_class c on c.oid = indexrelid where relnamespace = 'public'::regnamespace
                    union all
                    select 'function ' || proname from pg_proc where pronamespace = 'public'::regnamespace
                    union all
                    select 'value ' || enumlabel from pg_enum
                    union all
                    select 'partition ' || inhrelid::regclass from pg_inherits
                    union all
                    select 'mark ' || id || ' ' || n from marker
                    union all
                    select 'history ' || id || ' ' || state || ' ' || statements from migrate.history
                    union all
                    select 'lock ' || objid from pg_locks where locktype = 'advisory'
                       and database = (select oid from pg_database where datname = current_database())
                ) f (line) order by line
                """);
    }
}
