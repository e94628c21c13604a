package dev.migrate.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.config.Name;
import dev.migrate.config.PolicyRule;
import dev.migrate.config.Settings;
import dev.migrate.database.Session;
import dev.migrate.database.TransactionState;
import dev.migrate.history.HistoryTable;
import dev.migrate.plan.Inventory;
import dev.migrate.verify.Finding.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the check {@code security} on a database in which it is broken, and on the same one put right. */
final class SecurityCheckTest {
    private static final HistoryTable HISTORY = new HistoryTable("migrate", "history", false);

    /** What the platform has; and a schema that the API does not serve. */
    private static final String PLATFORM = """
            create schema auth;
            create table auth.users (id uuid primary key, email text unique, phone text);
            create function auth.uid() returns uuid stable language sql return null::uuid;
            create function auth.jwt() returns jsonb stable language sql return '{}'::jsonb;
            grant usage on schema auth to anon, authenticated;
            create schema app;
            create table app.t (id int primary key, owner uuid);
            create table app.two (a int, b int, primary key (a, b));
            create function app.one() returns int language sql set search_path = '' return 1;
            """;

    private static final String OWN_ROWS =
            "alter table app.t enable row level security; create policy own on app.t to authenticated using ";

    private static final String READABLE = "create table t (id int primary key); grant select on t to anon;";

    private static ScratchServer server;

    private Session session;

