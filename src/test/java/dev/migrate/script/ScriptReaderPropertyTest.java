package dev.migrate.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class ScriptReaderPropertyTest {
    /** Anything at all: pieces that open and close what matters to a lexer, in no order. */
    private static final String[] PIECES = {
        "SELECT 1",
        ";",
        ";\n",
        " ",
        "\n",
        "\r\n",
        "\r",
        "\t",
        "'",
        "''",
        "E'",
        "\\'",
        "U&'",
        "u&\"",
        "B'",
        "x'",
        "\"",
        "$$",
        "$a$",
        "$",
        "$1",
        "a$$",
        "--",
        "-- c\n",
        "/*",
        "*/",
        "/*/",
        "(",
        ")",
        "[",
        "é",
        "表",
        "𝄞",
        "\\",
        "\\\\",
        "\\;",
        "\\g\n",
        "\\echo x\n",
        "\\copy t from stdin\n",
        "COPY t FROM stdin;",
        "COPY t FROM stdin;\n",
        "\\.\n",
        "\n\\.\n",
        "CREATE FUNCTION f() ",
        "BEGIN ATOMIC ",
        "END",
        "CASE",
        "begin",
        "SET standard_conforming_strings = off;\n",
        "RESET standard_conforming_strings;\n",
        "1e-5",
        "1..2",
        ".",
        "@",
        "-",
        "+",
        "/",
        "*",
        "VACUUM;",
        "\uFEFF"
    };

    @Property(tries = 400)
    void it_makes_no_difference_how_the_bytes_arrive(
            @ForAll("anything") String script, @ForAll @IntRange(min = 1, max = 300) int atATime) throws IOException {
        byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
        var comments = new ArrayList<Comment>();
        var trickled = new ArrayList<Comment>();

        List<String> whole = Reading.everything(reader(bytes, Position.START, true, comments::add));
        List<String> inPieces = Reading.everything(Reading.trickling(bytes, atATime, trickled::add));

        assertThat(inPieces).isEqualTo(whole);
        assertThat(trickled).isEqualTo(comments);
    }

    @Property(tries = 200)
    void places_do_not_depend_on_texts_and_comments(@ForAll("anything") String script) throws IOException {
        byte[] bytes = script.getBytes(StandardCharsets.UTF_8);

        assertThat(Reading.places(reader(bytes, Position.START, false, CommentListener.NONE)))
                .isEqualTo(Reading.places(reader(bytes, Position.START, true, comment -> {})));
    }

    @Property(tries = 200)
    void statements_that_are_put_together_come_apart_again(@ForAll("statements") List<String> statements)
            throws IOException, UnterminatedException {
        var script = new StringBuilder();
        for (int i = 0; i < statements.size(); i++) {
            script.append(i % 3 == 0 ? "/* ; ' */ " : "-- $$ \"\n").append(statements.get(i));
            script.append(i % 2 == 0 ? ";" : " -- ;\n ;;");
        }
        byte[] bytes = script.toString().getBytes(StandardCharsets.UTF_8);

        List<Item> items = Reading.items(reader(bytes, Position.START, true, CommentListener.NONE));

        assertThat(items).extracting(item -> ((Statement) item).text()).containsExactlyElementsOf(statements);
        assertThat(items)
                .allSatisfy(item ->
                        assertThat(((Statement) item).text()).isEqualTo(slice(bytes, item.start(), item.end())));
    }

    @Property(tries = 200)
    void a_line_and_a_column_are_what_counting_gives(@ForAll("statements") List<String> statements)
            throws IOException, UnterminatedException {
        String script = String.join(";\n  ", statements);

        for (Item item : Reading.items(script)) {
            String before = slice(script.getBytes(StandardCharsets.UTF_8), 0, item.start());
            String onItsLine = before.substring(before.lastIndexOf('\n') + 1);
            assertThat(item.line())
                    .isEqualTo(1 + (int) before.chars().filter(c -> c == '\n').count());
            assertThat(item.column()).isEqualTo(1 + onItsLine.codePointCount(0, onItsLine.length()));
        }
    }

    @Property(tries = 200)
    void a_section_is_read_as_in_the_whole(
            @ForAll("statements") List<String> before, @ForAll("statements") List<String> section) throws IOException {
        byte[] first = (String.join(";\n", before) + ";\n").getBytes(StandardCharsets.UTF_8);
        byte[] second = (String.join("; ", section) + ";\n").getBytes(StandardCharsets.UTF_8);
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        int line = 1
                + (int) new String(first, StandardCharsets.UTF_8)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();

        List<String> whole = Reading.everything(reader(both, Position.START, true, CommentListener.NONE));
        List<String> alone =
                Reading.everything(reader(second, new Position(first.length, line, 1), true, CommentListener.NONE));

        assertThat(alone).isEqualTo(whole.subList(before.size(), whole.size()));
    }

    @Provide
    Arbitrary<String> anything() {
        // A NUL ends the reading, so it may only come last.
        Arbitrary<List<String>> pieces =
                Arbitraries.of(PIECES).list().ofMinSize(1).ofMaxSize(400);
        return Combinators.combine(pieces, Arbitraries.of("", "", "", "\0 x"))
                .as((some, last) -> String.join("", some) + last);
    }

    @Provide
    Arbitrary<List<String>> statements() {
        Arbitrary<String> inner = Arbitraries.of(
                        "a", ";", " ", "\n", "--", "/*", "\"", "\\", "ü", "𝄞", "(", "$", "END")
                .list()
                .ofMaxSize(300)
                .map(pieces -> String.join("", pieces));
        Arbitrary<String> token = Combinators.combine(Arbitraries.integers().between(0, 8), inner)
                .as((kind, text) -> switch (kind) {
                    case 0 -> "'" + text.replace("'", "''") + "'";
                    case 1 -> "E'" + text.replace("\\", "\\\\") + "\\''";
                    case 2 -> "\"" + text.replace("\"", "\"\"") + "\"";
                    case 3 -> "$t$" + text.replace("$", "") + "$t$";
                    case 4 -> "/*" + text.replace("/*", "").replace("*/", "") + "*/ x";
                    case 5 -> "--" + text.replace("\n", "") + "\n y";
                    case 6 -> "(;" + text.replaceAll("[^a ;]", "") + ")";
                    case 7 -> "+ - 1.5e3 || $1 ";
                    default -> "BEGIN";
                });
        return token.list()
                .ofMaxSize(6)
                .map(tokens -> "SELECT " + String.join(" ", tokens) + " z")
                .list()
                .ofMinSize(1)
                .ofMaxSize(8);
    }

    private static ScriptReader reader(byte[] bytes, Position start, boolean keepText, CommentListener comments) {
        return ScriptReader.of(new ByteArrayInputStream(bytes), start, keepText, comments);
    }

    private static String slice(byte[] bytes, long start, long end) {
        return new String(bytes, (int) start, (int) (end - start), StandardCharsets.UTF_8);
    }
}
