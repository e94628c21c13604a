package dev.migrate.migration;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that is a migration by its name, not read yet.
 *
 * @param real the path without symbolic links
 * @param file for people
 * @param down the file that undoes it, if there is one
 */
record FoundFile(
        FileName name, Path path, Path real, String file, String source, int sourceIndex, Optional<Path> down) {
    /** One that is not there yet. */
    static FoundFile named(FileName name, int sourceIndex) {
        Path path = Path.of(name.id() + ".sql");
        return new FoundFile(name, path, path, path.toString(), "", sourceIndex, Optional.empty());
    }
}
