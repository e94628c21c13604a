package dev.migrate.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.database.Session;
import dev.migrate.testing.TestBench;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Generated rows that a real server takes. */
class SampleRowsTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    private SampleRows.Filled fill(String sql) {
        bench.database().execute(sql);
        try (Session session = bench.database().session()) {
            session.ask("begin");
            var sample = new SampleRows(session);
            SampleRows.Filled filled = sample.fill(sample.tables(), table -> true, 0, 3);
            session.ask("commit");
            return filled;
        }
    }

    private String count(String table) {
        return bench.database().value("select count(*) from " + table);
    }

    @Test
    void every_built_in_type_that_a_column_can_have_gets_a_value() {
        List<String> types = bench.database()
                .column("select format_type(oid, null) from pg_type where typtype in ('b', 'r', 'm') and typnamespace ="
                        + " 'pg_catalog'::regnamespace and oid < 10000 and typname !~ '^(_|pg_(ddl|node|dep|mcv|ndis|brin))'"
                        + " and typname not in ('aclitem', 'gtsvector', 'refcursor') order by 1");
        var columns = new StringBuilder("x int");
        for (int i = 0; i < types.size(); i++) {
            columns.append(", c").append(i).append(' ').append(types.get(i)).append(" not null");
            columns.append(", d").append(i).append(' ').append(types.get(i)).append("[]");
        }

        SampleRows.Filled filled = fill("create table a (" + columns + ")");

        assertThat(types).hasSizeGreaterThan(60);
        assertThat(filled.notFilled()).isEmpty();
        assertThat(count("a")).isEqualTo("3");
    }

    @Test
    void enums_domains_composites_generated_and_identity_columns_are_filled() {
        SampleRows.Filled filled = fill("""
                create type mood as enum ('glad', 'sad');
                create type place as (street text, number int, moods mood[]);
                create domain postcode as text check (value ~ '^[0-9]{5}$') not null;
                create table a (
                    id bigint generated always as identity primary key,
                    twice bigint generated always as (id * 2) stored,
                    mood mood not null, moods mood[] not null, place place not null, code postcode,
                    initial char(1) not null unique, short varchar(3) unique, n numeric(3, 2) not null);
                """);

        assertThat(filled.notFilled()).isEmpty();
        assertThat(count("a")).isEqualTo("3");
    }

    @Test
    void foreign_keys_are_followed_in_whatever_order_the_tables_stand() {
        SampleRows.Filled filled = fill("""
                create table c (id int primary key, name text unique);
                create table b (id uuid primary key, c int not null references c, boss uuid references b);
                create table a (c int primary key references c, b uuid not null references b);
                create table pair (one int not null references c, other int not null references c, check (one <> other));
                create table self (id int primary key, up int not null references self);
                create table x (id int primary key, y int);
                create table y (id int primary key, x int not null references x);
                alter table x add foreign key (y) references y;
                """);

        assertThat(filled.notFilled()).isEmpty();
        assertThat(count("a")).isEqualTo("3");
        assertThat(count("y")).isEqualTo("3");
    }

    @Test
    void values_that_fulfil_checks_are_found_in_their_words() {
        SampleRows.Filled filled = fill("""
                create table a (
                    state text not null check (state in ('open', 'closed')),
                    mail text not null check (mail like '%@%.%'),
                    rate numeric not null check (rate >= 0 and rate <= 1),
                    code text not null check (char_length(code) = 8),
                    month date not null check (month = date_trunc('month', month)),
                    year int not null check (year between 2000 and 2100),
                    lo int not null, hi int not null, check (hi > lo + 10));
                """);

        assertThat(filled.notFilled()).isEmpty();
    }

    @Test
    void partitions_get_rows_that_belong_there() {
        SampleRows.Filled filled = fill("""
                create table p (at date not null, kind text) partition by range (at);
                create table p1 partition of p for values from ('2031-01-01') to ('2031-02-01');
                create table l (kind text not null) partition by list (kind);
                create table l1 partition of l for values in ('here', 'there');
                """);

        assertThat(filled.notFilled()).isEmpty();
    }

    @Test
    void a_trigger_that_refuses_rows_is_gone_past_and_named() {
        SampleRows.Filled filled = fill("""
                create table a (id int);
                create function no() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;
                create trigger no before insert on a for each row execute function no();
                """);

        assertThat(filled.withoutTriggers()).containsExactly("public.a");
        assertThat(count("a")).isEqualTo("3");
    }

    @Test
    void a_table_that_takes_no_row_is_named_with_the_reason() {
        SampleRows.Filled filled =
                fill("create table a (id int not null check (id > 5 and id < 5)); create table b ();");

        assertThat(filled.filled()).containsExactly("public.b");
        assertThat(filled.notFilled()).hasSize(1).allMatch(text -> text.startsWith("public.a: new row for relation"));
    }

    @Test
    void the_same_structure_gets_the_same_rows() {
        fill(
                "create table a (id uuid primary key default gen_random_uuid(), at timestamptz not null default now(), t text)");
        String once = bench.database().value("select string_agg(a::text, ' ' order by a::text) from a");
        bench.database().execute("delete from a");
        fill("select");

        assertThat(bench.database().value("select string_agg(a::text, ' ' order by a::text) from a"))
                .isEqualTo(once);
    }

    /** Values without a server. */
    static class Values {
        @Property
        void other_numbers_give_other_values(@ForAll @IntRange(max = 5000) int n, @ForAll @IntRange(max = 5000) int m) {
            for (String type :
                    List.of("int4", "text", "uuid", "date", "timestamptz", "jsonb", "inet", "bytea", "numeric")) {
                boolean same = SampleValues.of(SampleType.of(type), n).equals(SampleValues.of(SampleType.of(type), m));

                assertThat(same).as(type).isEqualTo(n == m);
            }
        }

        @Property
        void no_text_is_longer_than_its_type(
                @ForAll @IntRange(max = 100_000) int n, @ForAll @IntRange(min = 1, max = 12) int length) {
            var type = new SampleType(
                    "varchar", "varchar", 'b', Optional.of(length), List.of(), Optional.empty(), List.of());

            assertThat(SampleValues.of(type, n).orElseThrow().length()).isBetween(1, length);
            assertThat(SampleValues.candidates(type, "(x = 'a longer literal' or char_length(x) > 3)"))
                    .allMatch(value -> value.length() <= length);
        }
    }
}
