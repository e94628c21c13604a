package dev.migrate.shadow;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** The folder of one scratch server, held as long as this is open; then it is gone. */
final class Run implements AutoCloseable {
    private final Path folder;
    private final FileChannel lock;

    /**
     * Takes a folder.
     *
     * @param lock holds a lock on a file in it
     */
    Run(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            Folders.delete(folder);
        }
    }
}
