package dev.migrate.migration;

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

    public Checksum {
        Objects.requireNonNull(text, "text");
    }

    static Checksum of(byte[] digest) {
        return new Checksum(PREFIX + HexFormat.of().formatHex(digest));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return text;
    }
}
