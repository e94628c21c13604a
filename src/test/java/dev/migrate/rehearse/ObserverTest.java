package dev.migrate.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.database.Session;
import dev.migrate.migration.UpScript;
import dev.migrate.testing.TestBench;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Which statement of which file touched an object last. */
class ObserverTest {
    @RegisterExtension
    private final TestBench bench = new TestBench();

    @Test
    void what_a_statement_makes_is_known_by_its_file_and_line() {
        Observation seen = observe(
                script("001_a", "create table a (\n  id serial primary key\n);\n\ncreate index a_i on a (id);"),
                script("002_b", "select 1;\ncreate view b as\n  select * from a;"));

        assertThat(place(seen, "public.a")).isEqualTo("001_a.sql:1");
        assertThat(place(seen, "public.a_id_seq")).isEqualTo("001_a.sql:1");
        assertThat(place(seen, "public.a_i")).isEqualTo("001_a.sql:5");
        assertThat(place(seen, "public.b")).isEqualTo("002_b.sql:2");
        assertThat(seen.lastTouching("public.b").orElseThrow().statement()).isEqualTo(2);
        assertThat(seen.lastTouching("public.nothing")).isEmpty();
    }

    @Test
    void the_last_one_to_alter_it_counts_whatever_its_name_was() {
        Observation seen = observe(
                script("001_a", "create table a (id int);"),
                script("002_b", "alter table a add column b int;"),
                script("003_c", "alter table a rename to c;"),
                script("004_d", "alter table c rename column b to d;"));

        assertThat(place(seen, "public.c")).isEqualTo("004_d.sql:1");
        assertThat(place(seen, "public.a")).isEqualTo("004_d.sql:1");
    }

    @Test
    void policies_triggers_functions_and_comments_are_known_by_their_identity() {
        Observation seen = observe(script("001_a", """
                create table a (id int);
                alter table a enable row level security;
                create policy reads on a using (true);
                create function f(int) returns trigger language plpgsql as 'begin return null; end';
                comment on table a is 'x';
                """.replace("f(int)", "f()")), script("002_t", """
                create trigger t after insert on a execute function f();
                """));

        assertThat(place(seen, "reads on public.a")).isEqualTo("001_a.sql:3");
        assertThat(place(seen, "public.f()")).isEqualTo("001_a.sql:4");
        assertThat(place(seen, "t on public.a")).isEqualTo("002_t.sql:1");
        assertThat(place(seen, "public.a")).isEqualTo("001_a.sql:5");
        assertThat(seen.lastTouching("public.a").orElseThrow().tag()).isEqualTo("COMMENT");
    }

    @Test
    void a_drop_is_told_with_what_went_with_it() {
        Observation seen = observe(
                script("001_a", "create table a (id int primary key); create view v as select * from a;"),
                script("002_b", "\n\ndrop table a cascade;"));

        Observation.Touch table = seen.lastTouching("table", "public.a").orElseThrow();
        Observation.Touch view = seen.lastTouching("public.v").orElseThrow();

        assertThat(table.place()).isEqualTo("002_b.sql:3");
        assertThat(table.dropped()).isTrue();
        assertThat(table.original()).isTrue();
        assertThat(view.place()).isEqualTo("002_b.sql:3");
        assertThat(view.original()).isFalse();
    }

    @Test
    void of_a_grant_its_words_are_kept() {
        Observation seen = observe(
                script("001_a", "create table orders (id int); create table others (id int);"),
                script("002_b", "grant select on orders to public;\nrevoke select on others from public;"),
                script("003_c", "alter default privileges grant select on tables to pg_monitor;"),
                script("004_d", "do $$ begin grant insert on others to public; end $$;"));

        assertThat(seen.lastGrantNaming("orders").map(Observation.Touch::place)).contains("002_b.sql:1");
        assertThat(seen.lastGrantNaming("Others").map(Observation.Touch::place)).contains("004_d.sql:1");
        assertThat(seen.lastGrantNaming("pg_monitor").map(Observation.Touch::place))
                .contains("003_c.sql:1");
        assertThat(seen.lastGrantNaming("other")).isEmpty();
    }

