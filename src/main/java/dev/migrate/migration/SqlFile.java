package dev.migrate.migration;

import dev.migrate.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether a file of any name and place can be a migration, by its bytes; in constant memory. */
public final class SqlFile {
    private static final int BUFFER = 1 << 16;

    private SqlFile() {}

    /**
     * The first byte that PostgreSQL cannot take: one that is not UTF-8, or NUL; empty where it takes all of them.
     *
     * @param name for people
     * @throws IOException where it cannot be read
     */
    public static Optional<Problem> badByte(Path path, String name) throws IOException {
        FileScan scan = FileScan.of(path);
        return scan.badAt() < 0 ? Optional.empty() : Optional.of(FileFaults.badByte(path, name, scan));
    }

    /**
     * Whether it holds nothing but white space, and a byte order mark.
     *
     * @throws IOException where it cannot be read
     */
    public static boolean isBlank(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            in.skipNBytes(FileScan.bomLength(path));
            byte[] bytes = in.readNBytes(BUFFER);
            while (bytes.length > 0) {
                for (byte b : bytes) {
                    if (!Character.isWhitespace(b)) {
                        return false;
                    }
                }
                bytes = in.readNBytes(BUFFER);
            }
            return true;
        }
    }
}
