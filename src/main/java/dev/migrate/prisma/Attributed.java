package dev.migrate.prisma;

import java.util.List;
import java.util.Optional;

/** What attributes can stand behind, and what has another name in the database by one of them. */
interface Attributed {
    String name();

    List<PrismaAttribute> attributes();

    default Optional<PrismaAttribute> attribute(String attribute) {
        return attributes().stream()
                .filter(candidate -> candidate.name().equals(attribute))
                .findFirst();
    }

    default boolean has(String attribute) {
        return attribute(attribute).isPresent();
    }

    /** Its name in the database. */
    default String mapped() {
        return attribute("map")
                .flatMap(map -> map.first("name"))
                .flatMap(PrismaValue::word)
                .orElse(name());
    }
}
