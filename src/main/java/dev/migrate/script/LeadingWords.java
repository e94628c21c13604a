package dev.migrate.script;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The first tokens of a statement, as many as its {@link Verb} calls for; comments are none.
 *
 * <p>Memory is bounded, whatever the script: 512 tokens, 16 KiB. A token that is too long for the look-ahead of the
 * lexer is there, but without its text.
 */
final class LeadingWords {
    enum Token {
        WORD,
        /** A quoted identifier: never a keyword. */
        QUOTED,
        LITERAL,
        NUMBER,
        SYMBOL
    }

    /** A statement about a subscription may name any number of publications before the options that matter. */
    static final int MOST = 512;

    private final Token[] tokens = new Token[MOST];
    private final int[] ends = new int[MOST];
    private final byte[] bytes = new byte[1 << 14];
    private int count;
    private int wanted = MOST;
    private Verb verb = Verb.OTHER;

    void clear() {
        count = 0;
        wanted = MOST;
        verb = Verb.OTHER;
    }

    /** Whether no further token is of interest. */
    boolean full() {
        return count >= wanted;
    }

    void add(Token token, byte[] from, int start, int end) {
        int at = start(count);
        int length = end - start;
        if (at + length > bytes.length) {
            wanted = count;
            return;
        }
        System.arraycopy(from, start, bytes, at, length);
        tokens[count] = token;
        ends[count] = at + length;
        count++;
        if (count == 1) {
            verb = token == Token.WORD && length > 0 ? Verb.of(from, start, end) : Verb.OTHER;
            wanted = verb.tokens();
        } else if (count == 2) {
            wanted = verb.tokens(this);
        }
    }

    int count() {
        return count;
    }

    Verb verb() {
        return verb;
    }

    /** Whether a token stands there at all. */
    boolean has(int index) {
        return index < count;
    }

    Token token(int index) {
        return tokens[index];
    }

    /** Whether the token is this keyword, in any case; the keyword is given in lower case. */
    boolean is(int index, String keyword) {
        return index < count && token(index) == Token.WORD && same(bytes, start(index), ends[index], keyword);
    }

    /** Whether the token is one of these keywords. */
    boolean is(int index, Keywords keywords) {
        return index < count && token(index) == Token.WORD && keywords.contains(bytes, start(index), ends[index]);
    }

    /** Whether these keywords stand there, one after the other. */
    boolean are(int index, String... keywords) {
        for (int i = 0; i < keywords.length; i++) {
            if (!is(index + i, keywords[i])) {
                return false;
            }
        }
        return true;
    }

    boolean isSymbol(int index, char symbol) {
        return index < count
                && token(index) == Token.SYMBOL
                && ends[index] > start(index)
                && bytes[start(index)] == symbol;
    }

    /** Behind a name that begins at the index: {@code a}, {@code a.b}, {@code "a" . b.c}. */
    int afterName(int index) {
        int next = index + 1;
        while (isSymbol(next, '.')) {
            next += 2;
        }
        return next;
    }

    /** The first token as it is written. */
    byte[] first() {
        return Arrays.copyOf(bytes, count == 0 ? 0 : ends[0]);
    }

    /** Whether this is the first token. */
    boolean startWith(byte[] token) {
        return count > 0 && Arrays.equals(bytes, 0, ends[0], token, 0, token.length);
    }

    /** The first words in upper case with a blank between them: so many, or as many as are words. */
    String upper(int atMost) {
        int words = 0;
        while (words < atMost && words < count && token(words) == Token.WORD) {
            words++;
        }
        byte[] upper = new byte[start(words) + words];
        int length = 0;
        for (int i = 0; i < words; i++) {
            if (i > 0) {
                upper[length++] = ' ';
            }
            for (int j = start(i); j < ends[i]; j++) {
                byte b = bytes[j];
                upper[length++] = b >= 'a' && b <= 'z' ? (byte) (b - ('a' - 'A')) : b;
            }
        }
        return new String(upper, 0, length, StandardCharsets.UTF_8);
    }

    /** The tokens as they are written, without what lies between them. */
    String written(int from, int to) {
        int end = Math.min(to, count);
        return end <= from ? "" : new String(bytes, start(from), ends[end - 1] - start(from), StandardCharsets.UTF_8);
    }

    /** The token in lower case and without quotes: how the value of a setting is compared. */
    String bare(int index) {
        if (index >= count) {
            return "";
        }
        String text = written(index, index + 1);
        if (token(index) == Token.QUOTED || token(index) == Token.LITERAL) {
            int open = Math.max(text.indexOf('\''), text.indexOf('"'));
            text = open >= 0 && text.length() > open + 1 ? text.substring(open + 1, text.length() - 1) : "";
        }
        return text.toLowerCase(Locale.ROOT);
    }

    private int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    static boolean same(byte[] bytes, int from, int to, String keyword) {
        int length = keyword.length();
        if (to - from != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (Bytes.lower(bytes[from + i]) != keyword.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return verb + " " + written(0, count);
    }
}
