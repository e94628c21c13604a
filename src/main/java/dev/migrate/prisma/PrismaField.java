package dev.migrate.prisma;

import dev.migrate.problem.Place;
import java.util.List;
import java.util.Optional;

/**
 * A field of a model or a view.
 *
 * @param type its name, or what stands in {@code Unsupported("…")}
 */
public record PrismaField(
        String name, String type, boolean unsupported, Arity arity, List<PrismaAttribute> attributes, Place where)
        implements Attributed {
    /** How many values it holds. */
    public enum Arity {
        REQUIRED,
        OPTIONAL,
        LIST
    }

    public PrismaField {
        attributes = List.copyOf(attributes);
    }

    boolean list() {
        return arity == Arity.LIST;
    }

    boolean ignored() {
        return has("ignore");
    }

    /** What {@code @db.X(…)} says. */
    Optional<PrismaAttribute> nativeType() {
        return attributes.stream()
                .filter(attribute -> attribute.name().indexOf('.') > 0)
                .findFirst();
    }
}
