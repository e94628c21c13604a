package dev.migrate.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.verify.Finding.Severity;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of the check {@code security} on a database in which it is broken, and on the same one put right. */
final class SecurityRulesTest {
    private static final String OWN_ROWS =
            "alter table app.t enable row level security; create policy own on app.t to authenticated using ";

    private static final String READABLE = "create table t (id int primary key); grant select on t to anon;";

    @RegisterExtension
    private static final ApiDatabase DATABASE = new ApiDatabase();

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
        DATABASE.rows(wrong.sql());

        List<Finding> findings = DATABASE.findings();

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

        DATABASE.rows(wrong.right());

        assertThat(DATABASE.findings())
                .extracting(found -> found.rule().orElseThrow())
                .doesNotContain(wrong.rule());
    }

    @Test
    void every_rule_has_its_case() {
        assertThat(cases().map(Case::rule).distinct())
                .containsExactlyInAnyOrder(
                        Stream.of(SecurityRule.values()).map(SecurityRule::id).toArray(String[]::new));
    }
}
