package dev.migrate.prisma;

import dev.migrate.problem.Place;
import java.util.List;
import java.util.Optional;

/** A model or a view. */
public record PrismaModel(
        boolean view, String name, List<PrismaField> fields, List<PrismaAttribute> attributes, Place where)
        implements Attributed {
    public PrismaModel {
        fields = List.copyOf(fields);
        attributes = List.copyOf(attributes);
    }

    Optional<PrismaField> field(String field) {
        return fields.stream()
                .filter(candidate -> candidate.name().equals(field))
                .findFirst();
    }

    boolean ignored() {
        return has("ignore");
    }
}
