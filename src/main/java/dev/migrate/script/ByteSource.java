package dev.migrate.script;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * The bytes of a script in a window that moves on, and the place in the file of each of them.
 *
 * <p>A zero stands behind the last byte of the window. Every loop over bytes stops at a zero anyway (NUL is an error in
 * a script), so that no loop needs a second test for the end of the window. The fields are open to the scanners of this
 * room, which work on indexes in the window: {@link #fill} moves the window and tells the new index.
 */
final class ByteSource implements Closeable {
    /** Bytes that are there at the beginning of a token, unless the script ends before: longer than any keyword. */
    static final int LOOKAHEAD = 256;

    static final int WINDOW = 1 << 16;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;

    byte[] bytes;
    int limit;
    /** Up to this index {@link #LOOKAHEAD} bytes are there. */
    int safe;
    /** Where reading goes on; the scanners keep it in a local variable while they run. */
    int pos;
    /** Index behind the last token; it is moved with the window, so it may be negative. */
    long tail;

    boolean ended;
    private long base;

    int line;
    private int lineStart;
    private int column;
    private boolean blank;

    private int markIndex;
    private int markLine;
    private int markLineStart;
    private int markColumn;
    private Position marked = Position.START;

    private int jumpAt = -1;
    private long jumpBytes;
    private int jumpLine;

    /** The text of the statement that is being read. */
    final Capture text;
    /** The text of a comment, of a backslash command, or of the rest of a line. */
    final Capture aside = new Capture();

    ByteSource(InputStream in, Position start, boolean keepText, int window) {
        this.in = in;
        this.bytes = new byte[Math.max(window, 2 * LOOKAHEAD) + 1];
        this.base = start.offset();
        this.line = start.line();
        this.column = start.column();
        this.blank = start.column() == 1;
        this.text = keepText ? new Capture() : null;
        settle();
    }

    /** Reads the first bytes; a byte order mark is no part of the script, but only as the very first bytes of a file. */
    void begin() throws IOException {
        fill(0);
        if (base == 0 && Arrays.mismatch(bytes, 0, 3, BYTE_ORDER_MARK, 0, 3) < 0) {
            pos = 3;
            lineStart = 3;
        }
    }

    /**
     * Drops what lies before the index and reads on: at least one byte more, and what a token may need, unless the script
     * ends.
     *
     * @return where the byte at the index is now
     */
    int fill(int index) throws IOException {
        if (ended) {
            return index;
        }
        drop(index);
        if (limit == bytes.length - 1) {
            bytes = Arrays.copyOf(bytes, 2 * bytes.length);
        }
        int wanted = Math.max(LOOKAHEAD, limit + 1);
        while (limit < wanted) {
            int got = in.read(bytes, limit, bytes.length - 1 - limit);
            if (got < 0) {
                ended = true;
                break;
            }
            limit += got;
        }
        settle();
        return 0;
    }

    /** Makes sure that so many bytes are there from the index on, unless the script ends; the index may move. */
    int ensure(int index, int count) throws IOException {
        int at = index;
        while (limit - at < count && !ended) {
            at = fill(at);
        }
        return at;
    }

    private void settle() {
        bytes[limit] = 0;
        safe = ended ? Integer.MAX_VALUE : limit - LOOKAHEAD;
    }

    private void drop(int count) {
        position();
        if (text != null) {
            text.move(bytes, count);
        }
        aside.move(bytes, count);
        if (lineStart < count) {
            advanceColumn(count);
        }
        System.arraycopy(bytes, count, bytes, 0, limit - count);
        limit -= count;
        lineStart -= count;
        tail -= count;
        base += count;
        if (jumpAt >= 0) {
            jumpAt -= count;
        }
    }

    /** The offset in the file of the byte at the index. */
    long offset(long index) {
        return base + index;
    }

    /** Every scanner calls this when it passes an LF, with the index behind it. */
    void newline(int next) {
        line++;
        lineStart = next;
        column = 1;
        blank = true;
        if (next == jumpAt) {
            land();
        }
    }

    /** The place of the byte at the index, which must lie on the current line and not before an earlier question. */
    Position position(int index) {
        advanceColumn(index);
        return new Position(base + index, line, column);
    }

    /** Whether nothing but white space lies before the index on its line. */
    boolean startsLine(int index) {
        advanceColumn(index);
        return blank;
    }

    private void advanceColumn(int index) {
        if (index > lineStart) {
            for (int i = lineStart; blank && i < index; i++) {
                blank = Bytes.isSpace(bytes[i]);
            }
            column += Bytes.codePoints(bytes, lineStart, index);
            lineStart = index;
        }
    }

    /** Remembers where something opens that may never end; its column is counted only if somebody asks. */
    void mark(int index) {
        markIndex = index;
        markLine = line;
        markLineStart = lineStart;
        markColumn = column;
        marked = null;
    }

    /** The place that was marked last. */
    Position position() {
        if (marked == null) {
            int points = Bytes.codePoints(bytes, markLineStart, markIndex);
            marked = new Position(base + markIndex, markLine, markColumn + points);
        }
        return marked;
    }

    /**
     * Index of the next byte from there on that means something in the state, of the limit at the end of the script;
     * counts the lines on the way.
     */
    int next(int from, int state) throws IOException {
        byte[] stops = Bytes.STOPS;
        byte[] window = bytes;
        int p = from;
        while (true) {
            while ((stops[window[p] & 0xff] & state) == 0) {
                p++;
            }
            byte b = window[p];
            if (b == '\n' && state != Bytes.LINE) {
                newline(++p);
            } else if (b == 0 && p == limit && !ended) {
                p = fill(p);
                window = bytes;
            } else {
                return p;
            }
        }
    }

    /**
     * Puts the rest of a line, which was read before the rows of a COPY, in front of what follows the rows: psql runs it
     * after them.
     */
    void putBack(byte[] rest, Position start) {
        int left = limit - pos;
        jumpBytes = offset(pos) - start.offset() - rest.length;
        jumpLine = line;
        jumpAt = rest.length;
        position();
        byte[] joined = bytes;
        if (rest.length + left >= bytes.length) {
            joined = new byte[rest.length + left + 1];
        }
        System.arraycopy(bytes, pos, joined, rest.length, left);
        System.arraycopy(rest, 0, joined, 0, rest.length);
        bytes = joined;
        limit = rest.length + left;
        pos = 0;
        base = start.offset();
        line = start.line();
        column = start.column();
        lineStart = 0;
        blank = false;
        settle();
    }

    /** The rest of a line that was put back ends here: from here on places are those behind the rows. */
    private void land() {
        position();
        if (text != null) {
            text.gap(base + jumpAt, jumpBytes);
        }
        aside.gap(base + jumpAt, jumpBytes);
        base += jumpBytes;
        tail -= jumpBytes;
        line = jumpLine;
        jumpAt = -1;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
