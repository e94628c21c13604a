package dev.migrate.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The rows that follow a {@code COPY … FROM STDIN}, streamed: they are never held in memory.
 *
 * <p>They can be read until the next item is asked for; what was not read by then is passed over.
 */
public final class CopyData implements Item {
    private final Position start;
    private final CopyRows rows;

    CopyData(Position start, CopyRows rows) {
        this.start = start;
        this.rows = rows;
    }

    @Override
    public long start() {
        return start.offset();
    }

    /**
     * Offset in bytes behind the last row. Only known at their end: the rows that were not read yet are passed over.
     *
     * @throws UncheckedIOException if the script cannot be read on
     */
    @Override
    public long end() {
        try {
            rows.passOver();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows.end();
    }

    @Override
    public int line() {
        return start.line();
    }

    @Override
    public int column() {
        return start.column();
    }

    /** The rows up to, not including, the line {@code \.}; the same stream at each call. Need not be closed. */
    public InputStream data() {
        return rows;
    }

    @Override
    public String toString() {
        return "CopyData[start=" + start + "]";
    }
}
