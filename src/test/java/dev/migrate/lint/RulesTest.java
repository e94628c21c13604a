package dev.migrate.lint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.config.Name;
import dev.migrate.config.PolicyRule;
import dev.migrate.database.Session;
import dev.migrate.migration.UpScript;
import dev.migrate.rehearse.FactFinder;
import dev.migrate.rehearse.Relation;
import dev.migrate.rehearse.Replay;
import dev.migrate.rehearse.ReplayResult;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule with a migration that calls for it and with the safe way, which must not. */
@Timeout(120)
class RulesTest {
    private static final String SHOP = """
            create schema old;
            create table old.archive (id int);
            create table customers (id int primary key, name varchar(20), email text);
            create table orders (id int primary key, customer int, note text, state text);
            create table lines (id int, "order" int references orders);
            create table events (id int, at timestamptz not null) partition by range (at);
            create table events_2026 partition of events for values from ('2026-01-01') to ('2027-01-01');
            create view names as select name from customers;
            create index orders_customer on orders (customer);
            create unique index lines_id on lines (id);
            create materialized view totals as select count(*) as n from orders;
            create unique index totals_n on totals (n);
            create type mood as enum ('sad', 'glad');
            create type pair as (a int, b int);
            create domain amount as int check (value > 0);
            create sequence numbers;
            create function due(a int) returns int language sql as 'select 1';
            create function touch() returns trigger language plpgsql as 'begin return new; end';
            create trigger touched before update on orders for each row execute function touch();
            create extension if not exists pg_trgm;
            alter table orders add constraint state_known check (state <> '') not valid;
            """;

    @RegisterExtension
    private final TestBench bench = new TestBench();

