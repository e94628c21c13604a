package dev.migrate.script;

/**
 * What each byte can be the beginning of, and at which bytes the states of the lexer have to stop.
 *
 * <p>From PostgreSQL's src/backend/parser/scan.l: every byte from 0x80 on is a character of an identifier, so UTF-8
 * needs no decoding, and no Unicode space is white space.
 */
final class Bytes {
    /** A token of one byte, or a character of an operator that cannot begin a comment. */
    static final byte OTHER = 0;

    static final byte SPACE = 1;
    static final byte WORD = 2;
    static final byte DIGIT = 3;
    static final byte LINE_END = 4;
    static final byte QUOTE = 5;
    static final byte OPEN = 6;
    static final byte CLOSE = 7;
    static final byte SEMICOLON = 8;
    static final byte MINUS = 9;
    static final byte SLASH = 10;
    static final byte DOLLAR = 11;
    static final byte DOUBLE_QUOTE = 12;
    static final byte BACKSLASH = 13;
    static final byte NUL = 14;

    /** By byte: what a token that begins with it is. */
    static final byte[] BEGINS = new byte[256];

    /** By byte: whether an identifier goes on with it. */
    static final boolean[] IN_WORD = new boolean[256];

    static final int LITERAL = 1;
    static final int ESCAPED = 2;
    static final int IDENTIFIER = 4;
    static final int DOLLARS = 8;
    static final int BLOCK = 16;
    /** A line comment, or the arguments of a backslash command: goes no further than its line. */
    static final int LINE = 32;

    static final int ROWS = 64;

    /** By byte: the states that have to stop at it. All stop at NUL, and at LF to count it. */
    static final byte[] STOPS = new byte[256];

    static {
        begins(SPACE, " \t\f\u000B");
        begins(LINE_END, "\n\r");
        begins(QUOTE, "'");
        begins(DOUBLE_QUOTE, "\"");
        begins(OPEN, "(");
        begins(CLOSE, ")");
        begins(SEMICOLON, ";");
        begins(MINUS, "-");
        begins(SLASH, "/");
        begins(DOLLAR, "$");
        begins(BACKSLASH, "\\");
        begins(NUL, "\0");
        for (int b = 0; b < 256; b++) {
            boolean digit = b >= '0' && b <= '9';
            boolean letter = (b | 0x20) >= 'a' && (b | 0x20) <= 'z';
            if (letter || b == '_' || b >= 0x80) {
                BEGINS[b] = WORD;
            } else if (digit) {
                BEGINS[b] = DIGIT;
            }
            IN_WORD[b] = BEGINS[b] == WORD || digit || b == '$';
        }
        stops(LITERAL, "'");
        stops(ESCAPED, "'\\");
        stops(IDENTIFIER, "\"");
        stops(DOLLARS, "$");
        stops(BLOCK, "*/");
        stops(LINE, "\r");
        stops(ROWS, "");
    }

    private Bytes() {}

    private static void begins(byte what, String bytes) {
        for (int i = 0; i < bytes.length(); i++) {
            BEGINS[bytes.charAt(i)] = what;
        }
    }

    private static void stops(int state, String bytes) {
        String all = bytes + "\n\0";
        for (int i = 0; i < all.length(); i++) {
            STOPS[all.charAt(i)] |= (byte) state;
        }
    }

    static boolean isSpace(int b) {
        return b == ' ' || (b >= '\t' && b <= '\r');
    }

    /** Code points that begin from there to there: every byte but those of the form 10xxxxxx begins one. */
    static int codePoints(byte[] bytes, int from, int to) {
        int points = to - from;
        for (int i = from; i < to; i++) {
            if (bytes[i] < (byte) 0xC0) {
                points--;
            }
        }
        return points;
    }

    /** In lower case, where it is an ASCII letter: PostgreSQL's keywords know no others. */
    static int lower(int b) {
        return b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b;
    }
}
