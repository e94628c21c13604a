package dev.migrate.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.apply.Interruption;
import dev.migrate.database.Session;
import dev.migrate.testing.CuttingProxy;
import dev.migrate.testing.CuttingProxy.Cut;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Busy tables, lost connections, other runs and Ctrl-C, while something is undone. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RollbackTroubleTest {
    private static final String SLOW = "do $$ begin raise notice 'at work'; perform pg_sleep(%s); end $$;\n";

    @RegisterExtension
    private final TestBench bench = new TestBench();

    @BeforeEach
    void applied() {
        bench.migration("001_a", "create table a ();\n-- migrate:down\ndrop table a;\n");
    }

    private TestBench slow(String seconds) {
        return bench.migration(
                "002_b", "create table b ();\n-- migrate:down\n" + SLOW.formatted(seconds) + "drop table b;\n");
    }

    private String through(CuttingProxy proxy) {
        String server = "@" + bench.database().target().host() + ":"
                + bench.database().target().port() + "/";
        return bench.database().url().replace(server, "@127.0.0.1:" + proxy.port() + "/");
    }

    @Test
    void a_way_back_that_does_not_get_its_lock_is_tried_again_and_says_who_held_it() {
        bench.apply();
        try (Session holder = bench.database().session()) {
            holder.ask("begin; lock table a");
            bench.project().when("trying again, 1 of 5", () -> holder.ask("rollback"));

            TestProject.Run run = bench.project()
                    .run("rollback", "--last", "1", "--yes", "--lock-timeout", "500ms", "--retries", "5");

            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.err())
                    .contains("migrations/001_a.sql: canceling statement due to lock timeout (process ")
                    .contains("holds AccessExclusiveLock on public.a");
        }
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void one_that_never_gets_its_lock_stays_applied() {
        bench.apply();
        try (Session holder = bench.database().session()) {
            holder.ask("begin; lock table a");

            TestProject.Run run =
                    bench.project().run("rollback", "--last", "1", "--yes", "--lock-timeout", "20ms", "--retries", "0");

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .contains("Nothing was undone: 001_a stays applied.")
                    .contains("run migrate rollback 001_a again when the table is less busy");
        }
        assertThat(bench.database().history()).containsExactly("001_a applied");
    }

    @Test
    void the_answer_to_a_commit_may_be_lost_and_the_history_knows() {
        // It waits at the gate until its answer can be swallowed, or a busy machine gives that answer before.
        bench.migration("002_b", """
                        create table b ();
                        -- migrate:down
                        do $$ begin raise notice 'at work'; perform pg_advisory_xact_lock(1); end $$;
                        drop table b;
                        """).apply();
        try (var proxy = new CuttingProxy(bench.database().target());
                Session gate = bench.database().session()) {
            gate.rows("select pg_advisory_lock(1)");
            bench.project().when("NOTICE: at work", () -> {
                proxy.cutNow(Cut.SWALLOWED_ANSWER);
                gate.rows("select pg_advisory_unlock(1)");
            });

            TestProject.Run run = bench.project()
                    .run("rollback", "--last", "2", "--yes", "--format", "json", "--url", through(proxy));

            assertThat(run.code()).isEqualTo(4);
            assertThat(run.json().at("/failed/kept").asText())
                    .contains("the history says that it is rolled back as a whole");
            assertThat(run.json().at("/failed/fix").asText()).contains("for what is left: migrate rollback 001_a");
        }
        assertThat(bench.database().history()).containsExactly("001_a applied", "002_b rolled_back");
    }

    @Test
    void one_whose_connection_is_lost_before_its_commit_stays_applied() {
        slow("30").apply();
        bench.project()
                .when(
                        "NOTICE: at work",
                        () -> bench.database()
                                .execute(
                                        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database()"
                                                + " and query like '%pg_sleep(30)%' and pid <> pg_backend_pid()"));

        TestProject.Run run = bench.project().run("rollback", "--last", "1", "--yes");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("nothing was undone: it stays applied", "migrate rollback 002_b");
        assertThat(bench.database().history()).containsExactly("001_a applied", "002_b applied");
        assertThat(bench.database().tables()).isEqualTo("a b");
    }

    @Test
    void one_that_is_lost_between_two_ways_back_says_how_many_are_undone_and_how_to_go_on() {
        slow("0").apply();
        try (var proxy = new CuttingProxy(bench.database().target())) {
            bench.project().when("undone  002_b", () -> proxy.cutNow(Cut.BOTH_WAYS));

            TestProject.Run run = bench.project().run("rollback", "--last", "2", "--yes", "--url", through(proxy));

            assertThat(run.code()).isEqualTo(4);
            assertThat(run.err())
                    .contains("was lost between two migrations; 1 was rolled back")
                    .contains("to go on: migrate rollback 001_a");
        }
        assertThat(bench.database().history()).containsExactly("001_a applied", "002_b rolled_back");
    }

    @Test
    void ctrl_c_rolls_back_what_was_running() {
        slow("30").apply();
        var interruption = new Interruption();
        bench.project().when("NOTICE: at work", interruption::request);

        TestProject.Run run = bench.project().run(interruption, "rollback", "--last", "2", "--yes");

        assertThat(run.code()).isEqualTo(130);
        assertThat(run.err())
                .contains("Interrupted: what was running was rolled back.", "to go on: migrate rollback 002_b 001_a");
        assertThat(bench.database().history()).containsExactly("001_a applied", "002_b applied");
    }

    @Test
    void while_another_run_holds_the_lock_it_waits_and_then_gives_up() {
        slow("30").apply();
        var interruption = new Interruption();
        bench.project().when("NOTICE: at work", () -> {
            TestProject.Run second = new TestProject(bench.project().folder(), bench.database())
                    .run("rollback", "001_a", "--yes", "--lock-wait", "100ms");
            assertThat(second.code()).as(second.err()).isEqualTo(5);
            interruption.request();
        });

        TestProject.Run first = bench.project().run(interruption, "rollback", "002_b", "--yes");

        assertThat(first.code()).isEqualTo(130);
    }

    @Test
    void a_database_that_is_read_only_is_said_before_anything_runs() {
        bench.apply();
        bench.database()
                .execute("alter database " + bench.database().name() + " set default_transaction_read_only = on");

        TestProject.Run run = bench.project().run("rollback", "--last", "1", "--yes");

        assertThat(run.code()).isEqualTo(4);
        assertThat(run.err()).contains("transactions are read-only here: default_transaction_read_only is on");
    }
}
