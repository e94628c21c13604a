package dev.migrate.script;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Bytes that are to be kept while the window moves on. As long as it does not move, nothing is copied.
 */
final class Capture {
    private static final int NONE = -1;

    private byte[] kept = new byte[0];
    private int length;
    private int from = NONE;
    private int most;

    /** Places where the file goes on without us: offset, number of bytes. Almost always empty. */
    private final List<long[]> gaps = new ArrayList<>(0);

    void start(int index) {
        start(index, Integer.MAX_VALUE);
    }

    /** Keeps what lies from the index on, and of this no more than so many bytes. */
    void start(int index, int atMost) {
        length = 0;
        from = index;
        most = atMost;
        gaps.clear();
    }

    void stop() {
        from = NONE;
        length = 0;
        if (kept.length > ByteSource.WINDOW) {
            kept = new byte[0];
        }
    }

    /** The window is about to lose its first bytes. */
    void move(byte[] window, int count) {
        if (from != NONE) {
            if (count > from) {
                append(window, from, count);
                from = count;
            }
            from -= count;
        }
    }

    /** What lies from the index on is not wanted, until {@link #resume}. */
    void pause(byte[] window, int index) {
        append(window, from, index);
        from = NONE;
    }

    /** Blanks instead of what is passed over, so that what follows keeps its place. */
    void blanks(int count) {
        grow(count);
        Arrays.fill(kept, length, length + count, (byte) ' ');
        length += count;
    }

    void resume(int index) {
        from = index;
    }

    /** At this place of the file so many bytes are passed over without a blank for each. */
    void gap(long offset, long bytes) {
        if (length > 0 || from != NONE) {
            gaps.add(new long[] {offset, bytes});
        }
    }

    /** The bytes that are passed over between the start and this place. */
    long gapsBefore(long offset) {
        long sum = 0;
        for (long[] gap : gaps) {
            if (gap[0] < offset) {
                sum += gap[1];
            }
        }
        return sum;
    }

    /** So many of the first bytes, the last of which may still lie in the window. */
    String text(byte[] window, int index, long bytes) {
        int count = (int) Math.min(bytes, most);
        if (length == 0 && from != NONE) {
            return new String(window, from, count, StandardCharsets.UTF_8);
        }
        if (from != NONE) {
            append(window, from, index);
            from = index;
        }
        return new String(kept, 0, Math.min(count, length), StandardCharsets.UTF_8);
    }

    /** Everything up to the index. */
    byte[] bytes(byte[] window, int index) {
        append(window, from, index);
        from = index;
        return Arrays.copyOf(kept, length);
    }

    private void append(byte[] window, int start, int end) {
        int count = Math.min(end - start, most - length);
        if (count > 0) {
            grow(count);
            System.arraycopy(window, start, kept, length, count);
            length += count;
        }
    }

    private void grow(int count) {
        int needed = Math.addExact(length, count);
        if (needed > kept.length) {
            // By half again: doubling would ask for twice the memory of a statement that just fits.
            kept = Arrays.copyOf(kept, (int) Math.min(Integer.MAX_VALUE - 8L, needed + (needed >> 1)));
        }
    }
}
