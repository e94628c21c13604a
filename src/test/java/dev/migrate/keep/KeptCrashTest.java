package dev.migrate.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.CrashBench;
import dev.migrate.testing.CrashBench.Death;
import dev.migrate.testing.CrashBench.Moment;
import dev.migrate.testing.TestProject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Something dies at one point after the other of a run that keeps, and of one that gives back: at every moment each row is
 * in its table or kept, and the next run ends where an undisturbed one does.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.HOURS)
class KeptCrashTest {
    private static final int KILLS = CrashBench.kills(12);
    private static final String[] ROLLBACK = {"rollback", "--to", "001_base", "--yes"};

    @TempDir
    private static Path folder;

    private CrashBench bench;
    private List<String> rows;

    @BeforeAll
    void start() {
        bench = new CrashBench(folder);
        bench.project().file("migrations/001_base.sql", """
                create table gone (id int primary key, a text);
                create table parts (id int primary key, a text, b text);
                create table stepwise (id int primary key, a text);
                create index stepwise_a on stepwise (a);
                create table filled as select g as id, 'text ' || g as a from generate_series(1, 200) g;
                """);
        bench.project().file("migrations/002_one.sql", """
                drop table gone;
                alter table parts drop column b;
                update parts set a = 'x' where id < 50;
                delete from parts where id > 150;
                -- migrate:down
                create table gone (id int primary key, a text);
                alter table parts add column b text;
                """);
        bench.project().file("migrations/003_steps.sql", """
                drop index concurrently stepwise_a;
                delete from stepwise where id < 100;
                -- migrate:down
                create index concurrently stepwise_a on stepwise (a);
                """);
        bench.createDatabase("before", "template0");
        bench.succeed("before", "apply", "--to", "001_base");
        bench.server().execute("before", """
                insert into gone select * from filled;
                insert into parts select id, a, 'b' || a from filled;
                insert into stepwise select * from filled;
                """);
        rows = rows("before");
        bench.awaitNobody("before");
        bench.createDatabase("applied", "before");
        bench.succeed("applied", "apply");
        bench.awaitNobody("applied");
    }

    @AfterAll
    void stop() {
        if (bench != null) {
            bench.close();
        }
    }

    @Test
    void whatever_dies_while_it_is_kept() {
        int hit = everyStep("before", "apply");

        assertThat(hit).isPositive();
    }

    @Test
    void whatever_dies_while_it_is_given_back() {
        int hit = everyStep("applied", ROLLBACK);

        assertThat(hit).isPositive();
    }

    private int everyStep(String template, String... command) {
        bench.createDatabase("whole_" + command[0], template);
        bench.succeed("whole_" + command[0], command);
        long bytes = bench.passed();
        bench.awaitNobody("whole_" + command[0]);
        int hit = 0;
        for (int i = 0; i < KILLS; i++) {
            String database = "crash_" + command[0] + "_" + i;
            bench.createDatabase(database, template);
            bench.breakRun(
                    Death.ofRound(i), new Moment(bytes * (2L * i + 1) / (2L * KILLS), 0), false, database, command);
            hit += bench.hit() ? 1 : 0;
            nothingIsLost(database);
            TestProject.Run next = bench.run(database, "apply");
            if (next.code() == 3) { // a way back is under way: it is ended first
                bench.run(database, ROLLBACK);
                next = bench.run(database, "apply");
            }
            assertThat(next.code()).as(next.err()).isZero();
            nothingIsLost(database);
            TestProject.Run back = bench.succeed(database, ROLLBACK);
            bench.awaitNobody(database);
            assertThat(rows(database)).as(back.err()).isEqualTo(rows);
            bench.awaitNobody(database);
            bench.server().execute("postgres", "drop database " + database + " with (force)");
        }
        return hit;
    }

    /** Each row that was there before is in its table as it was, or kept. */
    private void nothingIsLost(String database) {
        var kept = bench.server()
                .rows(
                        database,
                        bench.server()
                                        .value(database, "select to_regclass('migrate_kept.contents') is not null")
                                        .equals("t")
                                ? "select table_name, kept_table from migrate_kept.contents where state = 'kept'"
                                : "select '', '' where false");
        for (String table : List.of("gone", "parts", "stepwise")) {
            String sources = "select null::text as id, null::text as a where false";
            if (bench.server()
                    .value(database, "select to_regclass('" + table + "') is not null")
                    .equals("t")) {
                sources += " union all select id::text, a from " + table;
            }
            for (List<String> row : kept) {
                if (row.get(0).equals(table)) {
                    sources += " union all select id::text, a from migrate_kept.\"" + row.get(1) + "\"";
                }
            }
            assertThat(bench.server()
                            .value(
                                    database,
                                    "select count(*) from filled f where not exists (select from (" + sources
                                            + ") s where s.id = f.id::text and s.a = f.a)"))
                    .as(table)
                    .isEqualTo("0");
        }
        bench.awaitNobody(database);
    }

    private List<String> rows(String database) {
        return bench.server().column(database, """
                select md5(string_agg(t::text, ',' order by id)) from gone t
                union all select md5(string_agg(row(id, a, b)::text, ',' order by id)) from parts t
                union all select md5(string_agg(t::text, ',' order by id)) from stepwise t
                """);
    }
}
