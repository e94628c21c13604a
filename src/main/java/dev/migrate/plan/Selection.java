package dev.migrate.plan;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * How much of what is pending the user wants.
 *
 * @param to run up to and with this one; an id, a file, or a version that only one has
 * @param count run at most so many
 * @param includeOptional run optional ones as well
 */
public record Selection(Optional<String> to, OptionalInt count, boolean includeOptional) {
    public static final Selection ALL = new Selection(Optional.empty(), OptionalInt.empty(), false);
}