    @Test
    void statements_without_a_transaction_are_told_as_well() {
        Observation seen = observe(script("001_a", "create table a (id int);"), script("002_b", """
                        create index concurrently a_i on a (id);

                        create table b (id int);
                        begin;
                        create table c (id int);
                        commit;
                        drop index concurrently a_i;
                        copy b from stdin;
                        1
                        \\.
                        create index concurrently a_j on a (id);
                        """));

        assertThat(place(seen, "public.b")).isEqualTo("002_b.sql:3");
        assertThat(place(seen, "public.c")).isEqualTo("002_b.sql:5");
        assertThat(place(seen, "public.a_i")).isEqualTo("002_b.sql:7");
        assertThat(place(seen, "public.a_j")).isEqualTo("002_b.sql:11");
    }

    @Test
    void what_is_rolled_back_was_not_done() {
        Observation seen = observe(script("001_a", "create table a (id int);\nselect 1 / 0;"));

        assertThat(seen.touches()).isEmpty();
    }

    @Test
    void a_script_that_calls_itself_a_replica_or_resets_everything_is_seen_all_the_same() {
        Observation seen = observe(script("001_a", """
                set session_replication_role = replica;
                set search_path = nowhere;
                create table public.a (id int);
                reset all;
                create table b (id int);
                """));

        assertThat(place(seen, "public.a")).isEqualTo("001_a.sql:3");
        assertThat(place(seen, "public.b")).isEqualTo("001_a.sql:5");
    }

    @Test
    void a_script_sets_its_transaction_although_it_is_observed() {
        Observation seen =
                observe(script("001_a", "set transaction isolation level serializable;\ncreate table a ();"));

        assertThat(place(seen, "public.a")).isEqualTo("001_a.sql:2");
    }

    @Test
    void a_role_without_rights_is_observed() {
        String role = bench.database().name() + "_poor";
        bench.database().execute("create role " + role + "; grant create on schema public to " + role);
        try (Session session = bench.database().session();
                Observer observer = Observer.install(session)) {
            ReplayResult result = new Replay(session, Optional.of(role), observer)
                    .run(List.of(script("001_a", "create table a (id int);"), script("002_b", "create table b ();")));

            assertThat(result.failure()).isEmpty();
            assertThat(place(observer.observation(), "public.b")).isEqualTo("002_b.sql:1");
            observer.remove();
            bench.database().execute("drop owned by " + role + "; drop role " + role);
        }
    }

    @Test
    void a_folder_of_plain_files_is_observed_likewise(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("01_tables.sql"), "-- tables\n\ncreate table a (id int);\n");
        Files.writeString(folder.resolve("02_views.sql"), "create view v as select * from a;\n");

        Observation seen = observe(
                UpScript.of("01_tables", "current_schema/01_tables.sql", folder.resolve("01_tables.sql")),
                UpScript.of("02_views", "current_schema/02_views.sql", folder.resolve("02_views.sql")));

        assertThat(place(seen, "public.a")).isEqualTo("current_schema/01_tables.sql:3");
        assertThat(place(seen, "public.v")).isEqualTo("current_schema/02_views.sql:1");
    }

    @Test
    void nothing_of_the_observer_is_left_when_it_is_removed() {
        observe(script("001_a", "create table a (id int);"));

        assertThat(bench.database().value("select count(*) from pg_event_trigger"))
                .isEqualTo("0");
        assertThat(bench.database().value("select count(*) from pg_namespace where nspname = 'rehearsal'"))
                .isEqualTo("0");
        assertThat(bench.database().value("select count(*) from pg_proc where proname in ('on_end', 'on_drop')"))
                .isEqualTo("0");
    }

    private Observation observe(UpScript... scripts) {
        try (Session session = bench.database().session();
                Observer observer = Observer.install(session)) {
            new Replay(session, Optional.empty(), observer).run(Arrays.asList(scripts));
            return observer.observation();
        }
    }

    private static String place(Observation seen, String identity) {
        return seen.lastTouching(identity).orElseThrow().place();
    }

    private static UpScript script(String id, String sql) {
        return UpScript.of(id, id + ".sql", sql);
    }
}
