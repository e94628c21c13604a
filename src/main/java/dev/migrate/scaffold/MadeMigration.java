package dev.migrate.scaffold;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A migration that was just made.
 *
 * @param id as every other command calls it
 * @param path absolute
 * @param file for people and JSON: relative to the project, with {@code /}
 * @param down the file for what undoes it, likewise, where one was made
 * @param remarks what is not as one would expect, and what else was made
 */
public record MadeMigration(String id, Path path, String file, Optional<String> down, List<String> remarks) {
    public MadeMigration {
        remarks = List.copyOf(remarks);
    }
}
