package dev.migrate.history;

import java.util.Optional;

/**
 * What the history keeps to undo one migration with.
 *
 * @param kind where it stood when the migration was applied: section, file, comment; empty where nobody wrote it down
 * @param file in which it stood; likewise
 */
public record KeptWayBack(String text, Optional<String> kind, Optional<String> file) {}
