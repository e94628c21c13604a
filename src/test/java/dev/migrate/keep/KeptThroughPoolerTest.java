package dev.migrate.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.PgBouncer;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keeping and giving back through a pooler in transaction mode. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class KeptThroughPoolerTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void what_is_destroyed_is_kept_and_comes_back() {
        bench.apply("create table t (id int primary key, a text);");
        bench.database().execute("insert into t select g, 'text ' || g from generate_series(1, 10) g");
        bench.migration("002_b", "delete from t where id > 5; update t set a = 'x';\n-- migrate:down\nselect 1;\n");
        String before = bench.database().value("select string_agg(t::text, ',' order by id) from t");
        try (var pooler = new PgBouncer("transaction", 5)) {
            bench.project().variable("DATABASE_URL", pooler.url(bench.database()));

            TestProject.Run apply = bench.project().run("apply");
            TestProject.Run back = bench.project().run("rollback", "--last", "1", "--yes");

            assertThat(apply.code()).as(apply.err()).isZero();
            assertThat(apply.err()).contains("kept for a rollback: 10 rows of public.t (delete, update)");
            assertThat(back.code()).as(back.err()).isZero();
            assertThat(back.err()).contains("gave back 10 rows of public.t");
        }
        assertThat(bench.database().value("select string_agg(t::text, ',' order by id) from t"))
                .isEqualTo(before);
    }
}
