package dev.migrate.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.CrashBench;
import dev.migrate.testing.CrashBench.Death;
import dev.migrate.testing.TestProject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Something dies at a random point of a rollback: each migration is then undone as a whole with its record, or applied
 * as before, or recorded up to the statement that is done; and the next run ends where an undisturbed one does.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.HOURS)
class RollbackCrashTest {
    private static final String[] ROLLBACK = {"rollback", "--to", "000_base", "--yes"};

    private static final String MARK = "insert into marker values ('#', %d);\n";

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

    private CrashBench bench;
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
        bench = new CrashBench(folder);
        bench.project().file("migrations/000_base.sql", """
                create table marker (id text, n int);
                create table big as select g as a, g::text as b from generate_series(1, 2000) g;
                """);
        WORKLOAD.forEach(work -> bench.project()
                .file("migrations/" + work.id() + ".sql", work.up() + "-- migrate:down\n" + work.down()));
        bench.createDatabase("applied", "template0");
        bench.succeed("applied", "apply");
        bench.awaitNobody("applied");
        bench.createDatabase("undisturbed", "applied");
        bench.succeed("undisturbed", ROLLBACK);
        bytes = bench.passed();
        undisturbed = fingerprint("undisturbed");
    }

    @AfterAll
    void stop() {
        if (bench != null) {
            bench.close();
        }
    }

    @Test
    void whatever_dies_each_migration_is_undone_as_a_whole_or_not_at_all_and_the_next_run_goes_on() {
        bench.rounds("RollbackCrashTest", CrashBench.kills(8), this::broken);
    }

    private int broken(Death death, Random random, String database) {
        bench.createDatabase(database, "applied");
        int hit = bench.breakRuns(death, random, database, bytes, this::invariants, ROLLBACK);
        TestProject.Run last = bench.succeed(database, ROLLBACK);
        bench.awaitNobody(database);
        assertThat(fingerprint(database)).as(last.err()).isEqualTo(undisturbed);
        bench.succeed(database, "apply");
        bench.server().execute("postgres", "drop database " + database + " with (force)");
        return hit;
    }

    private void invariants(String database, String said) {
        var recorded = new HashMap<String, List<String>>();
        bench.server()
                .rows(database, "select id, state, statements from migrate.history")
                .forEach(row -> recorded.put(row.get(0), row));
        var marks = new HashMap<String, String>();
        bench.server()
                .rows(database, "select id, string_agg(n::text, ' ' order by n) from marker group by id")
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
                assertThat(bench.server().value(database, "select " + work.gone()))
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
        return bench.server().column(database, """
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
