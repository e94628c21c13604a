package dev.migrate.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.config.Name;
import dev.migrate.config.PolicyRule;
import dev.migrate.database.TransactionState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the check {@code security} looks at and what it leaves alone, what it weighs, and how it asks. */
final class SecurityCheckTest {
    private static final String READABLE = "create table t (id int primary key); grant select on t to anon;";

    @RegisterExtension
    private static final ApiDatabase DATABASE = new ApiDatabase();

    @Test
    void a_database_in_which_all_is_well_has_no_finding() {
        DATABASE.rows("""
                create table orders (id bigint primary key, owner uuid references auth.users (id), note text);
                create index on orders (owner);
                alter table orders enable row level security;
                create policy own on orders to authenticated using (owner = (select auth.uid()));
                create policy staff on orders as restrictive to authenticated
                    using ((select current_setting('app.open', true)) is distinct from 'no');
                create view open_orders with (security_invoker = on) as select id from orders;
                create function touch() returns trigger language plpgsql security definer set search_path = ''
                    as 'begin return new; end';
                create aggregate total (int) (sfunc = int4pl, stype = int);
                create policy readable on app.t for select to anon using (true);
                alter table app.t enable row level security;
                """);

        assertThat(DATABASE.findings())
                .extracting(found -> found.rule().orElseThrow())
                .containsOnly("table-without-api-grant");
    }

    @Test
    void indexes_that_differ_in_anything_are_no_duplicates() {
        DATABASE.rows("""
                create table app.x (a text, b text, id int primary key);
                create index on app.x (a);
                create unique index on app.x (a);
                create unique index on app.x (a) nulls not distinct;
                create index on app.x (a desc);
                create index on app.x (a text_pattern_ops);
                create index on app.x (a collate "C");
                create index on app.x (a) include (b);
                create index on app.x (a) where b = 'x';
                create index on app.x (lower(a));
                create index on app.x (upper(a));
                create index on app.x using hash (a);
                create index on app.x (b);
                """);

        assertThat(DATABASE.findings()).isEmpty();
    }

    @Test
    void of_a_partitioned_table_what_all_partitions_share_is_told_once() {
        DATABASE.rows("""
                create table app.p (a int references app.t, b int) partition by range (a);
                create table app.p1 partition of app.p for values from (1) to (2);
                create table app.p2 partition of app.p for values from (2) to (3);
                create index first on app.p (b);
                create index second on app.p (b);
                """);

        assertThat(DATABASE.findings())
                .extracting(found -> found.rule().orElseThrow() + " " + found.object())
                .containsExactlyInAnyOrder(
                        "duplicate-index table app.p", "no-primary-key table app.p", "unindexed-fk table app.p");
    }

    @Test
    void an_invalid_index_covers_no_key() {
        DATABASE.rows(
                "create table app.u (id int primary key, a int references app.t); create index broken on app.u (a);"
                        + " update pg_index set indisvalid = false where indexrelid = 'app.broken'::regclass");

        assertThat(DATABASE.findings())
                .extracting(found -> found.rule().orElseThrow())
                .containsExactly("unindexed-fk");
    }

    @Test
    void what_the_platform_an_extension_or_the_history_brings_is_no_finding() {
        DATABASE.rows("""
                create schema migrate;
                create table migrate.history (id text);
                create table migrate.log (id text);
                grant all on migrate.history, migrate.log to public;
                create schema storage;
                create table storage.objects (id int);
                create table storage.others (id int);
                grant all on storage.objects, storage.others to anon, public;
                create schema partman;
                create table partman.template_t (id int);
                grant all on partman.template_t to public;
                create policy everybody on storage.others using (true);
                alter table storage.others enable row level security;
                create extension pg_stat_statements schema app;
                create temporary table passing (id int);
                """);

        assertThat(DATABASE.findings()).isEmpty();
    }

    @Test
    void policies_for_files_are_the_projects_although_their_table_is_not() {
        DATABASE.rows("""
                create schema storage;
                create table storage.objects (id int, owner uuid);
                alter table storage.objects enable row level security;
                create policy own on storage.objects to authenticated using (owner = auth.uid());
                """);

        assertThat(DATABASE.findings())
                .extracting(Finding::object)
                .containsExactly("policy own on table storage.objects");
    }

    @Test
    void a_table_of_the_projects_own_beside_the_history_is_looked_at() {
        DATABASE.rows(
                "create schema migrate; create table migrate.history (id text); create table migrate.mine (id text)");

        assertThat(DATABASE.findings()).extracting(Finding::object).containsExactly("table migrate.mine");
    }

