package dev.migrate.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.database.Session;
import dev.migrate.migration.UpScript;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import dev.migrate.testing.TestBench;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What statements do to what was there, as a scratch server shows it. */
class FactFinderTest {
    private static final String SHOP = """
            create table customers (id int primary key, name varchar(20), email text);
            create table orders (id int primary key, customer int, note text);
            create view open_orders as select id from orders;
            create index orders_customer on orders (customer);
            create materialized view totals as select count(*) from orders;
            create type state as enum ('new', 'done');
            """;

    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void a_lock_is_known_by_the_statement_that_took_it_and_its_mode() {
        ScriptFacts facts = one("comment on column orders.note is 'x';\nalter table orders add column a int;\n"
                + "create index on customers (name);");

        assertThat(locks(facts))
                .containsExactly(
                        "1 public.orders ShareUpdateExclusiveLock",
                        "2 public.orders AccessExclusiveLock",
                        "3 public.customers ShareLock");
    }

    @Test
    void what_the_migrations_make_themselves_is_no_finding_of_locks_or_scans() {
        ScriptFacts facts = one("create table a (id int); create index on a (id); alter table a add column b serial;"
                + " drop table a;");

        assertThat(facts.gained()).isEmpty();
        assertThat(facts.statements()).allSatisfy(statement -> {
            assertThat(statement.scanned()).isEmpty();
            assertThat(statement.rewritten()).isEmpty();
            assertThat(statement.drops()).isEmpty();
        });
    }

    @Test
    void a_scan_is_counted_for_the_statement_that_made_it_although_there_are_no_rows() {
        ScriptFacts facts =
                one("alter table orders add column a int; alter table orders alter column note set not null;"
                        + " alter table orders add column b int; create index on orders (note);");

        assertThat(scans(facts)).containsExactly("2 public.orders", "4 public.orders");
    }

    @Test
    void a_scan_of_one_transaction_does_not_count_in_the_next() {
        List<ScriptFacts> facts = observe(
                SHOP,
                "create index on orders (note);",
                "alter table orders add column b int;",
                "create index on orders (b);");

        assertThat(scans(facts.get(0))).containsExactly("1 public.orders");
        assertThat(scans(facts.get(1))).isEmpty();
        assertThat(scans(facts.get(2))).containsExactly("1 public.orders");
    }

    @Test
    void a_rewrite_is_known_with_its_reason() {
        ScriptFacts facts = one("""
                alter table orders alter column customer type bigint;
                alter table orders add column a uuid default gen_random_uuid();
                alter table orders add column b int default 1;
                alter table customers set unlogged;""");

        assertThat(facts.statements().stream()
                        .flatMap(statement -> statement.rewritten().entrySet().stream()
                                .map(entry -> statement.statement() + " "
                                        + entry.getKey().name() + " " + entry.getValue())))
                .containsExactly("1 public.orders 4", "2 public.orders 2", "4 public.customers 1");
    }

    @Test
    void truncate_gives_a_table_another_file_and_is_no_rewrite() {
        ScriptFacts facts = one("truncate orders;\ninsert into orders values (1, 1, 'x');");

        assertThat(facts.statements().get(0).filed().stream().map(Relation::name))
                .contains("public.orders");
        assertThat(facts.statements().get(0).rewritten()).isEmpty();
        assertThat(facts.statements().get(1).filed()).isEmpty();
    }

    @Test
    void a_change_is_told_with_the_state_before_it_and_behind_it() {
        ScriptFacts facts = one("""
                alter table orders alter column note set not null;
                alter table orders rename column note to remark;
                alter table orders add constraint k check (id > 0) not valid;""");

        assertThat(facts.statements().get(0).changes()).singleElement().satisfies(change -> {
            assertThat(change.was().columns().get(3).notNull()).isFalse();
            assertThat(change.is().columns().get(3).notNull()).isTrue();
        });
        assertThat(facts.statements().get(1).changes()).singleElement().satisfies(change -> {
            assertThat(change.was().columns().get(3).notNull()).isTrue();
            assertThat(change.was().columns().get(3).name()).isEqualTo("note");
            assertThat(change.is().columns().get(3).name()).isEqualTo("remark");
        });
        assertThat(facts.statements().get(2).changes())
                .singleElement()
                .satisfies(change -> assertThat(change.is().constraints().values())
                        .anySatisfy(constraint -> {
                            assertThat(constraint.name()).isEqualTo("k");
                            assertThat(constraint.type()).isEqualTo('c');
                            assertThat(constraint.validated()).isFalse();
                        }));
    }

