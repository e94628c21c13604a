package dev.migrate.shadow;

import dev.migrate.problem.ExitCode;
import dev.migrate.problem.MigrationFailure;
import dev.migrate.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** The cache of an account whose home is not there, or is closed to the account under which servers run. */
public final class SharedCache {
    private SharedCache() {}

    /**
     * A folder of this account where everybody may enter.
     *
     * @throws MigrationFailure where it is of another: programs would be run that somebody else laid down there
     */
    public static Path folder() {
        String user = System.getProperty("user.name", "nobody");
        Path folder = Path.of(System.getProperty("java.io.tmpdir"), "migrate-" + user);
        if (isOfAnother(folder, user)) {
            throw new MigrationFailure(
                    ExitCode.USAGE,
                    Problem.of(
                            "the embedded PostgreSQL cannot be kept in " + folder + ", which is of another user",
                            "name a folder of your own with MIGRATE_CACHE"));
        }
        return folder;
    }

    private static boolean isOfAnother(Path folder, String user) {
        try {
            return Files.exists(folder, LinkOption.NOFOLLOW_LINKS)
                    && !Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS)
                            .getName()
                            .equals(user);
        } catch (IOException | UnsupportedOperationException unknown) {
            return true;
        }
    }
}
