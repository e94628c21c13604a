package dev.migrate.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptReaderTest {
    @Test
    void rows_can_be_read_until_the_next_item_is_asked_for() throws Exception {
        var reader = Reading.of("COPY t FROM stdin;\n1\tä\n\\.x\n\\.\nSELECT 1");
        reader.next();
        var rows = (CopyData) reader.next();

        assertThat(rows.data().readNBytes(3)).isEqualTo(new byte[] {'1', '\t', (byte) 0xC3});
        assertThat(new String(rows.data().readAllBytes(), StandardCharsets.ISO_8859_1))
                .isEqualTo("\u00A4\n\\.x\n");
        assertThat(rows.data().read()).isEqualTo(-1);
        assertThat(rows.end()).isEqualTo(28);
        assertThat(((Statement) reader.next()).text()).isEqualTo("SELECT 1");
        assertThatThrownBy(() -> rows.data().read()).isInstanceOf(IOException.class);
    }

    @Test
    void rows_may_hold_any_byte() throws Exception {
        var reader = Reading.of("COPY t FROM stdin;\na\0b\0\n\0\\.\n\\.\nSELECT 1");
        reader.next();

        assertThat(((CopyData) reader.next()).data().readAllBytes())
                .isEqualTo("a\0b\0\n\0\\.\n".getBytes(StandardCharsets.UTF_8));
        assertThat(reader.next().line()).isEqualTo(5);
    }

    @Test
    void two_copies_joined_in_one_message_have_two_blocks_of_rows() throws Exception {
        assertThat(
                        texts(
                                "SELECT 0\\; COPY t FROM stdin\\; COPY t FROM stdin\\; SELECT 1; SELECT 9;\n1\n\\.\n2\n\\.\nSELECT 2;"))
                .containsExactly(
                        "SELECT 0 ; COPY t FROM stdin ; COPY t FROM stdin ; SELECT 1",
                        "1\n",
                        "2\n",
                        "SELECT 9",
                        "SELECT 2");
    }

    @Test
    void a_literal_may_begin_behind_a_copy_and_go_on_behind_its_rows() throws Exception {
        String script = "COPY t FROM stdin; SELECT 'a -- é\nrow\n\\.\nb', 1; SELECT 'x";
        assertThat(texts(script)).startsWith("COPY t FROM stdin", "row\n", "SELECT 'a -- é\nb', 1");
        assertThat(Reading.places(Reading.of(script)))
                .containsExactly(
                        "sql 0..17 at 1:1", "copy-data 35..39 at 2:1", "sql 19..47 at 1:20", "error 56 at 4:15");
    }

    @Test
    void a_statement_may_end_behind_a_copy_and_its_semicolon_stand_behind_the_rows() throws Exception {
        String script = "COPY t FROM stdin; SELECT 1\nrow\n\\.\n; SELECT 2";

        assertThat(texts(script)).containsExactly("COPY t FROM stdin", "row\n", "SELECT 1", "SELECT 2");
        assertThat(Reading.places(Reading.of(script))).contains("sql 19..27 at 1:20", "sql 37..45 at 4:3");
    }

    @Test
    void the_first_quote_ends_a_bit_string() throws Exception {
        assertThat(Reading.places(Reading.of("SELECT B'0''x"))).containsExactly("error 11 at 1:12");
    }

    @Test
    void what_psql_takes_out_of_a_statement_is_blank_in_its_text() throws Exception {
        assertThat(texts("SELECT 1\n\\echo hi\n, 2 \\: 3 \\; SELECT 4;"))
                .containsExactly("\\echo hi", "SELECT 1\n        \n, 2  : 3  ; SELECT 4");
    }

    @Test
    void rows_of_a_copy_command_within_a_statement_are_no_part_of_its_text() throws Exception {
        assertThat(texts("SELECT 1\n\\copy t from stdin csv\n;row\n\\.\n, 2; SELECT 3;\n\\copy t from pstdin\n"))
                .containsExactly(
                        "\\copy t from stdin csv",
                        ";row\n",
                        "SELECT 1\n" + " ".repeat(22) + "\n, 2",
                        "SELECT 3",
                        "\\copy t from pstdin");
    }

    @Test
    void a_command_that_sends_the_statement_comes_after_it_and_before_its_rows() throws Exception {
        assertThat(texts("COPY t FROM stdin \\g\n1\n\\.\nSELECT 1 \\gset x_ \\echo :x_a\nSELECT 2 \\r\nSELECT 3"))
                .containsExactly(
                        "COPY t FROM stdin", "\\g", "1\n", "SELECT 1", "\\gset x_", "\\echo :x_a", "\\r", "SELECT 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\g | cat \\echo ; x",
                "\\! ls \\; 'x",
                "\\sf f(int) \\echo",
                "\\copy (select 'a' \\ b) to stdout",
                "\\ SELECT 1; \\echo",
                "\\echo 'it is \\' here",
                "\\set x `echo \\;` \"a\\b\"",
            })
    void one_command_goes_to_the_end_of_its_line(String command) throws Exception {
        List<Item> items = Reading.items(command + " \r\nSELECT 1");

        assertThat(items).hasSize(2);
        assertThat(((MetaCommand) items.get(0)).text()).isEqualTo(command);
        assertThat(items.get(1).line()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE FUNCTION f() RETURNS TABLE (begin atomic) LANGUAGE sql AS 'x'; SELECT 2",
                "CREATE FUNCTION f() BEGIN ATOMIC SELECT 1 end; SELECT end FROM case; END; SELECT 2",
                "CREATE FUNCTION f() BEGIN ATOMIC SELECT (CASE WHEN a THEN b END); SELECT CASE 1 WHEN 2 THEN 3 END; END; SELECT 2",
                "CREATE FUNCTION f() BEGIN ATOMIC; ; END; SELECT 2",
                "CREATE SCHEMA s CREATE TABLE t (a int) CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC SELECT 1; END; SELECT 2",
                "CREATE FUNCTION f() BEGIN -- c\n /* c */ ATOMIC SELECT 1; END; SELECT 2",
                "SELECT 1e--5; SELECT 2",
                "SELECT 1 @--x;\n2; SELECT 2",
                "SELECT N'a\\', U&\"a;\", u&'\\', E'\\';', x'\\'; SELECT 2",
                "SELECT :'var;', :\"v;\", :{?x}; SELECT 2",
                "SELECT E'a'\n  -- c\n 'b\\';' ; SELECT 2",
                "SELECT B'0'';', X'0'\n'\\'; SELECT 2",
            })
    void the_servers_reading_finds_two_statements(String script) throws Exception {
        List<Item> items = Reading.items(script);

        assertThat(items).hasSize(2);
        assertThat(((Statement) items.get(1)).text()).isEqualTo("SELECT 2");
    }

    @Test
    void standard_conforming_strings_follows_transactions() throws Exception {
        assertThat(texts("BEGIN;\nSET LOCAL standard_conforming_strings TO no;\nSELECT '\\';';\nCOMMIT;\nSELECT '\\';"))
                .endsWith("SELECT '\\';'", "COMMIT", "SELECT '\\'");
        assertThat(texts("BEGIN;\nSET standard_conforming_strings = 0;\nSELECT '\\';';\nROLLBACK;\nSELECT '\\';"))
                .endsWith("SELECT '\\';'", "ROLLBACK", "SELECT '\\'");
        assertThat(texts("SET \"standard_conforming_strings\" TO of;\nSELECT '\\';';\nDISCARD ALL;\nSELECT '\\';"))
                .endsWith("SELECT '\\';'", "DISCARD ALL", "SELECT '\\'");
    }

    @Test
    void a_section_is_counted_from_where_it_starts() throws Exception {
        var in = new ByteArrayInputStream("\uFEFFx; y\n; z".getBytes(StandardCharsets.UTF_8));
        var reader = ScriptReader.of(in, new Position(1000, 7, 5), true, CommentListener.NONE);

        assertThat(Reading.places(reader))
                .containsExactly("sql 1000..1004 at 7:5", "sql 1006..1007 at 7:9", "sql 1010..1011 at 8:3");
    }

    @Test
    void the_error_stays() throws Exception {
        var reader = Reading.of("SELECT 1; SELECT U&'x");
        reader.next();

        assertThatThrownBy(reader::next).hasMessage("unterminated quoted string");
        assertThatThrownBy(reader::next)
                .isInstanceOfSatisfying(
                        UnterminatedException.class, e -> assertThat(e.where()).isEqualTo(new Position(17, 1, 18)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\echo a\0", "SELECT $$ \0 $$", "SELECT \"\0\"", "/* \0 */", "-- \0", "E'\\\0'", " \0"})
    void a_nul_byte_is_an_error_everywhere_but_in_rows(String script) {
        assertThatThrownBy(() -> Reading.items(script))
                .hasMessage("NUL byte in the script")
                .isInstanceOfSatisfying(
                        UnterminatedException.class,
                        e -> assertThat(e.where().offset()).isEqualTo(script.indexOf('\0')));
    }

    @Test
    void tells_of_comments_where_the_lexer_sees_them() throws Exception {
        String script = """
                -- one
                  /* two /* nested */
                */ SELECT 1 -- three
                , '-- no', $$ /* no */ $$, "--no"; COPY t FROM stdin; -- four é
                -- no
                \\.
                \\echo -- no
                SELECT /*5*/ 2;--6""";
        var comments = new ArrayList<String>();
        var reader = Reading.trickling(
                script.getBytes(StandardCharsets.UTF_8),
                3,
                c -> comments.add("%s %d..%d %d:%d%s%s"
                        .formatted(
                                c.text(),
                                c.start(),
                                c.end(),
                                c.line(),
                                c.column(),
                                c.block() ? " block" : "",
                                c.startsLine() ? " first" : "")));

        Reading.items(reader);

        assertThat(comments)
                .containsExactly(
                        "-- one 0..6 1:1 first",
                        "/* two /* nested */\n*/ 9..31 2:3 block first",
                        "-- three 41..49 3:13",
                        "-- four é 104..114 4:55",
                        "/*5*/ 143..148 8:8 block",
                        "--6 151..154 8:16");
    }

    @Test
    void a_comment_may_begin_behind_a_copy_and_go_on_behind_its_rows() throws Exception {
        var comments = new ArrayList<String>();
        byte[] script = "COPY t FROM stdin; /* a\nrow\n\\.\nb */ SELECT 1".getBytes(StandardCharsets.UTF_8);
        var in = new ByteArrayInputStream(script);

        Reading.items(
                ScriptReader.of(in, Position.START, false, c -> comments.add(c.start() + ".." + c.end() + c.text())));

        assertThat(comments).containsExactly("19..35/* a\nb */");
    }

    @Test
    void a_comment_is_kept_up_to_a_mebibyte() throws Exception {
        var lengths = new ArrayList<Integer>();
        String script = "/*" + "x".repeat(3 << 20) + "*/";
        var in = new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8));

        Reading.items(ScriptReader.of(
                in, Position.START, false, c -> lengths.add(c.text().length())));

        assertThat(lengths).containsExactly(1 << 20);
    }

    @Test
    void a_word_longer_than_the_window_is_a_word() throws Exception {
        String word = "ü".repeat(100_000);
        String tag = "$" + "t".repeat(100_000) + "$";

        assertThat(texts("CREATE INDEX CONCURRENTLY " + word + " ON t; SELECT " + tag + ";" + tag + ";BEGIN"))
                .hasSize(3)
                .endsWith("SELECT " + tag + ";" + tag, "BEGIN");
        assertThat(texts(word.toUpperCase(Locale.ROOT) + "; " + word)).hasSize(2);
    }

    private static List<String> texts(String script) throws Exception {
        var texts = new ArrayList<String>();
        var reader = Reading.of(script);
        try {
            for (Item item = reader.next(); item != null; item = reader.next()) {
                if (item instanceof Statement statement) {
                    texts.add(statement.text());
                } else if (item instanceof MetaCommand command) {
                    texts.add(command.text());
                } else {
                    texts.add(new String(((CopyData) item).data().readAllBytes(), StandardCharsets.UTF_8));
                }
            }
        } catch (UnterminatedException e) {
            texts.add(e.getMessage());
        }
        return texts;
    }
}