    @Test
    void a_drop_is_told_with_what_cascade_took_along() {
        ScriptFacts facts = one("alter table customers drop column email;\ndrop table orders cascade;");

        assertThat(drops(facts.statements().get(0))).containsExactly("table column public.customers.email true");
        assertThat(drops(facts.statements().get(1)))
                .contains("table public.orders true", "view public.open_orders false");
    }

    @Test
    void a_column_that_a_migration_added_itself_is_no_loss() {
        List<ScriptFacts> facts = observe(
                SHOP, "alter table orders add column a int;", "alter table orders drop column a, drop column note;");

        assertThat(drops(facts.get(1).statements().get(0))).containsExactly("table column public.orders.note true");
    }

    @Test
    void a_label_at_the_end_of_an_enum_is_told_once() {
        List<ScriptFacts> facts = observe(
                SHOP,
                "alter type state add value 'open' before 'done';",
                "alter type state add value 'lost';",
                "comment on type state is 'x';");

        assertThat(facts.stream()
                        .flatMap(script -> script.statements().stream())
                        .flatMap(statement -> statement.enums().stream())
                        .map(StatementFacts.AppendedLabel::label))
                .containsExactly("lost");
    }

    @Test
    void a_setting_that_blinds_or_lifts_the_limit_is_known() {
        ScriptFacts facts = one("alter table orders add column a int;\nset lock_timeout = 0;\n"
                + "set session_replication_role = replica;\nalter table orders add column b int;");

        assertThat(facts.statements().get(0).lockTimeoutOff()).isFalse();
        assertThat(facts.statements().get(0).unseen()).isEmpty();
        assertThat(facts.statements().get(1).lockTimeoutOff()).isTrue();
        assertThat(facts.statements().get(1).unseen()).contains("session_replication_role = replica");
    }

    @Test
    void a_script_may_set_its_transaction_and_read_only_is_no_hindrance() {
        ScriptFacts facts = one("""
                set local lock_timeout = '1s';
                set transaction isolation level serializable, read only;
                select count(*) from orders;
                do $$ begin assert current_setting('transaction_isolation') = 'serializable'; end $$;""");

        assertThat(scans(facts)).containsExactly("3 public.orders");
    }

    @Test
    void a_script_that_wants_no_notices_and_another_search_path_is_observed_all_the_same() {
        ScriptFacts facts = one("set client_min_messages = error;\nset search_path = '';\n"
                + "alter table public.orders add column a int;");

        assertThat(locks(facts)).containsExactly("3 public.orders AccessExclusiveLock");
    }

    @Test
    void statements_with_transactions_of_their_own_are_known_as_such() {
        ScriptFacts facts = one("-- migrate: no-transaction\nalter table orders add column a int;\n"
                + "begin;\nalter table orders add column b int;\nalter table customers add column b int;\ncommit;");

        assertThat(facts.statements().stream().map(StatementFacts::transaction).distinct())
                .hasSize(2);
        assertThat(locks(facts))
                .containsExactly(
                        "1 public.orders AccessExclusiveLock",
                        "3 public.orders AccessExclusiveLock",
                        "4 public.customers AccessExclusiveLock");
    }

    @Test
    @Timeout(120)
    void what_refuses_a_transaction_shows_what_it_waits_for_while_somebody_writes() {
        ScriptFacts facts = one("create index concurrently orders_note on orders (note);\nvacuum full customers;\n"
                + "vacuum orders;\ndrop index concurrently orders_customer;");

        assertThat(facts.statements().get(0).probe()).hasValueSatisfying(probe -> {
            assertThat(probe.waitedFor()).isEqualTo("virtualxid");
            assertThat(probe.wanted()).isEmpty();
        });
        assertThat(facts.statements().get(1).probe()).hasValueSatisfying(probe -> {
            assertThat(probe.waitedFor()).isEqualTo("relation");
            assertThat(probe.wanted().values()).containsExactly(LockMode.ACCESS_EXCLUSIVE);
        });
        assertThat(facts.statements().get(1).filed().stream().map(Relation::name))
                .contains("public.customers")
                .doesNotContain("public.orders");
        assertThat(facts.statements().get(2).probe())
                .hasValueSatisfying(probe -> assertThat(probe.waitedFor()).isEmpty());
        assertThat(locks(facts))
                .contains("1 public.orders ShareUpdateExclusiveLock", "2 public.customers AccessExclusiveLock");
    }

