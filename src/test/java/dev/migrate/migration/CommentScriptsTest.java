package dev.migrate.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.migrate.problem.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommentScriptsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- Rollback Script\n/*\ndrop table a;\ndrop table b;\n*/\n",
                "-- Rollback Script (if needed)\n-- /*\n-- drop table a;\n-- drop table b;\n-- */\n",
                "-- Rollback:\n-- drop table a;\n-- drop table b;\n",
                "-- ===== ROLLBACK =====\n-- drop table a;\n-- drop table b;\n",
                "-- Rollback: drop table a;\n--drop table b;\n-- Author: somebody\n",
                "/* Rollback\ndrop table a;\ndrop table b;\n*/\n",
                "/*\n * Rollback:\n * drop table a;\n * drop table b;\n */\n",
                "/* Rollback script */\n\n-- drop table a;\n-- drop table b;\n",
                "-- Rollback Script\n-- Only while it is empty:\n-- drop table a;\n-- drop table b;\n",
                "-- Rollback\r\n-- drop table a;\r\n-- drop table b;\r\n",
                "-- Rollback\n-- drop table a;\n-- drop table b;\n\n-- Verification\n-- select 1;\n",
                "-- Rollback\n-- drop table a;\n-- drop table b;\nselect 1; -- drop table c;\n"
            })
    void a_rollback_script_is_found_in_every_shape(String comment) {
        assertThat(read("create table a ();\n" + comment)
                        .rollback()
                        .orElseThrow()
                        .text())
                .isEqualTo("drop table a;\ndrop table b;");
    }

    @Test
    void on_a_single_line_it_may_have_the_marks_of_a_block_comment() {
        CommentScript script = read("select 1;\n-- Rollback Script\n-- /* drop table a; drop table b; */\n")
                .rollback()
                .orElseThrow();

        assertThat(script.text()).isEqualTo("drop table a; drop table b;");
        assertThat(script.where()).hasToString("f.sql:3:7");
    }

    @Test
    void its_own_comments_and_line_breaks_stay() {
        CommentScript script =
                read("-- Rollback Script\n/*\n-- first the rows\ndelete from a;\n\ndrop table a; -- all of it\n*/\n")
                        .rollback()
                        .orElseThrow();

        assertThat(script.text()).isEqualTo("-- first the rows\ndelete from a;\n\ndrop table a; -- all of it");
        assertThat(script.where()).hasToString("f.sql:3:1");
    }

    @Test
    void a_body_with_semicolons_is_not_cut() {
        String body = "do $$\nbegin\n  perform 1;\n  perform 2;\nend $$;\ndrop table a;";

        CommentScript script = read("-- Rollback\n" + ("-- " + body.replace("\n", "\n-- ")) + "\n-- Thanks.\n")
                .rollback()
                .orElseThrow();

        assertThat(script.text()).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-- Rollback is not possible, because\n-- drop table loses rows\n",
                "-- Rollback: restore the backup by hand\n",
                "-- Rollback Script\n-- none\n",
                "select 'x\n-- Rollback\n-- drop table a;\n';",
                "select $$\n-- Rollback\n-- drop table a;\n$$;",
                "rollback;\n-- drop table a;\n",
                "-- Rollback\ndrop table a;\n",
                "-- Rollback\ncreate table a (\n-- drop table a;\n x int);\n"
            })
    void what_is_no_script_is_taken_for_none(String text) {
        assertThat(read(text).rollback()).isEmpty();
    }

    @Test
    void a_verification_query_keeps_its_expectation_as_a_comment() {
        List<CommentScript> found = read("""
                        -- Verification Query (optional)
                        -- SELECT count(*)
                        -- FROM a;
                        -- Expected: 2

                        -- Rollback Script
                        -- drop table a;
                        /* Verification
                        select 1;
                        Should return 1
                        */
                        """).verifications();

        assertThat(found.stream().map(CommentScript::text))
                .containsExactly("SELECT count(*)\nFROM a;\n-- Expected: 2", "select 1;\n-- Should return 1");
        assertThat(found.stream().map(CommentScript::where).map(Object::toString))
                .containsExactly("f.sql:2:4", "f.sql:9:1");
    }

    @Test
    void directives_are_read_from_comments_that_start_their_line() {
        Directives directives = read("""
                        -- migrate: no-transaction
                        --migrate:optional
                        -- migrate:after a, b
                        -- migrate: env local,staging
                          -- migrate: repeatable
                        select 1; -- migrate: down
                        select '
                        -- migrate: nonsense
                        ';
                        """).directives();

        assertThat(directives.noTransaction()).isTrue();
        assertThat(directives.optional()).isTrue();
        assertThat(directives.repeatable()).isTrue();
        assertThat(directives.environments()).containsExactlyInAnyOrder("local", "staging");
        assertThat(directives.after()).hasToString("[a, b]");
    }

    @Test
    void an_unknown_directive_names_the_nearest() {
        List<Problem> problems = new ArrayList<>();

        read("select 1;\n-- migrate: optionl\n-- migrate:up now\n-- migrate: after\n-- migrate: down it\n", problems);

        assertThat(problems.stream().map(Problem::toString))
                .containsExactly(
                        "f.sql:2:1: unknown directive \"migrate: optionl\"\n  fix: did you mean \"optional\"?",
                        "f.sql:3:1: unknown option \"now\" after migrate:up\n"
                                + "  fix: remove it; transaction:false is the only one that changes anything",
                        "f.sql:4:1: \"migrate: after\" names nothing\n"
                                + "  fix: write the id of a migration: -- migrate: after 001_init",
                        "f.sql:5:1: \"it\" after \"migrate: down\" means nothing\n"
                                + "  fix: leave the directive alone on its line");
    }

    @Test
    void a_sentence_that_begins_like_a_directive_is_none() {
        CommentReader reader = read("select 1;\n-- migrate: users that have no plan yet\ninsert into t values (1);\n");

        assertThat(reader.directives()).isEqualTo(Directives.NONE);
    }

    @Test
    void an_unknown_word_alone_or_without_a_space_is_no_sentence() {
        List<Problem> problems = new ArrayList<>();

        read("-- migrate: destructive\n-- migrate:rollback of the above\n-- migrate: skip: done by hand\n", problems);

        assertThat(problems.stream()
                        .map(problem -> problem.toString().lines().findFirst().orElseThrow()))
                .containsExactly(
                        "f.sql:1:1: unknown directive \"migrate: destructive\"",
                        "f.sql:2:1: unknown directive \"migrate: rollback\"",
                        "f.sql:3:1: unknown directive \"migrate: skip:\"");
    }

    @Test
    void dbmate_turns_the_transaction_off_behind_up() {
        assertThat(read("-- migrate:up transaction:false\nselect 1;")
                        .directives()
                        .noTransaction())
                .isTrue();
    }

    private static CommentReader read(String text) {
        List<Problem> problems = new ArrayList<>();
        CommentReader reader = read(text, problems);
        assertThat(problems).isEmpty();
        return reader;
    }

    private static CommentReader read(String text, List<Problem> problems) {
        CommentReader reader = new CommentReader("f.sql", problems);
        try {
            reader.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return reader;
    }
}
