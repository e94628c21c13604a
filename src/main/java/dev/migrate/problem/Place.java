package dev.migrate.problem;

import java.util.Objects;

/**
 * Where something is: a file, and within it a line and a column.
 *
 * @param file as the user would name it, relative to the project where it lies in the project
 * @param line from 1; 0 means the file as a whole
 * @param column in Unicode code points from 1, a tab is one; 0 means the line as a whole
 */
public record Place(String file, int line, int column) {
    public Place {
        Objects.requireNonNull(file, "file");
        if (line < 0 || column < 0 || (line == 0 && column > 0)) {
            throw new IllegalArgumentException("no such place: " + file + ":" + line + ":" + column);
        }
    }

    /** The file as a whole. */
    public static Place of(String file) {
        return new Place(file, 0, 0);
    }

    /** {@code file}, {@code file:line} or {@code file:line:column}, whatever is known. */
    @Override
    public String toString() {
        if (line == 0) {
            return file;
        }
        return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
    }
}
