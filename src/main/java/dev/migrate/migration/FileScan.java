package dev.migrate.migration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * What one pass over the bytes of a file tells, in constant memory: checksum, the first byte that cannot be UTF-8, and
 * whether it has words for which reading its comments is worth while.
 *
 * @param badAt offset of the first byte that is no UTF-8, or that is NUL; -1 where all are good
 * @param bad that byte
 * @param directs whether {@code migrate:} occurs, in any case
 * @param tells whether {@code rollback} or {@code verification} does
 */
record FileScan(Checksum checksum, long size, int bom, long badAt, int bad, boolean directs, boolean tells) {
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
            return startsWithBom(in.readNBytes(BOM), 0, BOM) ? BOM : 0;
        }
    }

    private static boolean startsWithBom(byte[] bytes, int from, int to) {
        return to - from >= BOM
                && bytes.length >= from + BOM
                && bytes[from] == (byte) 0xEF
                && bytes[from + 1] == (byte) 0xBB
                && bytes[from + 2] == (byte) 0xBF;
    }

    private static final class Scanner {
        private final MessageDigest digest = Checksum.digest();
        private final Utf8 utf8 = new Utf8();
        private long before;
        private int bom;
        private boolean carriageReturn;
        private long badAt = -1;
        private int bad;
        private boolean directs;
        private boolean tells;

        void scan(byte[] bytes, int from, int to) {
            int start = from;
            if (before == 0 && startsWithBom(bytes, from, to)) {
                bom = BOM;
                start += BOM;
            }
            digest(bytes, start, to);
            if (badAt < 0) {
                validate(bytes, from, to);
            }
            lookForWords(bytes, from, to);
            before += to - from;
        }

        FileScan result() {
            if (carriageReturn) {
                digest.update((byte) '\r');
            }
            if (badAt < 0 && utf8.unfinished()) {
                badAt = utf8.start();
                bad = utf8.lead();
            }
            return new FileScan(Checksum.of(digest.digest()), before, bom, badAt, bad, directs, tells);
        }

        /** A CR is held back until the next byte shows whether it belongs to a line end. */
        private void digest(byte[] bytes, int from, int to) {
            int start = from;
            for (int i = from; i < to; i++) {
                if (carriageReturn) {
                    carriageReturn = false;
                    if (bytes[i] != '\n') {
                        digest.update((byte) '\r');
                    }
                }
                if (bytes[i] == '\r') {
                    digest.update(bytes, start, i - start);
                    start = i + 1;
                    carriageReturn = true;
                }
            }
            digest.update(bytes, start, to - start);
        }

        private void validate(byte[] bytes, int from, int to) {
            for (int i = from; i < to; i++) {
                byte b = bytes[i];
                if (b > 0 && !utf8.unfinished()) {
                    continue;
                }
                if (b == 0 || !utf8.accept(b & 0xFF, before + i - from)) {
                    boolean atLead = b != 0 && utf8.unfinished();
                    badAt = atLead ? utf8.start() : before + i - from;
                    bad = atLead ? utf8.lead() : b & 0xFF;
                    return;
                }
            }
        }

        private void lookForWords(byte[] bytes, int from, int to) {
            for (int i = from; i < to; i++) {
                switch (bytes[i]) {
                    case ':' -> directs |= endsWith(bytes, i, "migrate:");
                    case 'k', 'K' -> tells |= endsWith(bytes, i, "rollback");
                    case 'n', 'N' -> tells |= endsWith(bytes, i, "verification");
                    default -> {}
                }
            }
        }

        private static boolean endsWith(byte[] bytes, int last, String word) {
            int start = last - word.length() + 1;
            if (start < 0) {
                return false;
            }
            for (int i = 0; i < word.length(); i++) {
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
