package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file that pg_dump wrote is a migration like any other; commands of psql that it does not write are refused. */
class DumpTest {
    private static final String DUMP = """
            --
            -- PostgreSQL database dump
            --

            \\restrict 5mEzKbmWTzmSGCYlXZ

            -- Dumped from database version 17.6
            -- Dumped by pg_dump version 17.6

            SET statement_timeout = 0;
            SET lock_timeout = 0;
            SET idle_in_transaction_session_timeout = 0;
            SET client_encoding = 'UTF8';
            SET standard_conforming_strings = on;
            SELECT pg_catalog.set_config('search_path', '', false);
            SET check_function_bodies = false;
            SET xmloption = content;
            SET client_min_messages = warning;
            SET row_security = off;

            CREATE FUNCTION public.shout(t text) RETURNS text
                LANGUAGE sql IMMUTABLE
                BEGIN ATOMIC
             SELECT upper(shout.t) AS upper;
            END;

            SET default_tablespace = '';

            SET default_table_access_method = heap;

            CREATE TABLE public.orders (
                id integer NOT NULL,
                note text
            );

            ALTER TABLE public.orders ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
                SEQUENCE NAME public.orders_id_seq
                START WITH 1
                INCREMENT BY 1
                NO MINVALUE
                NO MAXVALUE
                CACHE 1
            );

            COPY public.orders (id, note) FROM stdin;
            1	a\\tb
            2	\\N
            \\.

            SELECT pg_catalog.setval('public.orders_id_seq', 2, true);

            ALTER TABLE ONLY public.orders
                ADD CONSTRAINT orders_pkey PRIMARY KEY (id);

            --
            -- PostgreSQL database dump complete
            --

            \\unrestrict 5mEzKbmWTzmSGCYlXZ

            """;

    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void a_dump_is_applied_whole_and_the_next_file_finds_the_usual_settings() {
        TestProject.Run run = bench.migration("001_dump", DUMP)
                .migration("002_next", "insert into orders (note) values (shout('c'));\n")
                .apply();

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().column("select id || ' ' || coalesce(note, '-') from orders order by id"))
                .containsExactly("1 a\tb", "2 -", "3 C");
    }

    @Test
    void a_dump_that_fails_at_its_end_leaves_nothing() {
        TestProject.Run run =
                bench.migration("001_dump", DUMP + "select 1 / 0;\n").apply();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("Nothing of it was kept.");
        assertThat(bench.database().tables()).isEmpty();
    }

    @Test
    void a_dump_of_another_encoding_that_was_converted_keeps_its_characters() {
        TestProject.Run run = bench.apply("""
                SET client_encoding = 'LATIN1';
                CREATE TABLE public.a (t text);
                COPY public.a FROM stdin;
                ä€
                \\.
                INSERT INTO a VALUES ('ö');
                """);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().column("select t from a order by t")).containsExactlyInAnyOrder("ä€", "ö");
    }

    @Test
    void connect_to_the_database_at_hand_is_passed_over_in_every_form() {
        String name = bench.database().name();

        TestProject.Run run = bench.apply("\\connect " + name + "\nselect 1;\n\\c \"" + name
                + "\"\n\\connect -reuse-previous=on \"dbname='" + name + "'\"\ncreate table a (id int);\n");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(bench.database().tables()).isEqualTo("a");
    }

    @Test
    void connect_to_another_database_is_refused_before_anything_ran() {
        TestProject.Run run =
                bench.apply("create table a (id int);\n  \\connect elsewhere\ncreate table b (id int);\n");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err())
                .contains("migrations/001_a.sql:2:3: connects to the database elsewhere, and this run is on "
                        + bench.database().name());
        assertThat(bench.database().tables()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"set x 1", "i other.sql", "copy a from 'rows.csv'", "gexec", "echo hi", "if true", "!ls", "d a"})
    void other_commands_of_psql_are_refused_before_anything_ran(String command) {
        bench.migration("001_a", "create table a (id int);\n")
                .migration("002_b", "create table b (id int);\n\\" + command + "\n");

        TestProject.Run run = bench.apply();

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("migrations/002_b.sql:2:1", "is a psql command, which only psql can run");
        assertThat(bench.database().tables()).isEmpty();
    }
}
