package dev.migrate.preview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** On what pending migrations are rehearsed, and what of the target counts for it. */
@Timeout(120)
class GroundTest {
    private static final String SHOP = """
            create table customers (id int primary key, name text);
            create table orders (id int primary key, customer int, note text);
            insert into customers values (1, 'Ada');
            """;

    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void a_migration_that_was_begun_is_rehearsed_from_where_it_stopped() {
        shop();
        bench.migration("002_a", "-- migrate: no-transaction\ncreate table a (id int);\nselect 1 / 0;\ndrop table a;");
        assertThat(bench.apply().code()).isEqualTo(1);
        bench.migration("002_a", "-- migrate: no-transaction\ncreate table a (id int);\nselect 1;\ndrop table a;");

        TestProject.Run run = plan();

        assertThat(run.out())
                .contains("migrations/002_a.sql  3 statements, the first 1 done already")
                .contains("a migration was begun and did not end")
                .contains("drops     table public.a");
    }

    @Test
    void a_database_that_drifted_is_noted() {
        shop();
        bench.database().execute("create table by_hand (id int)");
        bench.migration("002_a", "alter table orders add column a int;");

        TestProject.Run run = plan();

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .contains("the database differs from what its migrations make, in 1 place")
                .contains("migrate verify --only schema");
        assertThat(plan("--format", "json").json().get("notes").get(0).asText()).contains("differs");
    }

    @Test
    void a_database_without_a_history_is_rehearsed_on_its_structure() {
        bench.database().execute("create table legacy (id int); insert into legacy values (1)");
        bench.migration("001_a", "alter table legacy alter column id type bigint;");

        TestProject.Run run = plan();

        assertThat(run.out())
                .contains("rewrites  public.legacy")
                .contains("rehearsed on the structure of the database without its rows:"
                        + " the database has tables of its own, and nothing is applied");
    }

    @Test
    void a_baselined_database_is_rehearsed_on_what_it_is() {
        bench.database().execute("create table legacy (id int, extra text)");
        bench.migration("001_legacy", "create table legacy (id int);");
        assertThat(bench.project()
                        .run("baseline", "--accept-differences", "--reason", "it grew")
                        .code())
                .isZero();
        bench.migration("002_a", "alter table legacy drop column extra;");

        TestProject.Run run = plan();

        assertThat(run.out())
                .contains("drops     column public.legacy.extra")
                .contains("what was baselined does not make the database that is there");
    }

    @Test
    void what_is_applied_and_gone_from_the_folder_is_taken_from_the_history() {
        shop();
        bench.project().delete("migrations/001_shop.sql");
        bench.migration("002_a", "insert into customers values (1, 'Bea');");

        assertThat(plan().out()).contains("duplicate key value").doesNotContain("without its rows");
    }

    @Test
    void a_role_of_the_config_may_do_what_it_may_do() {
        String role = bench.database().name() + "_role";
        bench.database().execute("create role " + role + "; grant all on schema public to " + role);
        bench.project()
                .file("prelude.sql", "create role " + role + "; grant all on schema public to " + role + ";")
                .file("migrate.toml", "[database]\nrole = \"" + role + "\"\n[shadow]\nprelude = \"prelude.sql\"\n");
        bench.migration("001_a", "create table a ();").migration("002_b", "create extension file_fdw;");
        try {
            TestProject.Run run = plan();

            assertThat(run.code()).isEqualTo(3);
            assertThat(run.out())
                    .contains("plan    migrations/001_a.sql")
                    .contains("permission denied")
                    .contains("or, where role " + role
                            + " may do this on the target, make and grant it in a [shadow] prelude");
        } finally {
            bench.database().execute("drop owned by " + role + "; drop role " + role);
        }
    }

    @Test
    void the_size_of_the_table_on_the_target_decides_what_it_weighs() {
        shop();
        bench.database().execute("insert into orders select g, g, repeat('x', 1000) from generate_series(1, 15000) g");
        bench.migration("002_a", "alter table orders alter column customer type bigint;")
                .migration("003_b", "alter table customers alter column id type bigint;");

        TestProject.Run run = plan();

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .containsPattern("warning +line 1: table public.orders: .*\\(1[0-9] MB on the target\\) \\[column-type")
                .containsPattern("notice +line 1: table public.customers: .*kB on the target\\) \\[column-type");
    }

    @Test
    void a_table_that_somebody_holds_does_not_keep_the_plan_waiting() {
        shop();
        bench.migration("002_a", "alter table orders alter column customer type bigint;");
        try (var session = bench.database().session()) {
            session.ask("begin; lock table orders in access exclusive mode");

            assertThat(plan("--no-prove").out()).contains("column-type-rewrite").contains("could not be looked at");
        }
    }

    private void shop() {
        TestProject.Run run = bench.migration("001_shop", SHOP).apply();
        assertThat(run.code()).as(run.out() + run.err()).isZero();
    }

    private TestProject.Run plan(String... options) {
        var arguments = new ArrayList<>(List.of("plan"));
        arguments.addAll(List.of(options));
        return bench.project().run(arguments.toArray(String[]::new));
    }
}
