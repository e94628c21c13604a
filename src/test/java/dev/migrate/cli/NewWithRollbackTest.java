package dev.migrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code migrate new} beside a database: what {@code status} shows of it, and the way back that is derived at once. */
class NewWithRollbackTest {
    private static final String ORDERS = "create table orders (id int primary key);\n";

    @RegisterExtension
    private final TestBench bench = new TestBench();

    /** Scratch databases of the test server. */
    @BeforeEach
    void scratchServer() {
        bench.project()
                .file("migrate.toml", "sources = [\"migrations\"]\n[shadow]\nurl = \"${SCRATCH}\"\n")
                .variable("SCRATCH", bench.database().url());
    }

    private String text(String file) throws IOException {
        return Files.readString(bench.project().folder().resolve(file));
    }

    private boolean exists(String file) {
        return Files.exists(bench.project().folder().resolve(file));
    }

    static List<Path> examples() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("examples"))) {
            return folders.filter(folder -> Files.exists(folder.resolve("expected.json")))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void in_each_example_status_shows_it_last(Path example) throws IOException {
        TestProject project = bench.project();
        try (Stream<Path> files = Files.walk(example)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.toString().contains("/.migrate")) {
                    project.file(example.relativize(file).toString(), Files.readAllBytes(file));
                }
            }
        }

        TestProject.Run first = project.run("new", "zz first", "--format", "json");
        TestProject.Run second = project.run("new", "aa second", "--format", "json");

        List<String> states = project.run("status", "--format", "json").states();
        assertThat(states.subList(states.size() - 2, states.size()))
                .containsExactly(
                        first.json().get("id").asText() + " pending",
                        second.json().get("id").asText() + " pending");
    }

    @Test
    void the_way_back_of_sql_that_is_given_is_derived_proven_and_written() throws IOException {
        bench.migration("001_a", "create table a (id int);").apply();

        TestProject.Run run = bench.project().input(ORDERS).run("new", "add orders", "--with-rollback", "--from", "-");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "migrations/002_add_orders.sql\n",
                        "written as the down section of migrations/002_add_orders.sql: 1 statement, proven: down and"
                                + " up again, the structure is the same.");
        assertThat(text("migrations/002_add_orders.sql"))
                .isEqualTo(ORDERS + "\n-- migrate:down\ndrop table public.orders;\n");
        assertThat(bench.database().tables()).isEqualTo("a");
        assertThat(bench.apply().code()).isZero();
        assertThat(bench.project().run("rollback", "--last", "1", "--yes").code())
                .isZero();
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void of_a_pair_the_derived_way_back_is_the_other_file() throws IOException {
        bench.project()
                .file("migrations/0001_a.up.sql", "create table a (id int);")
                .file("migrations/0001_a.down.sql", "drop table a;")
                .file("change.sql", ORDERS);

        TestProject.Run run =
                bench.project().run("new", "orders", "--with-rollback", "--from", "change.sql", "--format", "json");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.json().get("id").asText()).isEqualTo("0002_orders");
        assertThat(run.json().get("file").asText()).isEqualTo("migrations/0002_orders.up.sql");
        assertThat(run.json().get("rollback").asText()).isEqualTo("migrations/0002_orders.down.sql");
        assertThat(run.json().get("proven").asBoolean()).isTrue();
        assertThat(text("migrations/0002_orders.up.sql")).isEqualTo(ORDERS);
        assertThat(text("migrations/0002_orders.down.sql")).isEqualTo("drop table public.orders;\n");
    }

    @Test
    void in_a_project_without_a_folder_it_is_derived_as_well() throws IOException {
        bench.project().file("change.sql", ORDERS);

        TestProject.Run run = bench.project().run("new", "orders", "--with-rollback", "--from", "change.sql");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("made the folder migrations");
    }

    @Test
    void what_cannot_be_proven_ends_with_3_and_stays() throws IOException {
        bench.migration("001_p", "create table p (id int);\ncreate table c () inherits (p);\n")
                .apply();
        bench.project().file("change.sql", "alter table c no inherit p;\ncreate table more (id int);\n");

        TestProject.Run run = bench.project().run("new", "alone", "--with-rollback", "--from", "change.sql");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out())
                .contains("not derived  column public.c.id: inherited", "does not lead back to the same structure");
        assertThat(exists("migrations/002_alone.sql")).isTrue();
    }

    @Test
    void rows_alone_have_no_way_back_and_end_with_3() throws IOException {
        bench.migration("001_orders", ORDERS).apply();

        TestProject.Run run = bench.project()
                .input("insert into orders values (1);\n")
                .run("new", "rows", "--with-rollback", "--from", "-");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).contains("there is no statement that undoes 002_rows", "not given back  rows of");
        assertThat(text("migrations/002_rows.sql")).isEqualTo("insert into orders values (1);\n");
    }

    @Test
    void what_does_not_run_ends_with_1_and_stays_and_it_is_said_how_to_go_on() throws IOException {
        bench.migration("001_a", "create table a (id int);");

        TestProject.Run run = bench.project()
                .input("alter table nowhere add n int;\n")
                .run("new", "wrong", "--with-rollback", "--from", "-");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains(
                        "migrations/002_wrong.sql is made, its way back is not",
                        "migrate rollback --write 002_wrong",
                        "migrations/002_wrong.sql:1:",
                        "does not run on a scratch database");
        assertThat(text("migrations/002_wrong.sql")).isEqualTo("alter table nowhere add n int;\n");
    }

    @Test
    void without_a_database_nothing_is_made() {
        bench.migration("001_a", "create table a (id int);");
        bench.project().without("DATABASE_URL");

        TestProject.Run run = bench.project().input(ORDERS).run("new", "b", "--with-rollback", "--from", "-");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("no database is named");
        assertThat(exists("migrations/002_b.sql")).isFalse();
    }

    @Test
    void an_editor_comes_before_the_way_back() throws IOException {
        bench.migration("001_a", "create table a (id int);");
        bench.project().input(ORDERS).variable("EDITOR", "sed -i s/orders/invoices/");

        TestProject.Run run = bench.project().run("new", "b", "--with-rollback", "--from", "-", "--edit");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(text("migrations/002_b.sql")).endsWith("-- migrate:down\ndrop table public.invoices;\n");
    }

    @Test
    void a_place_that_was_made_is_filled_by_rollback_write() throws IOException {
        bench.migration("001_a", "create table a (id int);");
        bench.project().run("new", "orders", "--with-rollback");
        bench.project()
                .file(
                        "migrations/002_orders.sql",
                        text("migrations/002_orders.sql").replace("\n\n", "\n\n" + ORDERS));

        TestProject.Run run = bench.project().run("rollback", "--write", "002_orders");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(text("migrations/002_orders.sql"))
                .endsWith(ORDERS + "\n-- migrate:down\ndrop table public.orders;\n");
    }

    @Test
    void a_file_that_was_made_for_it_is_filled_by_rollback_write() throws IOException {
        bench.project()
                .file("migrations/0001_a.up.sql", "create table a (id int);")
                .file("migrations/0001_a.down.sql", "drop table a;");
        bench.project().run("new", "orders");
        bench.project().file("migrations/0002_orders.up.sql", ORDERS);

        TestProject.Run run = bench.project().run("rollback", "--write", "0002_orders");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(text("migrations/0002_orders.down.sql")).isEqualTo("drop table public.orders;\n");
    }
}
