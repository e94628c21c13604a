package dev.migrate.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where statements go in a folder of schema files that people sorted and wrote comments in. What a statement reads is said here. */
class SchemaWriteTest {
    private static final String PEOPLE = """
            -- 02_people: who works here

            -- One row for each.
            create table people (
                id int primary key, -- never reused
                name text
            ); -- small

            -- By name.
            create index people_name on people (name);
            """;

    private static final String TASKS = """
            -- 03_tasks

            create table tasks (id int primary key, owner int references people);

            insert into people values (1, 'root');
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
    void two_files() {
        bench = server.in(folder.resolve("current_schema"))
                .file("02_people.sql", PEOPLE)
                .file("03_tasks.sql", TASKS);
    }

    @Test
    void what_is_as_it_should_be_keeps_every_byte_and_its_time() throws IOException {
        Path file = folder.resolve("current_schema/02_people.sql");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1000));
        bench.want(PEOPLE + TASKS).ddl("table public.people", "create table public.people (not used)");

        SchemaWritten written = bench.write();

        assertThat(written.changed()).isFalse();
        assertThat(bench.files())
                .containsExactlyInAnyOrderEntriesOf(Map.of("02_people.sql", PEOPLE, "03_tasks.sql", TASKS));
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(FileTime.fromMillis(1000));
    }

    @Test
    void what_changed_is_written_anew_in_its_place_with_the_comment_above_it() {
        bench.want(PEOPLE.replace("name text", "name text not null") + TASKS)
                .ddl(
                        "table public.people",
                        "create table public.people (\n    id integer primary key,\n    name text not null\n)")
                .ddl("index people_name on public.people", "create index not_used")
                .ddl("table public.tasks", "create table not_used");

        SchemaWritten written = bench.write();

        assertThat(bench.text("02_people.sql")).isEqualTo("""
                -- 02_people: who works here

                -- One row for each.
                create table public.people (
                    id integer primary key,
                    name text not null
                );

                -- By name.
                create index people_name on people (name);
                """);
        assertThat(bench.text("03_tasks.sql")).isEqualTo(TASKS);
        assertThat(written.lost())
                .containsExactly(
                        "current_schema/02_people.sql:5: -- never reused", "current_schema/02_people.sql:4: -- small");
        assertThat(written.objects())
                .extracting(Object::toString)
                .containsExactly(
                        "ObjectChange[object=table public.people, file=current_schema/02_people.sql, change=CHANGED]");
    }

    @Test
    void a_second_run_changes_nothing() {
        bench.want(PEOPLE.replace("name text", "name text not null") + TASKS)
                .ddl("table public.people", "create table public.people (id integer primary key, name text not null)");
        bench.write();
        Map<String, String> first = bench.files();

        assertThat(bench.write().changed()).isFalse();
        assertThat(bench.files()).isEqualTo(first);
    }

    @Test
    void what_is_gone_is_taken_out_with_its_comment() {
        bench.want(PEOPLE.replace("create index people_name on people (name);", "") + TASKS);
        bench.ddl("table public.people", "not used");

        SchemaWritten written = bench.write();

        assertThat(bench.text("02_people.sql"))
                .doesNotContain("index", "By name")
                .endsWith("); -- small\n");
        assertThat(written.lost()).containsExactly("current_schema/02_people.sql:9: -- By name.");
    }

    @Test
    void a_new_index_goes_behind_those_of_its_table() {
        bench.want(PEOPLE + TASKS + "create index people_id on people (id, name);")
                .ddl("index people_id on public.people", "create index people_id on public.people (id, name)");

        bench.write();

        assertThat(bench.text("02_people.sql"))
                .isEqualTo(PEOPLE + "\ncreate index people_id on public.people (id, name);\n");
    }

    @Test
    void a_new_table_goes_to_the_tables_that_it_refers_to_and_its_type_before_it() {
        bench.want(PEOPLE + TASKS + """
                        create type pay as enum ('day', 'month');
                        create table salaries (person int references people, pay pay);
                        create table salary_notes (person int references people, task int references tasks, t int references tasks);
                        """)
                .ddl("type public.pay", "create type public.pay as enum ('day', 'month')")
                .ddl("table public.salaries", "create table public.salaries (person integer, pay public.pay)")
                .ddl(
                        "table public.salary_notes",
                        "create table public.salary_notes (person integer, task integer, t integer)")
                .ddl(
                        "constraint salaries_person_fkey on public.salaries",
                        "alter table public.salaries add constraint salaries_person_fkey foreign key (person) references public.people")
                .ddl(
                        "constraint salary_notes_person_fkey on public.salary_notes",
                        "alter table public.salary_notes add constraint salary_notes_person_fkey foreign key (person) references public.people")
                .ddl(
                        "constraint salary_notes_t_fkey on public.salary_notes",
                        "alter table public.salary_notes add constraint salary_notes_t_fkey foreign key (t) references public.tasks")
                .ddl(
                        "constraint salary_notes_task_fkey on public.salary_notes",
                        "alter table public.salary_notes add constraint salary_notes_task_fkey foreign key (task) references public.tasks");

        bench.write();

        assertThat(bench.text("02_people.sql")).isEqualTo(PEOPLE + """

                create type public.pay as enum ('day', 'month');

