package dev.migrate.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.catalog.DdlOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How little of a schema file is written anew, whatever it is that changed. */
class SchemaWriteWithWriterTest {
    private static final String FILE = """
            -- All of it.

            create type state as enum ('on', 'off');

            /* Of an order. */
            create function total(a int, b int default 1) returns int language sql as $$ select a + b $$;
            create function total(a int, b text) returns int language sql as $$ select a $$;

            create table "Customers" (
                id int primary key, -- theirs
                state state not null default 'on'
            );
            comment on table "Customers" is 'Who buys';
            comment on column "Customers".state is 'Now';

            create table orders (id serial primary key, customer int, total numeric check (total > 0));
            alter table orders add constraint of_customer foreign key (customer) references "Customers";

            alter table orders enable row level security;
            create policy own on orders using (customer = 1);
            create trigger t before update on orders for each row execute function suppress_redundant_updates_trigger();
            create view v as select id from orders;
            grant select on orders to public;
            """;

    private static SchemaBench server;

    @TempDir
    Path folder;

    private SchemaBench bench;

    @BeforeAll
    static void start() {
        server = new SchemaBench();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void one_file() {
        bench = server.in(folder.resolve("current_schema")).file("a.sql", FILE);
    }

    @Test
    void nothing() {
        bench.want(FILE);

        assertThat(bench.write().changed()).isFalse();
    }

    @Test
    void one_of_two_functions_of_a_name() {
        becomes("select a $$", "select a * 2 $$", """
                create function total(a int, b text) returns int language sql as $$ select a $$;
                """, """
                create function public.total(a integer, b text)
                """);
    }

    @Test
    void a_foreign_key() {
        becomes("""
                references "Customers";""", """
                references "Customers" on delete cascade;""", """
                alter table orders add constraint of_customer foreign key (customer) references "Customers";
                """, """
                references public."Customers"(id) on delete cascade;
                """);
    }

    @Test
    void a_comment() {
        becomes("'Now'", "'Then'", "comment on column \"Customers\".state is 'Now';", "is 'Then';");
    }

    @Test
    void a_policy() {
        becomes(
                "(customer = 1)",
                "(customer = 2)",
                "create policy own on orders using (customer = 1);",
                "customer = 2");
    }

    @Test
    void a_view() {
        becomes(
                "select id from orders",
                "select id, total from orders",
                "create view v as select id from orders;",
                "total");
    }

    @Test
    void row_security() {
        bench.want(FILE.replace("alter table orders enable row level security;\n", ""));

        bench.write();

        assertThat(bench.text("a.sql"))
                .isEqualTo(FILE.replace("alter table orders enable row level security;\n", "")
                        .replace("\"Customers\";\n\ncreate policy", "\"Customers\";\ncreate policy"));
    }

    @Test
    void labels_of_a_type() {
        becomes("('on', 'off')", "('on', 'off', 'gone')", "create type state as enum ('on', 'off');", "'gone'");
    }

    @Test
    void a_column_that_is_gone_and_its_comment() {
        bench.want(FILE.replace(", -- theirs\n    state state not null default 'on'", "")
                .replace("comment on column \"Customers\".state is 'Now';\n", ""));

        bench.write();

        assertThat(bench.text("a.sql"))
                .doesNotContain("is 'Now'")
                .contains("comment on table \"Customers\" is 'Who buys';\n\ncreate table orders");
        assertThat(bench.write().changed()).isFalse();
    }

    @Test
    void what_comes_first_stands_behind_the_head_of_the_file() {
        bench.file("a.sql", "-- All of it.\n\n-- A.\ncreate table a (id int);\n");
        bench.want("create type s as enum ('x'); create table a (id int, s s);");

        bench.write();

        assertThat(bench.text("a.sql"))
                .startsWith("-- All of it.\n\ncreate type public.s as enum (")
                .contains(");\n\n-- A.\ncreate table public.a (");
    }

    @Test
    void an_index_under_another_name() {
        bench.file("a.sql", FILE + "\n-- By customer.\ncreate index x on orders (customer);\n");
        bench.want(FILE + "create index y on orders (customer);");

        bench.write();

        assertThat(bench.text("a.sql")).contains("create index y").doesNotContain("create index x");
        assertThat(bench.write().changed()).isFalse();
    }

    @Test
    void not_for_a_name_that_a_column_had_before() {
        bench.file("a.sql", "create table a (b int not null);")
                .want("create table a (c int not null); alter table a rename c to b;");

        assertThat(bench.write().changed()).isFalse();
    }

    @Test
    void not_for_another_spelling() {
        bench.file("a.sql", "create table a (b varchar(5), constraint c check (b in ('x', 'y')));");
        bench.want(
                "create table a (b varchar(5), constraint c check (((b)::text = ANY (ARRAY[('x'::character varying)::text,"
                        + " ('y'::character varying)::text]))));");

        assertThat(bench.write().changed()).isFalse();
    }

    @Test
    void not_for_the_order_of_columns() {
        bench.file("a.sql", "create table a (b int, c int);").want("create table a (c int, b int);");

        assertThat(bench.write().changed()).isFalse();
    }

    @Test
    void privileges_where_they_are_asked_for() {
        bench.want(FILE.replace("grant select on orders to public;", "grant insert on orders to public;"));

        assertThat(bench.write().changed()).isFalse();
        bench.write(new DdlOptions(false, true));

        assertThat(bench.text("a.sql"))
                .doesNotContain("grant select on orders to public;")
                .contains("grant insert on table public.orders to public;");
    }

    /** What is between the first and the last of the statement is other, and all else is as it was. */
    private void becomes(String from, String to, String statement, String written) {
        bench.want(FILE.replace(from, to));

        bench.write();

        String text = bench.text("a.sql");
        int at = FILE.indexOf(statement.strip());
        assertThat(text).startsWith(FILE.substring(0, at));
        assertThat(text).endsWith(FILE.substring(at + statement.strip().length()));
        assertThat(text).doesNotContain(statement.strip()).contains(written.strip());
        assertThat(bench.write().changed()).isFalse();
    }
}
