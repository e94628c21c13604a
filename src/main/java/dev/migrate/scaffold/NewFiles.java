package dev.migrate.scaffold;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Writes files that are not there yet: all of them, or none. */
final class NewFiles {
    private static final Duration LONGEST_CLAIM = Duration.ofMinutes(5);

    private NewFiles() {}

    /** What a file is to hold. */
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * A file to write.
     *
     * @param name for people
     */
    record Wanted(Path path, String name, Content content) {}

    /**
     * Writes them; where one cannot be written, or is there already, none is left.
     *
     * @throws MigrationFailure exit code 2
     */
    static void write(List<Wanted> wanted) {
        Deque<Path> made = new ArrayDeque<>();
        try {
            for (Wanted file : wanted) {
                write(file, made);
            }
        } catch (RuntimeException failure) {
            made.forEach(NewFiles::remove);
            throw failure;
        }
    }

    private static void write(Wanted file, Deque<Path> made) {
        try {
            Path folder = file.path().getParent();
            if (!Files.isDirectory(folder)) {
                Files.createDirectory(folder);
                made.push(folder);
            }
            try (OutputStream out =
                    Files.newOutputStream(file.path(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                made.push(file.path());
                file.content().writeTo(out);
            }
        } catch (IOException unwritable) {
            throw failed(file.name(), unwritable);
        }
    }

    private static void remove(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException left) {
            // What kept it from being written is what the user has to know.
        }
    }

    /** What is said of a file or folder that cannot be written. */
    static MigrationFailure failed(String name, IOException error) {
        Problem problem = error instanceof FileAlreadyExistsException
                ? Problem.at(Place.of(name), "has just been made by somebody else", "look at it, then run it again")
                : Problem.at(
                        Place.of(name),
                        "cannot be written (" + reason(error) + "); nothing was made",
                        "look at the permissions of its folder and at the room on the disk");
        return new MigrationFailure(ExitCode.USAGE, List.of(problem), error);
    }

    private static String reason(IOException error) {
        if (error instanceof AccessDeniedException) {
            return "permission denied";
        }
        return error instanceof FileSystemException system && system.getReason() != null
                ? system.getReason()
                : Optional.ofNullable(error.getMessage())
                        .orElse(error.getClass().getSimpleName());
    }

    /**
     * Reserves a version in a folder while a file with it is made, so that two runs at once never take the same; empty
     * where another run has it.
     *
     * @throws MigrationFailure exit code 2 where nothing can be written there
     */
    static Optional<Claim> claim(Path folder, String name, String version) {
        Path claim = folder.resolve(".migrate-new-" + version);
        try {
            if (isForgotten(claim)) {
                Files.deleteIfExists(claim);
            }
            Files.createFile(claim);
            return Optional.of(() -> remove(claim));
        } catch (FileAlreadyExistsException taken) {
            return Optional.empty();
        } catch (IOException unwritable) {
            throw failed(name, unwritable);
        }
    }

    /** Whether the run that reserved it was killed: it takes a moment only. */
    private static boolean isForgotten(Path claim) throws IOException {
        if (!Files.isRegularFile(claim, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try {
            Instant made = Files.getLastModifiedTime(claim).toInstant();
            return made.isBefore(Instant.now().minus(LONGEST_CLAIM));
        } catch (NoSuchFileException givenUp) {
            return false;
        }
    }

    /** A version that is reserved. */
    interface Claim extends AutoCloseable {
        @Override
        void close();
    }
}
