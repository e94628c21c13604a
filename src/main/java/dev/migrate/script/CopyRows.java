package dev.migrate.script;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * The rows of a COPY as a stream over the script, up to the line {@code \.} or the end of the script.
 *
 * <p>The end is a line that is exactly {@code \.}, with LF or CR LF, even within the quotes of CSV
 * (handleCopyIn() in PostgreSQL's src/bin/psql/copy.c); at the end of the script also without a line end.
 */
final class CopyRows extends InputStream {
    private final ByteSource source;
    /** Rows lie in the window up to this index. */
    private int ready;

    private boolean atLineStart = true;
    private boolean ended;
    private boolean gone;
    private long end;

    /** The source stands at the beginning of the first row. */
    CopyRows(ByteSource source) {
        this.source = source;
        this.ready = source.pos;
    }

    /** Offset behind the last row, once all were read. */
    long end() {
        return end;
    }

    /** Goes on to the end of the rows; whoever still holds the stream finds nothing in it. */
    void passOver() throws IOException {
        while (look()) {
            source.pos = ready;
        }
        gone = true;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, into.length);
        if (gone) {
            throw new IOException("these rows have been passed over: they can only be read before the next item");
        }
        if (length == 0) {
            return 0;
        }
        if (!look()) {
            return -1;
        }
        int count = Math.min(length, ready - source.pos);
        System.arraycopy(source.bytes, source.pos, into, offset, count);
        source.pos += count;
        return count;
    }

    @Override
    public int available() {
        return ended || gone ? 0 : ready - source.pos;
    }

    /** Whether there is another byte of the rows in the window. */
    private boolean look() throws IOException {
        while (!ended && source.pos == ready) {
            int p = source.ensure(source.pos, 4);
            source.pos = p;
            ready = p;
            if (p == source.limit || (atLineStart && endsAt(p))) {
                finish(p);
            } else {
                ready = rows(p);
            }
        }
        return !ended;
    }

    /** Behind the rows that lie in the window from there on; the line at which it stops was not looked at. */
    private int rows(int from) {
        byte[] bytes = source.bytes;
        int limit = source.limit;
        int p = from;
        do {
            p = endOfLine(bytes, p);
            if (p == limit) {
                atLineStart = false;
                return p;
            }
            p++;
            source.newline(p);
        } while (bytes[p] != '\\' && p < limit);
        atLineStart = true;
        return p;
    }

    /** Index of the next LF, or the limit. */
    private int endOfLine(byte[] bytes, int from) {
        int p = from;
        while (true) {
            byte b = bytes[p];
            while (b != '\n' && b != 0) {
                b = bytes[++p];
            }
            if (b == '\n' || p == source.limit) {
                return p;
            }
            p++;
        }
    }

    private boolean endsAt(int p) {
        byte[] bytes = source.bytes;
        if (bytes[p] != '\\' || bytes[p + 1] != '.') {
            return false;
        }
        byte b = bytes[p + 2];
        return b == '\n' || (b == '\r' && bytes[p + 3] == '\n') || p + 2 == source.limit;
    }

    private void finish(int p) {
        ended = true;
        end = source.offset(p);
        int next = p;
        if (p < source.limit) {
            next = source.bytes[p + 2] == '\r' ? p + 4 : p + 3;
            if (next <= source.limit) {
                source.newline(next);
            } else {
                next = source.limit;
            }
        }
        source.pos = next;
        ready = next;
    }
}
