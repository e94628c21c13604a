package dev.migrate.rehearse;

import dev.migrate.script.Statement;
import dev.migrate.script.StatementKind;
import dev.migrate.script.Tokens;
import dev.migrate.script.Tokens.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What runs in place of a statement that the scratch server cannot run as it is written.
 *
 * @param text empty where nothing runs
 * @param joined how many statements the text is
 */
record Edit(Adaptation.Kind kind, String text, int joined) {
    static final Edit SKIP = new Edit(Adaptation.Kind.SKIPPED, "", 1);

    /** Behind the index that was just made: the options it would have, as the catalog keeps them. */
    private static final String OPTIONS = """
            update pg_catalog.pg_class
               set reloptions = array[%s]::pg_catalog.text[]
             where oid operator(pg_catalog.=) (
                   select pg_catalog.max(c.oid)
                     from pg_catalog.pg_class c join pg_catalog.pg_am a on a.oid operator(pg_catalog.=) c.relam
                    where c.relkind operator(pg_catalog.=) 'i' and a.amname operator(pg_catalog.=) '%s')
            """;

    /** The statement to run; one that does nothing keeps the numbers of those behind it. */
    Statement of(Statement statement) {
        boolean nothing = kind == Adaptation.Kind.SKIPPED;
        return new Statement(
                statement.start(),
                statement.end(),
                statement.line(),
                statement.column(),
                nothing ? StatementKind.OTHER : statement.kind(),
                nothing || statement.transactional(),
                nothing ? "SET" : statement.summary(),
                nothing ? Optional.empty() : statement.object(),
                joined,
                nothing ? "SET rehearsal.skipped = ''" : text);
    }

    /** A {@code CREATE EXTENSION} without its version. */
    static Optional<Edit> withoutVersion(Statement statement) {
        List<Token> tokens = Tokens.of(statement.text());
        for (int i = 3; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).is("version")) {
                String text = without(
                        statement.text(),
                        tokens.get(i).start(),
                        tokens.get(i + 1).end());
                return Optional.of(new Edit(Adaptation.Kind.IN_ANOTHER_VERSION, text, 1));
            }
        }
        return Optional.empty();
    }

    /**
     * A {@code CREATE INDEX} without its options.
     *
     * @param recorded whether they are to stand in the catalog all the same, where the statement may have company
     */
    static Optional<Edit> withoutIndexOptions(Statement statement, String accessMethod, boolean recorded) {
        List<Token> tokens = Tokens.of(statement.text());
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (depth == 0
                    && token.is("with")
                    && i + 1 < tokens.size()
                    && tokens.get(i + 1).isSymbol("(")) {
                int close = closing(tokens, i + 1);
                String text = without(
                        statement.text(), token.start(), tokens.get(close).end());
                boolean joins = recorded && statement.transactional();
                String options = OPTIONS.formatted(options(tokens.subList(i + 2, close)), accessMethod);
                return Optional.of(new Edit(
                        Adaptation.Kind.WITHOUT_INDEX_OPTIONS, joins ? text + ";\n" + options : text, joins ? 2 : 1));
            }
            depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
        }
        return Optional.empty();
    }

    private static int closing(List<Token> tokens, int open) {
        int i = open;
        while (i + 1 < tokens.size() && !tokens.get(i).isSymbol(")")) {
            i++;
        }
        return i;
    }

    /** {@code lists = 100, probes = '5'} as {@code 'lists=100', 'probes=5'}. */
    private static String options(List<Token> tokens) {
        var options = new ArrayList<String>();
        var one = new StringBuilder();
        for (Token token : tokens) {
            if (token.isSymbol(",")) {
                options.add(one.toString());
                one.setLength(0);
            } else {
                one.append(token.text());
            }
        }
        options.add(one.toString());
        return String.join(
                ", ",
                options.stream()
                        .map(option -> "'" + option.replace("'", "''") + "'")
                        .toList());
    }

    /** Line ends stay, so that what is behind keeps its line. */
    private static String without(String text, int from, int to) {
        return text.substring(0, from) + text.substring(from, to).replaceAll("[^\\n]", " ") + text.substring(to);
    }
}
