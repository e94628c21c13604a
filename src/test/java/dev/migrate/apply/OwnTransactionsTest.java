package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that begin, commit and roll back themselves. */
class OwnTransactionsTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @ParameterizedTest
    @CsvSource({
        "BEGIN, COMMIT",
        "begin work, end",
        "BEGIN ISOLATION LEVEL SERIALIZABLE, COMMIT WORK",
        "START TRANSACTION, END TRANSACTION",
        "START TRANSACTION ISOLATION LEVEL REPEATABLE READ, COMMIT AND NO CHAIN"
    })
    void a_transaction_around_the_whole_is_one_with_the_record(String begin, String commit) {
        TestProject.Run failed = bench.apply(begin + ";\ncreate table a (id int);\nselect 1 / 0;\n" + commit + ";\n");
        TestProject.Run mended = bench.apply(begin + ";\ncreate table a (id int);\n" + commit + ";\n");

        assertThat(failed.err()).contains("migrations/001_a.sql:3:1", "Nothing of it was kept.");
        assertThat(mended.code()).as(mended.err()).isZero();
        assertThat(mended.err()).doesNotContain("WARNING");
        assertThat(bench.database().history()).containsExactly("001_a applied");
        assertThat(log()).containsExactly("apply 001_a");
    }

    @Test
    void the_isolation_level_of_the_file_counts() {
        TestProject.Run run = bench.apply("begin isolation level serializable;\n"
                + "create table a as select current_setting('transaction_isolation') as level;\ncommit;");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().value("select level from a")).isEqualTo("serializable");
    }

    @Test
    void of_several_blocks_the_first_stays_when_the_second_fails_and_the_next_run_goes_on_behind_it() {
        String first = "begin;\ncreate table a (id int);\ninsert into a values (1);\ncommit;\n";
        TestProject.Run failed = bench.apply(first + "begin;\ncreate table b (id int);\nselect 1 / 0;\ncommit;\n");

        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.err())
                .contains(
                        "migrations/001_a.sql:7:1",
                        "statements 1 to 4 are done and stay, of 8",
                        "correct what is behind statement 4 and run migrate apply again: it goes on there");
        assertThat(bench.database().tables()).isEqualTo("a");
        assertThat(bench.database().history()).containsExactly("001_a failed");

        TestProject.Run mended = bench.apply(first + "begin;\ncreate table b (id int);\ncommit;\n");

        assertThat(mended.code()).as(mended.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a b");
        assertThat(bench.database().column("select id from a")).containsExactly("1");
        assertThat(bench.database().history()).containsExactly("001_a applied");
        assertThat(log()).containsExactly("begin 001_a", "fail 001_a", "resume 001_a", "apply 001_a");
    }

    @Test
    void commit_without_begin_at_the_end_changes_nothing() {
        TestProject.Run failed = bench.apply("create table a (id int);\nselect 1 / 0;\ncommit;\n");
        TestProject.Run mended = bench.apply("create table a (id int);\ncommit;\n");

        assertThat(failed.err()).contains("Nothing of it was kept.");
        assertThat(mended.code()).as(mended.err()).isZero();
        assertThat(log()).containsExactly("apply 001_a");
    }

    @Test
    void commit_without_begin_in_the_middle_runs_statement_by_statement_as_in_psql() {
        TestProject.Run run =
                bench.apply("create table a (id int);\ncommit;\ncreate table b (id int);\nselect 1 / 0;\n");

        assertThat(run.err()).contains("migrations/001_a.sql:4:1", "statements 1 to 3 are done and stay, of 4");
        assertThat(bench.database().tables()).isEqualTo("a b");
    }

    @Test
    void what_comes_before_a_rollback_of_a_block_is_undone_and_what_comes_behind_stays() {
        TestProject.Run run = bench.apply("begin;\ncreate table a (id int);\nrollback;\ncreate table b (id int);\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("b");
        assertThat(bench.database().history()).containsExactly("001_a applied");
    }

    @Test
    void rollback_without_begin_undoes_nothing_as_in_psql() {
        TestProject.Run run = bench.apply("create table a (id int);\nrollback;\ncreate table b (id int);\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a b");
    }

    @Test
    void begin_that_nothing_ends_is_refused_before_anything_ran() {
        bench.migration("001_a", "create table a (id int);")
                .migration("002_b", "select 1;\n  begin;\ncreate table b (id int);\n");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("migrations/002_b.sql:2:3", "BEGIN begins a transaction that nothing in the file ends");
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void commit_and_chain_begins_the_next_transaction() {
        TestProject.Run run = bench.apply("""
                begin isolation level serializable;
                create table a (id int);
                commit and chain;
                create table b as select current_setting('transaction_isolation') as level;
                commit;
                create table c (id int);
                """);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().value("select level from b")).isEqualTo("serializable");
        assertThat(bench.database().history()).containsExactly("001_a applied");
    }

    @Test
    void a_run_that_goes_on_behind_commit_and_chain_is_in_a_transaction_again() {
        String first = "begin;\ncreate table a (id int);\ncommit and chain;\ncreate table b (id int);\n";
        bench.apply(first + "select 1 / 0;\ncommit;\n");
        assertThat(bench.database().tables()).isEqualTo("a");

        TestProject.Run again = bench.apply(first + "select 2 / 0;\ncommit;\n");

        assertThat(again.err()).contains("statements 1 to 3 are done");
        assertThat(bench.database().tables()).isEqualTo("a");
        TestProject.Run mended = bench.apply(first + "commit;\n");
        assertThat(mended.code()).as(mended.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a b");
    }

    @Test
    void commit_and_chain_at_the_end_leaves_a_transaction_open_and_is_refused() {
        TestProject.Run run = bench.apply("begin;\ncreate table a (id int);\ncommit and chain;\n");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("migrations/001_a.sql:3:1", "COMMIT AND CHAIN begins a transaction");
    }

    @Test
    void rollback_and_chain_begins_the_next_transaction() {
        TestProject.Run run = bench.apply(
                "begin;\ncreate table a (id int);\nrollback and chain;\ncreate table b (id int);\ncommit;\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("b");
    }

    @Test
    void a_prepared_transaction_can_be_made_and_ended() {
        TestProject.Run run =
                bench.apply("begin;\ncreate table a (id int);\nprepare transaction '%1$s';\ncommit prepared '%1$s';\n"
                        .formatted(bench.database().name()));

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void prepare_transaction_without_begin_does_nothing_as_in_psql() {
        TestProject.Run run =
                bench.apply("create table a (id int);\nprepare transaction 'none';\ncreate table b (id int);\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a b");
    }

    @Test
    void savepoints_work() {
        TestProject.Run run = bench.apply(
                "create table a (id int);\nsavepoint s;\ncreate table b (id int);\nrollback to savepoint s;\nrelease s;\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void a_procedure_that_commits_makes_the_file_run_statement_by_statement() {
        TestProject.Run run = bench.apply("""
                create table a (id int);
                create procedure p() language plpgsql as $$
                begin
                    for i in 1..3 loop insert into a values (i); commit; end loop;
                end $$;
                call p();
                """);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("line 6 does not run in a transaction with the rest");
        assertThat(bench.database().value("select count(*) from a")).isEqualTo("3");
        assertThat(bench.database().history()).containsExactly("001_a applied");
    }

    @Test
    void a_block_that_commits_and_then_fails_is_not_said_to_have_kept_nothing() {
        TestProject.Run run = bench.apply("""
                create table a (id int);
                do $$ begin insert into a values (1); commit; perform 1 / 0; end $$;
                """);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "migrations/001_a.sql:2:1",
                        "statement 1 is done and stays, of 2; so does what statement 2 committed itself before it failed.");
        assertThat(bench.database().value("select count(*) from a")).isEqualTo("1");
    }

    @Test
    void a_call_that_is_the_whole_file_and_commits_before_it_fails_is_not_said_to_have_kept_nothing() {
        TestProject.Run run = bench.apply("do $$ begin create table a (id int); commit; perform 1 / 0; end $$;\n");

        assertThat(run.err())
                .contains("Nothing of it was kept but what statement 1 committed itself before it failed.");
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void an_error_within_a_transaction_of_the_file_is_not_tried_again_without_one() {
        TestProject.Run run = bench.apply("begin;\ncreate table a (id int);\ndo $$ begin commit; end $$;\ncommit;\n");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("migrations/001_a.sql:3:1", "(2D000)", "Nothing of it was kept.");
        assertThat(bench.database().history()).isEmpty();
    }

    @Test
    void a_read_only_transaction_around_the_whole_is_recorded_all_the_same() {
        TestProject.Run run = bench.apply("begin read only;\nselect 1;\ncommit;\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().history()).containsExactly("001_a applied");
    }

    @Test
    void statements_joined_in_one_message_are_all_run() {
        TestProject.Run run = bench.apply(
                "create table a (id int);\ninsert into a values (1) \\; insert into a values (2) \\; commit;\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().value("select count(*) from a")).isEqualTo("2");
    }

    private java.util.List<String> log() {
        return bench.database().column("select action || ' ' || id from migrate.log order by n");
    }
}
