package dev.migrate.script;

import dev.migrate.script.LeadingWords.Token;

/**
 * Follows {@code CREATE FUNCTION … BEGIN ATOMIC …; …; END}, within which semicolons do not end the statement.
 *
 * <p>psql guesses here by counting BEGIN, CASE and END, and is wrong where these are names. We follow the grammar
 * (src/backend/parser/gram.y, routine_body_stmt_list): the body is {@code BEGIN ATOMIC (stmt ;)* END}, and since no
 * statement within it can begin with END, its END is the one right behind a semicolon or behind ATOMIC. Only tokens
 * outside parentheses are shown to it.
 */
final class RoutineBody {
    private enum State {
        NOT,
        FIRST,
        CREATE,
        CREATE_OR,
        CREATE_OR_REPLACE,
        /** Within CREATE SCHEMA, whose elements may be routines from PostgreSQL 19 on. */
        SCHEMA,
        HEAD,
        BEGIN,
        /** At the beginning of a statement of the body. */
        BODY_START,
        BODY
    }

    private State state = State.FIRST;
    private boolean inSchema;

    void restart() {
        state = State.FIRST;
        inSchema = false;
    }

    /** Whether it wants to see further tokens. */
    boolean follows() {
        return state != State.NOT;
    }

    /** Whether a semicolon belongs to the body. */
    boolean open() {
        return state == State.BODY || state == State.BODY_START;
    }

    void semicolon() {
        if (open()) {
            state = State.BODY_START;
        }
    }

    void token(Token token, byte[] bytes, int from, int to) {
        state = after(new Word(token == Token.WORD, bytes, from, to));
    }

    private State after(Word word) {
        return switch (state) {
            case NOT -> State.NOT;
            case FIRST, SCHEMA -> word.is("create") ? State.CREATE : elsewhere();
            case CREATE -> afterCreate(word);
            case CREATE_OR -> word.is("replace") ? State.CREATE_OR_REPLACE : elsewhere();
            case CREATE_OR_REPLACE -> word.is("function") || word.is("procedure") ? State.HEAD : elsewhere();
            case HEAD -> word.is("begin") ? State.BEGIN : State.HEAD;
            case BEGIN -> word.is("atomic") ? State.BODY_START : word.is("begin") ? State.BEGIN : State.HEAD;
            case BODY_START -> word.is("end") ? elsewhere() : State.BODY;
            case BODY -> State.BODY;
        };
    }

    private State afterCreate(Word word) {
        if (word.is("function") || word.is("procedure")) {
            return State.HEAD;
        }
        if (word.is("schema") && !inSchema) {
            inSchema = true;
        }
        return word.is("or") ? State.CREATE_OR : elsewhere();
    }

    private State elsewhere() {
        return inSchema ? State.SCHEMA : State.NOT;
    }

    /** The token that is being looked at, without a copy of it. */
    private static final class Word {
        private final boolean unquoted;
        private final byte[] bytes;
        private final int from;
        private final int to;

        Word(boolean unquoted, byte[] bytes, int from, int to) {
            this.unquoted = unquoted;
            this.bytes = bytes;
            this.from = from;
            this.to = to;
        }

        boolean is(String keyword) {
            return unquoted && LeadingWords.same(bytes, from, to, keyword);
        }
    }
}
