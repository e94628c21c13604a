package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Repairs: each leaves a line with its reason in the log, and a history that holds together. */
class RepairTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void an_edited_file_is_accepted() {
        bench.apply("create table a (id int);");
        bench.migration("001_a", "create table a (id bigint);");

        TestProject.Run run = repair("001_a");

        assertThat(run.out()).contains("accepted migrations/001_a.sql as it is now");
        assertThat(states()).containsExactly("001_a applied");
        assertThat(bench.database().value("select up_sql from migrate.history"))
                .isEqualTo("create table a (id bigint);");
        assertThat(lastOfLog()).isEqualTo("repair 001_a applied accepted the edited file: because");
        assertThat(bench.apply().code()).isZero();
    }

    @Test
    void a_row_is_forgotten_and_its_file_pending_again() {
        bench.apply("create table a (id int);");
        bench.database().execute("drop table a");

        TestProject.Run run = repair("001_a", "--forget");

        assertThat(run.out()).contains("forgot the applied run of 001_a: it is pending again");
        assertThat(lastOfLog()).isEqualTo("repair 001_a pending forgot the applied run: because");
        assertThat(states()).containsExactly("001_a pending");
        assertThat(bench.apply().code()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void one_whose_file_is_gone_is_forgotten() {
        bench.migration("002_b", "select 2;").apply("select 1;");
        bench.project().delete("migrations/001_a.sql");

        assertThat(repair("001_a").out()).contains("forgot the applied run of 001_a");

        assertThat(states()).containsExactly("002_b applied");
        assertThat(bench.project().run("status", "--check").code()).isZero();
    }

    @Test
    void one_is_marked_as_applied_without_being_run() {
        bench.migration("001_a", "select 1;").apply();
        bench.migration("002_b", "select 1 / 0;");

        TestProject.Run run = repair("002_b", "--mark-applied");

        assertThat(run.out()).contains("recorded 002_b as applied, without running it");
        assertThat(lastOfLog()).isEqualTo("repair 002_b applied marked by hand: because");
        assertThat(states()).containsExactly("001_a applied", "002_b applied");
    }

    @Test
    void where_nothing_is_wrong_nothing_is_done() {
        bench.apply("select 1;");

        for (String[] options : new String[][] {{}, {"--accept"}, {"--mark-applied"}}) {
            TestProject.Run run = repairs("001_a", options);

            assertThat(run.code()).isEqualTo(2);
        }
        assertThat(repairs("001_a").err()).contains("001_a is applied, and nothing is wrong with it");
        assertThat(bench.database().value("select count(*) from migrate.log")).isEqualTo("1");
    }

    @Test
    void without_a_history_there_is_nothing_to_repair() {
        bench.migration("001_a", "select 1;");

        TestProject.Run run = repairs("001_a");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("there is no history migrate.history in this database");
    }

    private TestProject.Run repair(String id, String... options) {
        TestProject.Run run = repairs(id, options);
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.project().run("status", "--format", "json").json().get("history_changes"))
                .isEmpty();
        return run;
    }

    private TestProject.Run repairs(String id, String... options) {
        var words = new ArrayList<>(List.of("repair", id, "--reason", "because"));
        words.addAll(List.of(options));
        return bench.project().run(words.toArray(String[]::new));
    }

    private String lastOfLog() {
        return bench.database()
                .value(
                        "select action || ' ' || id || ' ' || state || ' ' || detail from migrate.log order by n desc limit 1");
    }

    private List<String> states() {
        return bench.project().run("status", "--format", "json").states();
    }
}
