package dev.migrate.shadow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.testing.TestDatabase;
import dev.migrate.testing.TestProcess;
import dev.migrate.testing.TestProject;
import dev.migrate.testing.TestServer;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scratch databases on the server that {@code [shadow] url} names: ours go, and nothing else is touched. */
@Timeout(180)
class NamedServerTest {
    private TestDatabase named;
    private ShadowBench bench;

    @BeforeEach
    void make() {
        named = new TestDatabase();
        bench = ShadowBench.make().url(named.url());
    }

    @AfterEach
    void drop() throws IOException {
        databases().forEach(name -> named.execute("drop database " + name + " with (force)"));
        roles().forEach(name -> named.execute("drop role " + name));
        named.close();
        bench.close();
    }

    private List<String> databases() {
        return named.column("select datname from pg_database where datname like 'migrate_shadow_%' order by 1");
    }

    private List<String> roles() {
        return named.column("select rolname from pg_roles where rolname like 'test_shadow_%' order by 1");
    }

    @Test
    void databases_are_made_copied_and_dropped_there() {
        bench.config(bench.config + "\nexisting = \"existing.sql\"").file("existing.sql", "create table customers ();");

        try (Shadow shadow = bench.open();
                ScratchDatabase database = shadow.create();
                ScratchDatabase empty = shadow.empty()) {
            ShadowBench.run(database, "insert into customers default values");
            try (ScratchDatabase copy = shadow.copy(database)) {
                assertThat(ShadowBench.value(copy, "select count(*) from customers"))
                        .isEqualTo("1");
            }
            assertThat(ShadowBench.value(empty, "select to_regclass('customers') is null"))
                    .isEqualTo("t");
            assertThat(databases()).contains(database.name(), empty.name()).hasSize(3);
            assertThat(shadow.description())
                    .isEqualTo("the PostgreSQL " + TestServer.VERSION + " of shadow.url in migrate.toml");
        }

        assertThat(databases()).isEmpty();
        assertThat(bench.kept()).as("no server of our own").isEmpty();
    }

    @Test
    void a_database_has_the_locale_of_the_target_where_the_server_has_it() {
        String encoding = "select pg_encoding_to_char(encoding) from pg_database where datname = current_database()";
        for (String locale : List.of("C", "xx_XX.latin1")) {
            bench.properties =
                    "ENCODING 'LATIN1' LOCALE_PROVIDER libc LC_COLLATE '%1$s' LC_CTYPE '%1$s'".formatted(locale);

            try (Shadow shadow = bench.open();
                    ScratchDatabase database = shadow.create()) {
                assertThat(ShadowBench.value(database, encoding)).isEqualTo(locale.equals("C") ? "LATIN1" : "UTF8");
                assertThat(databases()).containsExactly(database.name());
            }
        }
    }

    @Test
    void what_is_open_at_the_end_is_dropped_too() {
        Shadow shadow = bench.open();
        shadow.create();

        shadow.close();

        assertThat(databases()).isEmpty();
    }

    @Test
    void roles_of_the_target_come_and_go_and_those_of_others_stay() {
        named.execute("create role test_shadow_other");
        bench.roles.addAll(List.of("test_shadow_other", "test_shadow_target"));

        try (Shadow shadow = bench.open();
                ScratchDatabase database = shadow.create()) {
            ShadowBench.run(database, "create table t (); grant select on t to test_shadow_target, test_shadow_other");
            assertThat(roles()).containsExactly("test_shadow_other", "test_shadow_target");
        }

        assertThat(roles()).containsExactly("test_shadow_other");
    }

    @Test
    void roles_of_a_script_go_with_its_database_unless_they_may_be_of_somebody_else() {
        try (Shadow shadow = bench.open()) {
            try (ScratchDatabase database = shadow.create()) {
                ShadowBench.run(
                        database,
                        "create table t (); create role test_shadow_tied; grant select on t to" + " test_shadow_tied");
                named.execute("create role test_shadow_of_somebody_else");
            }
            assertThat(roles()).containsExactly("test_shadow_of_somebody_else");
        }
        assertThat(roles()).containsExactly("test_shadow_of_somebody_else");
    }

    @Test
    void what_a_dead_run_has_left_is_dropped_and_nothing_that_only_looks_like_it() {
        named.execute("create database migrate_shadow_1_2");
        named.execute("create database migrate_shadow_1_3");
        named.execute("comment on database migrate_shadow_1_3 is 'number 5, all of our data'");
        bench.roles.add("test_shadow_target");
        try (TestProcess killed = hold()) {
            assertThat(databases()).hasSize(3);
            killed.signal("KILL").code();
        }
        TestProcess.waitFor(
                "the end of its session",
                () -> named.value("select count(*) from pg_locks where locktype = 'advisory' and objsubid = 1")
                        .equals("0"));
        assertThat(databases()).hasSize(3);

        bench.open().close();

        assertThat(databases()).containsExactly("migrate_shadow_1_2", "migrate_shadow_1_3");
    }

    @Test
    void a_run_that_lives_keeps_its_databases() {
        try (TestProcess other = hold()) {
            List<String> before = databases();

            bench.open().close();

            assertThat(before).hasSize(1);
            assertThat(databases()).isEqualTo(before);
            other.signal("KILL").code();
        }
        TestProcess.waitFor("the end of what it left", () -> {
            bench.open().close();
            return databases().isEmpty();
        });
    }

    private TestProcess hold() {
        return TestProcess.of(
                        HoldsShadow.class,
                        new TestProject(bench.folder),
                        bench.folder.toString(),
                        bench.scratch.toString(),
                        named.url())
                .waitToSay("ready");
    }

    @Test
    void another_version_than_the_config_asks_for_is_refused() {
        bench.config(bench.config + "\nversion = \"12\"");

        assertThatThrownBy(bench::open)
                .isInstanceOfSatisfying(
                        MigrationFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageContaining("the server of [shadow] url is a PostgreSQL " + TestServer.VERSION
                        + ", and [shadow] version asks for 12");
    }

    @Test
    void a_user_who_may_make_no_databases_is_told() {
        named.execute("create role test_shadow_weak login password 'secret'");
        bench.url(named.url("test_shadow_weak", "secret"));

        try (Shadow shadow = bench.open()) {
            assertThatThrownBy(shadow::create)
                    .isInstanceOfSatisfying(
                            MigrationFailure.class,
                            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.NO_CONNECTION))
                    .hasMessageContaining("permission denied to create database (42501)")
                    .hasMessageContaining("alter role \"test_shadow_weak\" createdb");
        }
    }

    @Test
    void a_user_who_owns_only_scratch_databases_can_do_everything() {
        named.execute("create role test_shadow_owner login createdb password 'secret'");
        bench.url(named.url("test_shadow_owner", "secret"));

        try (Shadow shadow = bench.open();
                ScratchDatabase database = shadow.create()) {
            ShadowBench.run(database, "create table t ()");
            try (ScratchDatabase copy = shadow.copy(database)) {
                assertThat(ShadowBench.run(copy, "select from t")).isEmpty();
            }
        }

        assertThat(databases()).isEmpty();
    }

    @Test
    void the_variable_of_the_url_must_be_set_where_a_scratch_database_is_needed() {
        bench.variables.remove("SCRATCH_URL");
        ShadowRequest request = bench.request();

        assertThatThrownBy(() -> Shadow.open(request))
                .isInstanceOf(MigrationFailure.class)
                .hasMessageContaining("the variable SCRATCH_URL in \"shadow.url\" is not set");
    }
}
