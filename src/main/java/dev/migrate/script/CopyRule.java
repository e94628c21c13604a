package dev.migrate.script;

import dev.migrate.script.LeadingWords.Token;

/**
 * Whether rows follow a statement: {@code COPY name … FROM STDIN}, or {@code STDOUT}, which the grammar takes as well
 * (src/backend/parser/gram.y, copy_file_name). Whether the server would accept the COPY does not matter; psql decides
 * by the words, too. Only tokens outside parentheses are shown to it.
 */
final class CopyRule {
    private enum State {
        COPY,
        DOT,
        FROM,
        ROWS,
        NOT
    }

    private State state = State.NOT;

    /** A statement begins, with COPY or with another word. */
    void restart(boolean begins) {
        state = begins ? State.COPY : State.NOT;
    }

    /** Whether it wants to see further tokens. */
    boolean follows() {
        return state != State.NOT && state != State.ROWS;
    }

    boolean rows() {
        return state == State.ROWS;
    }

    void token(Token token, byte[] bytes, int from, int to) {
        boolean word = token == Token.WORD;
        state = switch (state) {
            case COPY -> afterCopy(token, bytes, from, to);
            // A column or table behind a dot may be called "from" even without quotes.
            case DOT -> State.COPY;
            case FROM -> word && isStandardStream(bytes, from, to) ? State.ROWS : State.NOT;
            case ROWS, NOT -> state;
        };
    }

    private static State afterCopy(Token token, byte[] bytes, int from, int to) {
        if (token == Token.SYMBOL && to > from && bytes[from] == '.') {
            return State.DOT;
        }
        return token == Token.WORD && LeadingWords.same(bytes, from, to, "from") ? State.FROM : State.COPY;
    }

    private static boolean isStandardStream(byte[] bytes, int from, int to) {
        return LeadingWords.same(bytes, from, to, "stdin") || LeadingWords.same(bytes, from, to, "stdout");
    }
}
