package dev.migrate.script;

import java.io.IOException;

/**
 * Passes over what is quoted: literals, quoted identifiers, dollar quotes. Each method is given the index of the first
 * byte and tells the index behind the last.
 *
 * <p>The states and their ends are those of PostgreSQL's src/backend/parser/scan.l.
 */
final class Quotes {
    /** How a literal is read; the values do not matter. */
    enum Literal {
        /** {@code '…'}, {@code U&'…'}: a doubled quote is a quote, a backslash is nothing. */
        PLAIN("unterminated quoted string"),
        /** {@code E'…'}: a backslash takes any one character with it. */
        ESCAPED("unterminated quoted string"),
        /** {@code B'…'}: the first quote ends it. */
        BITS("unterminated bit string literal"),
        /** {@code X'…'}. */
        HEXADECIMAL("unterminated hexadecimal string literal");

        private final String unterminated;

        Literal(String unterminated) {
            this.unterminated = unterminated;
        }
    }

    private final ByteSource source;

    Quotes(ByteSource source) {
        this.source = source;
    }

    /** From the opening quote on; the place of the literal has been marked. */
    int literal(int open, Literal literal) throws IOException, UnterminatedException {
        boolean doubles = literal == Literal.PLAIN || literal == Literal.ESCAPED;
        int state = literal == Literal.ESCAPED ? Bytes.ESCAPED : Bytes.LITERAL;
        int p = open + 1;
        while (true) {
            p = source.next(p, state);
            byte b = source.bytes[p];
            if (b == '\'') {
                p = source.ensure(p, 2);
                if (!doubles || source.bytes[p + 1] != '\'') {
                    return p + 1;
                }
                p += 2;
            } else if (b == '\\') {
                p = escaped(source.ensure(p, 2));
            } else {
                throw broken(p, literal.unterminated);
            }
        }
    }

    private int escaped(int backslash) {
        byte b = source.bytes[backslash + 1];
        if (b == '\n') {
            source.newline(backslash + 2);
            return backslash + 2;
        }
        // A NUL, or the zero behind the end of the script, is left to be found by the next look.
        return b == 0 ? backslash + 1 : backslash + 2;
    }

    /** From the opening quote on; the place has been marked. */
    int identifier(int open) throws IOException, UnterminatedException {
        int p = open + 1;
        while (true) {
            p = source.next(p, Bytes.IDENTIFIER);
            if (source.bytes[p] != '"') {
                throw broken(p, "unterminated quoted identifier");
            }
            p = source.ensure(p, 2);
            if (source.bytes[p + 1] != '"') {
                return p + 1;
            }
            p += 2;
        }
    }

    /**
     * A dollar quote, or where none opens the dollar sign alone.
     *
     * @param dollar index of the first dollar sign, not within an identifier
     */
    int dollar(int dollar) throws IOException, UnterminatedException {
        int open = dollar;
        int length = 1;
        while (true) {
            open = source.ensure(open, length + 1);
            int b = source.bytes[open + length];
            if (b == '$') {
                return dollarQuoted(open, length + 1);
            }
            boolean tag = Bytes.IN_WORD[b & 0xff] && (length > 1 || Bytes.BEGINS[b & 0xff] == Bytes.WORD);
            if (!tag) {
                return open + 1;
            }
            length++;
        }
    }

    private int dollarQuoted(int open, int length) throws IOException, UnterminatedException {
        source.mark(open);
        byte[] delimiter = new byte[length];
        System.arraycopy(source.bytes, open, delimiter, 0, length);
        int p = open + length;
        while (true) {
            p = source.next(p, Bytes.DOLLARS);
            if (source.bytes[p] != '$') {
                throw broken(p, "unterminated dollar-quoted string");
            }
            p = source.ensure(p, length);
            if (closes(p, delimiter)) {
                return p + length;
            }
            // The dollar sign that ends a wrong tag may begin the right one.
            p++;
        }
    }

    private boolean closes(int at, byte[] delimiter) {
        byte[] bytes = source.bytes;
        if (source.limit - at < delimiter.length) {
            return false;
        }
        for (int i = 1; i < delimiter.length; i++) {
            if (bytes[at + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    /** What is wrong at an index where reading cannot go on: a NUL byte, or the end of the script. */
    UnterminatedException broken(int index, String unterminated) {
        return index < source.limit
                ? new UnterminatedException("NUL byte in the script", source.position(index))
                : new UnterminatedException(unterminated, source.position());
    }
}