    /**
     * A rule with both.
     *
     * @param object of the finding
     * @param safe empty where there is no safe statement to compare with
     */
    record Case(Rule rule, String object, String unsafe, String safe) {
        @Override
        public String toString() {
            return rule.id() + ": " + unsafe;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(
                of(Rule.DROP_TABLE, "table public.lines", "drop table lines", "create table a (); drop table a"),
                of(
                        Rule.DROP_COLUMN,
                        "column public.orders.note",
                        "alter table orders drop column note",
                        "alter table orders alter column note drop default"),
                of(
                        Rule.DROP_COLUMN,
                        "column public.orders.note",
                        "do $$ begin alter table orders drop column note; end $$",
                        ""),
                of(Rule.DROP_SCHEMA, "schema old", "drop schema old cascade", "create schema a; drop schema a"),
                of(
                        Rule.DROP_VIEW,
                        "view public.names",
                        "drop view names",
                        "drop view names; create view names as select id, name from customers"),
                of(
                        Rule.DROP_FUNCTION,
                        "function public.due(integer)",
                        "drop function due(int)",
                        "create or replace function due(a int) returns int language sql as 'select 2'"),
                of(
                        Rule.DROP_TYPE,
                        "type public.mood",
                        "drop type mood",
                        "alter type mood rename value 'sad' to 'blue'"),
                of(
                        Rule.DROP_SEQUENCE,
                        "sequence public.numbers",
                        "drop sequence numbers",
                        "alter sequence numbers restart"),
                of(
                        Rule.DROP_TRIGGER,
                        "trigger touched on public.orders",
                        "drop trigger touched on orders",
                        "drop trigger touched on orders; create trigger touched before update on orders"
                                + " for each row execute function touch()"),
                of(
                        Rule.DROP_EXTENSION,
                        "extension pg_trgm",
                        "drop extension pg_trgm",
                        "comment on extension pg_trgm is 'x'"),
                of(
                        Rule.DROP_COLLATERAL,
                        "view public.names",
                        "alter table customers drop column name cascade",
                        "drop view names; alter table customers drop column name"),
                of(Rule.TRUNCATE, "table public.lines", "truncate lines", "delete from lines"),
                of(Rule.TRUNCATE, "table public.lines", "do $$ begin truncate lines; end $$", ""),
                of(Rule.TRUNCATE, "table public.events", "truncate events", ""),
                of(Rule.TRUNCATE_CASCADE, "table public.lines", "truncate orders cascade", "truncate orders, lines"),
                of(
                        Rule.TABLE_REWRITE,
                        "table public.pairs",
                        "alter type pair alter attribute b type bigint cascade",
                        "alter type pair rename attribute b to c cascade"),
                of(
                        Rule.VOLATILE_DEFAULT,
                        "table public.orders",
                        "alter table orders add column k uuid default gen_random_uuid()",
                        "alter table orders add column k timestamptz default now()"),
                of(
                        Rule.VOLATILE_DEFAULT,
                        "table public.events",
                        "alter table events add column k uuid default gen_random_uuid()",
                        "alter table events add column k int default 1"),
                of(
                        Rule.SERIAL_OR_IDENTITY_ADDED,
                        "table public.orders",
                        "alter table orders add column k serial",
                        "alter table orders add column k int"),
                of(
                        Rule.SERIAL_OR_IDENTITY_ADDED,
                        "table public.orders",
                        "alter table orders add column k int generated always as identity",
                        "alter table orders alter column id add generated always as identity"),
                of(
                        Rule.STORED_GENERATED_ADDED,
                        "table public.orders",
                        "alter table orders add column k int generated always as (id + 1) stored",
                        "alter table orders add column k int"),
                of(
                        Rule.CONSTRAINED_DOMAIN_ADDED,
                        "table public.orders",
                        "alter table orders add column k amount",
                        "alter table orders add column k int"),
                of(
                        Rule.COLUMN_TYPE_REWRITE,
                        "table public.orders",
                        "alter table orders alter column customer type bigint",
                        "alter table orders alter column state type varchar"),
                of(
                        Rule.PERSISTENCE_CHANGE,
                        "table public.lines",
                        "alter table lines set unlogged",
                        "alter table lines set (fillfactor = 90)"),
                of(
                        Rule.ACCESS_EXCLUSIVE_EXISTING,
                        "table public.orders",
                        "alter table orders add column k int",
                        "comment on table orders is 'x'"),
                of(
                        Rule.ACCESS_EXCLUSIVE_EXISTING,
                        "table public.events",
                        "create table events_2027 partition of events for values from ('2027-01-01') to ('2028-01-01')",
                        ""),
                of(
                        Rule.WRITES_BLOCKED_WITH_SCAN,
                        "table public.orders",
                        "do $$ begin create index on orders (note); end $$",
                        "create index concurrently on orders (note)"),
                of(
                        Rule.INDEX_NOT_CONCURRENTLY,
                        "table public.orders",
                        "create index on orders (note)",
                        "create index concurrently on orders (note)"),
                of(
                        Rule.INDEX_NOT_CONCURRENTLY,
                        "table public.events",
                        "create index on events (id)",
                        "create index on only events (id)"),
                of(
                        Rule.DROP_INDEX_BLOCKING,
                        "index public.orders_customer",
                        "drop index orders_customer",
                        "drop index concurrently orders_customer"),
                of(
                        Rule.LOCK_HELD_ACROSS_STATEMENTS,
                        "table public.orders",
                        "alter table orders add column k int; create table a ()",
                        "create table a (); alter table orders add column k int"),
                of(
                        Rule.LOCK_CHAIN,
                        "table public.customers",
                        "alter table orders add column k int; alter table customers add column k int",
                        "alter table lines add foreign key (id) references customers not valid"),
                of(
                        Rule.NO_LOCK_TIMEOUT,
                        "table public.orders",
                        "set lock_timeout = 0; alter table orders add column k int",
                        "set lock_timeout = '2s'; alter table orders add column k int"),
                of(Rule.BLOCKING_MAINTENANCE, "table public.orders", "vacuum full orders", "vacuum orders"),
                of(
                        Rule.BLOCKING_MAINTENANCE,
                        "table public.orders",
                        "cluster orders using orders_pkey",
                        "alter table orders cluster on orders_pkey"),
                of(
                        Rule.BLOCKING_REINDEX,
                        "table public.orders",
                        "reindex table orders",
                        "reindex table concurrently orders"),
                of(
                        Rule.BLOCKING_REINDEX,
                        "table public.orders",
                        "reindex index orders_customer",
                        "reindex index concurrently orders_customer"),
                of(
                        Rule.BLOCKING_REFRESH,
                        "materialized view public.totals",
                        "refresh materialized view totals",
                        "refresh materialized view concurrently totals"),
                of(
                        Rule.ADD_REQUIRED_COLUMN,
                        "table public.orders",
                        "alter table orders add column k int not null",
                        "alter table orders add column k int not null default 0"),
                of(
                        Rule.SET_NOT_NULL_SCAN,
                        "table public.orders",
                        "alter table orders alter column note set not null",
                        "alter table orders add constraint c check (note is not null) not valid;"
                                + " alter table orders validate constraint c; alter table orders alter column note set not null"),
                of(
                        Rule.ADD_CHECK_VALIDATED,
                        "table public.orders",
                        "alter table orders add constraint c check (id > 0)",
                        "alter table orders add constraint c check (id > 0) not valid"),
                of(
                        Rule.ADD_FK_VALIDATED,
                        "table public.orders",
                        "alter table orders add foreign key (customer) references customers",
                        "alter table orders add foreign key (customer) references customers not valid"),
                of(
                        Rule.ADD_UNIQUE_INLINE,
                        "table public.customers",
                        "alter table customers add unique (email)",
                        "alter table lines add constraint u unique using index lines_id"),
                of(
                        Rule.ADD_PRIMARY_KEY_INLINE,
                        "table public.lines",
                        "alter table lines add primary key (id)",
                        "alter table lines add constraint p primary key using index lines_id"),
                of(
                        Rule.ADD_EXCLUSION,
                        "table public.orders",
                        "alter table orders add exclude (customer with =)",
                        "alter table orders add column k int"),
                of(
                        Rule.VALIDATE_WITH_STRONG_LOCK,
                        "table public.orders",
                        "alter table orders add column k int; alter table orders validate constraint state_known",
                        "alter table orders validate constraint state_known"),
                of(Rule.RENAME_TABLE, "table public.orders", "alter table orders rename to purchases", ""),
                of(
                        Rule.RENAME_COLUMN,
                        "table public.orders",
                        "alter table orders rename column note to remark",
                        "alter table orders add column remark text; alter table orders rename column remark to remarks"),
                of(
                        Rule.RENAME_SCHEMA,
                        "schema old",
                        "alter schema old rename to older",
                        "create schema a; alter schema a rename to b"),
                of(Rule.SET_SCHEMA, "table public.orders", "alter table orders set schema old", ""),
                of(
                        Rule.FUNCTION_SIGNATURE_CHANGED,
                        "function public.due(integer)",
                        "drop function due(int); create function due(a bigint) returns int language sql as 'select 1'",
                        "create function due(a bigint) returns int language sql as 'select 1'"),
                of(
                        Rule.ENUM_VALUE_APPENDED,
                        "type public.mood",
                        "alter type mood add value 'mad'",
                        "alter type mood add value 'mad' before 'sad'"),
                of(
                        Rule.TRIGGERS_DISABLED,
                        "table public.orders",
                        "alter table orders disable trigger touched",
                        "alter table orders disable trigger touched; alter table orders enable trigger touched"),
                of(
                        Rule.OBSERVER_SILENCED,
                        "setting session_replication_role = replica",
                        "set session_replication_role = replica; insert into customers values (1)",
                        "insert into customers values (1)"));
    }

