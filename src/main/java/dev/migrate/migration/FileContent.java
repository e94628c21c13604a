package dev.migrate.migration;

import dev.migrate.problem.MigrationFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * What it takes a pass over a whole file to know. Of a large file that is found out by threads of their own, while others
 * connect or run: the checksum of hundreds of megabytes takes seconds, and nobody needs it before the record is written.
 */
public final class FileContent {
    private final String file;
    private final CompletableFuture<Checksum> checksum;
    private final Optional<CompletableFuture<ScriptCheck.Result>> check;
    private final Optional<byte[]> held;

    private FileContent(
            String file, CompletableFuture<Checksum> checksum, Optional<CompletableFuture<ScriptCheck.Result>> check) {
        this(file, checksum, check, Optional.empty());
    }

    private FileContent(
            String file,
            CompletableFuture<Checksum> checksum,
            Optional<CompletableFuture<ScriptCheck.Result>> check,
            Optional<byte[]> held) {
        this.file = file;
        this.checksum = checksum;
        this.check = check;
        this.held = held;
    }

    /** Of a file that was read. */
    public static FileContent of(Checksum known) {
        return new FileContent("", CompletableFuture.completedFuture(known), Optional.empty());
    }

    /** Of a file that was read, and of which the bytes are kept, so that it need not be opened again. */
    static FileContent of(Checksum known, byte[] held) {
        return new FileContent("", CompletableFuture.completedFuture(known), Optional.empty(), Optional.of(held));
    }

    /** The bytes of the whole file, where they are kept. */
    Optional<byte[]> held() {
        return held;
    }

    /** Of a large file that is never run: only its checksum is wanted. */
    static FileContent archived(Path path, String file) {
        return new FileContent(
                file, CompletableFuture.supplyAsync(() -> read(() -> Checksum.of(path))), Optional.empty());
    }

    /** Of a large file; the check first, for a run begins with it. */
    static FileContent ahead(Path path, String file, Pass<ScriptCheck.Result> checking) {
        CompletableFuture<ScriptCheck.Result> checked = CompletableFuture.supplyAsync(() -> read(checking));
        CompletableFuture<Checksum> summed = checked.handleAsync((result, failure) -> read(() -> Checksum.of(path)));
        return new FileContent(file, summed, Optional.of(checked));
    }

    /** The same without the check, which has to be another. */
    FileContent unchecked() {
        return new FileContent(file, checksum, Optional.empty());
    }

    /** Bytes of the byte order mark at its beginning, 0 where it has none. */
    int bomLength(Path path) throws IOException {
        return held.isPresent() ? FileScan.bomLength(held.get(), 0, held.get().length) : FileScan.bomLength(path);
    }

    /** One pass over a file. */
    interface Pass<T> {
        T result() throws IOException;
    }

    /**
     * Waits until the checksum is known.
     *
     * @throws MigrationFailure exit code 2 where the file could not be read to its end
     */
    Checksum checksum() {
        try {
            return joined(checksum);
        } catch (IOException unreadable) {
            throw UnreadableFile.of(file, unreadable);
        }
    }

    /** Waits for the check that was begun, or does it now. */
    ScriptCheck.Result check(Pass<ScriptCheck.Result> now) throws IOException {
        return check.isPresent() ? joined(check.get()) : now.result();
    }

    private static <T> T read(Pass<T> pass) {
        try {
            return pass.result();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static <T> T joined(CompletableFuture<T> future) throws IOException {
        try {
            return future.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof UncheckedIOException unreadable) {
                throw unreadable.getCause();
            }
            throw failed;
        }
    }
}