    @BeforeAll
    static void start(@TempDir Path data) throws IOException {
        server = ScratchServer.start(data.resolve("server"));
        try (Session session = server.newDatabase()) {
            session.rows(
                    "create role anon nologin; create role authenticated nologin; create role authenticator nologin;"
                            + " create role reader login");
        }
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void connect() {
        session = server.newDatabase();
        session.rows(PLATFORM);
    }

    @AfterEach
    void disconnect() {
        session.close();
    }

    /**
     * A rule and where it is broken.
     *
     * @param object that is found
     * @param sql makes it
     * @param also other rules that the same is bound to break
     * @param right puts it right
     */
    private record Case(String rule, Severity severity, String object, String sql, List<String> also, String right) {
        @Override
        public String toString() {
            return rule + ": " + sql;
        }
    }

    private static Case error(String rule, String object, String sql, String right, String... also) {
        return new Case(rule, Severity.ERROR, object, sql, List.of(also), right);
    }

    private static Case warning(String rule, String object, String sql, String right, String... also) {
        return new Case(rule, Severity.WARNING, object, sql, List.of(also), right);
    }

    private static Case info(String rule, String object, String sql, String right, String... also) {
        return new Case(rule, Severity.INFO, object, sql, List.of(also), right);
    }

    static Stream<Case> cases() {
        return Stream.of(
                error(
                        "rls-disabled-exposed",
                        "table public.t",
                        READABLE,
                        "alter table t enable row level security",
                        "grant-to-api-role"),
                error(
                        "rls-disabled-exposed",
                        "table public.\"T t\"",
                        "create table \"T t\" (id int primary key) partition by list (id); grant update (id) on \"T t\" to authenticated",
                        "revoke all (id) on \"T t\" from authenticated",
                        "grant-to-api-role"),
                error(
                        "policy-without-rls",
                        "table app.t",
                        "create policy own on app.t to authenticated using (id > 0)",
                        "alter table app.t enable row level security"),
                info(
                        "rls-without-policy",
                        "table app.t",
                        "alter table app.t enable row level security",
                        "create policy own on app.t to authenticated using (id > 0)"),
                warning(
                        "rls-call-per-row",
                        "policy own on table app.t",
                        OWN_ROWS + "(owner = auth.uid())",
                        "alter policy own on app.t using (owner = (select auth.uid()))"),
                warning(
                        "rls-call-per-row",
                        "policy own on table app.t",
                        OWN_ROWS + "(owner = (select auth.uid()) or owner <> auth.uid())",
                        "alter policy own on app.t using (owner = (select auth.uid()) or owner <> (select auth.uid()))"),
                warning(
                        "rls-call-per-row",
                        "policy own on table app.t",
                        OWN_ROWS + "(exists (select from app.t x where x.owner = auth.uid()))",
                        "alter policy own on app.t using (exists (select from app.t x where x.owner = (select auth.uid())))"),
                warning(
                        "rls-call-per-row",
                        "policy own on table app.t",
                        OWN_ROWS + "(id > 0) with check (owner = current_setting('app.user')::uuid)",
                        "alter policy own on app.t with check"
                                + " (owner = (select nullif(current_setting('app.user', true), '')::uuid))"),
                error(
                        "rls-user-metadata",
                        "policy own on table app.t",
                        OWN_ROWS + "((select auth.jwt() -> 'user_metadata' ->> 'role') = 'admin')",
                        "alter policy own on app.t using ((select auth.jwt() -> 'app_metadata' ->> 'role') = 'admin')"),
                warning(
                        "rls-always-true",
                        "policy own on table app.t",
                        "alter table app.t enable row level security;"
                                + " create policy own on app.t for insert to anon with check (true)",
                        "alter policy own on app.t with check (id > 0)"),
                warning(
                        "rls-always-true",
                        "policy own on table app.t",
                        "alter table app.t enable row level security; create policy own on app.t using ((true))",
                        "alter policy own on app.t to reader",
                        "policy-for-public"),
                warning(
                        "policy-for-public",
                        "policy own on table app.t",
                        "alter table app.t enable row level security; create policy own on app.t using (id > 0)",
                        "alter policy own on app.t to authenticated"),
                warning(
                        "multiple-permissive-policies",
                        "table app.t",
                        OWN_ROWS + "(id > 0); create policy more on app.t for select to authenticated using (id > 1)",
                        "drop policy more on app.t;"
                                + " create policy more on app.t as restrictive for select to authenticated using (id > 1)"),
                warning(
                        "multiple-permissive-policies",
                        "table app.t",
                        OWN_ROWS + "(id > 0); create policy more on app.t for delete using (id > 1)",
                        "alter policy more on app.t to reader",
                        "policy-for-public"),
                error(
                        "view-runs-as-owner",
                        "view public.v",
                        "create view v as select id from app.t; grant select on v to anon",
                        "alter view v set (security_invoker = true)",
                        "grant-to-api-role"),
                error(
                        "auth-users-exposed",
                        "view public.v",
                        "create view v with (security_invoker) as select id, email from auth.users;"
                                + " grant select on v to authenticated",
                        "create or replace view v with (security_invoker) as select owner as id, ''::text as email from app.t",
                        "grant-to-api-role"),
                warning(
                        "matview-or-foreign-exposed",
                        "materialized view public.m",
                        "create materialized view m as select id from app.t; grant select on m to anon",
                        "revoke all on m from anon",
                        "grant-to-api-role"),
                warning(
                        "matview-or-foreign-exposed",
                        "foreign table public.f",
                        "create foreign data wrapper w; create server s foreign data wrapper w;"
                                + " create foreign table f (id int) server s; grant select on f to anon",
                        "alter foreign table f set schema app",
                        "grant-to-api-role"),
                warning(
                        "function-search-path",
                        "function public.f(integer,text[])",
                        "create function f(int, text[]) returns int language sql return 1",
                        "alter function f(int, text[]) set search_path = ''"),
                warning(
                        "function-search-path",
                        "procedure app.p()",
                        "create procedure app.p() language sql security definer begin atomic select 1; end",
                        "alter procedure app.p() set search_path = ''"),
                warning(
                        "definer-function-callable",
                        "function public.f()",
                        "create function f() returns int language sql security definer set search_path = '' return 1",
                        "revoke execute on function f() from public"),
                warning(
                        "grant-to-api-role",
                        "sequence app.s",
                        "create sequence app.s; grant usage on sequence app.s to anon",
                        "revoke all on sequence app.s from anon"),
                error(
                        "grant-to-api-role",
                        "table public.t",
                        READABLE,
                        "revoke all on t from anon",
                        "rls-disabled-exposed"),
                warning(
                        "grant-to-public",
                        "table app.t",
                        "grant select on app.t to public",
                        "revoke all on app.t from public"),
                error(
                        "grant-to-public",
                        "table public.t",
                        "create table t (id int primary key); grant insert on t to public",
                        "revoke all on t from public",
                        "rls-disabled-exposed"),
                info(
                        "table-without-api-grant",
                        "table public.t",
                        "create table t (id int primary key)",
                        "grant select on t to anon"),
                info(
                        "unindexed-fk",
                        "table app.u",
                        "create table app.u (id int primary key, a int references app.t)",
                        "create index on app.u (a)"),
                info(
                        "unindexed-fk",
                        "table app.u",
                        "create table app.u (a int, b int, id int primary key, foreign key (a, b) references app.two);"
                                + " create index on app.u (a, b) where a > 0",
                        "create index on app.u (b, a, id)"),
                info(
                        "duplicate-index",
                        "table app.t",
                        "create index first on app.t (owner); create index second on app.t (owner)",
                        "drop index app.second; create index second on app.t (owner desc)"),
                info(
                        "no-primary-key",
                        "table app.u",
                        "create table app.u (id int unique)",
                        "alter table app.u add primary key (id)"),
                error(
                        "fk-to-auth-unique",
                        "table app.u",
                        "create table app.u (email text primary key references auth.users (email))",
                        "drop table app.u"),
                warning(
                        "extension-in-public",
                        "extension pg_trgm",
                        "create extension pg_trgm",
                        "alter extension pg_trgm set schema app"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_rule_finds_what_breaks_it_and_nothing_where_it_is_put_right(Case wrong) {
        session.rows(wrong.sql());

        List<Finding> findings = findings();

        assertThat(findings.stream().map(found -> found.rule().orElseThrow()).distinct())
                .containsExactlyInAnyOrderElementsOf(Stream.concat(Stream.of(wrong.rule()), wrong.also().stream())
                        .toList());
        Finding finding = findings.stream()
                .filter(found -> found.rule().orElseThrow().equals(wrong.rule()))
                .findFirst()
                .orElseThrow();
        assertThat(finding.object()).isEqualTo(wrong.object());
        assertThat(finding.severity()).isEqualTo(wrong.severity());
        assertThat(finding.message() + finding.fix()).doesNotContain("{", "  ", "\n");

        session.rows(wrong.right());

        assertThat(findings()).extracting(found -> found.rule().orElseThrow()).doesNotContain(wrong.rule());
    }

    @Test
    void every_rule_has_its_case() {
        assertThat(cases().map(Case::rule).distinct())
                .containsExactlyInAnyOrder(
                        Stream.of(SecurityRule.values()).map(SecurityRule::id).toArray(String[]::new));
    }

    @Test
    void a_database_in_which_all_is_well_has_no_finding() {
        session.rows("""
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

        assertThat(findings()).extracting(found -> found.rule().orElseThrow()).containsOnly("table-without-api-grant");
    }

    @Test
    void indexes_that_differ_in_anything_are_no_duplicates() {
        session.rows("""
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

        assertThat(findings()).isEmpty();
    }

    @Test
    void of_a_partitioned_table_what_all_partitions_share_is_told_once() {
        session.rows("""
                create table app.p (a int references app.t, b int) partition by range (a);
                create table app.p1 partition of app.p for values from (1) to (2);
                create table app.p2 partition of app.p for values from (2) to (3);
                create index first on app.p (b);
                create index second on app.p (b);
                """);

        assertThat(findings())
                .extracting(found -> found.rule().orElseThrow() + " " + found.object())
                .containsExactlyInAnyOrder(
                        "duplicate-index table app.p", "no-primary-key table app.p", "unindexed-fk table app.p");
    }

    @Test
    void an_invalid_index_covers_no_key() {
        session.rows(
                "create table app.u (id int primary key, a int references app.t); create index broken on app.u (a);"
                        + " update pg_index set indisvalid = false where indexrelid = 'app.broken'::regclass");

        assertThat(findings()).extracting(found -> found.rule().orElseThrow()).containsExactly("unindexed-fk");
    }

    @Test
    void what_the_platform_an_extension_or_the_history_brings_is_no_finding() {
        session.rows("""
                create schema migrate;
                create table migrate.history (id text);
                create table migrate.log (id text);
                grant all on migrate.history, migrate.log to public;
                create schema storage;
                create table storage.objects (id int);
                create table storage.others (id int);
                grant all on storage.objects, storage.others to anon, public;
                create policy everybody on storage.others using (true);
                alter table storage.others enable row level security;
                create extension pg_stat_statements schema app;
                create temporary table passing (id int);
                """);

        assertThat(findings()).isEmpty();
    }

    @Test
    void policies_for_files_are_the_projects_although_their_table_is_not() {
        session.rows("""
                create schema storage;
                create table storage.objects (id int, owner uuid);
                alter table storage.objects enable row level security;
                create policy own on storage.objects to authenticated using (owner = auth.uid());
                """);

        assertThat(findings()).extracting(Finding::object).containsExactly("policy own on table storage.objects");
    }

    @Test
    void a_table_of_the_projects_own_beside_the_history_is_looked_at() {
        session.rows(
                "create schema migrate; create table migrate.history (id text); create table migrate.mine (id text)");

        assertThat(findings()).extracting(Finding::object).containsExactly("table migrate.mine");
    }

    @Test
    void the_schemas_that_the_api_is_told_to_serve_are_exposed() {
        session.rows("create schema api; create table api.t (id int primary key); grant select on api.t to anon;"
                + " grant usage on schema api to anon");
        assertThat(findings()).extracting(found -> found.rule().orElseThrow()).containsOnly("grant-to-api-role");

        session.rows("alter role authenticator in database " + session.facts().database()
                + " set pgrst.db_schemas = 'other , api'");

        assertThat(findings())
                .extracting(found -> found.rule().orElseThrow())
                .containsOnly("rls-disabled-exposed", "grant-to-api-role");
    }

    @Test
    void a_grant_without_the_use_of_its_schema_opens_nothing() {
        session.rows(READABLE + " revoke usage on schema public from public, anon");

        assertThat(findings())
                .extracting(found -> found.severity() + " " + found.rule().orElseThrow())
                .containsExactlyInAnyOrder("WARNING grant-to-api-role", "INFO table-without-api-grant");
    }

    @Test
    void the_policy_of_the_config_sets_what_a_rule_weighs() {
        session.rows(READABLE + " create table app.u (id int)");

        Outcome outcome = outcome(List.of(
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
        session.rows("create table t (id int primary key); grant select on t to public;"
                + " create function f() returns int language sql return 1;"
                + " create function g() returns int language sql security definer return 1;"
                + " create extension pg_trgm");
        session.rows("alter role anon rename to nobody; alter role authenticated rename to somebody");
        try {
            Outcome outcome = outcome(List.of());

            assertThat(outcome.findings())
                    .extracting(found -> found.rule().orElseThrow() + " " + found.object())
                    .containsExactlyInAnyOrder(
                            "grant-to-public table public.t", "function-search-path function public.g()");
            assertThat(outcome.notes()).singleElement().asString().contains("no role anon", "rls-disabled-exposed");
        } finally {
            session.rows("alter role nobody rename to anon; alter role somebody rename to authenticated");
        }
    }

    @Test
    void metadata_is_enough_in_one_read_only_round_trip_and_nothing_is_left_behind() {
        session.rows(READABLE + " set role reader");

        var messages = new ArrayList<String>();
        session.trace((sql, reply, milliseconds) -> messages.add(sql));

        List<Finding> findings = findings();

        assertThat(findings).isNotEmpty();
        assertThat(messages).singleElement().asString().startsWith("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;");
        assertThat(session.state()).isEqualTo(TransactionState.IDLE);
        assertThat(session.rows("select pg_catalog.current_setting('transaction_read_only')"))
                .containsExactly(List.of("off"));
    }

    @Test
    void names_and_functions_that_somebody_planted_are_not_called() {
        session.rows("create function public.format(text, variadic text[]) returns text language plpgsql"
                + " set search_path = '' as $$ begin raise 'called'; end $$;"
                + " create table public.pg_policy (x int); set search_path = public, pg_catalog");
        session.rows("create table \"{name} 'x\" (id int primary key); grant select on \"{name} 'x\" to anon");

        assertThat(findings())
                .extracting(Finding::object)
                .contains("table public.\"{name} 'x\"", "table public.pg_policy");
        assertThat(findings())
                .filteredOn(found -> found.rule().orElseThrow().equals("rls-disabled-exposed"))
                .singleElement()
                .extracting(Finding::fix)
                .asString()
                .startsWith("in a new migration: ALTER TABLE public.\"{name} 'x\" ENABLE ROW LEVEL SECURITY;");
    }

    private List<Finding> findings() {
        return outcome(List.of()).findings();
    }

    private Outcome outcome(List<PolicyRule> policy) {
        Settings plain = Settings.of(Path.of(""));
        var settings = new Settings(
                plain.directory(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                plain.sources(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                plain.database(),
                plain.history(),
                plain.shadow(),
                plain.embedded(),
                plain.keep(),
                plain.newMigrations(),
                policy);
        var inventory = new Inventory(List.of(), List.of(), Optional.empty(), List.of());
        try (var evidence = new Evidence(settings, inventory, HISTORY, session)) {
            return new SecurityCheck().look(evidence);
        }
    }
}
