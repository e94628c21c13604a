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
    private static final String SHOP = RuleCases.SHOP;

    @RegisterExtension
    private final TestBench bench = new TestBench();

    static Stream<RuleCases.Case> cases() {
        return RuleCases.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void finds_it_once_and_not_in_the_safe_way(RuleCases.Case one) {
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
        Set<Rule> covered = cases().map(RuleCases.Case::rule).collect(Collectors.toCollection(HashSet::new));
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