    private static Case of(Rule rule, String object, String unsafe, String safe) {
        return new Case(rule, object, unsafe, safe);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void finds_it_once_and_not_in_the_safe_way(Case one) {
        List<Finding> unsafe = find(SHOP + "create table pairs of pair;", one.unsafe());

        assertThat(unsafe.stream().filter(finding -> finding.rule() == one.rule()))
                .as(unsafe.toString())
                .singleElement()
                .satisfies(finding -> assertThat(finding.object()).isEqualTo(one.object()));
        if (!one.safe().isEmpty()) {
            try (var other = new TestDatabase()) {
                List<Finding> safe = find(other, SHOP, RulesTest::noSizes, List.of(), one.safe());

                assertThat(safe.stream().map(Finding::rule)).as(safe.toString()).doesNotContain(one.rule());
            }
        }
    }

    @Test
    void every_rule_has_a_case() {
        Set<Rule> covered = cases().map(Case::rule).collect(Collectors.toCollection(HashSet::new));
        // There is one access method of tables; made here, it is no case of the list.
        covered.add(Rule.ACCESS_METHOD_CHANGE);

        assertThat(covered).containsExactlyInAnyOrder(Rule.values());
    }

    @Test
    void another_access_method_is_found() {
        List<Finding> found = find(
                SHOP + "create access method heap2 type table handler heap_tableam_handler;",
                "alter table lines set access method heap2");

        assertThat(rules(found)).contains("access-method-change 1 error");
    }

    @Test
    void observers_that_are_switched_off_are_found_where_the_server_has_the_switch() {
        Assumptions.assumeTrue(Integer.parseInt(TestServer.VERSION) >= 17, "event_triggers came with PostgreSQL 17");

        List<Finding> found = find(SHOP, "set event_triggers = off; drop table lines");

        assertThat(rules(found)).contains("observer-silenced 1 error");
    }

    @Test
    void one_cause_is_one_finding() {
        assertThat(rules(find(SHOP, "alter table orders alter column customer type bigint")))
                .containsExactly("column-type-rewrite 1 error");
        assertThat(rules(find(
                        another(),
                        SHOP,
                        RulesTest::noSizes,
                        List.of(),
                        "alter table orders add constraint c check (id > 0)")))
                .containsExactly("add-check-validated 1 warning");
        assertThat(rules(find(another(), SHOP, RulesTest::noSizes, List.of(), "create index on orders (note)")))
                .containsExactly("index-not-concurrently 1 warning");
        assertThat(rules(find(another(), SHOP, RulesTest::noSizes, List.of(), "drop table old.archive")))
                .containsExactly("drop-table 1 error");
        assertThat(rules(find(another(), SHOP, RulesTest::noSizes, List.of(), "truncate lines")))
                .containsExactly("truncate 1 error");
        assertThat(rules(
                        find(another(), SHOP, RulesTest::noSizes, List.of(), "alter table lines add primary key (id)")))
                .containsExactly("add-primary-key-inline 1 warning");
        assertThat(rules(find(
                        another(),
                        SHOP,
                        RulesTest::noSizes,
                        List.of(),
                        "alter table events add column k uuid default gen_random_uuid()")))
                .containsExactly("volatile-default 1 error");
    }

    @Test
    void a_lock_that_is_kept_while_rows_are_read_is_an_error() {
        List<Finding> found = find(
                SHOP, "alter table orders add column k int;\nalter table customers alter column name set not null;");

        assertThat(rules(found))
                .contains("lock-held-across-statements 1 error", "set-not-null-scan 2 warning", "lock-chain 2 warning");
    }

    @Test
    void a_lock_that_is_kept_while_only_new_things_are_made_is_a_notice() {
        assertThat(rules(find(
                        SHOP,
                        "create table notes (customer int references customers);\n"
                                + "create index on notes (customer);\nalter table notes enable row level security;")))
                .containsExactly("lock-held-across-statements 1 notice");
        assertThat(rules(find(
                        another(),
                        SHOP,
                        RulesTest::noSizes,
                        List.of(),
                        "alter table orders add column k int;\n" + "insert into customers values (1);")))
                .contains("lock-held-across-statements 1 warning");
    }

    @Test
    void the_page_on_plans_lists_every_rule_as_it_is() throws IOException {
        String page = Files.readString(Path.of("docs/plan.md"));

        for (Rule rule : Rule.values()) {
            String weight = rule.severity().word() + (rule.scaled() ? ", scaled" : "");
            assertThat(page)
                    .contains("| `" + rule.id() + "` | " + weight + " | ")
                    .contains(" | " + rule.safer() + " |");
        }
    }

    @Test
    void on_a_fresh_database_nothing_is_in_the_way_of_anybody() {
        List<Finding> found = find("select 1;", SHOP);

        assertThat(found).isEmpty();
    }

    @Test
    void what_is_small_on_the_target_weighs_less() {
        String sql = "alter table orders alter column customer type bigint;\ncreate index on customers (name);";

        assertThat(rules(find(another(), SHOP, relation -> Optional.of(9L << 20), List.of(), sql)))
                .contains("column-type-rewrite 1 notice", "index-not-concurrently 2 notice");
        assertThat(rules(find(another(), SHOP, relation -> Optional.of(500L << 20), List.of(), sql)))
                .contains("column-type-rewrite 1 warning", "index-not-concurrently 2 notice");
        assertThat(rules(find(another(), SHOP, relation -> Optional.of(1L << 30), List.of(), sql)))
                .contains("column-type-rewrite 1 error", "index-not-concurrently 2 warning");
    }

    @Test
    void a_required_column_is_no_error_where_the_table_is_empty() {
        String sql = "alter table orders add column k int not null";

        assertThat(rules(find(another(), SHOP, relation -> Optional.of(0L), List.of(), sql)))
                .containsExactly("add-required-column 1 notice");
    }

    @Test
    void the_policy_has_the_last_word() {
        String sql = "drop table old.archive;\nalter table orders add column k int;";
        var policy = List.of(
                new PolicyRule(Name.of("drop-table"), PolicyRule.Level.WARNING),
                new PolicyRule(Name.of("access-exclusive-existing"), PolicyRule.Level.ERROR),
                new PolicyRule(Name.of("drop-view"), PolicyRule.Level.OFF));

        assertThat(rules(find(SHOP, sql))).contains("drop-table 1 error", "access-exclusive-existing 2 notice");
        assertThat(rules(find(another(), SHOP, RulesTest::noSizes, policy, sql)))
                .contains("drop-table 1 warning", "access-exclusive-existing 2 error");
        assertThat(rules(find(another(), SHOP, RulesTest::noSizes, policy, "drop view names")))
                .isEmpty();
    }

    @Test
    void what_a_rule_is_switched_off_for_is_not_found_by_a_general_one() {
        var policy = List.of(new PolicyRule(Name.of("add-check-validated"), PolicyRule.Level.OFF));

        assertThat(find(
                        another(),
                        SHOP,
                        RulesTest::noSizes,
                        policy,
                        "alter table orders add constraint c check (id > 0)"))
                .isEmpty();
    }

    private static Optional<Long> noSizes(Relation relation) {
        return Optional.empty();
    }

    private final List<TestDatabase> others = new ArrayList<>();

    private TestDatabase another() {
        var database = new TestDatabase();
        others.add(database);
        return database;
    }

    @AfterEach
    void drop() {
        others.forEach(TestDatabase::close);
    }

    private List<Finding> find(String before, String sql) {
        return find(bench.database(), before, RulesTest::noSizes, List.of(), sql);
    }

    private static List<Finding> find(
            TestDatabase database,
            String before,
            Function<Relation, Optional<Long>> sizes,
            List<PolicyRule> policy,
            String sql) {
        database.execute(before);
        UpScript script = UpScript.of("001_a", "001_a.sql", sql);
        try (Session session = database.session();
                FactFinder finder = FactFinder.install(session, database::session)) {
            ReplayResult result =
                    new Replay(session, Optional.empty(), Duration.ofSeconds(30), finder).run(List.of(script));
            assertThat(result.failure()).as(sql).isEmpty();
            return new Lint(policy, sizes).of(finder.facts(List.of(script)).get(0));
        }
    }

    private static List<String> rules(List<Finding> found) {
        return found.stream()
                .map(finding -> finding.rule().id() + " " + finding.line() + " "
                        + finding.severity().word())
                .toList();
    }

    @Test
    void every_rule_is_known_by_its_id() {
        assertThat(Rule.ids()).contains("drop-table", "add-fk-validated").doesNotHaveDuplicates();
        assertThat(Arrays.stream(Rule.values()).map(Rule::safer)).noneMatch(String::isBlank);
    }
}
