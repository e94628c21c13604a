package dev.migrate.script;

/**
 * The script ends within a quote or comment, or holds a NUL byte: nothing behind that place can be read.
 *
 * <p>The words are those of PostgreSQL (src/backend/parser/scan.l).
 */
public final class UnterminatedException extends Exception {
    private final transient Position where;

    UnterminatedException(String message, Position where) {
        super(message);
        this.where = where;
    }

    /** Where the construct opens that never ends (as the server reports it: at the prefix of a literal). */
    public Position where() {
        return where;
    }
}