                create table public.salaries (person integer, pay public.pay);
                alter table public.salaries add constraint salaries_person_fkey foreign key (person) references public.people;
                """);
        assertThat(bench.text("03_tasks.sql")).contains("create table public.salary_notes");
    }

    @Test
    void what_does_not_load_where_it_belongs_goes_to_the_last_file() {
        String tasks = TASKS.replaceAll("insert.*", "");
        bench.file("03_tasks.sql", tasks);
        bench.want(PEOPLE + tasks + "alter table people add constraint boss foreign key (id) references tasks;")
                .ddl(
                        "constraint boss on public.people",
                        "alter table public.people add constraint boss foreign key (id) references public.tasks (id)");

        bench.write();

        assertThat(bench.text("02_people.sql")).isEqualTo(PEOPLE);
        assertThat(bench.text("zz_late.sql")).isEqualTo("""
                set check_function_bodies = off;
                set search_path = '';

                alter table public.people add constraint boss foreign key (id) references public.tasks (id);
                """);
        assertThat(bench.write().changed()).isFalse();
    }

    @Test
    void row_security_is_written_without_the_table() {
        bench.want(PEOPLE + TASKS + "alter table people enable row level security;")
                .ddl("table public.people", "create table not_used")
                .ddl("table public.people", "alter table public.people enable row level security");

        bench.write();

        assertThat(bench.text("02_people.sql"))
                .contains("); -- small\n\nalter table public.people enable row level security;\n\n-- By name.");
    }

    @Test
    void statements_that_make_nothing_are_kept_and_said() {
        bench.want(PEOPLE.replace("name text", "name varchar") + TASKS)
                .ddl("table public.people", "create table public.people (id integer primary key, name varchar)");

        SchemaWritten written = bench.write();

        assertThat(bench.text("03_tasks.sql")).isEqualTo(TASKS);
        assertThat(written.kept())
                .containsExactly("current_schema/03_tasks.sql:5: insert into people values (1, 'root')");
    }

    @Test
    void a_statement_that_would_fail_without_what_is_gone_stops_it() {
        bench.want("create table tasks (id int primary key, owner int);")
                .ddl("table public.tasks", "create table public.tasks (id integer primary key, owner integer)");

        assertThatThrownBy(bench::write)
                .isInstanceOf(MigrationFailure.class)
                .hasMessageContaining("current_schema/03_tasks.sql:5:1")
                .hasMessageContaining("relation \"people\" does not exist")
                .hasMessageContaining("Nothing was replaced");
        assertThat(bench.text("02_people.sql")).isEqualTo(PEOPLE);
    }

    @Test
    void a_grant_on_what_is_gone_goes_with_it() {
        bench.file("03_tasks.sql", "create table tasks (id int);\ngrant select on people, tasks to public;\n");
        bench.want("create table tasks (id int);").ddl("table public.tasks", "not used");

        bench.write();

        assertThat(bench.files().keySet()).containsExactly("02_people.sql", "03_tasks.sql");
        assertThat(bench.text("02_people.sql")).isEqualTo("-- 02_people: who works here\n");
        assertThat(bench.text("03_tasks.sql")).isEqualTo("create table tasks (id int);\n");
    }

    @Test
    void a_file_that_does_not_load_is_told_and_nothing_is_changed() {
        bench.file("03_tasks.sql", "create table tasks (id nothing);").want(PEOPLE);

        assertThatThrownBy(bench::write)
                .isInstanceOf(MigrationFailure.class)
                .extracting(failure -> ((MigrationFailure) failure).exitCode())
                .isEqualTo(ExitCode.USAGE);
        assertThat(bench.text("03_tasks.sql")).isEqualTo("create table tasks (id nothing);");
    }

    @Test
    void what_would_make_another_structure_replaces_nothing() {
        bench.want(PEOPLE.replace("name text", "name varchar(5)") + TASKS)
                .ddl("table public.people", "create table public.people (id integer primary key, name varchar(6))");

        assertThatThrownBy(bench::write)
                .isInstanceOf(MigrationFailure.class)
                .hasMessageContaining("character varying(6) in place of character varying(5)");
        assertThat(bench.text("02_people.sql")).isEqualTo(PEOPLE);
    }

    @Test
    void line_ends_of_a_file_stay_what_they_are() {
        bench.file("02_people.sql", PEOPLE.replace("\n", "\r\n"));
        bench.want(PEOPLE + TASKS + "create index people_id on people (id);")
                .ddl("index people_id on public.people", "create index people_id\n    on public.people (id)");

        bench.write();

        assertThat(bench.text("02_people.sql").replace("\r\n", "")).doesNotContain("\n");
    }

    @Test
    void a_fresh_folder_is_by_topic_and_what_comes_later_goes_to_its_topic() throws IOException {
        bench.in(folder.resolve("fresh"))
                .want(PEOPLE)
                .ddl("table public.people", "create table public.people (id integer primary key, name text)")
                .ddl("index people_name on public.people", "create index people_name on public.people (name)");

        bench.write();

        assertThat(bench.files())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "40_tables.sql", """
                set check_function_bodies = off;
                set search_path = '';

                create table public.people (id integer primary key, name text);
                """,
                        "55_indexes.sql", """
                set check_function_bodies = off;
                set search_path = '';

                create index people_name on public.people (name);
                """));

        bench.want(PEOPLE
                        + "create type a as enum ('x'); create table aaa (a a); create schema billing; create table billing.b ();"
                        + "comment on table people is 'Who';")
                .ddl("schema billing", "create schema billing")
                .ddl("type public.a", "create type public.a as enum ('x')")
                .ddl("table billing.b", "create table billing.b ()")
                .ddl("table public.aaa", "create table public.aaa (a public.a)")
                .ddl("table public.people", "comment on table public.people is 'Who'");
        bench.write();

        assertThat(bench.files().keySet())
                .containsExactly(
                        "00_schemas.sql",
                        "10_types.sql",
                        "40_tables.sql",
                        "40_tables_billing.sql",
                        "55_indexes.sql",
                        "95_comments.sql");
        assertThat(bench.write().changed()).isFalse();
    }
}
