package dev.migrate.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The tokens of one statement, for looking which names and words stand in it: comments and white space are none. What they
 * mean is nobody's business here.
 */
public final class Tokens {
    private static final Pattern TOKEN = Pattern.compile(
            "(?<comment>--[^\\n]*+|/\\*.*?\\*/)"
                    + "|(?<string>[eE]'(?:[^'\\\\]++|\\\\.|'')*+'|(?:[bBxXnN]|[uU]&)?'(?:[^']++|'')*+')"
                    + "|(?<dollar>\\$(?<tag>\\w*)\\$(?<body>.*?)\\$\\k<tag>\\$)"
                    + "|(?<quoted>(?:[uU]&)?\"(?:[^\"]++|\"\")*+\")"
                    + "|(?<word>[\\p{L}_][\\p{L}\\p{N}_$]*+)"
                    + "|(?<number>[0-9][0-9a-zA-Z_.]*+)"
                    + "|(?<operator>[-+*/<>=~!@#%^&|`?]++)"
                    + "|(?<symbol>\\S)",
            Pattern.DOTALL);

    private Tokens() {}

    /** What a token is. */
    public enum Kind {
        /** A keyword or a name, in lower case as PostgreSQL folds it. */
        WORD,
        /** A name in quotes, without them. */
        QUOTED,
        /** A text in quotes of any kind, such as the body of a function, without them. */
        STRING,
        NUMBER,
        OPERATOR,
        SYMBOL
    }

    /**
     * A token.
     *
     * @param start index of its first character in the statement
     * @param end index behind its last one
     */
    public record Token(Kind kind, String text, int start, int end) {
        /** Whether it is this keyword, given in lower case. */
        public boolean is(String keyword) {
            return kind == Kind.WORD && text.equals(keyword);
        }

        public boolean isSymbol(String symbol) {
            return kind == Kind.SYMBOL && text.equals(symbol);
        }

        /** Whether it can be the name of something. */
        public boolean isName() {
            return kind == Kind.WORD || kind == Kind.QUOTED || kind == Kind.OPERATOR;
        }
    }

    /** The tokens in their order. */
    public static List<Token> of(String statement) {
        var tokens = new ArrayList<Token>();
        Matcher found = TOKEN.matcher(statement);
        while (found.find()) {
            token(found).ifPresent(tokens::add);
        }
        return tokens;
    }

    private static Optional<Token> token(Matcher found) {
        String text = found.group();
        if (found.group("comment") != null) {
            return Optional.empty();
        }
        if (found.group("string") != null) {
            String inner = text.substring(text.indexOf('\'') + 1, text.length() - 1);
            return one(found, Kind.STRING, inner.replace("''", "'"));
        }
        if (found.group("dollar") != null) {
            return one(found, Kind.STRING, found.group("body"));
        }
        if (found.group("quoted") != null) {
            String inner = text.substring(text.indexOf('"') + 1, text.length() - 1);
            return one(found, Kind.QUOTED, inner.replace("\"\"", "\""));
        }
        if (found.group("word") != null) {
            return one(found, Kind.WORD, text.toLowerCase(Locale.ROOT));
        }
        if (found.group("number") != null) {
            return one(found, Kind.NUMBER, text);
        }
        return one(found, found.group("operator") != null ? Kind.OPERATOR : Kind.SYMBOL, text);
    }

    private static Optional<Token> one(Matcher found, Kind kind, String text) {
        return Optional.of(new Token(kind, text, found.start(), found.end()));
    }
}
