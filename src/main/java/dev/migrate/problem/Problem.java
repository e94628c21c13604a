package dev.migrate.problem;

import java.util.Objects;
import java.util.Optional;

/**
 * Something that the user can solve: a place, a fact and a fix.
 *
 * @param where empty where no file is concerned (a connection that was refused)
 * @param what the fact, one sentence without a full stop; further lines where there is more to show
 * @param fix what to do next, one sentence; empty only where the fact says it already
 */
public record Problem(Optional<Place> where, String what, String fix) {
    public Problem {
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(fix, "fix");
    }

    public static Problem at(Place where, String what, String fix) {
        return new Problem(Optional.of(where), what, fix);
    }

    public static Problem of(String what, String fix) {
        return new Problem(Optional.empty(), what, fix);
    }

    /** Place, fact and fix on a line each, for logs and tests; the report room draws it for people. */
    @Override
    public String toString() {
        return where.map(place -> place + ": ").orElse("") + what + (fix.isEmpty() ? "" : "\n  fix: " + fix);
    }
}
