package dev.migrate.prisma;

import dev.migrate.problem.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A datasource or a generator. */
public record PrismaBlock(String name, Map<String, PrismaValue> properties, Place where) {
    public PrismaBlock {
        properties = Map.copyOf(properties);
    }

    /** A property that is a single word. */
    Optional<String> word(String key) {
        return Optional.ofNullable(properties.get(key)).flatMap(PrismaValue::word);
    }

    /** The words of a property that is a list. */
    List<String> words(String key) {
        return properties.get(key) instanceof PrismaValue.Values values
                ? values.elements().stream()
                        .flatMap(value -> value.word().stream())
                        .toList()
                : List.of();
    }
}