    @Test
    void where_nobody_can_look_on_the_statement_runs_and_it_is_said() {
        bench.database().execute(SHOP);
        UpScript script = UpScript.of("001_a", "001_a.sql", "\nvacuum full customers;");
        try (Session session = bench.database().session();
                FactFinder finder = FactFinder.install(session, () -> {
                    throw new MigrationFailure(ExitCode.NO_CONNECTION, Problem.of("too many clients", ""));
                })) {
            ReplayResult result = new Replay(session, Optional.empty(), Duration.ZERO, finder).run(List.of(script));

            assertThat(result.failure()).isEmpty();
            assertThat(finder.unwatched())
                    .containsExactly("001_a.sql:2: what it locks could not be looked at: too many clients");
        }
    }

    @Test
    @Timeout(60)
    void a_block_that_commits_is_run_again_in_steps_and_its_facts_count_once() {
        ScriptFacts facts = one("alter table orders add column a int;\n"
                + "do $$ begin alter table customers add column a int; commit; end $$;");

        assertThat(facts.statements().stream().map(StatementFacts::statement)).containsExactly(1, 2);
        assertThat(locks(facts))
                .containsExactly("1 public.orders AccessExclusiveLock", "2 public.customers AccessExclusiveLock");
    }

    @Test
    void rows_that_are_copied_do_not_hide_what_follows() {
        ScriptFacts facts = one(
                "alter table orders add column a int;\ncopy customers from stdin;\n1\tAda\tx\n\\.\ntruncate orders;");

        assertThat(locks(facts))
                .containsExactly("1 public.orders AccessExclusiveLock", "2 public.customers RowExclusiveLock");
        assertThat(facts.statements().stream().map(StatementFacts::line)).containsExactly(1, 2, 5);
    }

    @Test
    void a_role_without_rights_is_observed_as_well() {
        String role = bench.database().name() + "_poor";
        bench.database().execute("create role " + role + "; grant create on schema public to " + role);
        try (Session session = bench.database().session();
                FactFinder finder = FactFinder.install(session, bench.database()::session)) {
            UpScript script = UpScript.of("001_a", "001_a.sql", "create table a (id int);");

            ReplayResult result = new Replay(session, Optional.of(role), Duration.ZERO, finder).run(List.of(script));

            assertThat(result.failure()).isEmpty();
            assertThat(finder.facts(List.of(script)).get(0).statements()).hasSize(1);
            finder.remove();
            bench.database().execute("drop owned by " + role + "; drop role " + role);
        }
    }

    @Test
    void nothing_is_left_of_it_when_it_is_removed() {
        one("alter table orders add column a int;");

        assertThat(bench.database().value("select count(*) from pg_event_trigger"))
                .isEqualTo("0");
        assertThat(bench.database().value("select count(*) from pg_namespace where nspname = 'rehearsal'"))
                .isEqualTo("0");
    }

    private ScriptFacts one(String sql) {
        return observe(SHOP, sql).get(0);
    }

    private List<ScriptFacts> observe(String before, String... scripts) {
        bench.database().execute(before);
        var run = new ArrayList<UpScript>();
        for (String sql : scripts) {
            String id = "%03d".formatted(run.size() + 1);
            run.add(UpScript.of(id, id + ".sql", sql));
        }
        try (Session session = bench.database().session();
                FactFinder finder = FactFinder.install(session, bench.database()::session)) {
            ReplayResult result = new Replay(session, Optional.empty(), Duration.ofSeconds(30), finder).run(run);

            assertThat(result.failure()).isEmpty();
            return finder.facts(run);
        }
    }

    private static List<String> locks(ScriptFacts facts) {
        return facts.gained().stream()
                .filter(one -> one.relation().table() && one.mode().atLeast(LockMode.ROW_EXCLUSIVE))
                .map(one -> one.by().statement() + " " + one.relation().name() + " "
                        + one.mode().server())
                .toList();
    }

    private static List<String> scans(ScriptFacts facts) {
        return facts.statements().stream()
                .flatMap(statement ->
                        statement.scanned().stream().map(relation -> statement.statement() + " " + relation.name()))
                .toList();
    }

    private static List<String> drops(StatementFacts facts) {
        return facts.drops().stream()
                .filter(touch -> touch.original() || touch.normal())
                .map(touch -> touch.objectType() + " " + touch.identity().orElse("") + " " + touch.original())
                .toList();
    }
}
