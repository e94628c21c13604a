package dev.migrate.script;

/**
 * A place in a script.
 *
 * @param offset bytes before it, from the beginning of the file
 * @param line 1 and the number of LF bytes before it
 * @param column 1 and the number of Unicode code points before it on its line; a tab is one, a byte order mark at the
 *     beginning of the file is none
 */
public record Position(long offset, int line, int column) {
    /** The beginning of a file. */
    public static final Position START = new Position(0, 1, 1);

    public Position {
        if (offset < 0 || line < 1 || column < 1) {
            throw new IllegalArgumentException("no such position: " + offset + ", " + line + ":" + column);
        }
    }
}
