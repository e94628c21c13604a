package dev.migrate.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The tokens of a statement, for looking which names stand in it. */
class TokensTest {
    @Test
    void names_are_folded_and_comments_are_none() {
        assertThat(shown("CREATE Table \"Od\"\"d\".Ärger -- vector\n/* hnsw */ (a int8)"))
                .containsExactly(
                        "WORD create",
                        "WORD table",
                        "QUOTED Od\"d",
                        "SYMBOL .",
                        "WORD ärger",
                        "SYMBOL (",
                        "WORD a",
                        "WORD int8",
                        "SYMBOL )");
    }

    @Test
    void texts_are_told_without_their_quotes() {
        assertThat(shown("'it''s' e'a\\'b' $$ body $$ $f$ $$ $f$ u&'x' $1"))
                .containsExactly(
                        "STRING it's",
                        "STRING a\\'b",
                        "STRING  body ",
                        "STRING  $$ ",
                        "STRING x",
                        "SYMBOL $",
                        "NUMBER 1");
    }

    @Test
    void operators_stand_for_themselves() {
        assertThat(shown("a<=>b + c.d::vector(3)"))
                .containsExactly(
                        "WORD a",
                        "OPERATOR <=>",
                        "WORD b",
                        "OPERATOR +",
                        "WORD c",
                        "SYMBOL .",
                        "WORD d",
                        "SYMBOL :",
                        "SYMBOL :",
                        "WORD vector",
                        "SYMBOL (",
                        "NUMBER 3",
                        "SYMBOL )");
    }

    @Test
    void a_text_of_megabytes_is_one_token() {
        assertThat(Tokens.of("insert into a values ('" + "x''".repeat(1 << 20) + "')"))
                .hasSize(7);
    }

    private static List<String> shown(String statement) {
        return Tokens.of(statement).stream()
                .map(token -> token.kind() + " " + token.text())
                .toList();
    }
}
