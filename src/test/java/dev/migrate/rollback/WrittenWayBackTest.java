package dev.migrate.rollback;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code migrate rollback --write}: where a derived way back is written, and what is said of it. */
class WrittenWayBackTest {
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

    private TestProject.Run write(String... arguments) {
        var all = new ArrayList<>(List.of("rollback", "--write"));
        all.addAll(Arrays.asList(arguments));
        return bench.project().run(all.toArray(String[]::new));
    }

    private String text(String file) throws IOException {
        return Files.readString(bench.project().folder().resolve(file));
    }

    private boolean exists(String file) {
        return Files.exists(bench.project().folder().resolve(file));
    }

    @Test
    void a_file_that_is_pending_gets_a_section() throws IOException {
        bench.migration("001_orders", ORDERS);

        TestProject.Run run = write("001_orders");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(text("migrations/001_orders.sql"))
                .isEqualTo(ORDERS + "\n-- migrate:down\ndrop table public.orders;\n");
        assertThat(run.out())
                .contains("written as the down section of migrations/001_orders.sql: 1 statement, proven: down and up"
                        + " again, the structure is the same.");
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void what_was_written_is_what_rollback_runs() {
        bench.migration("001_orders", ORDERS)
                .migration("002_note", "alter table orders add note text not null default 'x';");
        write("001_orders");
        write("002_note");
        assertThat(bench.apply().code()).isZero();

        TestProject.Run run = bench.project().run("rollback", "--last", "2", "--yes");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEmpty();
        assertThat(bench.apply().code()).isZero();
    }

    @Test
    void a_file_that_is_applied_stays_as_it_is() throws IOException {
        bench.migration("001_orders", ORDERS).apply();

        TestProject.Run run = write("001_orders");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(text("migrations/001_orders.sql")).isEqualTo(ORDERS);
        assertThat(text("migrations/001_orders.down.sql")).isEqualTo("drop table public.orders;\n");
        assertThat(bench.project().run("rollback", "--last", "1", "--yes").code())
                .isZero();
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void it_stands_where_others_of_the_project_stand() throws IOException {
        bench.project()
                .file("migrations/001_a.up.sql", "create table a (id int);")
                .file("migrations/V2__b.sql", "create table b (id int);")
                .file("migrations/V3__c.sql", "create table c (id int);")
                .file("migrations/U3__c.sql", "drop table c;")
                .file("migrations/004_d/migration.sql", "create table d (id int);");

        assertThat(write("001_a").code()).isZero();
        assertThat(write("V2__b").code()).isZero();
        assertThat(write("004_d").code()).isZero();

        assertThat(text("migrations/001_a.down.sql")).isEqualTo("drop table public.a;\n");
        assertThat(text("migrations/U2__b.sql")).isEqualTo("drop table public.b;\n");
        assertThat(text("migrations/004_d/down.sql")).isEqualTo("drop table public.d;\n");
    }

    @Test
    void a_rollback_folder_is_used() throws IOException {
        bench.migration("001_orders", ORDERS);
        Files.createDirectories(bench.project().folder().resolve("migrations/rollback"));

        TestProject.Run run = write("001_orders");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(text("migrations/rollback/001_orders.sql")).isEqualTo("drop table public.orders;\n");
        assertThat(text("migrations/001_orders.sql")).isEqualTo(ORDERS);
    }

    @Test
    void a_way_back_that_is_there_is_not_replaced_unasked() throws IOException {
        bench.migration("001_orders", ORDERS).apply();
        bench.project().file("migrations/001_orders.down.sql", "drop table orders; -- mine\n");

        TestProject.Run run = write("001_orders");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("001_orders has a way back: migrations/001_orders.down.sql", "--write 001_orders --force");
        assertThat(text("migrations/001_orders.down.sql")).contains("mine");

        assertThat(write("001_orders", "--force").code()).isZero();
        assertThat(text("migrations/001_orders.down.sql")).isEqualTo("drop table public.orders;\n");
    }

    @Test
    void a_section_that_is_there_is_never_replaced() throws IOException {
        bench.migration("001_orders", ORDERS + "-- migrate:down\ndrop table orders;\n");

        TestProject.Run run = write("001_orders", "--force");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("the down section of its file", "take it out of migrations/001_orders.sql first");
        assertThat(text("migrations/001_orders.sql")).contains("drop table orders;");
    }

    @Test
    void a_dry_run_shows_it_and_writes_nothing() throws IOException {
        bench.migration("001_orders", ORDERS);

        TestProject.Run run = write("001_orders", "--dry-run");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "drop table public.orders;",
                        "would be written as the down section of migrations/001_orders.sql");
        assertThat(text("migrations/001_orders.sql")).isEqualTo(ORDERS);
    }

    @Test
    void what_is_not_given_back_is_said_and_stands_in_the_file() throws IOException {
        bench.migration("001_orders", "create table orders (id int, note text);\ncreate table old (id int);\n")
                .apply();
        bench.migration("002_change", """
                update orders set id = id + 1;
                alter table orders drop column note;
                drop table old;
                insert into orders values (1);
                """);

        TestProject.Run run = write("002_change", "--format", "json");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.json().get("written").asText()).isEqualTo("migrations/002_change.sql");
        assertThat(run.json().get("proven").asBoolean()).isTrue();
        assertThat(run.json().get("statements").asInt()).isEqualTo(2);
        assertThat(run.json().at("/not_derived").findValuesAsText("what")).containsOnly("rows");
        assertThat(run.json().at("/not_derived").findValuesAsText("message"))
                .containsExactlyInAnyOrder(
                        "rows of public.old, which the migration drops: the table comes back empty",
                        "values of public.orders.note, which the migration drops",
                        "rows of public.orders that the migration changed: UPDATE, INSERT");
        assertThat(text("migrations/002_change.sql")).contains("""
                        -- migrate:down
                        -- Not given back by this:
                        --   - rows of public.old, which the migration drops: the table comes back empty
                        """);
    }

