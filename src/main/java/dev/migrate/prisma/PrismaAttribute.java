package dev.migrate.prisma;

import dev.migrate.problem.Place;
import java.util.List;
import java.util.Optional;

/**
 * {@code @name(…)} of a field or a value, {@code @@name(…)} of a model or an enum.
 *
 * @param name without {@code @}: {@code id}, {@code db.VarChar}
 */
public record PrismaAttribute(String name, List<PrismaValue.Argument> arguments, Place where) {
    public PrismaAttribute {
        arguments = List.copyOf(arguments);
    }

    /** The argument of this name. */
    Optional<PrismaValue> named(String argument) {
        return PrismaValue.argument(arguments, argument, false);
    }

    /** The argument of this name, or the first where it stands without one. */
    Optional<PrismaValue> first(String argument) {
        return PrismaValue.argument(arguments, argument, true);
    }

    /** The elements of a list; a single value is a list of one. */
    List<PrismaValue> list(String argument, boolean first) {
        return PrismaValue.argument(arguments, argument, first)
                .map(value -> value instanceof PrismaValue.Values values ? values.elements() : List.of(value))
                .orElse(List.of());
    }
}
