package dev.migrate.scaffold;

import dev.migrate.migration.SqlFile;
import dev.migrate.migration.UnreadableFile;
import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/** SQL that is there already and is to become a migration, byte for byte. */
public final class GivenText implements AutoCloseable {
    private final Path path;
    private final boolean passing;

    private GivenText(Path path, boolean passing) {
        this.path = path;
        this.passing = passing;
    }

    /**
     * That of a file.
     *
     * @param name for people
     * @throws MigrationFailure exit code 2 where it cannot be read, holds nothing, or is not UTF-8
     */
    public static GivenText of(Path file, String name) {
        if (Files.isDirectory(file)) {
            throw refused(name, "is a folder", "name a file with SQL");
        }
        return new GivenText(file, false).checked(name);
    }

    /** That of a stream, which is read to its end. */
    public static GivenText of(InputStream in, String name) {
        try {
            Path kept = Files.createTempFile("migrate-new-", ".sql");
            var text = new GivenText(kept, true);
            try {
                Files.copy(in, kept, StandardCopyOption.REPLACE_EXISTING);
                return text.checked(name);
            } catch (IOException | RuntimeException failure) {
                text.close();
                throw failure;
            }
        } catch (IOException failure) {
            throw unreadable(name, failure);
        }
    }

    private GivenText checked(String name) {
        try {
            Optional<Problem> bad = SqlFile.badByte(path, name);
            if (bad.isPresent()) {
                throw new MigrationFailure(ExitCode.USAGE, bad.get());
            }
            if (SqlFile.isBlank(path)) {
                throw refused(name, "holds nothing", "write the SQL into it, or leave out --from");
            }
            return this;
        } catch (IOException failure) {
            throw unreadable(name, failure);
        }
    }

    private static MigrationFailure refused(String name, String what, String fix) {
        return new MigrationFailure(ExitCode.USAGE, Problem.at(Place.of(name), what, fix));
    }

    private static MigrationFailure unreadable(String name, IOException failure) {
        boolean absent = failure instanceof NoSuchFileException;
        return new MigrationFailure(
                ExitCode.USAGE,
                List.of(Problem.at(
                        Place.of(name),
                        absent ? "there is no such file" : "cannot be read (" + UnreadableFile.reason(failure) + ")",
                        "look at its name, and whether you may read it")),
                failure);
    }

    NewFiles.Content content() {
        return out -> Files.copy(path, out);
    }

    /** Lets go of what came through a stream. */
    @Override
    public void close() {
        if (passing) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException left) {
                // It is in the folder for such files.
            }
        }
    }
}
