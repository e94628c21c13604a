package dev.migrate.schema;

import dev.migrate.config.Location;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Replaces files of a folder: each is there as it was or as it is to be, never in part. All are written beside their
 * places first, so that a full disk or a folder without permission changes nothing.
 */
final class FolderWriter {
    private final Location folder;

    FolderWriter(Location folder) {
        this.folder = folder;
    }

    /**
     * Writes and deletes.
     *
     * @param texts by name within the folder
     * @param removed names within the folder
     * @throws MigrationFailure exit code 2 where the folder cannot be written to
     */
    void write(Map<String, String> texts, List<String> removed) {
        Map<Path, Path> ready = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, String> one : texts.entrySet()) {
                Path file = real(folder.path().resolve(one.getKey()));
                Files.createDirectories(file.getParent());
                Path beside = Files.createTempFile(file.getParent(), ".migrate-", ".tmp");
                ready.put(file, beside);
                Files.writeString(beside, one.getValue(), StandardCharsets.UTF_8);
                permit(beside, file);
            }
            for (Map.Entry<Path, Path> one : ready.entrySet()) {
                Files.move(one.getValue(), one.getKey(), StandardCopyOption.ATOMIC_MOVE);
            }
            for (String name : removed) {
                Files.delete(folder.path().resolve(name));
            }
        } catch (IOException refused) {
            clear(new ArrayList<>(ready.values()));
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    List.of(Problem.of(
                            "the folder " + folder.name() + " cannot be written to: " + words(refused),
                            "look at its permissions and at the room on the disk, or name another one: --out DIR")),
                    refused);
        }
    }

    private static String words(IOException refused) {
        return refused.getClass().getSimpleName().replace("Exception", "") + " " + refused.getMessage();
    }

    /** A symbolic link stays one. */
    private static Path real(Path file) throws IOException {
        return Files.exists(file) ? file.toRealPath() : file;
    }

    /** As the file that it takes the place of; a new one as others of the folder would be made. */
    private static void permit(Path beside, Path file) throws IOException {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        if (Files.exists(file)) {
            Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(file));
        } else {
            // A temporary file is for its owner alone; this asks what any other would get.
            Path plain = file.resolveSibling("." + file.getFileName() + ".mode");
            Files.deleteIfExists(plain);
            Files.createFile(plain);
            Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(plain));
            Files.delete(plain);
        }
    }

    private static void clear(List<Path> temporary) {
        for (Path one : temporary) {
            try {
                Files.deleteIfExists(one);
            } catch (IOException left) {
                // The first failure is what the user hears of; a hidden file may stay behind.
            }
        }
    }
}
