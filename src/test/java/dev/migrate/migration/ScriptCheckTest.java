package dev.migrate.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.config.Settings;
import dev.migrate.engine.ScriptShape;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScriptCheckTest {
    @TempDir
    private Path folder;

    @Test
    void statements_are_counted_and_the_peculiar_ones_named() throws IOException {
        ScriptShape shape = check("""
                        begin;
                        create table a (id int);
                        commit;
                        alter type state add value 'dead';
                        create index concurrently i on a (id);
                        vacuum a;
                        """).shape();

        assertThat(shape.statements()).isEqualTo(6);
        assertThat(shape.control().stream().map(ScriptShape.Mark::line)).containsExactly(1, 3);
        assertThat(shape.enumValues()).containsExactly("state");
        assertThat(shape.refusing().stream().map(ScriptShape.Mark::statement)).containsExactly(5, 6);
    }

    @Test
    void psql_commands_are_errors_but_for_those_that_pg_dump_writes() throws IOException {
        assertThat(check("\\restrict abc\n\\connect x\nselect 1;\n\\echo hello\n\\unrestrict abc\n")
                        .problems())
                .containsExactly(Problem.at(
                        new dev.migrate.problem.Place("m/1.sql", 4, 1),
                        "\\echo is a psql command, which only psql can run",
                        "remove the line, or write it in SQL"));
    }

    @Test
    void what_never_ends_is_told_where_it_begins() throws IOException {
        assertThat(check("select 1;\nselect 'abc;\n").problems().stream().map(Problem::toString))
                .containsExactly("m/1.sql:2:8: unterminated quoted string\n"
                        + "  fix: close it; nothing behind it was read as SQL");
    }

    @Test
    void only_the_section_that_runs_is_checked_and_places_are_those_of_the_file() throws IOException {
        ScriptCheck.Result result = check("select 1;\n-- migrate:down\n\\bad\n-- migrate:up\n  \\worse\n");

        assertThat(result.problems().stream()
                        .map(problem -> problem.where().orElseThrow().toString()))
                .containsExactly("m/1.sql:5:3");
    }

    private ScriptCheck.Result check(String text) throws IOException {
        Files.createDirectories(folder.resolve("m"));
        Files.writeString(folder.resolve("m/1.sql"), text);
        Migration migration =
                ProjectReader.read(Settings.of(folder, "m")).migrations().get(0);
        return ScriptCheck.of(migration);
    }
}
