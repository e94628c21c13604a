package dev.migrate.migration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * SHA-256 of a file without its BOM and with CR LF as LF, so that neither changes with a checkout.
 *
 * @param text {@code sha256:} and 64 hexadecimal digits, as the history keeps it
 */
public record Checksum(String text) {
    private static final String PREFIX = "sha256:";
    private static final int BUFFER = 1 << 16;

    public Checksum {
        Objects.requireNonNull(text, "text");
    }

    static Checksum of(byte[] content) {
        Digest digest = new Digest();
        digest.update(content, FileScan.bomLength(content, 0, content.length), content.length);
        return digest.checksum();
    }

    /** Of a file of any size, in constant memory. */
    static Checksum of(Path path) throws IOException {
        int bom = FileScan.bomLength(path);
        try (InputStream in = Files.newInputStream(path)) {
            in.skipNBytes(bom);
            Digest digest = new Digest();
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return digest.checksum();
        }
    }

    @Override
    public String toString() {
        return text;
    }

    private static final class Digest {
        /** Looking for the provider takes longer than the digest of a small file. */
        private static final ThreadLocal<MessageDigest> OF_THE_THREAD = ThreadLocal.withInitial(Digest::sha256);

        private final MessageDigest sha256 = OF_THE_THREAD.get();
        private boolean carriageReturn;

        Digest() {
            sha256.reset();
        }

        private static MessageDigest sha256() {
            try {
                return MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java has SHA-256", e);
            }
        }

        /** A CR is held back until the next byte shows whether it belongs to a line end. */
        void update(byte[] bytes, int from, int to) {
            int start = from;
            for (int i = from; i < to; i++) {
                if (carriageReturn) {
                    carriageReturn = false;
                    if (bytes[i] != '\n') {
                        sha256.update((byte) '\r');
                    }
                }
                if (bytes[i] == '\r') {
                    sha256.update(bytes, start, i - start);
                    start = i + 1;
                    carriageReturn = true;
                }
            }
            sha256.update(bytes, start, to - start);
        }

        Checksum checksum() {
            if (carriageReturn) {
                sha256.update((byte) '\r');
            }
            return new Checksum(PREFIX + HexFormat.of().formatHex(sha256.digest()));
        }
    }
}
