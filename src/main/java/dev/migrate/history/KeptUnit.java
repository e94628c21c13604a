package dev.migrate.history;

import java.util.List;
import java.util.Optional;

/**
 * What the history keeps of a script that undoes several migrations at once.
 *
 * @param text empty where it was too long to be kept
 * @param undoes ids of all that it undoes
 */
public record KeptUnit(String file, Optional<String> text, List<String> undoes) {
    public KeptUnit {
        undoes = List.copyOf(undoes);
    }
}