    @Test
    void what_does_not_lead_back_is_written_with_a_warning_and_is_a_finding() throws IOException {
        bench.migration("001_p", "create table p (id int);\ncreate table c () inherits (p);\n")
                .apply();
        bench.migration("002_alone", "alter table c no inherit p;\ncreate table more (id int);\n");

        TestProject.Run run = write("002_alone");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out())
                .contains("not derived  column public.c.id: inherited is not set, should be t")
                .contains("which does not lead back to the same structure");
        assertThat(text("migrations/002_alone.sql"))
                .contains(
                        "-- Not given back by this:\n--   - column public.c.id: inherited", "drop table public.more;");
    }

    @Test
    void rows_alone_leave_nothing_to_write() throws IOException {
        bench.migration("001_orders", ORDERS).apply();
        bench.migration("002_rows", "do $$ begin execute 'insert into orders values (1)'; end $$;\n");

        TestProject.Run run = write("002_rows");

        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out())
                .contains(
                        "Nothing to write: there is no statement that undoes 002_rows.",
                        "rows of public.orders that the migration changed: INSERT");
        assertThat(text("migrations/002_rows.sql")).doesNotContain("migrate:down");
        assertThat(exists("migrations/002_rows.down.sql")).isFalse();
    }

    @Test
    void a_migration_that_does_not_run_has_no_way_back() {
        bench.migration("001_a", "create table a (id nothing);");

        TestProject.Run run = write("001_a");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("migrations/001_a.sql:1:", "does not run on a scratch database");
    }

    @Test
    void it_goes_with_no_other_selection() {
        bench.migration("001_orders", ORDERS);

        assertThat(write("001_orders", "--last", "1").code()).isEqualTo(2);
        assertThat(write("001_orders", "--from-files").code()).isEqualTo(2);
    }

    @Test
    void rows_that_are_there_live_through_it() {
        bench.migration("001_before", """
                        create type state as enum ('new', 'old');
                        create table t (id serial primary key, s state not null default 'new', many state[], n varchar(5), gone int);
                        create view v as select id from t where s = 'new';
                        create table "renamed" (id int generated always as identity, note text);
                        insert into t (s, many, n) values ('new', '{old,new}', 'a'), ('old', null, 'b');
                        insert into renamed (note) values ('x'), ('y');
                        """).apply();
        String rows = "select md5(string_agg(t::text, '|' order by id)) from t";
        String renamed = "select string_agg(r::text, '|' order by id) from renamed r";
        List<String> before =
                List.of(bench.database().value(rows), bench.database().value(renamed));
        bench.migration("002_change", """
                alter type state add value 'lost';
                alter table t alter n type text;
                alter table t rename n to name;
                alter table renamed rename to other;
                alter table other rename note to remark;
                alter table other alter id drop identity;
                """);
        assertThat(write("002_change").code()).isZero();
        assertThat(bench.apply().code()).isZero();

        TestProject.Run run = bench.project().run("rollback", "002_change", "--yes");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(List.of(bench.database().value(rows), bench.database().value(renamed)))
                .isEqualTo(before);
        assertThat(bench.database().value("insert into renamed (note) values ('z') returning id"))
                .isEqualTo("3");
    }
}
