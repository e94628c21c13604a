package dev.migrate.prisma;

import dev.migrate.problem.Place;

/**
 * The smallest piece of a Prisma schema.
 *
 * @param text as it is meant: of a string what stands between its quotes, without escapes
 * @param line from 1
 * @param column in code points from 1
 */
record Token(Kind kind, String text, int line, int column) {
    enum Kind {
        NAME,
        NUMBER,
        STRING,
        /** A single character, {@code @} and {@code @@}. */
        MARK,
        END
    }

    boolean is(String mark) {
        return kind == Kind.MARK && text.equals(mark);
    }

    boolean isName() {
        return kind == Kind.NAME;
    }

    Place at(String file) {
        return new Place(file, line, column);
    }

    /** For messages. */
    @Override
    public String toString() {
        return switch (kind) {
            case END -> "the end of the file";
            case STRING -> "the string \"" + text + "\"";
            default -> text;
        };
    }
}
