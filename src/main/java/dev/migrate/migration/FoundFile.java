package dev.migrate.migration;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that is a migration by its name, not read yet.
 *
 * @param name its own, or for {@code 001_x/migration.sql} that of the folder
 * @param real the path without symbolic links
 * @param file for people, as {@link Display#of} says it
 * @param source as the user names it
 * @param sourceIndex among the sources, from 0; those of archives come behind
 * @param down the file that undoes it, if there is one
 */
public record FoundFile(
        FileName name, Path path, Path real, String file, String source, int sourceIndex, Optional<Path> down) {}
