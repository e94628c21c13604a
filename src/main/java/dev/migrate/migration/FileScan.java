package dev.migrate.migration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What one pass over the bytes of a file tells, in constant memory: the first byte that cannot be UTF-8, and whether it
 * has words for which reading its comments is worth while.
 *
 * @param badAt offset of the first byte that is no UTF-8, or that is NUL; -1 where all are good
 * @param bad that byte
 * @param directs whether {@code migrate:} occurs, in any case, or what may be another tool's {@link SectionMark}
 * @param tells whether {@code rollback} or {@code verification} does
 */
record FileScan(long size, int bom, long badAt, int bad, boolean directs, boolean tells) {
    private static final int BUFFER = 1 << 16;

    /** So many bytes of the last buffer stay before the next, so that a word in both is found. */
    private static final int LOOK_BACK = 16;

    private static final int BOM = 3;

    static FileScan of(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            Scanner scanner = new Scanner();
            byte[] buffer = new byte[LOOK_BACK + BUFFER];
            int read = in.readNBytes(buffer, LOOK_BACK, BUFFER);
            while (read > 0) {
                scanner.scan(buffer, LOOK_BACK, LOOK_BACK + read);
                System.arraycopy(buffer, read, buffer, 0, LOOK_BACK);
                read = read < BUFFER ? 0 : in.readNBytes(buffer, LOOK_BACK, BUFFER);
            }
            return scanner.result();
        }
    }

    /** The same for a file that is in memory. */
    static FileScan of(byte[] content) {
        Scanner scanner = new Scanner();
        scanner.scan(content, 0, content.length);
        return scanner.result();
    }

    static int bomLength(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            return bomLength(in.readNBytes(BOM), 0, BOM);
        }
    }

    static int bomLength(byte[] bytes, int from, int to) {
        boolean there = to - from >= BOM
                && bytes.length >= from + BOM
                && bytes[from] == (byte) 0xEF
                && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF;
        return there ? BOM : 0;
    }

    private static final class Scanner {
        /** Bytes at which there is something to do: all that is not ASCII, NUL, and the last ones of the words. */
        private static final boolean[] TELLING = new boolean[256];

        static {
            java.util.Arrays.fill(TELLING, 0x80, 0x100, true);
            for (char c : "\0:kKnN+/@!".toCharArray()) {
                TELLING[c] = true;
            }
        }

        private final Utf8 utf8 = new Utf8();
        private long before;
        private int bom;
        private long badAt = -1;
        private int bad;
        private boolean directs;
        private boolean tells;

        void scan(byte[] bytes, int from, int to) {
            if (before == 0) {
                bom = bomLength(bytes, from, to);
            }
            int i = from;
            while (i < to) {
                i = utf8.unfinished() ? i : telling(bytes, i, to);
                if (i < to) {
                    look(bytes, i, bytes[i], before + i - from);
                    i++;
                }
            }
            before += to - from;
        }

        /** Index of the next byte at which there is something to do, or the end. */
        private static int telling(byte[] bytes, int from, int to) {
            boolean[] telling = TELLING;
            int i = from;
            // Four at a time: all of a large file goes through here.
            while (i + 4 <= to
                    && !telling[bytes[i] & 0xFF]
                    && !telling[bytes[i + 1] & 0xFF]
                    && !telling[bytes[i + 2] & 0xFF]
                    && !telling[bytes[i + 3] & 0xFF]) {
                i += 4;
            }
            while (i < to && !telling[bytes[i] & 0xFF]) {
                i++;
            }
            return i;
        }

        FileScan result() {
            if (badAt < 0 && utf8.unfinished()) {
                badAt = utf8.start();
                bad = utf8.lead();
            }
            return new FileScan(before, bom, badAt, bad, directs, tells);
        }

        private void look(byte[] bytes, int i, byte b, long offset) {
            if ((b <= 0 || utf8.unfinished()) && badAt < 0) {
                validate(b, offset);
            }
            switch (b) {
                case ':' -> directs |= endsWith(bytes, i, "migrate:");
                case 'k', 'K' -> tells |= endsWith(bytes, i, "rollback");
                case 'n', 'N' -> {
                    tells |= endsWith(bytes, i, "verification");
                    directs |= endsWith(bytes, i, "down migration")
                            || endsWith(bytes, i, "rambler down")
                            || endsWith(bytes, i, "- down")
                            || endsWith(bytes, i, "-down")
                            || endsWith(bytes, i, "= down")
                            || endsWith(bytes, i, "# down")
                            || endsWith(bytes, i, "* down");
                }
                case '+', '!' -> directs |= beginsComment(bytes, i);
                case '/' -> directs |= endsWith(bytes, i, "create above /");
                case '@' -> directs |= endsWith(bytes, i, "//@") || endsWith(bytes, i, "// @");
                default -> {}
            }
        }

        /** Whether two dashes stand before the byte, or two dashes and a space. */
        private static boolean beginsComment(byte[] bytes, int i) {
            int dash = i > 0 && bytes[i - 1] == ' ' ? i - 2 : i - 1;
            return dash > 0 && bytes[dash] == '-' && bytes[dash - 1] == '-';
        }

        private void validate(byte b, long offset) {
            if (b == 0 || !utf8.accept(b & 0xFF, offset)) {
                boolean atLead = b != 0 && utf8.unfinished();
                badAt = atLead ? utf8.start() : offset;
                bad = atLead ? utf8.lead() : b & 0xFF;
            }
        }

        private static boolean endsWith(byte[] bytes, int last, String word) {
            int start = last - word.length() + 1;
            if (start < 0) {
                return false;
            }
            for (int i = word.length() - 2; i >= 0; i--) {
                int c = bytes[start + i];
                int lower = c >= 'A' && c <= 'Z' ? c | 0x20 : c;
                if (lower != word.charAt(i)) {
                    return false;
                }
            }
            return true;
        }
    }
}
