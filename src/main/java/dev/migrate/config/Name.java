package dev.migrate.config;

import dev.migrate.problem.Place;
import dev.migrate.problem.Problem;
import java.util.Objects;
import java.util.Optional;

/**
 * A word that the user wrote, an id, a glob, a rule, and where, so that a later room can say what is wrong with it.
 *
 * @param text as written, variables filled in
 * @param where empty where it comes from the command line
 */
public record Name(String text, Optional<Place> where) {
    public Name {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(where, "where");
    }

    /** A name without a place. */
    public static Name of(String text) {
        return new Name(text, Optional.empty());
    }

    /** A problem at this name's place. */
    public Problem problem(String what, String fix) {
        return new Problem(where, what, fix);
    }

    @Override
    public String toString() {
        return text;
    }
}
