package dev.migrate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.testing.TestProject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectTest {
    @TempDir
    private Path folder;

    private TestProject project;

    @BeforeEach
    void make() {
        project = new TestProject(folder)
                .file("a.sql", "select 1;\nvacuum;\n")
                .file("b.sql", "copy t from stdin;\n1\n\\.\n\\echo x\n");
    }

    @Test
    void one_file_gives_one_line_for_each_statement() {
        TestProject.Run run = project.run("inspect", "a.sql", "--format", "json");

        assertThat(run.code()).isZero();
        assertThat(run.out()).isEqualTo("""
                {"start":0,"end":8,"line":1,"column":1,"kind":"sql","transactional":true}
                {"start":10,"end":16,"line":2,"column":1,"kind":"sql","transactional":false}
                """);
    }

    @Test
    void several_files_are_named_on_each_line() {
        TestProject.Run run = project.run("inspect", "--format", "json", "a.sql", "b.sql");

        assertThat(run.out().lines())
                .hasSize(5)
                .first()
                .isEqualTo(
                        "{\"file\":\"a.sql\",\"start\":0,\"end\":8,\"line\":1,\"column\":1,\"kind\":\"sql\",\"transactional\":true}");
        assertThat(run.out()).contains("\"kind\":\"copy-data\"", "\"kind\":\"meta\"");
    }

    @Test
    void a_file_that_is_not_there_does_not_keep_the_others_from_being_read() {
        TestProject.Run json = project.run("inspect", "--format", "json", "gone.sql", ".", "a.sql");
        TestProject.Run text = project.run("inspect", "gone.sql", ".", "a.sql");

        assertThat(json.code()).isEqualTo(2);
        assertThat(json.out().lines())
                .hasSize(4)
                .startsWith(
                        "{\"file\":\"gone.sql\",\"error\":\"there is no such file\"}",
                        "{\"file\":\".\",\"error\":\"is a folder\"}");
        assertThat(text.code()).isEqualTo(2);
        assertThat(text.err()).isEqualTo("error   gone.sql: there is no such file\nerror   .: is a folder\n");
        assertThat(text.out()).contains("2 statements, of which 1 cannot run in a transaction");
    }

    @Test
    void a_file_that_ends_in_a_quote_gives_its_statements_and_then_the_error() {
        project.file("c.sql", "select 1;\nselect 'it;\n");

        TestProject.Run run = project.run("inspect", "--format", "json", "c.sql");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).isEqualTo("""
                {"start":0,"end":8,"line":1,"column":1,"kind":"sql","transactional":true}
                {"error":"unterminated quoted string","offset":17,"line":2,"column":8}
                """);
    }

    @Test
    void a_file_that_is_no_text_is_an_error_and_no_trace() {
        byte[] bytes = "\u007FELF\0\0\0\u0001 garbage".getBytes(StandardCharsets.ISO_8859_1);
        bytes[10] = (byte) 0xFE;
        project.file("d.sql", bytes);

        TestProject.Run run = project.run("inspect", "--format", "json", "d.sql");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.out()).contains("\"error\":").contains("NUL");
        assertThat(run.err()).doesNotContain("\tat ");
    }
}
