package dev.migrate.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.migrate.testing.TestBench;
import dev.migrate.testing.TestProject;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Scripts, and what {@code psql -X -v ON_ERROR_STOP=1 -f} leaves of them, as it was seen: so do we. */
class AsPsqlDoesTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    static Stream<Arguments> scripts() {
        return Stream.of(
                arguments("""
                          begin;
                          create table a(x int);
                          commit;
                          create table b(x int);
                          rollback;
                          create table c(x int);
                          """, "a[]b[]c[]"),
                arguments("""
                          begin;
                          create table a(x int);
                          abort;
                          begin;
                          create table b(x int);
                          end;
                          """, "b[]"),
                arguments("""
                          create table a(x text);
                          set search_path=pg_catalog;
                          reset search_path;
                          insert into a values (current_setting('search_path'));
                          """, "a[(\"\"\"$user\"\", public\")]"),
                arguments("""
                          create table a(x text);
                          insert into a values (1.1::float4), ('0.1'::float8 * 3);
                          """, "a[(0.30000000000000004), (1.1)]"),
                arguments("""
                          create table a(x int);
                          copy a from stdin;
                          1
                          2
                          \\.

                          copy a from stdin csv header;
                          x
                          3
                          \\.
                          """, "a[(1), (2), (3)]"),
                arguments("""
                          create table a(x text);
                          insert into a values ('a\\\\b'), (E'a\\\\b'), ($$a;b$$);
                          set standard_conforming_strings=off;
                          insert into a values ('a\\\\b');
                          insert into a values ('it\\'s');
                          """, "a[(\"a\\\\\\\\b\"), (\"a\\\\b\"), (\"a\\\\b\"), (a;b), (it's)]"),
                arguments("""
                          create table a(x int primary key);
                          create table b(x int references a deferrable initially deferred);
                          begin;
                          insert into b values (1);
                          insert into a values (1);
                          commit;
                          """, "a[(1)]b[(1)]"),
                arguments("""
                          create type m as enum('a');
                          alter type m add value 'b';
                          create table a(x m default 'b');
                          insert into a default values;
                          """, "a[(b)]"),
                arguments("""
                          create table a(x int);
                          create function t() returns trigger language plpgsql as 'begin return new; end';
                          create constraint trigger t after insert on a deferrable initially deferred for each row execute function t();
                          insert into a values (1);
                          alter table a add y int;
                          """, "a[(1,)]"),
                arguments("""
                          create table a(x int);
                          begin;
                          savepoint s;
                          insert into a values (1);
                          rollback to s;
                          insert into a values (2);
                          release s;
                          commit;
                          """, "a[(2)]"),
                arguments("""
                          create table a(x int);
                          insert into a values (1)\\; insert into a values (2)\\; rollback;
                          insert into a values (3);
                          """, "a[(3)]"),
                arguments("""
                          create table a(x int);
                          begin\\; insert into a values (1);
                          commit;
                          """, "a[(1)]"),
                arguments("""
                          create table a(x int);
                          begin\\; insert into a values (1)\\; commit;
                          insert into a values (5);
                          """, "a[(1), (5)]"),
                arguments("""
                          create temp table t(x int);
                          insert into t values (1);
                          create table a as select * from t;
                          """, "a[(1)]"),
                arguments("""
                          create table a(x int);
                          prepare p as insert into a values ($1);
                          execute p(1);
                          execute p(2);
                          deallocate p;
                          """, "a[(1), (2)]"),
                arguments("""
                          create table a(x int);
                          select pg_catalog.set_config('search_path','',false);
                          insert into public.a values (1);
                          """, "a[(1)]"),
                arguments("""
                          create table a(x int);
                          do $$ begin for i in 1..3 loop insert into a values (i); commit; end loop; end $$;
                          """, "a[(1), (2), (3)]"),
                arguments("""
                          create table a(x int) with (fillfactor=50);
                          vacuum a;
                          create index concurrently on a(x);
                          insert into a values(1);
                          """, "a[(1)]"),
                arguments("""
                          create table a(x int); -- c ; c
                          /* ; */ insert into a values (1) /* x /* y */ ; */ ;
                          """, "a[(1)]"),
                arguments("""
                          create table a(x text);
                          insert into a values (U&'\\0061'), (N'b'), (B'101'), (X'1F'), ('a' -- c
                           'b');
                          """, "a[(00011111), (101), (a), (ab), (b)]"),
                arguments("""
                          create table a(x int);
                          create function f() returns int begin atomic; select 1; select 2; end;
                          insert into a select f();
                          """, "a[(2)]"),
                arguments("""
                          begin isolation level serializable read write;
                          create table a(x int);
                          insert into a values (1);
                          commit and chain;
                          insert into a values (2);
                          rollback;
                          insert into a values (3);
                          """, "a[(1), (3)]"),
                arguments("""
                          create table a(x int);
                          begin;
                          declare c cursor for select 1;
                          fetch c;
                          insert into a values (1);
                          commit;
                          """, "a[(1)]"),
                arguments("""
                          set default_transaction_read_only=on;
                          select 1;
                          set default_transaction_read_only=off;
                          create table a(x int);
                          """, "a[]"),
                arguments("""
                          create table a(x text);
                          insert into a values (':foo'), (':"a"'), ('$1'), ('?');
                          """, "a[(\":\"\"a\"\"\"), ($1), (:foo), (?)]"));
    }

    @ParameterizedTest
    @MethodSource("scripts")
    void a_script_leaves_what_it_leaves_in_psql(String script, String left) {
        TestProject.Run run = bench.apply(script);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(everything()).isEqualTo(left);
    }

    private String everything() {
        var text = new StringBuilder();
        for (String table : bench.database().tables().split(" ", -1)) {
            text.append(table).append(bench.database().column("select t::text from " + table + " t order by 1"));
        }
        return text.toString();
    }
}
