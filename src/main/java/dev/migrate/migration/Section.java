package dev.migrate.migration;

import java.util.Objects;

/**
 * A part of a migration's file that has one purpose.
 *
 * @param start of its bytes in the file, behind a BOM
 * @param end exclusive
 * @param line on which it starts, from 1; a section always starts a line
 */
public record Section(Kind kind, long start, long end, int line) {
    /** What a section is for. */
    public enum Kind {
        /** The migration itself. */
        UP,
        /** Undoes it. */
        DOWN,
        /** Queries with expectations. */
        VERIFY
    }

    public Section {
        Objects.requireNonNull(kind, "kind");
        if (start < 0 || end < start || line < 1) {
            throw new IllegalArgumentException("no such section: " + start + ".." + end + ", line " + line);
        }
    }
}
