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

    private State state = State.NOT;
    private boolean inSchema;

    /** The token that is being looked at. */
    private boolean unquoted;

    private byte[] bytes = new byte[0];
    private int from;
    private int to;

    /** A statement begins, with CREATE or with another word. */
    void restart(boolean create) {
        state = create ? State.CREATE : State.NOT;
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

    void token(Token token, byte[] window, int start, int end) {
        this.unquoted = token == Token.WORD;
        this.bytes = window;
        this.from = start;
        this.to = end;
        state = after();
    }

    private State after() {
        return switch (state) {
            case NOT -> State.NOT;
            case SCHEMA -> is("create") ? State.CREATE : elsewhere();
            case CREATE -> afterCreate();
            case CREATE_OR -> is("replace") ? State.CREATE_OR_REPLACE : elsewhere();
            case CREATE_OR_REPLACE -> is("function") || is("procedure") ? State.HEAD : elsewhere();
            case HEAD -> is("begin") ? State.BEGIN : State.HEAD;
            case BEGIN -> is("atomic") ? State.BODY_START : is("begin") ? State.BEGIN : State.HEAD;
            case BODY_START -> is("end") ? elsewhere() : State.BODY;
            case BODY -> State.BODY;
        };
    }

    private State afterCreate() {
        if (is("function") || is("procedure")) {
            return State.HEAD;
        }
        if (is("schema") && !inSchema) {
            inSchema = true;
        }
        return is("or") ? State.CREATE_OR : elsewhere();
    }

    private State elsewhere() {
        return inSchema ? State.SCHEMA : State.NOT;
    }

    private boolean is(String keyword) {
        return unquoted && LeadingWords.same(bytes, from, to, keyword);
    }
}
