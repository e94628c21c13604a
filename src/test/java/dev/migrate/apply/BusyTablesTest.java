package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.database.Session;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A table that the application is using: short waits for its lock, and the whole migration again. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BusyTablesTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void a_migration_that_does_not_get_its_lock_is_tried_again_as_a_whole() {
        bench.apply("create table a (id int);");
        bench.migration("002_b", "create table b (id int);\nalter table a add n int;\n");

        TestProject.Run run = whileTheFirstTryFails();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err())
                .containsPattern(
                        "migrations/002_b.sql: canceling statement due to lock timeout \\(process [0-9]+ of user"
                                + " postgres \\(test, from [0-9.]+\\) holds AccessExclusiveLock on public.a, in a transaction"
                                + " since [0-9-]+ [0-9:]+ UTC: idle in transaction, last query: begin; lock table a\\):"
                                + " trying again, 1 of 5\n");
        assertThat(bench.database().history()).containsExactly("001_a applied", "002_b applied");
    }

    @Test
    void statement_by_statement_it_goes_on_where_it_was() {
        bench.apply("create table a (id int);");
        bench.migration("002_b", "create table b (id int);\nvacuum b;\nalter table a add n int;\n");

        TestProject.Run run = whileTheFirstTryFails();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().history()).containsExactly("001_a applied", "002_b applied");
        assertThat(bench.project().run("status", "--check").code()).isZero();
    }

    @Test
    void one_that_never_gets_its_lock_says_what_to_do() {
        bench.apply("create table a (id int);");
        bench.migration("002_b", "create table b (id int);\nalter table a add n int;\n");
        try (Session holder = bench.database().session()) {
            holder.ask("begin; lock table a");

            TestProject.Run run = bench.project().run("apply", "--lock-timeout", "20ms", "--retries", "0");

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .contains("migrations/002_b.sql:2:1", "(55P03)", "Nothing of it was kept.", "--lock-timeout 30s")
                    .doesNotContain("trying again");
        }
    }

    @Test
    void the_last_failure_names_who_held_the_lock_and_shows_nothing_that_steers_a_terminal() {
        bench.apply("create table a (id int);");
        bench.migration("002_b", "alter table a add n int;\n");
        try (Session holder = bench.database().session()) {
            holder.ask("begin; lock table a /* \u001b[2J */");

            TestProject.Run run = bench.project().run("apply", "--lock-timeout", "500ms", "--retries", "0");

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .contains("Nothing of it was kept. In the way: process "
                            + holder.facts().backend()
                            + " of user postgres (test, from ")
                    .contains(") holds AccessExclusiveLock on public.a")
                    .contains("last query: begin; lock table a /* \\x1b[2J */.\n")
                    .doesNotContain("\u001b");
        }
    }

    @Test
    void a_query_that_the_user_may_not_see_is_said_to_be_so() {
        String role = bench.database().name() + "_limited";
        bench.database()
                .execute("create role " + role + " login password 'p'; grant create on database "
                        + bench.database().name() + " to " + role + "; grant create, usage on schema public to "
                        + role);
        String url = bench.database().url(role, "p");
        bench.migration("001_a", "create table a (id int);").project().run("apply", "--url", url);
        bench.migration("002_b", "alter table a add n int;\n");
        try (Session holder = bench.database().session()) {
            holder.ask("begin; lock table a");

            TestProject.Run run =
                    bench.project().run("apply", "--url", url, "--lock-timeout", "500ms", "--retries", "0");

            assertThat(run.err())
                    .contains("In the way: process " + holder.facts().backend() + " of user postgres (test")
                    .contains("holds AccessExclusiveLock on public.a: its query is not visible to this user")
                    .doesNotContain("lock table a");
        } finally {
            bench.database().execute("drop owned by " + role + "; drop role " + role);
        }
    }

    @Test
    void of_a_wait_too_short_to_look_at_those_are_named_who_can_have_been_in_the_way() {
        bench.apply("create table a (id int);");
        bench.migration("002_b", "alter table a add n int;\n");
        try (Session holder = bench.database().session()) {
            holder.ask("begin; lock table a");

            TestProject.Run run = bench.project().run("apply", "--lock-timeout", "1ms", "--retries", "0");

            assertThat(run.err())
                    .contains("In the way: perhaps process " + holder.facts().backend() + " of user postgres")
                    .contains("has locks on public.a, in a transaction since");
        }
    }

    @Test
    void all_migrations_in_one_transaction_are_tried_again_together() {
        bench.apply("create table a (id int);");
        bench.migration("002_b", "create table b (id int);").migration("003_c", "alter table a add n int;\n");

        TestProject.Run run = whileTheFirstTryFails("--single-transaction");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("holds AccessExclusiveLock on public.a").contains("trying again, 1 of 5");
        assertThat(bench.database().history()).containsExactly("001_a applied", "002_b applied", "003_c applied");
    }

    @Test
    void a_deadlock_is_tried_again_and_names_the_other() {
        bench.apply("create table a (id int);\ncreate table b (id int);");
        bench.migration(
                "002_b",
                "set deadlock_timeout = '200ms';\nlock table a;\ndo $$ begin raise notice 'holds a'; end $$;\n"
                        + "select '" + "x".repeat(600_000) + "';\nlock table b;\ncreate table c ();\n");
        try (Session holder = bench.database().session()) {
            holder.ask("set deadlock_timeout = '1min'; begin; lock table b");
            var other = new CompletableFuture<?>[1];
            bench.project()
                    .when(
                            "NOTICE: holds a",
                            () -> other[0] = CompletableFuture.runAsync(
                                    () -> holder.ask("lock table a; commit"), TestBench.THREADS));

            TestProject.Run run = bench.project().run("apply", "--retries", "3");

            other[0].join();
            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.err()).contains("migrations/002_b.sql: deadlock detected", "trying again, 1 of 3");
            assertThat(bench.database().tables()).isEqualTo("a b c");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "begin isolation level serializable;\n%scommit;\n",
                "set transaction isolation level repeatable read;\n%s",
                "-- migrate: no-transaction\ncreate table c ();\nbegin isolation level serializable;\n%scommit;\n"
            })
    void a_serialization_failure_is_tried_again(String file) {
        bench.apply("create table a (id int, n int);\ninsert into a values (1, 0);\n");
        bench.migration(
                "002_b",
                file.formatted("select * from a;\ndo $$ begin raise notice 'seen'; end $$;\nselect '"
                        + "x".repeat(600_000) + "';\nupdate a set n = n + 1;\n"));
        bench.project().when("NOTICE: seen", () -> bench.database().execute("update a set n = n + 10"));

        // Nobody could write to a table while what is destroyed of it is kept.
        TestProject.Run run = bench.project().run("apply", "--no-keep");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err())
                .contains(
                        "migrations/002_b.sql: could not serialize access due to concurrent update: trying again, 1 of 10");
        assertThat(bench.database().value("select n from a")).isEqualTo("11");
        assertThat(bench.database().history()).containsExactly("001_a applied", "002_b applied");
    }

    @Test
    void what_a_procedure_has_committed_before_it_met_a_lock_is_not_done_twice() {
        bench.apply("create table a (id int);\ncreate table n (id int);");
        bench.migration("002_b", "do $$ begin insert into n values (1); commit; lock table a; end $$;\n");
        try (Session holder = bench.database().session()) {
            holder.ask("begin; lock table a");

            TestProject.Run run = bench.project().run("apply", "--lock-timeout", "50ms", "--retries", "5");

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .contains("Nothing of it was kept but what statement 1 committed itself before it failed.")
                    .doesNotContain("trying again");
            assertThat(bench.database().value("select count(*) from n")).isEqualTo("1");
        }
    }

    @Test
    void a_long_wait_of_a_concurrent_build_is_told_while_it_lasts() {
        bench.apply("create table a (id int);");
        bench.migration("002_b", "create index concurrently a_id on a (id);\n");
        try (Session holder = bench.database().session()) {
            holder.ask("begin; insert into a values (1)");
            bench.project().when("waiting: process " + holder.facts().backend(), () -> holder.ask("commit"));

            TestProject.Run run = bench.project().run("apply", "--lock-timeout", "100ms");

            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.err())
                    .contains("migrations/002_b.sql: waiting: process", "last query: begin; insert into a");
        }
    }

    private TestProject.Run whileTheFirstTryFails(String... options) {
        try (Session holder = bench.database().session()) {
            holder.ask("begin; lock table a");
            CompletableFuture<TestProject.Run> run = CompletableFuture.supplyAsync(
                    () -> bench.project()
                            .run(Stream.concat(
                                            Stream.of("apply", "--lock-timeout", "500ms", "--retries", "5"),
                                            Stream.of(options))
                                    .toArray(String[]::new)),
                    TestBench.THREADS);
            TestBench.await(this::somebodyWaits);
            TestBench.await(() -> !somebodyWaits());
            holder.ask("commit");
            return run.join();
        }
    }

    private boolean somebodyWaits() {
        return !bench.database()
                .column("select 1 from pg_locks where locktype = 'relation' and not granted and database ="
                        + " (select oid from pg_database where datname = current_database())")
                .isEmpty();
    }
}
