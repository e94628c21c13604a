package dev.migrate.script;

/**
 * Whether a backslash escapes in plain literals: only while {@code standard_conforming_strings} is off, which PostgreSQL
 * 15 to 18 still allow.
 *
 * <p>psql sets each line up with the value that the server reported last, so a change counts from the next line on.
 */
final class StringSyntax {
    private static final String SETTING = "standard_conforming_strings";

    private boolean escapes;
    private boolean next;
    private int changedOnLine;

    private boolean inTransaction;
    private boolean afterCommit;
    private boolean afterRollback;

    /** Whether a plain literal that opens on this line has escapes. */
    boolean escapes(int line) {
        if (next != escapes && line != changedOnLine) {
            escapes = next;
        }
        return escapes;
    }

    /** A statement has been read that ends on this line. */
    void executed(LeadingWords words, StatementKind kind, int line) {
        switch (words.verb()) {
            case SET -> set(words, line);
            case RESET -> {
                if (words.bare(1).equals(SETTING) || words.is(1, "all")) {
                    change(false, false, line);
                }
            }
            case DISCARD -> {
                if (words.is(1, "all")) {
                    change(false, false, line);
                }
            }
            default -> transaction(kind, line);
        }
    }

    private void set(LeadingWords words, int line) {
        boolean local = words.is(1, "local");
        int name = local || words.is(1, "session") ? 2 : 1;
        boolean assigned = words.isSymbol(name + 1, '=') || words.is(name + 1, "to");
        if (assigned && words.bare(name).equals(SETTING)) {
            change(isOff(words.bare(name + 2)), local, line);
        }
    }

    private void change(boolean toEscapes, boolean local, int line) {
        // Outside a transaction block SET LOCAL is a warning; but the runner opens one that the script does not show.
        if (!local) {
            afterCommit = toEscapes;
        }
        next = toEscapes;
        changedOnLine = line;
    }

    private void transaction(StatementKind kind, int line) {
        switch (kind) {
            case BEGIN -> {
                inTransaction = true;
                afterRollback = next;
                afterCommit = next;
            }
            case COMMIT, PREPARE_TRANSACTION -> {
                change(afterCommit, false, line);
                inTransaction = false;
            }
            case ROLLBACK -> {
                if (inTransaction) {
                    change(afterRollback, false, line);
                    inTransaction = false;
                }
            }
            default -> {}
        }
    }

    /** As parse_bool() in PostgreSQL's src/backend/utils/adt/bool.c; a value that it refuses changes nothing to off. */
    private static boolean isOff(String value) {
        return value.equals("0")
                || (value.length() > 1 && "off".startsWith(value))
                || (!value.isEmpty() && ("false".startsWith(value) || "no".startsWith(value)));
    }
}
