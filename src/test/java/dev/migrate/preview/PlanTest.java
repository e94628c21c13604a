package dev.migrate.preview;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code migrate plan}, from the outside: what it says, its exit code, and that it changes nothing. */
@Timeout(120)
class PlanTest {
    private static final String NO_SHADOW = "[shadow]\nurl = \"postgresql://nobody@127.0.0.1:1/none\"\n";

    private static final String SHOP = """
            create table customers (id int primary key, name text);
            create table orders (id int primary key, customer int, note text);
            insert into customers values (1, 'Ada');
            """;

    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void says_of_each_migration_in_order_what_it_locks_rewrites_and_drops() {
        shop();
        bench.migration("002_type", "-- wider\nalter table orders alter column customer type bigint;")
                .migration("003_new", "create table lines (id int);")
                .migration("004_drop", "alter table orders drop column note;");

        TestProject.Run run = plan();

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out())
                .containsSubsequence(
                        "plan    migrations/002_type.sql  1 statement; no way back",
                        "locks     public.orders in ACCESS EXCLUSIVE, line 2: reads and writes wait",
                        "rewrites  public.orders",
                        "line 2: table public.orders: gets another type for column customer (integer to bigint)",
                        "[column-type-rewrite]",
                        "plan    migrations/003_new.sql  1 statement; no way back\n",
                        "plan    migrations/004_drop.sql",
                        "drops     column public.orders.note",
                        "error     line 1: column public.orders.note: is dropped with all its values [drop-column]",
                        "safer: stop using it",
                        "3 migrations would be applied: 1 error, 1 notice. Nothing was changed.");
    }

    @Test
    void json_holds_the_same() {
        shop();
        bench.migration("002_drop", "\ncreate table a ();\nalter table orders drop column note;");

        TestProject.Run run = plan("--format", "json");

        assertThat(run.code()).isEqualTo(3);
        JsonNode one = run.json().get("migrations").get(0);
        assertThat(one.get("id").asText()).isEqualTo("002_drop");
        assertThat(one.get("file").asText()).isEqualTo("migrations/002_drop.sql");
        assertThat(one.get("statements").asInt()).isEqualTo(2);
        assertThat(one.get("transaction").asBoolean()).isTrue();
        assertThat(one.get("rehearsed").asBoolean()).isTrue();
        JsonNode finding = one.get("findings").get(0);
        assertThat(finding.get("rule").asText()).isEqualTo("drop-column");
        assertThat(finding.get("severity").asText()).isEqualTo("error");
        assertThat(finding.get("line").asInt()).isEqualTo(3);
        assertThat(finding.get("statement").asInt()).isEqualTo(2);
        assertThat(finding.get("object").asText()).isEqualTo("column public.orders.note");
        assertThat(finding.get("message").asText()).isEqualTo("is dropped with all its values");
        assertThat(finding.get("safer").asText()).startsWith("stop using it");
        JsonNode lock = one.get("locks").get(0);
        assertThat(lock.get("object").asText()).isEqualTo("public.orders");
        assertThat(lock.get("mode").asText()).isEqualTo("AccessExclusiveLock");
        assertThat(lock.get("statement").asInt()).isEqualTo(2);
        assertThat(one.get("rewrites")).isEmpty();
        assertThat(one.get("drops").get(0).asText()).isEqualTo("column public.orders.note");
        assertThat(one.get("rollback").get("verdict").asText()).isEqualTo("no way back");
        assertThat(one.get("failed").isNull()).isTrue();
    }

    @Test
    void nothing_is_written_not_even_the_history() {
        bench.database().execute("create table legacy (id int)");
        bench.migration("001_a", "create table a (); alter table legacy add column b int;");

        assertThat(plan().code()).isZero();

        assertThat(bench.database().tables()).isEqualTo("legacy");
        assertThat(bench.database().value("select count(*) from pg_namespace where nspname = 'migrate'"))
                .isEqualTo("0");
        assertThat(bench.database()
                        .value("select count(*) from pg_attribute where attrelid = 'legacy'::regclass and attnum > 0"))
                .isEqualTo("1");
    }

    @Test
    void where_nothing_is_pending_it_says_so_and_starts_no_server() {
        shop();
        bench.project().file("migrate.toml", NO_SHADOW);

        TestProject.Run run = plan();

        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("Nothing to do: everything is applied.");
        assertThat(plan("--format", "json").json().get("migrations")).isEmpty();
    }

    @Test
    void many_harmless_migrations_on_a_fresh_database_are_a_line_each() {
        for (int i = 100; i < 160; i++) {
            bench.migration(
                    i + "_t",
                    "create table t" + i + " (id int primary key); create index on t" + i + " (id); alter table t" + i
                            + " add column a serial;");
        }

        TestProject.Run run = plan();

        assertThat(run.code()).isZero();
        assertThat(run.out().lines().filter(line -> line.startsWith("plan "))).hasSize(60);
        assertThat(run.out().lines().count()).isLessThan(66);
        assertThat(run.out()).contains("60 migrations would be applied: no findings.");
    }

    @Test
    void a_migration_that_fails_is_told_with_its_line_and_what_is_behind_it_is_not_rehearsed() {
        shop();
        bench.migration("002_a", "alter table orders add column a int;")
                .migration("003_b", "create table b ();\n  insert into customers values (1, 'Bea');")
                .migration("004_c", "create table c ();");

        TestProject.Run run = plan();
        JsonNode all = plan("--format", "json").json().get("migrations");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out())
                .containsSubsequence(
                        "plan    migrations/002_a.sql",
                        "fails   migrations/003_b.sql",
                        "migrations/003_b.sql:2:3",
                        "2 |   insert into customers values (1, 'Bea');",
                        "duplicate key value",
                        "apply would keep nothing of it.",
                        "fix: correct line 2",
                        "unknown migrations/004_c.sql  1 statement; not rehearsed",
                        "3 migrations pending, and one of them fails");
        assertThat(all.get(0).get("rehearsed").asBoolean()).isTrue();
        assertThat(all.get(0).get("locks")).hasSize(1);
        JsonNode failed = all.get(1).get("failed");
        assertThat(failed.get("id").asText()).isEqualTo("003_b");
        assertThat(failed.get("line").asInt()).isEqualTo(2);
        assertThat(failed.get("column").asInt()).isEqualTo(3);
        assertThat(failed.get("statement").asInt()).isEqualTo(2);
        assertThat(failed.get("sqlstate").asText()).isEqualTo("23505");
        assertThat(all.get(2).get("rehearsed").asBoolean()).isFalse();
        assertThat(all.get(2).get("failed").isNull()).isTrue();
        assertThat(all.get(2).get("rollback").isNull()).isTrue();
    }

    @Test
    void an_obstacle_is_told_as_apply_tells_it() {
        shop();
        bench.migration("001_shop", "create table others ();").migration("002_a", "create table a ();");

        TestProject.Run dry = bench.project().run("apply", "--dry-run");
        TestProject.Run run = plan();

        assertThat(run.code()).isEqualTo(3).isEqualTo(dry.code());
        assertThat(run.err()).isEqualTo(dry.err()).contains("was edited after it was applied");
    }

    @Test
    void as_many_as_apply_would_run() {
        bench.migration("001_a", "create table a ();")
                .migration("002_b", "create table b ();")
                .migration("003_c", "create table c ();")
                .migration("004_d", "-- migrate: optional\ncreate table d ();");

        assertThat(ids("--to", "002_b")).containsExactly("001_a", "002_b");
        assertThat(ids("--count", "1")).containsExactly("001_a");
        assertThat(ids()).containsExactly("001_a", "002_b", "003_c");
        assertThat(ids("--include-optional")).containsExactly("001_a", "002_b", "003_c", "004_d");
        assertThat(plan("--to", "009_z").code()).isEqualTo(2);
    }

    @Test
    void one_that_is_out_of_order_is_said_or_refused() {
        bench.migration("002_b", "create table b ();").apply();
        bench.migration("001_a", "create table a ();");

        assertThat(plan().err()).contains("001_a.sql is older than migrations that are applied");
        assertThat(plan("--out-of-order", "refuse").code()).isEqualTo(3);
        assertThat(plan("--out-of-order", "allow").err()).doesNotContain("older");
    }

    @Test
    void what_cannot_be_one_transaction_is_said_with_the_reason() {
        shop();
        bench.migration("002_index", "create index concurrently orders_note on orders (note);")
                .migration("003_commits", "do $$ begin update orders set note = ''; commit; end $$;");

        TestProject.Run run = plan();
        JsonNode all = plan("--format", "json").json().get("migrations");

        assertThat(run.out())
                .contains("not one transaction: CREATE INDEX CONCURRENTLY (line 1) cannot run in a transaction")
                .contains("public.orders in SHARE UPDATE EXCLUSIVE, line 1: reads and writes go on")
                .contains("not one transaction: line 1 does not run in a transaction with the rest");
        assertThat(run.code()).isZero();
        assertThat(all.get(0).get("transaction").asBoolean()).isFalse();
        assertThat(all.get(1).get("transaction").asBoolean()).isFalse();
    }

    @Test
    void the_policy_decides_what_refuses_a_plan() {
        shop();
        bench.migration("002_drop", "drop table orders;");
        assertThat(plan().code()).isEqualTo(3);

        bench.project().file("migrate.toml", "[policy]\ndrop-table = \"warn\"\n");
        assertThat(plan().code()).isZero();
        assertThat(plan().out()).contains("warning   line 1: table public.orders");

        bench.project().file("migrate.toml", "[policy]\ndrop-table = \"off\"\n");
        assertThat(plan().out()).contains("no findings").contains("drops     table public.orders");
    }

    @Test
    void a_rule_that_there_is_not_is_an_error_of_the_config() {
        bench.project()
                .file(
                        "migrate.toml",
                        "[policy]\nrls-disabled-exposed = \"off\"\ndrop-tabel = \"error\"\nzzzzzzzzzzz = \"off\"\n");
        bench.migration("001_a", "select 1;");

        TestProject.Run run = plan();

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("migrate.toml:3:1: there is no rule \"drop-tabel\"")
                .contains("did you mean drop-table?")
                .contains("migrate.toml:4:1: there is no rule \"zzzzzzzzzzz\"")
                .contains("docs/plan.md")
                .doesNotContain("no rule \"rls");
        assertThat(bench.project().run("apply").code()).isEqualTo(2);
    }

    @Test
    void where_the_way_back_leads_is_told() {
        shop();
        bench.migration("002_a", "create table a ();\n-- migrate:down\ndrop table a;")
                .migration("003_b", "alter table orders add column b int;\n-- migrate:down\nselect 1;")
                .migration("004_c", "create table c ();\n-- migrate:down\ndrop table d;")
                .migration("005_d", "create table d ();");

        TestProject.Run run = plan();
        JsonNode all = plan("--format", "json").json().get("migrations");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .containsSubsequence(
                        "migrations/002_a.sql  1 statement; leads back exactly",
                        "way back  does not lead back",
                        "column public.orders.b",
                        "way back  fails",
                        "does not exist",
                        "migrations/005_d.sql  1 statement; no way back");
        assertThat(all.get(0).get("rollback").get("verdict").asText()).isEqualTo("leads back exactly");
        assertThat(all.get(1).get("rollback").get("verdict").asText()).isEqualTo("does not lead back");
        assertThat(all.get(1).get("rollback").get("notes").toString()).contains("column public.orders.b");
        assertThat(all.get(2).get("rollback").get("verdict").asText()).isEqualTo("fails");
        assertThat(all.get(3).get("rollback").get("verdict").asText()).isEqualTo("no way back");
        assertThat(plan("--no-prove", "--format", "json")
                        .json()
                        .get("migrations")
                        .get(0)
                        .get("rollback")
                        .isNull())
                .isTrue();
    }

    @Test
    void a_way_back_that_takes_rows_along_is_not_said_to_lead_back_without_a_word() {
        shop();
        bench.migration(
                "002_a",
                "alter table orders add column b int;\n-- migrate:down\n"
                        + "alter table orders drop column b;\ndelete from customers;");

        TestProject.Run run = plan();

        assertThat(run.out())
                .contains("way back  leads back exactly, and rows are lost on it")
                .contains("public.customers");
    }

    @Test
    void a_plan_of_no_lock_timeout_says_so() {
        shop();
        bench.project().file("migrate.toml", "[database]\nlock_timeout = \"0\"\n");
        bench.migration("002_a", "alter table orders add column a int;");

        TestProject.Run run = plan();

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).contains("[no-lock-timeout]");
    }

    private void shop() {
        TestProject.Run run = bench.migration("001_shop", SHOP).apply();
        assertThat(run.code()).as(run.out() + run.err()).isZero();
    }

    private TestProject.Run plan(String... options) {
        var arguments = new ArrayList<>(List.of("plan"));
        arguments.addAll(List.of(options));
        return bench.project().run(arguments.toArray(String[]::new));
    }

    private List<String> ids(String... options) {
        var arguments = new ArrayList<>(List.of(options));
        arguments.addAll(List.of("--no-prove", "--format", "json"));
        var ids = new ArrayList<String>();
        plan(arguments.toArray(String[]::new))
                .json()
                .get("migrations")
                .forEach(one -> ids.add(one.get("id").asText()));
        return ids;
    }
}
