package dev.migrate.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.CuttingProxy;
import dev.migrate.testing.CuttingProxy.Cut;
import dev.migrate.testing.OwnServer;
import dev.migrate.testing.TestProcess;
import dev.migrate.testing.TestProject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Something dies at one point after the other of a run that keeps, and of one that gives back: at every moment each row is
 * in its table or kept, and the next run ends where an undisturbed one does.
 *
 * <p>{@code -Dmigrate.test.kills=500} for a long run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 2, unit = TimeUnit.HOURS)
class KeptCrashTest {
    private static final int KILLS = Integer.getInteger("migrate.test.kills", 12);

    private static final List<Cut> CUTS =
            List.of(Cut.BOTH_WAYS, Cut.TO_SERVER, Cut.TO_CLIENT, Cut.SWALLOWED_ANSWER, Cut.NONE);

    @TempDir
    private static Path folder;

    private OwnServer server;
    private CuttingProxy proxy;
    private TestProject project;
    private List<String> rows;

    @BeforeAll
    void start() {
        server = new OwnServer(
                OwnServer.newFolder(),
                Map.of("fsync", "off", "max_connections", "40", "autovacuum", "off", "restart_after_crash", "on"));
        proxy = new CuttingProxy(() -> server.port());
        project = new TestProject(folder);
        project.file("migrations/001_base.sql", """
                create table gone (id int primary key, a text);
                create table parts (id int primary key, a text, b text);
                create table stepwise (id int primary key, a text);
                create index stepwise_a on stepwise (a);
                create table filled as select g as id, 'text ' || g as a from generate_series(1, 200) g;
                """);
        project.file("migrations/002_one.sql", """
                drop table gone;
                alter table parts drop column b;
                update parts set a = 'x' where id < 50;
                delete from parts where id > 150;
                -- migrate:down
                create table gone (id int primary key, a text);
                alter table parts add column b text;
                """);
        project.file("migrations/003_steps.sql", """
                drop index concurrently stepwise_a;
                delete from stepwise where id < 100;
                -- migrate:down
                create index concurrently stepwise_a on stepwise (a);
                """);
        server.execute("postgres", "create database before template template0");
        run("before", server.port(), "apply", "--to", "001_base");
        server.execute("before", """
                insert into gone select * from filled;
                insert into parts select id, a, 'b' || a from filled;
                insert into stepwise select * from filled;
                """);
        awaitNobody("before");
        rows = rows("before");
        awaitNobody("before");
        server.execute("postgres", "create database applied template before");
        run("applied", server.port(), "apply");
        awaitNobody("applied");
    }

    @AfterAll
    void stop() {
        if (server != null) {
            proxy.close();
            server.close();
        }
    }

    @Test
    void whatever_dies_while_it_is_kept() {
        int hit = everyStep("before", "apply");

        assertThat(hit).isPositive();
    }

    @Test
    void whatever_dies_while_it_is_given_back() {
        int hit = everyStep("applied", "rollback", "--to", "001_base", "--yes");

        assertThat(hit).isPositive();
    }

    private int everyStep(String template, String... command) {
        server.execute("postgres", "create database whole_" + command[0] + " template " + template);
        proxy.arm(Long.MAX_VALUE, Cut.NONE, () -> {});
        TestProject.Run whole = run("whole_" + command[0], proxy.port(), command);
        assertThat(whole.code()).as(whole.err()).isZero();
        long bytes = proxy.passed();
        awaitNobody("whole_" + command[0]);
        int hit = 0;
        for (int i = 0; i < KILLS; i++) {
            String database = "crash_" + command[0] + "_" + i;
            server.execute("postgres", "create database " + database + " template " + template);
            hit += broken(database, CUTS.get(i % CUTS.size()), bytes * (2L * i + 1) / (2L * KILLS), command);
            awaitNobody(database);
            nothingIsLost(database);
            proxy.arm(Long.MAX_VALUE, Cut.NONE, () -> {});
            TestProject.Run next = run(database, proxy.port(), "apply");
            if (next.code() == 3) { // a way back is under way: it is ended first
                run(database, proxy.port(), "rollback", "--to", "001_base", "--yes");
                next = run(database, proxy.port(), "apply");
            }
            assertThat(next.code()).as(next.err()).isZero();
            nothingIsLost(database);
            TestProject.Run back = run(database, proxy.port(), "rollback", "--to", "001_base", "--yes");
            assertThat(back.code()).as(back.err()).isZero();
            awaitNobody(database);
            assertThat(rows(database)).as(back.err()).isEqualTo(rows);
            awaitNobody(database);
            server.execute("postgres", "drop database " + database + " with (force)");
        }
        return hit;
    }

    private int broken(String database, Cut cut, long at, String... command) {
        if (cut != Cut.NONE) {
            proxy.arm(at, cut, () -> {});
            TestProject.Run run = run(database, proxy.port(), command);
            assertThat(run.code()).as(run.err()).isIn(0, 4);
            return proxy.fired() ? 1 : 0;
        }
        var process = new AtomicReference<TestProcess>();
        proxy.arm(at, cut, () -> process.get().kill());
        try (TestProcess run = project.start(arguments(database, proxy.port(), command))) {
            process.set(run);
            run.code();
        }
        return proxy.fired() ? 1 : 0;
    }

    /** Each row that was there before is in its table as it was, or kept. */
    private void nothingIsLost(String database) {
        var kept = server.rows(
                database,
                server.value(database, "select to_regclass('migrate_kept.contents') is not null")
                                .equals("t")
                        ? "select table_name, kept_table from migrate_kept.contents where state = 'kept'"
                        : "select '', '' where false");
        for (String table : List.of("gone", "parts", "stepwise")) {
            String sources = "select null::text as id, null::text as a where false";
            if (server.value(database, "select to_regclass('" + table + "') is not null")
                    .equals("t")) {
                sources += " union all select id::text, a from " + table;
            }
            for (List<String> row : kept) {
                if (row.get(0).equals(table)) {
                    sources += " union all select id::text, a from migrate_kept.\"" + row.get(1) + "\"";
                }
            }
            assertThat(server.value(
                            database,
                            "select count(*) from filled f where not exists (select from (" + sources
                                    + ") s where s.id = f.id::text and s.a = f.a)"))
                    .as(table)
                    .isEqualTo("0");
        }
        awaitNobody(database);
    }

    private List<String> rows(String database) {
        return server.column(database, """
                select md5(string_agg(t::text, ',' order by id)) from gone t
                union all select md5(string_agg(row(id, a, b)::text, ',' order by id)) from parts t
                union all select md5(string_agg(t::text, ',' order by id)) from stepwise t
                """);
    }

    private String[] arguments(String database, int port, String... command) {
        var all = new java.util.ArrayList<>(List.of(command));
        all.addAll(List.of("--url", server.url(port, database)));
        return all.toArray(String[]::new);
    }

    private TestProject.Run run(String database, int port, String... command) {
        return project.run(arguments(database, port, command));
    }

    private void awaitNobody(String database) {
        TestProcess.waitFor(
                "the end of all sessions of " + database,
                () -> server.value(
                                "postgres",
                                "select count(*) from pg_stat_activity where datname = '" + database
                                        + "' and backend_type = 'client backend'")
                        .equals("0"));
    }
}
