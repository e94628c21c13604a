package dev.migrate.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.database.Session;
import dev.migrate.database.TransactionState;
import dev.migrate.engine.ScriptFailure;
import dev.migrate.migration.Migration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code migrate:verify} sections do, on a PostgreSQL. */
final class SectionVerificationTest {
    private static final String TABLE =
            "create schema app; create table app.t (a int, s text); insert into app.t values (1, 'x'), (2, 'y');"
                    + " set search_path = app";

    private static ScratchServer server;

    @TempDir
    private Path folder;

    private Session session;

    @BeforeAll
    static void start(@TempDir Path data) throws IOException {
        server = ScratchServer.start(data.resolve("server"));
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void connect() {
        session = server.newDatabase();
    }

    @AfterEach
    void disconnect() {
        session.close();
    }

    @Test
    void what_holds_lets_the_migration_go_on_in_its_transaction() throws IOException {
        begin();

        Optional<ScriptFailure> failure = check("""
                select count(*) from t;
                -- Expected: 2
                select a, s from t order by a;
                -- expect: a = 1, s = 'x'
                -- expect: a = 2, s = 'y'
                select column_name, data_type from information_schema.columns
                 where table_schema = 'app' order by ordinal_position;
                -- Should show: a (int4), s (text)
                select a from t where a > 2;
                -- Expected: 0
                select 1; select true as ok, null as nothing;
                -- expect: ok = true, nothing = null
                """);

        assertThat(failure).isEmpty();
        assertThat(session.state()).isEqualTo(TransactionState.OPEN);
        assertThat(session.ask("commit").ok()).isTrue();
        assertThat(value("select count(*) from app.t")).isEqualTo("2");
    }

    @Test
    void what_does_not_hold_is_told_with_its_line_and_the_rows_that_came() throws IOException {
        begin();

        ScriptFailure failure = check("""
                select a, s from t order by a;
                  -- Expected: 3 rows
                """).orElseThrow();

        assertThat(failure.error().message()).isEqualTo("expected 3 rows, the query returned 2");
        assertThat(failure.error().sqlState()).isEqualTo("P0004");
        assertThat(failure.error().severity()).isEqualTo("ERROR");
        assertThat(failure.error().detail()).contains("the query returned \n  a | s\n  1 | x\n  2 | y");
        assertThat(failure.line()).isEqualTo(4);
        assertThat(failure.column()).isEqualTo(6);
        assertThat(failure.statement()).isZero();
        assertThat(failure.kept()).isZero();
        assertThat(failure.doing()).contains("verifying the migration");
    }

    @Test
    void everything_that_does_not_hold_is_told_at_once() throws IOException {
        begin();

        ScriptFailure failure = check("""
                select count(*) from t;
                -- Expected: 2
                -- Expected: 3
                select a from t order by a;
                -- expect: a = 1
                -- expect: a = 5
                -- expect: a = 6
                select 1;
                -- Expected: something
                """).orElseThrow();

        assertThat(failure.error().message()).isEqualTo("expected 3, the query returned 2");
        assertThat(failure.line()).isEqualTo(5);
        assertThat(failure.error().detail().orElseThrow()).endsWith("""
                this does not hold either:
                  line 8: expected a = 5, row 2 has 2
                  line 9: expected 3 rows, the query returned 2
                  line 11: not understood: Expected: something""");
    }

    @Test
    void one_row_more_than_there_are_lines_does_not_hold() throws IOException {
        begin();

        ScriptFailure failure =
                check("select a from t order by a;\n-- expect: a = 1").orElseThrow();

        assertThat(failure.error().message()).isEqualTo("expected 1 row, the query returned 2");
    }

    @Test
    void what_is_not_understood_fails_and_says_what_is() throws IOException {
        begin();

        ScriptFailure failure = check("select 1;\n-- Expected: roughly 1").orElseThrow();

        assertThat(failure.error().message()).isEqualTo("not understood: Expected: roughly 1");
        assertThat(failure.error().hint().orElseThrow())
                .contains("Expected: 11 rows", "Should show: segment (varchar)");
        assertThat(failure.line()).isEqualTo(4);
    }

    @Test
    void what_the_server_refuses_is_told_as_it_says_it_with_the_place_in_the_file() throws IOException {
        begin();

        ScriptFailure failure = check("""
                select 1;
                -- Expected: 1
                select '\u5b57\ud83d\ude00',
                       no_such_column from t;
                """).orElseThrow();

        assertThat(failure.error().sqlState()).isEqualTo("42703");
        assertThat(failure.error().message()).isEqualTo("column \"no_such_column\" does not exist");
        assertThat(failure.line()).isEqualTo(6);
        assertThat(failure.column()).isEqualTo(8);
        assertThat(session.state()).isEqualTo(TransactionState.OPEN);
    }

    @Test
    void a_place_on_the_first_line_of_a_query_counts_from_its_column() throws IOException {
        begin();

        ScriptFailure failure =
                check("select 1; select '\ud83d\ude00', nothing;").orElseThrow();

        assertThat(failure.line()).isEqualTo(3);
        assertThat(failure.column()).isEqualTo(23);
    }

    @Test
    void what_the_queries_write_and_set_is_undone() throws IOException {
        begin();

        Optional<ScriptFailure> failure = check("""
                insert into t values (3, 'z');
                select count(*) from t;
                -- Expected: 3
                create table left_over ();
                set search_path = pg_catalog;
                set role pg_monitor;
                """);

        assertThat(failure).isEmpty();
        assertThat(value("show search_path")).isEqualTo("app");
        assertThat(value("select current_user = session_user")).isEqualTo("t");
        assertThat(value("select to_regclass('app.left_over') is null")).isEqualTo("t");
        assertThat(session.ask("commit").ok()).isTrue();
        assertThat(value("select count(*) from app.t")).isEqualTo("2");
    }

    @Test
    void a_savepoint_of_the_same_name_stays_the_migrations_own() throws IOException {
        begin();
        session.ask("savepoint migrate_verify; insert into t values (3, 'z')");

        assertThat(check("select count(*) from t; -- Expected: 3")).isEmpty();

        assertThat(session.ask("rollback to savepoint migrate_verify").ok()).isTrue();
        assertThat(value("select count(*) from t")).isEqualTo("2");
    }

    @Test
    void without_a_transaction_it_has_its_own_which_is_rolled_back() throws IOException {
        session.ask(TABLE);

        assertThat(check("delete from t; select a from t; -- Expected: 0 rows")).isEmpty();

        assertThat(session.state()).isEqualTo(TransactionState.IDLE);
        assertThat(value("show search_path")).isEqualTo("app");
        assertThat(value("select count(*) from t")).isEqualTo("2");
        assertThat(check("select a from t; -- Expected: 0 rows")).isPresent();
        assertThat(check("select nothing from t")).isPresent();
        assertThat(session.state()).isEqualTo(TransactionState.IDLE);
    }

    @Test
    void what_is_no_query_fails_before_anything_runs() throws IOException {
        begin();

        ScriptFailure failure = check("delete from t;\ncommit;\n").orElseThrow();

        assertThat(failure.error().message()).isEqualTo("not a query: COMMIT");
        assertThat(failure.line()).isEqualTo(4);
        assertThat(session.state()).isEqualTo(TransactionState.OPEN);
        assertThat(value("select count(*) from t")).isEqualTo("2");
    }

    @Test
    void an_expectation_below_what_returns_no_rows_does_not_hold() throws IOException {
        begin();

        ScriptFailure failure =
                check("delete from t where a > 5;\n-- Expected: 0").orElseThrow();

        assertThat(failure.error().message())
                .isEqualTo("there is an expectation, and the statement above it is no query");
        assertThat(check("delete from t returning a;\n-- Expected: 2 rows")).isEmpty();
    }

    @Test
    void a_quote_that_never_ends_fails_with_its_place() throws IOException {
        begin();

        Migration migration = migration("select 1;\nselect 'open");
        ScriptFailure failure =
                new SectionVerification().check(session, migration).orElseThrow();

        assertThat(failure.error().message()).contains("unterminated quoted string");
        assertThat(failure.line()).isEqualTo(4);
        assertThat(failure.column()).isEqualTo(8);
    }

    @Test
    void a_file_that_is_gone_is_a_failure_and_leaves_the_transaction_to_its_owner() throws IOException {
        begin();
        Migration migration = migration("select 1;\n" + "-- too large to be kept\n".repeat(5000));
        Files.delete(migration.path());

        ScriptFailure failure =
                new SectionVerification().check(session, migration).orElseThrow();

        assertThat(failure.error().message()).startsWith("the verify section cannot be read: ");
        assertThat(session.state()).isEqualTo(TransactionState.OPEN);
    }

    @Test
    void a_lost_connection_is_a_failure() throws IOException {
        begin();

        ScriptFailure failure =
                check("select pg_terminate_backend(pg_backend_pid());").orElseThrow();

        assertThat(failure.error().connectionLost()).isTrue();
    }

    private void begin() {
        assertThat(session.ask("begin; " + TABLE).error()).isEmpty();
    }

    /** Two lines stand above the section in the file. */
    private Optional<ScriptFailure> check(String section) throws IOException {
        return new SectionVerification().check(session, migration(section));
    }

    private Migration migration(String section) throws IOException {
        return Written.migration(folder, "select 0;\n-- migrate:verify\n" + section);
    }

    private String value(String sql) {
        return session.ask(sql).rows().get(0).get(0);
    }
}
