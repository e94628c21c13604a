package dev.migrate.shadow;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/** Folders that this program made for itself. */
final class Folders {
    private static final long SETTLED_SECONDS = 10;

    private Folders() {}

    /** Writes a file that nobody but its owner can read, where the file system knows of owners. */
    static void writePrivate(Path file, String text) throws IOException {
        boolean posix = Files.getFileStore(file.getParent()).supportsFileAttributeView("posix");
        if (posix) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(file, text);
    }

    /** Makes a folder that nobody but its owner can enter, where the file system knows of owners. It must be new. */
    static void createPrivate(Path folder) throws IOException {
        boolean posix = Files.getFileStore(folder.getParent()).supportsFileAttributeView("posix");
        if (posix) {
            Files.createDirectory(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectory(folder);
        }
    }

    /** Copies a folder with all it holds; the copies are private. What has the name already is an error. */
    static void copyPrivate(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                createPrivate(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file)));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Whether a folder is of the owner of another one, or was given by root to the account of its servers. */
    static boolean isOfSameOwner(Path folder, Path other) throws IOException {
        try {
            return Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(other))
                    || (System.getProperty("user.name", "").equals("root") && ServerAccount.isNobody(folder));
        } catch (NoSuchFileException gone) {
            return false;
        } catch (UnsupportedOperationException noOwners) {
            return true;
        }
    }

    /** What is behind an error, whose own message is often no more than the name of a file. */
    static String reason(IOException error) {
        if (error instanceof AccessDeniedException) {
            return "no permission for " + error.getMessage();
        }
        return error instanceof FileSystemException file && file.getReason() == null
                ? error.getClass().getSimpleName() + " " + error.getMessage()
                : error.getMessage();
    }

    /**
     * Deletes a folder with all it holds; symbolic links are deleted, not followed. Nothing where it is not there. A
     * program whose run was killed may write there a last time, so a folder that fills again is emptied again.
     */
    static void delete(Path folder) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLED_SECONDS);
        while (true) {
            try {
                deleteOnce(folder);
                return;
            } catch (DirectoryNotEmptyException | NoSuchFileException moving) {
                if (System.nanoTime() > deadline) {
                    throw moving;
                }
            }
        }
    }

    private static void deleteOnce(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException error) throws IOException {
                if (error != null) {
                    throw error;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
