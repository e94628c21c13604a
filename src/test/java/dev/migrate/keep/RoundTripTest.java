package dev.migrate.keep;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rows that a migration destroys, and that its rollback gives back as they were. */
class RoundTripTest {
    private static final String SHOP = """
            create table customers (
                id int generated always as identity primary key,
                name text not null,
                shout text generated always as (upper(name)) stored,
                note text
            );
            create table orders (
                id bigserial primary key,
                customer int not null references customers on delete cascade,
                total numeric(10, 2) not null,
                placed timestamptz not null default now()
            );
            create table lines (
                "order" bigint not null references orders,
                n int not null,
                what text,
                primary key ("order", n)
            );
            """;

    private static final String ROWS = """
            insert into customers (name, note) select 'customer ' || g, nullif('note ' || g, 'note 3') from generate_series(1, 20) g;
            insert into orders (customer, total) select g % 20 + 1, g * 1.37 from generate_series(1, 100) g;
            insert into lines select o.id, n, 'thing ' || n from orders o, generate_series(1, 2) n;
            """;

    @RegisterExtension
    private final TestBench bench = new TestBench();

    /** The rows of tables, as one text each. */
    private List<String> checksums(String... tables) {
        return Stream.of(tables)
                .map(table -> bench.database()
                        .value(
                                "select count(*) || ' ' || coalesce(md5(string_agg(t::text, E'\\n' order by t::text)), '') from "
                                        + table + " t"))
                .toList();
    }

    private void shop() {
        bench.apply(SHOP);
        bench.database().execute(ROWS);
    }

    private TestProject.Run applied(String id, String up, String down) {
        TestProject.Run run =
                bench.migration(id, up + "\n-- migrate:down\n" + down + "\n").apply();
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        return run;
    }

    private TestProject.Run rolledBack() {
        TestProject.Run run = bench.project().run("rollback", "--last", "1", "--yes");
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        return run;
    }

    /** Applies, undoes, applies and undoes once more; the rows are the same after each rollback. */
    private TestProject.Run roundTrip(String up, String down, String... tables) {
        List<String> before = checksums(tables);
        applied("002_b", up, down);
        rolledBack();
        assertThat(checksums(tables)).isEqualTo(before);
        assertThat(bench.apply().code()).isZero();
        TestProject.Run run = rolledBack();
        assertThat(checksums(tables)).isEqualTo(before);
        return run;
    }

    @Test
    void a_dropped_table_between_foreign_keys_in_both_directions() {
        shop();

        TestProject.Run run = roundTrip("""
                drop table orders cascade;
                """, """
                create table orders (
                    id bigserial primary key,
                    customer int not null references customers on delete cascade,
                    total numeric(10, 2) not null,
                    placed timestamptz not null default now()
                );
                """, "orders", "lines", "customers");

        assertThat(run.err()).contains("gave back 100 rows of public.orders");
        bench.database().execute("insert into orders (customer, total) values (1, 1)");
        assertThat(bench.database().value("select max(id) from orders")).isEqualTo("101");
    }

    @Test
    void several_dropped_tables_with_identity_a_generated_column_and_a_policy() {
        shop();
        bench.database()
                .execute(
                        "alter table customers enable row level security; create policy own on customers using (true)");

        roundTrip(
                "drop table lines, orders, customers;",
                SHOP + "alter table customers enable row level security; create policy own on customers using (true);",
                "orders",
                "lines",
                "customers");

        bench.database().execute("insert into customers (name) values ('new')");
        assertThat(bench.database().value("select max(id) from customers")).isEqualTo("21");
    }

    @Test
    void a_dropped_column() {
        shop();

        TestProject.Run run = roundTrip(
                "alter table customers drop column note;", "alter table customers add column note text;", "customers");

        assertThat(run.err()).contains("gave back values of note in 20 rows of public.customers");
    }

    @Test
    void a_change_of_type_that_loses() {
        shop();

        roundTrip(
                "alter table orders alter column total type int;",
                "alter table orders alter column total type numeric(10, 2);",
                "orders");
    }

    @Test
    void truncated_tables() {
        shop();

        roundTrip("truncate customers cascade;", "select 1;", "orders", "lines", "customers");
    }

    @Test
    void deleted_rows_and_those_that_went_with_them() {
        shop();

        roundTrip(
                "delete from lines; delete from customers where id <= 5;", "select 1;", "orders", "lines", "customers");
    }

    @Test
    void overwritten_rows() {
        shop();

        TestProject.Run run =
                roundTrip("update orders set total = 0 where id > 90;", "select 1;", "orders", "lines", "customers");

        assertThat(run.err()).contains("gave back 10 rows of public.orders");
        assertThat(bench.database().column("select row_count from migrate_kept.contents"))
                .containsExactly("10", "10");
    }

    @Test
    void an_enum_that_is_built_anew() {
        bench.apply(
                "create type state as enum ('new', 'open', 'gone'); create table t (id int primary key, s state, l state[])");
        bench.database()
                .execute(
                        "insert into t values (1, 'new', '{new,gone}'), (2, 'gone', null), (3, 'open', '{}'), (4, null, null)");

        roundTrip("""
                alter type state rename to state_old;
                create type state as enum ('new', 'open');
                alter table t alter column s type state using (case s::text when 'gone' then 'open' else s::text end)::state;
                alter table t alter column l type state[] using null;
                drop type state_old;
                """, """
                alter type state rename to state_new;
                create type state as enum ('new', 'open', 'gone');
                alter table t alter column s type state using s::text::state;
                alter table t alter column l type state[] using l::text[]::state[];
                drop type state_new;
                """, "t");
    }

    @Test
    void a_partition_that_is_detached_and_dropped() {
        bench.apply("""
                create table events (at date not null, id int not null, what text, primary key (at, id)) partition by range (at);
                create table events_1 partition of events for values from ('2020-01-01') to ('2021-01-01');
                create table events_2 partition of events for values from ('2021-01-01') to ('2022-01-01');
                """);
        bench.database()
                .execute("insert into events select date '2020-06-01' + g, g, 'e' || g from generate_series(1, 400) g");

        roundTrip(
                "alter table events detach partition events_1; drop table events_1;",
                "create table events_1 partition of events for values from ('2020-01-01') to ('2021-01-01');",
                "events",
                "events_1");
    }

    @Test
    void a_dropped_view_and_function_with_what_depends_on_them() {
        shop();
        bench.database().execute("""
                create function tax(n numeric) returns numeric language sql immutable as 'select n * 0.2';
                create view dear as select *, tax(total) from orders where total > 50;
                create materialized view sums as select customer, sum(total) from dear group by 1;
                """);

        roundTrip("drop function tax cascade;", """
                create function tax(n numeric) returns numeric language sql immutable as 'select n * 0.2';
                create view dear as select *, tax(total) from orders where total > 50;
                create materialized view sums as select customer, sum(total) from dear group by 1;
                """, "orders", "dear", "sums");
    }
}