    @Test
    void the_schemas_that_the_api_is_told_to_serve_are_exposed() {
        DATABASE.rows("create schema api; create table api.t (id int primary key); grant select on api.t to anon;"
                + " grant usage on schema api to anon");
        assertThat(DATABASE.findings())
                .extracting(found -> found.rule().orElseThrow())
                .containsOnly("grant-to-api-role");

        DATABASE.rows("alter role authenticator in database "
                + DATABASE.session().facts().database() + " set pgrst.db_schemas = 'other , api'");

        assertThat(DATABASE.findings())
                .extracting(found -> found.rule().orElseThrow())
                .containsOnly("rls-disabled-exposed", "grant-to-api-role");
    }

    @Test
    void a_grant_without_the_use_of_its_schema_opens_nothing() {
        DATABASE.rows(READABLE + " revoke usage on schema public from public, anon");

        assertThat(DATABASE.findings())
                .extracting(found -> found.severity() + " " + found.rule().orElseThrow())
                .containsExactlyInAnyOrder("WARNING grant-to-api-role", "INFO table-without-api-grant");
    }

    @Test
    void the_policy_of_the_config_sets_what_a_rule_weighs() {
        DATABASE.rows(READABLE + " create table app.u (id int)");

        Outcome outcome = DATABASE.outcome(List.of(
                new PolicyRule(Name.of("no-primary-key"), PolicyRule.Level.ERROR),
                new PolicyRule(Name.of("rls-disabled-exposed"), PolicyRule.Level.WARNING),
                new PolicyRule(Name.of("grant-to-api-role"), PolicyRule.Level.OFF)));

        assertThat(outcome.findings())
                .extracting(found -> found.severity() + " " + found.rule().orElseThrow())
                .containsExactly("ERROR no-primary-key", "WARNING rls-disabled-exposed");
        assertThat(outcome.notes()).containsExactly("switched off by [policy]: grant-to-api-role");
    }

    @Test
    void without_roles_of_an_api_nothing_is_exposed_and_that_is_said() {
        DATABASE.rows("create table t (id int primary key); grant select on t to public;"
                + " create function f() returns int language sql return 1;"
                + " create function g() returns int language sql security definer return 1;"
                + " create extension pg_trgm");
        DATABASE.rows("alter role anon rename to nobody; alter role authenticated rename to somebody");
        try {
            Outcome outcome = DATABASE.outcome(List.of());

            assertThat(outcome.findings())
                    .extracting(found -> found.rule().orElseThrow() + " " + found.object())
                    .containsExactlyInAnyOrder(
                            "grant-to-public table public.t", "function-search-path function public.g()");
            assertThat(outcome.notes()).singleElement().asString().contains("no role anon", "rls-disabled-exposed");
        } finally {
            DATABASE.rows("alter role nobody rename to anon; alter role somebody rename to authenticated");
        }
    }

    @Test
    void metadata_is_enough_in_one_read_only_round_trip_and_nothing_is_left_behind() {
        DATABASE.rows(READABLE + " set role reader");

        var messages = new ArrayList<String>();
        DATABASE.session().trace((sql, reply, milliseconds) -> messages.add(sql));

        List<Finding> findings = DATABASE.findings();

        assertThat(findings).isNotEmpty();
        assertThat(messages).singleElement().asString().startsWith("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;");
        assertThat(DATABASE.session().state()).isEqualTo(TransactionState.IDLE);
        assertThat(DATABASE.rows("select pg_catalog.current_setting('transaction_read_only')"))
                .containsExactly(List.of("off"));
    }

    @Test
    void names_and_functions_that_somebody_planted_are_not_called() {
        DATABASE.rows("create function public.format(text, variadic text[]) returns text language plpgsql"
                + " set search_path = '' as $$ begin raise 'called'; end $$;"
                + " create table public.pg_policy (x int); set search_path = public, pg_catalog");
        DATABASE.rows("create table \"{name} 'x\" (id int primary key); grant select on \"{name} 'x\" to anon");

        assertThat(DATABASE.findings())
                .extracting(Finding::object)
                .contains("table public.\"{name} 'x\"", "table public.pg_policy");
        assertThat(DATABASE.findings())
                .filteredOn(found -> found.rule().orElseThrow().equals("rls-disabled-exposed"))
                .singleElement()
                .extracting(Finding::fix)
                .asString()
                .startsWith("in a new migration: ALTER TABLE public.\"{name} 'x\" ENABLE ROW LEVEL SECURITY;");
    }
}
