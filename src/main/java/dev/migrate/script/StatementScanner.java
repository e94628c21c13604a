package dev.migrate.script;

import dev.migrate.script.LeadingWords.Token;
import dev.migrate.script.Quotes.Literal;
import java.io.IOException;

/**
 * The lexer's initial state: goes from token to token and puts statements together.
 *
 * <p>From PostgreSQL's src/backend/parser/scan.l and src/fe_utils/psqlscan.l. Of an operator only its characters are
 * looked at one by one, since all that matters of it is where a comment cuts it.
 */
final class StatementScanner {
    /** Why the scanner stopped; the source stands at the byte that stopped it. */
    enum Stop {
        SEMICOLON,
        BACKSLASH,
        END
    }

    private final ByteSource source;
    private final Quotes quotes;
    private final Comments comments;
    private final StatementAssembly statement;
    private final StringSyntax strings;

    private int depth;

    /** The kind of the literal that has just ended, null after any other token: it goes on behind a line end. */
    private Literal last;

    private boolean lineEnded;

    StatementScanner(ByteSource source, Quotes quotes, Comments comments) {
        this.source = source;
        this.quotes = quotes;
        this.comments = comments;
        this.strings = new StringSyntax();
        this.statement = new StatementAssembly(source, strings);
    }

    /** Goes on to what ends or interrupts the statement. */
    Stop scan() throws IOException, UnterminatedException {
        int p = source.pos;
        byte[] bytes = source.bytes;
        int safe = source.safe;
        while (true) {
            if (p > safe) {
                p = source.fill(p);
                bytes = source.bytes;
                safe = source.safe;
            }
            int b = bytes[p] & 0xff;
            byte begins = Bytes.BEGINS[b];
            if (begins == Bytes.SPACE) {
                p++;
                continue;
            }
            if (begins == Bytes.LINE_END) {
                p++;
                lineEnded = true;
                if (b == '\n') {
                    source.newline(p);
                }
                continue;
            }
            if (begins == Bytes.WORD && statement.settled) {
                last = null;
                int from = p;
                do {
                    p++;
                } while (Bytes.IN_WORD[bytes[p] & 0xff]);
                if (p - from == 1 || p >= source.limit) {
                    p = word(from);
                    bytes = source.bytes;
                    safe = source.safe;
                }
                source.tail = p;
                continue;
            }
            if (begins == Bytes.OTHER && statement.settled) {
                p++;
                last = null;
                source.tail = p;
                continue;
            }
            switch (begins) {
                case Bytes.MINUS -> p = bytes[p + 1] == '-' ? comments.line(p) : symbol(p);
                case Bytes.SLASH -> p = bytes[p + 1] == '*' ? block(p) : symbol(p);
                case Bytes.SEMICOLON -> {
                    if (depth == 0 && !statement.inBody()) {
                        source.pos = p;
                        return Stop.SEMICOLON;
                    }
                    p = symbol(p);
                    if (depth == 0) {
                        statement.bodySemicolon();
                    }
                }
                case Bytes.BACKSLASH -> {
                    byte following = bytes[p + 1];
                    if (following != ';' && following != ':') {
                        source.pos = p;
                        return Stop.BACKSLASH;
                    }
                    p = forced(p);
                }
                case Bytes.NUL -> {
                    source.pos = p;
                    if (p < source.limit) {
                        throw quotes.broken(p, "");
                    }
                    return Stop.END;
                }
                case Bytes.QUOTE -> p = literal(p, p, plain());
                default -> p = token(p, begins);
            }
            bytes = source.bytes;
            safe = source.safe;
        }
    }

    private int token(int p, byte begins) throws IOException, UnterminatedException {
        statement.begin(p);
        last = null;
        int end = switch (begins) {
            case Bytes.WORD -> word(p);
            case Bytes.DIGIT -> number(p);
            case Bytes.DOUBLE_QUOTE -> identifier(p, p);
            case Bytes.DOLLAR -> dollar(p);
            default -> symbol(p);
        };
        if (begins == Bytes.OPEN) {
            depth++;
        } else if (begins == Bytes.CLOSE && depth > 0) {
            depth--;
        }
        source.tail = end;
        return end;
    }

    private int word(int from) throws IOException, UnterminatedException {
        byte[] bytes = source.bytes;
        int p = from + 1;
        while (Bytes.IN_WORD[bytes[p] & 0xff]) {
            p++;
        }
        if (p - from == 1) {
            int b = Bytes.lower(bytes[from]);
            if (bytes[p] == '\'') {
                Literal literal = prefixed(b);
                if (literal != null) {
                    return literal(from, p, literal);
                }
            } else if (b == 'u' && bytes[p] == '&') {
                if (bytes[p + 1] == '\'') {
                    return literal(from, p + 1, Literal.PLAIN);
                }
                if (bytes[p + 1] == '"') {
                    return identifier(from, p + 1);
                }
            }
        }
        if (p >= source.limit && !source.ended) {
            p = longWord(p);
            statement.note(Token.WORD, p, p, depth == 0);
        } else {
            statement.note(Token.WORD, from, p, depth == 0);
        }
        return p;
    }

