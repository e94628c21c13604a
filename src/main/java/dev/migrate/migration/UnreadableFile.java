package dev.migrate.migration;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.util.List;

/** What is said of a file that was there, and cannot be read when its turn comes. */
public final class UnreadableFile {
    private UnreadableFile() {}

    /** Exit code 2. */
    public static MigrationFailure of(String file, IOException error) {
        return new MigrationFailure(
                ExitCode.USAGE,
                List.of(Problem.at(
                        Place.of(file),
                        "cannot be read (any more): " + error.getMessage(),
                        "look whether the file is still there, and run it again")),
                error);
    }
}
