package dev.migrate.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.PgBouncer;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A rollback through a pooler in transaction mode, where each way back is one transaction that takes the lock itself. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class RollbackThroughPoolerTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    private PgBouncer pooler;

    @BeforeEach
    void start() {
        pooler = new PgBouncer("transaction", 5);
        bench.threeThatCanBeUndone().apply();
        bench.project().variable("DATABASE_URL", pooler.url(bench.database()));
    }

    @AfterEach
    void stop() {
        if (pooler != null) {
            pooler.close();
        }
    }

    @Test
    void ways_back_run_and_are_recorded() {
        TestProject.Run run = bench.project().run("rollback", "--last", "2", "--yes");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().history())
                .containsExactly("001_a applied", "002_b rolled_back", "003_c rolled_back");
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void one_that_cannot_be_a_transaction_is_refused_before_anything_ran() {
        bench.migration("004_d", "create index d on c (id);\n-- migrate:down\ndrop index concurrently d;\n")
                .apply();

        TestProject.Run run = bench.project().run("rollback", "--last", "2", "--yes");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains(
                        "migrations/004_d.sql: cannot run through a pooler in transaction mode: DROP INDEX CONCURRENTLY");
        assertThat(bench.database().tables()).isEqualTo("a b c");
    }

    @Test
    void what_another_run_undid_between_two_transactions_is_seen_and_nothing_is_undone_twice() {
        bench.migration("003_c", "create table c (id int);\n-- migrate:down\ndrop table c;\n");
        bench.project()
                .when(
                        "undone  003_c",
                        () -> new TestProject(bench.project().folder(), bench.database())
                                .run("rollback", "002_b", "--yes"));

        TestProject.Run run = bench.project().run("rollback", "--to", "001_a", "--yes");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.err()).contains("another run has changed the history since the plan was made");
        assertThat(bench.database().column("select id from migrate.log where action = 'rollback' order by n"))
                .containsExactly("003_c", "002_b");
        assertThat(bench.database().tables()).isEqualTo("a");
    }
}
