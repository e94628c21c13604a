package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.apply.CrashWorkload.Work;
import dev.migrate.testing.CrashBench;
import dev.migrate.testing.CrashBench.Death;
import dev.migrate.testing.TestProject;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.HOURS)
class CrashTest {
    private static final int ROUNDS = 3;
    private static final List<Work> WORKLOAD = CrashWorkload.all(ROUNDS);

    @TempDir
    private static Path folder;

    private CrashBench bench;
    private long bytes;
    private List<String> undisturbed;

    @BeforeAll
    void start() {
        bench = new CrashBench(folder);
        WORKLOAD.forEach(work -> bench.project().file("migrations/" + work.id() + ".sql", work.sql()));
        bench.createDatabase("undisturbed", "template0");
        bench.succeed("undisturbed", "apply");
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
    void whatever_dies_each_migration_is_whole_with_its_record_or_absent_and_the_next_run_goes_on() {
        bench.rounds("CrashTest", CrashBench.kills(8), this::broken);
    }

    private int broken(Death death, Random random, String database) {
        bench.createDatabase(database, "template0");
        int hit = bench.breakRuns(death, random, database, bytes, this::invariants, "apply");
        TestProject.Run last = bench.succeed(database, "apply");
        bench.awaitNobody(database);
        List<String> end = fingerprint(database);
        assertThat(end).as(last.err()).containsAll(undisturbed);
        assertThat(undisturbed).as("what is too much; " + last.err()).containsAll(end);
        assertThat(end).as(last.err()).isEqualTo(undisturbed);
        bench.succeed(database, "status", "--check");
        invariants(database, "");
        bench.server().execute("postgres", "drop database " + database);
        return hit;
    }

    private void invariants(String database, String said) {
        var recorded = new HashMap<String, List<String>>();
        if (bench.server()
                .value(database, "select to_regclass('migrate.history') is not null")
                .equals("t")) {
            bench.server()
                    .rows(database, "select id, state, statements from migrate.history")
                    .forEach(row -> recorded.put(row.get(0), row));
        }
        var marks = new HashMap<String, List<String>>();
        if (bench.server()
                .value(database, "select to_regclass('marker') is not null")
                .equals("t")) {
            bench.server()
                    .rows(database, "select id, string_agg(n::text, ' ' order by n) from marker group by id")
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
                assertThat(bench.server().value(database, "select " + work.whole()))
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
        return bench.server().column(database, """
                select * from (
                    select 'relation ' || relkind::text || ' ' || relname || ' '
                           || case when relkind in ('r', 'p') then (xpath('/row/c/text()',
                                query_to_xml(format('select count(*) as c from public.%I', relname), false, true, '')))[1]::text else '' end
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
