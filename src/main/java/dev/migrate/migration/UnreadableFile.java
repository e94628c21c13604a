package dev.migrate.migration;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.util.List;

/** What is said of a file that cannot be read. */
public final class UnreadableFile {
    private UnreadableFile() {}

    /** For one that was there, and cannot be read when its turn comes; exit code 2. */
    public static MigrationFailure of(String file, IOException error) {
        return new MigrationFailure(
                ExitCode.USAGE,
                List.of(Problem.at(
                        Place.of(file),
                        "cannot be read (any more): " + error.getMessage(),
                        "look whether the file is still there, and run it again")),
                error);
    }

    /** Why it cannot be read, in few words. */
    public static String reason(Exception error) {
        return SourceFolder.reason(error);
    }
}
