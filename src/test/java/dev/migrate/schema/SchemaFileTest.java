package dev.migrate.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.migrate.config.Location;
import dev.migrate.problem.MigrationFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which comments belong to which statement of a schema file. */
class SchemaFileTest {
    @TempDir
    Path folder;

    @Test
    void a_comment_directly_above_a_statement_and_one_behind_it_on_its_line_are_the_statements() {
        assertThat(spans("""
                create type a as enum ('x');

                -- Not of anything.

                -- What b is for.
                /* And more. */
                create table b (
                    id int -- the key
                ); -- small
                -- Below.

                select 1;
                """)).containsExactly("create type a as enum ('x');", """
                        -- What b is for.
                        /* And more. */
                        create table b (
                            id int -- the key
                        ); -- small""", "select 1;");
    }

    @Test
    void the_comment_at_the_top_is_the_files_even_directly_above_a_statement() {
        assertThat(spans("""
                -- 08_jobs: queue,
                -- workers
                create table a ();
                """)).containsExactly("create table a ();");
        assertThat(spans("""
                -- 08_jobs

                -- The queue.
                create table a ();
                """)).containsExactly("-- The queue.\ncreate table a ();");
    }

    @Test
    void two_statements_on_a_line_share_nothing() {
        assertThat(spans("select 1; select 2; -- two\n")).containsExactly("select 1;", "select 2; -- two");
    }

    @Test
    void a_comment_may_stand_before_the_semicolon_and_the_last_semicolon_may_be_left_out() {
        assertThat(spans("select 1 -- one\n;\nselect 2")).containsExactly("select 1 -- one\n;", "select 2");
    }

    @Test
    void rows_of_a_copy_belong_to_it() {
        assertThat(spans("copy a from stdin;\n1\n2\n\\.\nselect 1;\n"))
                .containsExactly("copy a from stdin;\n1\n2\n\\.", "select 1;");
    }

    @Test
    void comments_within_a_statement_are_known_and_those_in_a_body_are_none() {
        SchemaFile file = read("""
                create table a (
                    id int, -- the key
                    b text /* why */
                );
                create function f() returns int language sql as $$ select 1 -- not one
                $$;
                """);

        assertThat(file.statements().get(0).inside())
                .extracting(comment -> comment.text())
                .containsExactly("-- the key", "/* why */");
        assertThat(file.statements().get(1).inside()).isEmpty();
        assertThat(file.statements()).extracting(SchemaStatement::line).containsExactly(1, 5);
    }

    @Test
    void places_are_in_bytes_whatever_the_letters() {
        assertThat(spans("-- Größe\n\n-- Länge über alles\nselect 'ä'; -- ö\nselect 2;"))
                .containsExactly("-- Länge über alles\nselect 'ä'; -- ö", "select 2;");
    }

    @Test
    void files_come_in_the_order_of_their_names_and_hidden_ones_not_at_all() throws IOException {
        for (String name : List.of("10_b.sql", "02_a.sql", "02_a_x.sql", "B.sql", "sub/01.sql", ".x.sql", "a.txt")) {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.writeString(folder.resolve(name), "select 1;");
        }

        SchemaFolder read = SchemaFolder.read(Location.in(folder.getParent(), folder.getFileName() + "/"));

        assertThat(read.files())
                .extracting(SchemaFile::name)
                .containsExactly("02_a.sql", "02_a_x.sql", "10_b.sql", "B.sql", "sub/01.sql");
    }

    @Test
    void a_folder_that_is_not_there_has_no_files() {
        assertThat(SchemaFolder.read(Location.in(folder, "none")).files()).isEmpty();
    }

    @Test
    void an_open_quote_is_told_with_its_place() throws IOException {
        Files.writeString(folder.resolve("a.sql"), "select 1;\nselect 'x;\n");

        assertThatThrownBy(() -> SchemaFolder.read(Location.in(folder.getParent(), folder.getFileName() + "")))
                .isInstanceOf(MigrationFailure.class)
                .hasMessageContaining("a.sql:2:8");
    }

    private static List<String> spans(String text) {
        SchemaFile file = read(text);
        return file.statements().stream()
                .map(statement -> file.text(statement.span()))
                .toList();
    }

    private static SchemaFile read(String text) {
        return SchemaFileReader.read("a.sql", "a.sql", text.getBytes(StandardCharsets.UTF_8));
    }
}