    /** Null for a letter that is an identifier of its own; N is one, too, as the server sees it. */
    private static Literal prefixed(int letter) {
        return switch (letter) {
            case 'e' -> Literal.ESCAPED;
            case 'b' -> Literal.BITS;
            case 'x' -> Literal.HEXADECIMAL;
            default -> null;
        };
    }

    /** Goes on with an identifier that is longer than the look-ahead, so no keyword. */
    private int longWord(int from) throws IOException {
        int p = from;
        while (true) {
            p = source.ensure(p, 1);
            if (!Bytes.IN_WORD[source.bytes[p] & 0xff]) {
                return p;
            }
            p++;
        }
    }

    private Literal plain() {
        return strings.escapes(source.line) ? Literal.ESCAPED : Literal.PLAIN;
    }

    /**
     * A literal, or a further piece of the one before it, which has the same kind even if it looks plain (scan.l, state
     * xqs: white space with a line end, and line comments, may lie between).
     */
    private int literal(int from, int quote, Literal literal) throws IOException, UnterminatedException {
        Literal kind = literal;
        if (from == quote && last != null && lineEnded) {
            kind = last;
        } else {
            statement.begin(from);
            source.mark(from);
        }
        long offset = source.offset(from);
        int p = quotes.literal(quote, kind);
        statement.noteIfNear(Token.LITERAL, offset, p, depth == 0);
        last = kind;
        lineEnded = false;
        source.tail = p;
        return p;
    }

    private int identifier(int from, int quote) throws IOException, UnterminatedException {
        source.mark(from);
        long offset = source.offset(from);
        int p = quotes.identifier(quote);
        statement.noteIfNear(Token.QUOTED, offset, p, depth == 0);
        return p;
    }

    private int dollar(int from) throws IOException, UnterminatedException {
        if (Bytes.BEGINS[source.bytes[from + 1] & 0xff] == Bytes.DIGIT) {
            int p = longWord(from + 1);
            statement.note(Token.NUMBER, p, p, depth == 0);
            return p;
        }
        int p = quotes.dollar(from);
        statement.note(Token.LITERAL, p, p, depth == 0);
        return p;
    }

    /** A number, with the letters that are glued to it: {@code 1e'…'} holds no escape literal. */
    private int number(int from) throws IOException {
        long offset = source.offset(from);
        int p = digits(from);
        if (source.bytes[p] == '.' && source.bytes[p + 1] != '.') {
            p = digits(p + 1);
        }
        if (Bytes.lower(source.bytes[p]) == 'e' && (source.bytes[p + 1] == '-' || source.bytes[p + 1] == '+')) {
            p = digits(p + 2);
        }
        if (Bytes.BEGINS[source.bytes[p] & 0xff] == Bytes.WORD) {
            p = longNumber(p);
        }
        statement.noteIfNear(Token.NUMBER, offset, p, depth == 0);
        return p;
    }

    private int digits(int from) throws IOException {
        int p = from;
        while (true) {
            p = source.ensure(p, 3);
            if (Bytes.BEGINS[source.bytes[p] & 0xff] != Bytes.DIGIT) {
                return p;
            }
            p++;
        }
    }

    /** Letters and digits, but no dollar sign: a dollar quote may open right behind a number. */
    private int longNumber(int from) throws IOException {
        int p = from;
        while (true) {
            p = source.ensure(p, 1);
            int b = source.bytes[p] & 0xff;
            if (!Bytes.IN_WORD[b] || b == '$') {
                return p;
            }
            p++;
        }
    }

    private int symbol(int p) {
        statement.begin(p);
        last = null;
        statement.note(Token.SYMBOL, p, p + 1, depth == 0);
        int end = p + 1;
        source.tail = end;
        return end;
    }

    private int block(int p) throws IOException, UnterminatedException {
        // Only line comments may lie between two pieces of a literal.
        last = null;
        return comments.block(p);
    }

    /** {@code \;} and {@code \:}: psql sends the character without looking at it. */
    private int forced(int p) {
        statement.blank(p);
        boolean semicolon = source.bytes[p + 1] == ';';
        last = null;
        if (semicolon && depth == 0) {
            if (statement.inBody()) {
                statement.bodySemicolon();
            } else {
                statement.nextPart();
            }
        }
        return p + 2;
    }

    /** Whether a statement has begun that has not ended. */
    boolean inStatement() {
        return statement.begun();
    }

    /** How many blocks of rows follow the statement that has just ended. */
    int copies() {
        return statement.copies();
    }

    /** The statement that ends where the source stands; null if there is not a token in it. */
    Statement finish() {
        Statement finished = statement.finish();
        reset();
        return finished;
    }

    /** Forgets the statement that has begun. */
    void reset() {
        statement.reset();
        depth = 0;
        last = null;
    }
}
