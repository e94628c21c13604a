package dev.migrate.verify;

import dev.migrate.verify.Finding.Severity;
import java.util.Arrays;
import java.util.Optional;

/**
 * A rule of the check {@code security}: what {@code security.sql} finds under its id, in words.
 *
 * <p>In the texts {@code {object}} is the object for people, {@code {name}} its name for SQL, {@code {said}} and
 * {@code {more}} what the query says of it.
 */
enum SecurityRule {
    RLS_DISABLED_EXPOSED(
            "rls-disabled-exposed",
            Severity.ERROR,
            true,
            "row level security is off, and {said} can reach the table: the API gives everybody all its rows",
            "in a new migration: ALTER TABLE {name} ENABLE ROW LEVEL SECURITY; and a policy for each who may see rows"),
    POLICY_WITHOUT_RLS(
            "policy-without-rls",
            Severity.ERROR,
            false,
            "has policies ({said}), and row level security is off: none of them counts",
            "in a new migration: ALTER TABLE {name} ENABLE ROW LEVEL SECURITY;"),
    RLS_WITHOUT_POLICY(
            "rls-without-policy",
            Severity.INFO,
            false,
            "row level security is on, and there is no policy: nobody but its owner and BYPASSRLS roles sees a row",
            "none needed where that is meant; else CREATE POLICY … ON {name} TO … USING (…);"),
    RLS_CALL_PER_ROW(
            "rls-call-per-row",
            Severity.WARNING,
            false,
            "{said} calls a function anew for each row: {more}",
            "write the call as a subquery, which runs once: (select auth.uid())"),
    RLS_USER_METADATA(
            "rls-user-metadata",
            Severity.ERROR,
            false,
            "{said} trusts user metadata, which every user may change: {more}",
            "take app_metadata, or a table of your own"),
    RLS_ALWAYS_TRUE(
            "rls-always-true",
            Severity.WARNING,
            false,
            "{said} is always true, for {more}: everybody whom it concerns may write every row",
            "write the real condition, or name the role that may do this: ALTER POLICY … ON {name} TO …;"),
    POLICY_FOR_PUBLIC(
            "policy-for-public",
            Severity.WARNING,
            false,
            "counts for every role (no TO, or TO public), also for those that come later",
            "name the roles: ALTER POLICY … ON {name} TO authenticated;"),
    MULTIPLE_PERMISSIVE_POLICIES(
            "multiple-permissive-policies",
            Severity.WARNING,
            false,
            "several permissive policies ({said}) for {more}: each row that one of them shows is shown, and all are"
                    + " evaluated",
            "make one policy of them, with OR between the conditions; or limit each with TO and FOR"),
    VIEW_RUNS_AS_OWNER(
            "view-runs-as-owner",
            Severity.ERROR,
            true,
            "runs with the rights of its owner, and {said} can reach it: row level security of its tables does not"
                    + " count",
            "in a new migration: ALTER VIEW {name} SET (security_invoker = true);"),
    AUTH_USERS_EXPOSED(
            "auth-users-exposed",
            Severity.ERROR,
            true,
            "shows auth.users, and {said} can reach it",
            "take the columns that others may see into a profile table of your own, and drop this"),
    MATVIEW_OR_FOREIGN_EXPOSED(
            "matview-or-foreign-exposed",
            Severity.WARNING,
            true,
            "knows no row level security, and {said} can reach it",
            "move it to a schema that the API does not serve, or REVOKE ALL ON {name} FROM anon, authenticated;"),
    FUNCTION_SEARCH_PATH(
            "function-search-path",
            Severity.WARNING,
            false,
            "has no search_path of its own: who calls it chooses which objects its names mean",
            "in a new migration: ALTER {said} {name} SET search_path = ''; with every name in it qualified"),
    DEFINER_FUNCTION_CALLABLE(
            "definer-function-callable",
            Severity.WARNING,
            true,
            "runs with the rights of its owner (SECURITY DEFINER), and {said} may call it through the API",
            "in a new migration: REVOKE EXECUTE ON {more} {name} FROM PUBLIC, anon, authenticated; or SECURITY INVOKER"),
    GRANT_TO_API_ROLE(
            "grant-to-api-role",
            Severity.WARNING,
            true,
            "is granted to {said}",
            "grant what is needed only: REVOKE ALL ON {name} FROM {more}; then GRANT … what the API does"),
    GRANT_TO_PUBLIC(
            "grant-to-public",
            Severity.WARNING,
            false,
            "is granted to every role ({said}), also to those that come later",
            "REVOKE ALL ON {name} FROM PUBLIC; then GRANT … to the roles that need it"),
    TABLE_WITHOUT_API_GRANT(
            "table-without-api-grant",
            Severity.INFO,
            true,
            "no role of the API can reach it",
            "none needed where that is meant; else GRANT … ON {name} TO authenticated;"),
    UNINDEXED_FK(
            "unindexed-fk",
            Severity.INFO,
            false,
            "no index covers the foreign key {said} ({more}): deletes and joins read the whole table",
            "CREATE INDEX CONCURRENTLY ON {name} ({more});"),
    DUPLICATE_INDEX(
            "duplicate-index",
            Severity.INFO,
            false,
            "has indexes that are the same: {said}",
            "drop all but one; those that a constraint needs stay"),
    NO_PRIMARY_KEY(
            "no-primary-key", Severity.INFO, false, "has no primary key", "ALTER TABLE {name} ADD PRIMARY KEY (…);"),
    FK_TO_AUTH_UNIQUE(
            "fk-to-auth-unique",
            Severity.ERROR,
            false,
            "the foreign key {said} refers to a unique column of {more} that is not its primary key, which the platform"
                    + " may change",
            "refer to the primary key: REFERENCES auth.users (id)"),
    EXTENSION_IN_PUBLIC(
            "extension-in-public",
            Severity.WARNING,
            true,
            "is in the schema {said}, which the API serves: what it brings can be called from outside",
            "ALTER EXTENSION {name} SET SCHEMA extensions; where it can be moved");

    private final String id;
    private final Severity severity;
    private final boolean ofApi;
    private final String message;
    private final String fix;

    SecurityRule(String id, Severity severity, boolean ofApi, String message, String fix) {
        this.id = id;
        this.severity = severity;
        this.ofApi = ofApi;
        this.message = message;
        this.fix = fix;
    }

    static Optional<SecurityRule> of(String id) {
        return Arrays.stream(values()).filter(rule -> rule.id.equals(id)).findFirst();
    }

    /** As {@code [policy]} names it. */
    String id() {
        return id;
    }

    Severity severity() {
        return severity;
    }

    /** Whether it is about what an API shows, and says nothing where no role of an API is. */
    boolean ofApi() {
        return ofApi;
    }

    String message(SecurityRow row) {
        return row.in(message);
    }

    String fix(SecurityRow row) {
        return row.in(fix);
    }
}
