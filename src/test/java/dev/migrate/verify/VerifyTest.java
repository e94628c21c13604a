package dev.migrate.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.migrate.apply.Interruption;
import dev.migrate.config.Settings;
import dev.migrate.database.Session;
import dev.migrate.database.TransactionState;
import dev.migrate.history.HistoryTable;
import dev.migrate.plan.Inventory;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import dev.migrate.verify.CheckResult.Status;
import dev.migrate.verify.Finding.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The frame of {@code verify}: which checks run, what they come to together, and how that is told. */
final class VerifyTest {
    private static final HistoryTable HISTORY = new HistoryTable("migrate", "history", false);

    /** Roles are the server's: another test may have made those of an API. */
    private static final String NO_API = "sources = [\"migrations\"]\n[policy]\ntable-without-api-grant = \"off\"\n";

    @RegisterExtension
    private final TestBench bench = new TestBench();

    private interface Look {
        Outcome outcome(Evidence evidence);
    }

    private static Check check(String name, Look look) {
        return new Check() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Outcome look(Evidence evidence) {
                return look.outcome(evidence);
            }
        };
    }

    private static Check fails(String name, ExitCode code) {
        return check(name, evidence -> {
            evidence.session().rows("BEGIN");
            throw new MigrationFailure(code, Problem.at(new Place("x.sql", 3, 1), "no shadow", "start one"));
        });
    }

    private static Check passes(String name) {
        return check(name, evidence -> {
            assertThat(evidence.session().state()).isEqualTo(TransactionState.IDLE);
            return Outcome.of(List.of());
        });
    }

    private VerifyResult run(Check... checks) {
        try (Session session = bench.database().session();
                Evidence evidence = evidence(session)) {
            return Verify.run(List.of(checks), evidence);
        }
    }

    private static Evidence evidence(Session session) {
        return new Evidence(
                Settings.of(Path.of("")),
                new Inventory(List.of(), List.of(), Optional.empty(), List.of()),
                HISTORY,
                session,
                () -> {
                    throw new AssertionError("no scratch server is needed");
                });
    }

    @Test
    void a_check_that_cannot_look_has_failed_and_the_others_still_run() {
        VerifyResult result = run(fails("one", ExitCode.NO_CONNECTION), passes("two"), fails("three", ExitCode.USAGE));

        assertThat(result.checks())
                .extracting(CheckResult::status)
                .containsExactly(Status.FAILED, Status.PASSED, Status.FAILED);
        assertThat(result.passed()).isFalse();
        assertThat(result.exitCode()).isEqualTo(ExitCode.NO_CONNECTION);
        Finding finding = result.checks().get(0).found(Severity.ERROR).get(0);
        assertThat(finding.object()).isEqualTo("check one");
        assertThat(finding.message()).isEqualTo("no shadow");
        assertThat(finding.where()).contains(new Place("x.sql", 3, 1));
        assertThat(finding.fix()).isEqualTo("start one");
    }

    @Test
    void only_errors_make_a_check_fail() {
        Check warns = check(
                "warns",
                evidence -> Outcome.of(List.of(
                        Finding.of(Severity.WARNING, "table a", "is odd", ""),
                        Finding.of(Severity.INFO, "table b", "is so", ""))));
        Check errs = check("errs", evidence -> Outcome.of(List.of(Finding.error("table a", "is wrong", ""))));

        assertThat(run(warns).exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run(warns).passed()).isTrue();
        assertThat(run(warns, errs).exitCode()).isEqualTo(ExitCode.FINDING);
        assertThat(run(warns, errs).passed()).isFalse();
    }

    @Test
    void what_is_not_applicable_has_not_passed() {
        Check none = check("none", evidence -> Outcome.notApplicable("no file"));

        assertThat(run(none).exitCode()).isEqualTo(ExitCode.OK);
        assertThat(run(none).passed()).isFalse();
        assertThat(run(none, passes("one")).passed()).isTrue();
        assertThatThrownBy(() -> new Outcome(Optional.of("no file"), List.of(Finding.error("a", "b", "")), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_error_of_our_own_is_no_finding() {
        Check broken = check("broken", evidence -> {
            throw new IllegalStateException("a bug");
        });

        assertThatThrownBy(() -> run(broken)).hasMessage("a bug");
    }

    @Test
    void evidence_is_closed_in_reverse_and_to_its_end() {
        var closed = new ArrayList<String>();
        try (Session session = bench.database().session()) {
            var evidence = evidence(session);
            AutoCloseable first = evidence.keep(() -> closed.add("first"));
            AutoCloseable second = evidence.keep(() -> {
                closed.add("second");
                throw new IllegalStateException("stuck");
            });
            assertThat(first).isNotEqualTo(second);

            assertThatThrownBy(evidence::close).hasMessage("stuck");
        }

        assertThat(closed).containsExactly("second", "first");
    }

    @Test
    void what_cannot_be_obtained_is_tried_once() {
        var tries = new AtomicInteger();
        var shadow = new Obtained<String>(() -> {
            tries.incrementAndGet();
            throw new MigrationFailure(ExitCode.REFUSED, Problem.of("no room", ""));
        });

        assertThatThrownBy(shadow::get).hasMessage("no room");
        assertThatThrownBy(shadow::get).hasMessage("no room");

        assertThat(tries).hasValue(1);
    }

    @Test
    void only_and_skip_choose_and_json_has_what_ran() {
        bench.apply("create table a (id int primary key);");

        JsonNode only = bench.project()
                .run("verify", "--only", "security, history", "--format", "json")
                .json();
        JsonNode skip = bench.project()
                .run("verify", "--skip", "history", "--format", "json")
                .json();

        assertThat(names(only)).containsExactly("history", "security");
        assertThat(names(skip)).doesNotContain("history").contains("security", "expectations");
        assertThat(only.get("passed").asBoolean()).isTrue();
        assertThat(only.get("checks").get(0).get("duration_ms").isNumber()).isTrue();
    }

    private static List<String> names(JsonNode document) {
        var names = new ArrayList<String>();
        document.get("checks").forEach(check -> names.add(check.get("check").asText()));
        return names;
    }

    @Test
    void a_name_that_is_no_check_is_refused_with_the_nearest_one() {
        bench.migration("001_a", "select 1;");

        TestProject.Run run = bench.project().run("verify", "--only", "histroy,security", "--skip", "nonsense");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("there is no check histroy", "did you mean history?", "there is no check nonsense");
        assertThat(run.out()).isEmpty();
        assertThat(bench.project()
                        .run("verify", "--only", "history", "--skip", "history")
                        .code())
                .isEqualTo(2);
    }

    @Test
    void a_table_shows_each_check_with_its_result() {
        bench.project().file("migrate.toml", NO_API);
        bench.apply("create table a (id int);");

        TestProject.Run run = bench.project().run("verify", "--only", "history,expectations,security");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .containsPattern("(?m)^ check +result +findings +time$")
                .containsPattern("(?m)^ history +passed +0 +\\d+ ms$")
                .containsPattern("(?m)^ expectations +not applicable +\\d+ ms  there are no expectations")
                .containsPattern("(?m)^ security +passed +0 +\\d+ ms  1 info$")
                .contains("info    table public.a: has no primary key [no-primary-key]\n")
                .contains("2 checks passed, 1 not applicable.");
        assertThat(bench.project()
                        .run("verify", "--only", "history", "--color", "always")
                        .out())
                .contains("history  \u001B[32mpassed\u001B[0m");
    }

    @Test
    void of_many_alike_few_are_shown_and_all_are_counted() {
        bench.project().file("migrate.toml", NO_API);
        var sql = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            sql.append("create table t").append(i).append(" (id int);\n");
        }
        bench.apply(sql.toString());

        String few = bench.project().run("verify", "--only", "security").out();
        String all = bench.project().run("verify", "--only", "security", "-v").out();
        String none = bench.project().run("verify", "--only", "security", "-q").out();

        assertThat(few.split("has no primary key", -1)).hasSize(4);
        assertThat(few).contains("more    7 no-primary-key; -v shows them", "10 infos");
        assertThat(all.split("has no primary key", -1)).hasSize(11);
        assertThat(none).doesNotContain("has no primary key").contains("10 infos");
    }

    @Test
    void names_in_the_database_only_show_themselves() {
        bench.apply("create table \"a\u001B[2J\nfinding \u202Eb\" (id int);");

        TestProject.Run text = bench.project().run("verify", "--only", "security");
        TestProject.Run json = bench.project().run("verify", "--only", "security", "--format", "json");

        assertThat(text.out()).doesNotContain("\u001B", "\u202E").doesNotContainPattern("(?m)^finding");
        assertThat(json.out()).doesNotContain("\u001B", "\u202E");
        assertThat(json.json()
                        .get("checks")
                        .get(0)
                        .get("infos")
                        .get(0)
                        .get("object")
                        .asText())
                .isEqualTo("table public.\"a\u001B[2J\nfinding \u202Eb\"");
    }

    @Test
    void ctrl_c_cancels_the_query_and_proves_nothing() {
        bench.project()
                .file("migrate.toml", "sources = [\"migrations\"]\nverify = [\"verify\"]\n")
                .file("verify/1.sql", "select 'verify sleeps', pg_sleep(100);\n-- Expected: 1 row\n");
        bench.apply("select 1;");
        var interruption = new Interruption();
        CompletableFuture<TestProject.Run> running =
                CompletableFuture.supplyAsync(() -> bench.project().run(interruption, "verify"), TestBench.THREADS);
        TestBench.await(() -> !bench.database()
                .rows("select from pg_stat_activity where query like 'select ''verify sleeps''%' and state = 'active'"
                        + " and datname = current_database()")
                .isEmpty());

        interruption.request();

        TestProject.Run run = running.join();
        assertThat(run.code()).isEqualTo(130);
        assertThat(run.err()).contains("interrupted");
        assertThat(run.out()).doesNotContain("passed");
    }
}
